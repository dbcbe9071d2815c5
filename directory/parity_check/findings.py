"""What was found: violations, and what is told beside them. Pure but for the programmes it is given.

How much of each family’s lists we hold, how long and how hard the texts are, and which families have nothing near. A
gap here may be a gap in what we hold, not in what there is (clause 4).
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from directory.parity_check.facts import Facts, Told
from directory.parity_check.faults import Violation
from directory.parity_check.seen import Here
from directory.parity_check.whole import MARK
from directory.places import Place
from directory.reading_age import reading_age
from directory.vocabulary import Approach, Listing, Nation

DISTANCES = (5, 10, 25)  # miles
FENCE = 1.5  # times the distance between the quarters: beyond it a value is out of the ordinary (Tukey)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of how many of a family’s programmes that serve a nation we hold the whole list, part of it, or none."""

    approach: str
    nation: str
    whole: int
    part: int
    none: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How one measure of the texts is spread over programmes; ``outliers`` are slugs, A to Z."""

    of: str
    least: float
    middle: float
    most: float
    outliers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """From how many of the places walked a family has nothing in person within so many miles.

    ``people`` live in those of them that are towns. Only places in nations that some programme of it serves.
    """

    approach: str
    miles: int
    places: int
    of_places: int
    people: int
    of_people: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """The exact counts at one place: how many lists, and how far out the worst is. Both must be 0."""

    place: str
    lists: int
    position: int
    precedence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All of it, of one walk."""

    searches: int
    violations: tuple[Violation, ...]
    fairness: tuple[Fairness, ...]  # a place each
    surfaces: dict[str, int]  # how often each was read
    not_checked: tuple[str, ...]  # surfaces that are not there
    completeness: tuple[Completeness, ...]
    texts: tuple[Spread, ...]
    gaps: tuple[Gap, ...]
    seconds: float


def completeness(facts: Facts, current: Iterable[Told]) -> Iterator[Completeness]:
    """By family, then nation, in the order of the vocabulary; a family that nobody offers in a nation has no line."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for programme in current:
        for nation in programme.nations or set(Nation.values):
            extent, _ = facts.held.get((programme.slug, nation), (Listing.NONE.value, None))
            counts.setdefault((programme.approach, nation), Counter())[extent] += 1
    for approach in Approach.values:
        for nation in Nation.values:
            if found := counts.get((approach, nation)):
                yield Completeness(approach, nation, found["whole"], found["part"], found["none"])


def texts(current: Sequence[Told]) -> Iterator[Spread]:
    """Length and reading age of what each programme says in English."""
    measures: dict[str, Callable[[str], float]] = {"letters": len, "reading age": reading_age}
    words = {one.slug: " ".join(MARK.sub("", said) for said in one.text.values()) for one in current}
    for of, measure in measures.items():
        measured = {slug: measure(said) for slug, said in words.items() if said.strip()}
        if len(measured) > 1:
            yield _spread(of, measured)


def _spread(of: str, measured: dict[str, float]) -> Spread:
    first, middle, third = statistics.quantiles(measured.values(), n=4, method="inclusive")
    fence = FENCE * (third - first)
    return Spread(
        of=of,
        least=round(min(measured.values()), 1),
        middle=round(middle, 1),
        most=round(max(measured.values()), 1),
        outliers=tuple(sorted(slug for slug, value in measured.items() if not first - fence <= value <= third + fence)),
    )


@dataclass
class Gaps:
    """Counts, place by place, which families have nothing near."""

    current: dict[str, Told]
    _nothing: Counter[tuple[str, int]] = field(default_factory=Counter)
    _people: Counter[tuple[str, int]] = field(default_factory=Counter)
    _served: Counter[str] = field(default_factory=Counter)
    _living: Counter[str] = field(default_factory=Counter)

    def look(self, place: Place, people: int, here: Here) -> None:
        """From one place: a best way in that is in person, whatever its day and time."""
        nearest: dict[str, float] = {}
        for number, slug in enumerate(here.columns.slugs):
            programme = self.current.get(slug)
            if programme and (not programme.nations or place.nation in programme.nations):
                miles = float(here.nearest_of_all[number])
                nearest[programme.approach] = min(miles, nearest.get(programme.approach, np.inf))
        for approach, miles in nearest.items():
            self._served[approach] += 1
            self._living[approach] += people
            for limit in DISTANCES:
                self._nothing[approach, limit] += miles > limit
                self._people[approach, limit] += people * (miles > limit)

    def found(self) -> Iterator[Gap]:
        for approach in Approach.values:
            for miles in DISTANCES if self._served[approach] else ():
                yield Gap(
                    approach,
                    miles,
                    self._nothing[approach, miles],
                    self._served[approach],
                    self._people[approach, miles],
                    self._living[approach],
                )
