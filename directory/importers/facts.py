"""What do a row's words say of the meeting, by the mapping's rules? Three-valued. Pure.

What no rule speaks of is not stated. Open and closed at once is a conflict, kept as
one; yes and no at once is not known; for women and for men at once is for everybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from directory.importers import cells, wording
from directory.importers.mapping import Mapping, Rule
from directory.vocabulary import Answer, Restriction

# Asked of the enum once and not for every row.
UNKNOWN: str = Answer.UNKNOWN.value
RESTRICTIONS: tuple[str, ...] = tuple(Restriction.values)


@dataclass(frozen=True, slots=True)
class Said:
    """Everything the rules found in one row, by field; ``formats`` in the source's own words."""

    by_field: dict[str, tuple[str, ...]]
    formats: tuple[str, ...]

    @property
    def openness(self) -> str:
        said = set(self.by_field.get("openness", ()))
        return "conflict" if len(said) > 1 else said.pop() if said else "unknown"

    def answer(self, field: str, *, otherwise: str = UNKNOWN) -> str:
        """yes, no or unknown; unknown too where it says both. ``otherwise`` is for where it says neither."""
        said = set(self.by_field.get(field, ()))
        if not said:
            return otherwise
        return said.pop() if len(said) == 1 else UNKNOWN

    @property
    def contradictions(self) -> tuple[str, ...]:
        """The facts on which the row says one thing and the other."""
        fields = ("openness", "step_free", "hearing_loop", "children_welcome", "newcomers", "bank_holidays")
        return tuple(field for field in fields if len(set(self.by_field.get(field, ()))) > 1)

    @property
    def restricted_to(self) -> tuple[str, ...]:
        said = set(self.by_field.get("restricted_to", ()))
        if {Restriction.WOMEN, Restriction.MEN} <= said:
            said -= {Restriction.WOMEN, Restriction.MEN}
        return tuple(one for one in RESTRICTIONS if one in said) if said else ()

    @property
    def setting(self) -> str:
        """The one that keeps most people out, where there are several."""
        said = self.by_field.get("setting", ())
        return next((one for one in ("custody", "ward", "residents") if one in said), "community")

    @property
    def language(self) -> str:
        return " and ".join(self.by_field.get("language", ()))

    @property
    def notes(self) -> tuple[str, ...]:
        return self.by_field.get("note", ())

    @property
    def modes(self) -> frozenset[str]:
        return frozenset(self.by_field.get("mode", ()))


def said_by(cell: Callable[[str], str], mapping: Mapping) -> Said:
    """What the rules of ``mapping`` find in a row, read through ``cell(column)``."""
    by_field: dict[str, list[str]] = defaultdict(list)
    understood: set[str] = set()
    formats_column = mapping.columns.get("formats", "")
    for rule in mapping.rules:
        if rule.only_if_empty and cell(rule.only_if_empty).strip():
            continue
        for word in _found(rule, cell(rule.column)):
            if rule.column == formats_column:
                understood.add(word)
            for field, value in rule.values[word]:
                if value not in by_field[field]:
                    by_field[field].append(value)
    words = _words(cell(formats_column)) if formats_column else []
    own = [word for word in words if cells.folded(word) not in understood]
    formats = tuple(dict.fromkeys((*own, *by_field.pop("format", ()))))
    return Said({field: tuple(values) for field, values in by_field.items()}, formats)


def _found(rule: Rule, text: str) -> Iterator[str]:
    """The keys of ``rule.values`` that are in ``text``."""
    if not text.strip():
        return
    if rule.match == "phrases":
        yield from (match[0] for match in _phrases(tuple(rule.values)).finditer(cells.folded(text)))
        return
    for word in _words(text) if rule.match == "words" else [text]:
        if cells.folded(word) in rule.values:
            yield cells.folded(word)


def _words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := wording.tidy(part))]


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of ``phrases`` as whole words, the longest that fits."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
