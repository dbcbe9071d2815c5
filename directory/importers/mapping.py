"""Which column of somebody's list says what? Reads a mapping file and checks it. Pure.

The language is described for editors in docs/importing.md. Whatever a mapping does
not say is not stated: there are no guesses here. Of a known format most is said once,
in the file that stands beside its parser; a mapping for it says what is its own.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from directory.importers.cells import folded, is_time_zone
from directory.importers.listed import OUTSIDE, ImportRefused, ListHeld
from directory.vocabulary import Answer, Listing, Mode, Nation, Restriction

NEEDED = ("name", "day", "time")
FIELDS = (
    *(
        "programme",
        "name",
        "day",
        "time",
        "duration",
        "mode",
        "join_url",
        "how_to_join",
        "phone",
        "language",
        "time_zone",
    ),
    *("venue", "address", "postcode", "latitude", "longitude", "nation", "formats", "notes"),
)
MAPPED_VALUES = {
    "programme": None,  # any slug: whether the catalogue has it is known later
    "day": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "nation": (*Nation.values, OUTSIDE, ""),
    "mode": tuple(Mode.values),
}
ANSWERS = (Answer.YES.value, Answer.NO.value)
SAYS: dict[str, tuple[str, ...] | None] = {
    "openness": ("open", "closed"),
    "restricted_to": tuple(Restriction.values),
    "setting": ("community", "custody", "ward", "residents"),
    "step_free": ANSWERS,
    "hearing_loop": ANSWERS,
    "children_welcome": ANSWERS,
    "newcomers": ANSWERS,
    "bank_holidays": ANSWERS,
    "term_time_only": ANSWERS,
    "mode": ("in_person", "online", "phone"),
    "language": None,
    "format": None,
    "note": None,
}
LICENCES = ("ogl", "cc_by", "cc0", "agreed", "own", "none_stated")
_TOP = (
    "identity",
    "as_of_from_file_name",
    "source",
    "lists",
    "defaults",
    "columns",
    "values",
    "drop",
    "joining",
    "facts",
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Characters, as models.Source.
SOURCE_AT_MOST = {"name": 120, "licence": 12, "permission": 300, "credit": 300, "address": 300}

MOST_DOTS = 100  # on one line: over a key of thousands of parts the parser takes all the memory there is

Match = Literal["whole", "words", "phrases"]


class MappingRefused(ImportRefused):
    """The mapping cannot be followed."""


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """What to say of a source, each time it is taken."""

    name: str
    licence: str
    permission: str = ""
    credit: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the values of one column say. ``match`` whole cell, its words between commas, or phrases inside it."""

    column: str
    match: Match
    only_if_empty: str
    values: dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A checked mapping file."""

    identity: tuple[str, ...]
    columns: dict[str, str]
    source: SourceDetails
    lists: tuple[ListHeld, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    drop: dict[str, tuple[str, ...]] = field(default_factory=dict)
    joining_hosts: tuple[str, ...] = ()
    programme: str = ""
    mode: str = "in_person"
    nation: str = ""
    time_zone: str = "Europe/London"
    as_of_from_file_name: bool = False

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """Every column it reads, each once, in the order it names them."""
        rules = (column for rule in self.rules for column in (rule.column, rule.only_if_empty) if column)
        return tuple(dict.fromkeys((*self.identity, *self.columns.values(), *rules)))


def read(text: str, *, known: str = "") -> Mapping:
    """The mapping that ``text`` (TOML) says, over what a format says of every list in it (``known``, TOML too).

    Raises MappingRefused with the key at fault.
    """
    top = _parsed(text)
    _known(top, tuple(key for key in _TOP if not (known and key == "identity")), "the mapping")
    if known:
        top = _over(_parsed(known), top)
    columns = {name: _text(value, f"columns.{name}") for name, value in _table(top, "columns").items()}
    _known(columns, FIELDS, "[columns]")
    defaults = _table(top, "defaults")
    _known(defaults, ("programme", "mode", "nation", "time_zone"), "[defaults]")
    for name in NEEDED:
        if name not in columns:
            raise MappingRefused(f"Name the column for “{name}” under [columns].")
    if "programme" not in columns and "programme" not in defaults:
        raise MappingRefused("Name the column for “programme” under [columns], or one programme under [defaults].")
    return Mapping(
        identity=_identity(top),
        columns=columns,
        source=_source(top),
        lists=_lists(top),
        values=_values(top),
        rules=tuple(_rule(rule, place) for place, rule in enumerate(_tables(top, "facts"), 1)),
        drop=_drop(top),
        joining_hosts=_joining(top),
        programme=_slug(defaults.get("programme", ""), "defaults.programme") if defaults.get("programme") else "",
        mode=_one_of(defaults.get("mode", "in_person"), Mode.values, "defaults.mode"),
        nation=_one_of(defaults.get("nation", ""), (*Nation.values, OUTSIDE, ""), "defaults.nation"),
        time_zone=_time_zone(defaults.get("time_zone", "Europe/London")),
        as_of_from_file_name=_truth(top.get("as_of_from_file_name", False), "as_of_from_file_name"),
    )


def _parsed(text: str) -> dict[str, Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise MappingRefused(f"Line {number} of the mapping has over {MOST_DOTS} dots: write it as several lines.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(f"The mapping is not TOML: {error}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets a thousand deep
        raise MappingRefused("The mapping has a number too long, or brackets too deep, to be read.") from None


def _over(known: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What both say: tables joined, lists one after the other, else its own."""
    both = dict(known)
    for key, value in own.items():
        held = known.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            both[key] = _over(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            both[key] = [*held, *value]
        else:
            both[key] = value
    return both


def _identity(top: dict[str, Any]) -> tuple[str, ...]:
    identity = _texts(top.get("identity"), "identity")
    if not identity:
        raise MappingRefused("Say under “identity” which columns together tell one meeting from another.")
    if len(set(identity)) < len(identity):
        raise MappingRefused("Name each column under “identity” once.")
    return identity


def _source(top: dict[str, Any]) -> SourceDetails:
    table = _table(top, "source")
    _known(table, tuple(SOURCE_AT_MOST), "[source]")
    texts = {name: _text(value, f"source.{name}") for name, value in table.items()}
    if not texts.get("name"):
        raise MappingRefused("Give the source a name under [source].")
    for name, most in SOURCE_AT_MOST.items():
        if len(texts.get(name, "")) > most:
            raise MappingRefused(f"Shorten “source.{name}” to {most} characters: it has {len(texts[name])}.")
    if texts.get("address") and not _ADDRESS.fullmatch(texts["address"]):
        raise MappingRefused("Write “source.address” as a web address, such as https://example.org/meetings.")
    texts["licence"] = _one_of(texts.get("licence", ""), LICENCES, "source.licence")
    return SourceDetails(**texts)


def check_source(told: dict[str, str]) -> SourceDetails:
    """What is told of a source, where a mapping could say it. Raises MappingRefused."""
    return _source({"source": told})


def _lists(top: dict[str, Any]) -> tuple[ListHeld, ...]:
    lists = tuple(_list(table, f"lists {place}") for place, table in enumerate(_tables(top, "lists"), 1))
    said = [(one.programme, nation) for one in lists for nation in one.nations]
    twice = next((pair for pair, times in Counter(said).items() if times > 1), None)
    if twice:
        raise MappingRefused(f"Say once under [[lists]] how much of {twice[0]} it has in {twice[1]}.")
    return lists


def _list(table: dict[str, Any], where: str) -> ListHeld:
    _known(table, ("programme", "extent", "nations"), f"[[{where}]]")
    nations = _texts(table.get("nations"), f"{where}.nations")
    for nation in nations:
        _one_of(nation, Nation.values, f"{where}.nations")
    extent = _one_of(table.get("extent"), (Listing.WHOLE.value, Listing.PART.value), f"{where}.extent")
    return ListHeld(_slug(table.get("programme"), f"{where}.programme"), extent, nations)


def _values(top: dict[str, Any]) -> dict[str, dict[str, str]]:
    tables = _table(top, "values")
    _known(tables, tuple(MAPPED_VALUES), "[values]")
    values: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        allowed, where = MAPPED_VALUES[name], f"values.{name}"
        if not isinstance(table, dict):
            raise MappingRefused(f"Make “{where}” a table of their words and ours.")
        values[name] = {
            theirs: _slug(ours, f"{where}.{theirs}") if allowed is None else _one_of(ours, allowed, f"{where}.{theirs}")
            for theirs, ours in table.items()
        }
    return values


def _rule(table: dict[str, Any], place: int) -> Rule:
    where = f"facts {place}"
    _known(table, ("column", "match", "only_if_empty", "values"), f"[[{where}]]")
    match = _one_of(table.get("match", "whole"), ("whole", "words", "phrases"), f"{where}.match")
    values = table.get("values")
    if not isinstance(values, dict) or not values:
        raise MappingRefused(f"Say under “{where}.values” what the column’s values mean.")
    return Rule(
        column=_text(table.get("column"), f"{where}.column"),
        match=cast(Match, match),
        only_if_empty=_text(table.get("only_if_empty", ""), f"{where}.only_if_empty"),
        values={folded(theirs): _says(says, f"{where}.values.{theirs}") for theirs, says in values.items()},
    )


def _says(table: Any, where: str) -> tuple[tuple[str, str], ...]:
    """What one value says, as (field, value) pairs."""
    if not isinstance(table, dict):
        raise MappingRefused(f'Make “{where}” a table, such as {{ openness = "open" }}.')
    _known(table, tuple(SAYS), f"“{where}”")
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        for one in value if isinstance(value, list) else [value]:
            allowed = SAYS[name]
            said = _text(one, f"{where}.{name}") if allowed is None else _one_of(one, allowed, f"{where}.{name}")
            pairs.append((name, said))
    return tuple(pairs)


def _drop(top: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    table = _table(top, "drop")
    _known(table, ("name", "venue", "address", "notes"), "[drop]")
    return {name: _texts(value, f"drop.{name}") for name, value in table.items()}


def _joining(top: dict[str, Any]) -> tuple[str, ...]:
    table = _table(top, "joining")
    _known(table, ("hosts",), "[joining]")
    return _texts(table.get("hosts", []), "joining.hosts")


def _known(table: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for name in table:
        if name not in allowed:
            raise MappingRefused(f"Take “{name}” out of {where}: only {', '.join(allowed)} are understood there.")


def _table(top: dict[str, Any], name: str) -> dict[str, Any]:
    table = top.get(name, {})
    if not isinstance(table, dict):
        raise MappingRefused(f"Make “{name}” a table: [{name}].")
    return table


def _tables(top: dict[str, Any], name: str) -> list[dict[str, Any]]:
    tables = top.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise MappingRefused(f"Write each of “{name}” as [[{name}]].")
    return tables


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise MappingRefused(f"Give “{where}” a text.")
    return _printable(value, where)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MappingRefused(f"Give “{where}” a list of texts.")
    return tuple(_printable(one, where) for one in value)


def _printable(value: str, where: str) -> str:
    if _CONTROL.search(value):
        raise MappingRefused(f"Take the control characters out of “{where}”.")
    return value


def _time_zone(value: Any) -> str:
    if not isinstance(value, str) or not is_time_zone(value):
        raise MappingRefused("Make “defaults.time_zone” the name of a time zone, such as Europe/London.")
    return value


def _truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise MappingRefused(f"Make “{where}” true or false.")
    return value


def is_short_name(text: str) -> bool:
    """Is this how the catalogue names a programme, such as alcoholics-anonymous?"""
    return bool(_SLUG.fullmatch(text))


def _slug(value: Any, where: str) -> str:
    if not isinstance(value, str) or not is_short_name(value):
        raise MappingRefused(f"Give “{where}” a programme’s short name, such as alcoholics-anonymous.")
    return value


def _one_of(value: Any, allowed: Any, where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        words = ", ".join(one or "an empty text" for one in allowed)
        raise MappingRefused(f"Make “{where}” one of: {words}.")
    return value
