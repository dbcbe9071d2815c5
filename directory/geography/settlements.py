"""Cities, towns, villages and suburbs by name, as people type them. Pure.

``settlements.csv`` is built by bin/build-settlements from GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.geography import authorities, names
from directory.geography.postcodes import NATIONS

FILE = Path(__file__).with_name("settlements.csv")
CREDIT = "Settlements: GeoNames, CC BY 4.0."
MOST_CANDIDATES = 10
MOST_SUGGESTIONS = 8
SHORTEST_BEGINNING = 3
# A word of four letters is a different word after two mistakes.
SHORTEST_FOR_ONE_MISTAKE, SHORTEST_FOR_TWO = 4, 6
APOSTROPHES = re.compile(r"['’‘`´.]")
SAINT = re.compile(r"\bsaint\b")


@dataclass(frozen=True, slots=True)
class Settlement:
    """A row of settlements.csv; WGS84 degrees. ``label`` tells it from others of its name."""

    slug: str
    name: str
    label: str
    lat: float
    lon: float
    population: int
    nation: str
    authority: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a name led to: the place itself, or places to choose from."""

    settlements: tuple[Settlement, ...]
    is_exact: bool

    @property
    def is_sure(self) -> bool:
        """One place, and of exactly this name."""
        return self.is_exact and len(self.settlements) == 1


class Gazetteer:
    """The settlements of one edition, in memory (about 6,000)."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self.by_name: dict[str, list[Settlement]] = defaultdict(list)
        self.by_name_in_full: dict[str, list[Settlement]] = defaultdict(list)
        for settlement in settlements:
            name = fold(settlement.name)
            theirs = [fold(each.name) for each in names.of(settlement.slug)]
            for each in {name, *settlement.other_names, *theirs}:
                self.by_name[each].append(settlement)
            in_label = fold(settlement.label).removeprefix(name).strip()
            for words in {in_label, *theirs, *_added_to_names(settlement.authority)}:
                self.by_name_in_full[f"{name} {words}"].append(settlement)
        self._in_order = sorted(self.by_name)

    def find(self, text: str) -> Found:
        """One place of exactly this name, or candidates: same names, else beginnings and slips of the finger.

        Only an exact name that one place has is sure, its other names counted: "Newcastle"
        is one in County Down and is what people call Newcastle upon Tyne. A size never settles it.
        """
        name = fold(text)
        if exact := self.by_name.get(name) or self.by_name_in_full.get(name):
            return Found(_largest_first(exact), is_exact=True)
        close = [*self._beginning(name), *self._mistyped(name)]
        return Found(_largest_first(self._called(close)), is_exact=False)

    def suggest(self, text: str) -> tuple[Settlement, ...]:
        """What a name on its way may become: those of just that name, then longer ones, else slips of the finger."""
        name = fold(text)
        beginning = self._beginning(name)
        close = self._called(beginning or self._mistyped(name))
        ordered = [*_largest_first(self.by_name.get(name, [])), *_largest_first(close)]
        return tuple(dict.fromkeys(ordered))[:MOST_SUGGESTIONS]

    def in_full(self, settlement: Settlement) -> str:
        """Its label, with its county or council where the label alone would be asked about ("Newcastle")."""
        longer = (f"{settlement.label}, {around}" for around in _around(settlement.authority))
        for words in (settlement.label, *longer):
            found = self.find(words)
            if found.is_sure and found.settlements == (settlement,):
                return words
        return settlement.label

    def _called(self, names: Iterable[str]) -> Iterable[Settlement]:
        return (each for name in names for each in self.by_name[name])

    def _beginning(self, name: str) -> list[str]:
        """Names that begin so, in the order of the alphabet."""
        if len(name) < SHORTEST_BEGINNING:
            return []
        first, after = (bisect_left(self._in_order, each) for each in (name, name + chr(0x10FFFF)))
        return self._in_order[first:after]

    def _mistyped(self, name: str) -> list[str]:
        """The nearest names within one letter added, left out, changed or exchanged; two in a long name."""
        mistakes = (len(name) >= SHORTEST_FOR_ONE_MISTAKE) + (len(name) >= SHORTEST_FOR_TWO)
        if not mistakes:
            return []
        close = process.extract(name, self.by_name.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=None)
        nearest = min((distance for _, distance, _ in close), default=0)
        return [each for each, distance, _ in close if distance == nearest]


def fold(text: str) -> str:
    """Lower case, no accents, marks as spaces, Saint as St: "St. John’s-upon-Sea" is "st johns upon sea"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).replace("&", " and ")
    plain = APOSTROPHES.sub("", "".join(each for each in plain if not unicodedata.combining(each)))
    return " ".join(SAINT.sub("st", re.sub(r"[\W_]+", " ", plain)).split())


def read(path: Path = FILE) -> list[Settlement]:
    """Every settlement of the packaged table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [
            Settlement(
                slug=row["slug"],
                name=row["name"],
                label=row["label"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                population=int(row["population"]),
                nation=NATIONS[row["authority"][0]],
                authority=row["authority"],
                other_names=tuple(sorted({fold(name) for name in row["other_names"].split("|") if name})),
            )
            for row in rows
        ]


@cache
def _added_to_names(authority: str) -> tuple[str, ...]:
    """What people write after a town's name, folded: its county, council, nation."""
    return tuple(fold(words) for words in (*_around(authority), NATIONS[authority[0]], "UK"))


def _around(authority: str) -> tuple[str, ...]:
    """Its county or area, and its council; neither, if it is a code of another year's."""
    known = authorities.by_code().get(authority)
    return (known.area, known.name) if known else ()


def _largest_first(settlements: Iterable[Settlement]) -> tuple[Settlement, ...]:
    """Each once, the largest first, no more than people can choose from."""
    ordered = sorted(dict.fromkeys(settlements), key=lambda each: (-each.population, each.slug))
    return tuple(ordered[:MOST_CANDIDATES])
