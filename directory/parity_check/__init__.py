"""Does the parity rule hold, over the directory as it is? (docs/parity.md)

``check`` walks places and questions, and judges what ``parity.options`` answers, and what each surface shows of it,
by rules of its own (``facts``, ``seen``, ``whole``, ``distance``, ``reach``, ``order``). A violation names the place,
what was asked there, the clause and what is wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from time import monotonic

from directory import following, parity
from directory.following import Directory
from directory.options import Options
from directory.parity_check import distance, findings, reach, surfaces, walking
from directory.parity_check.facts import Facts, read
from directory.parity_check.faults import Fault, Violation
from directory.parity_check.findings import Fairness, Findings, Gaps
from directory.parity_check.order import Schedule
from directory.parity_check.seen import Columns, Here
from directory.parity_check.whole import Whole
from directory.search import Search

ON_SURFACES = 12  # so many of the places are looked at on every surface
ON_EVERY_PAGE = "every page"


def check(*, places: int, now: dt.datetime, tell: Callable[[int, int], None] = lambda done, of: None) -> Findings:
    """Walk ``places`` places as at ``now``. ``tell`` hears after each how many are done, and of how many."""
    began = monotonic()
    directory, facts = _together(now)
    walk = _Walk(directory, facts)
    chosen = walking.places(places)
    step = max(1, len(chosen) // ON_SURFACES)
    for at, (place, people) in enumerate(chosen):
        here = Here(walk.columns, place.point)
        walk.gaps.look(place, people, here)
        for asked, search in walking.searches(place, at):
            walk.look(asked, search, here, on_surfaces=at % step == 0)
        tell(at + 1, len(chosen))
    walk.told("", ON_EVERY_PAGE, walk.whole.texts())
    current = list(walk.whole.current.values())
    return Findings(
        searches=walk.searches,
        violations=tuple(walk.violations),
        fairness=tuple(walk.fairness.values()),
        surfaces=walk.surfaces,
        not_checked=surfaces.NOT_BUILT,
        completeness=tuple(findings.completeness(facts, current)),
        texts=tuple(findings.texts(current)),
        gaps=tuple(walk.gaps.found()),
        seconds=round(monotonic() - began, 1),
    )


def _together(now: dt.datetime) -> tuple[Directory, Facts]:
    """What the pages answer from, and what the database says: of one revision, though an editor be at work."""
    while True:
        directory = following.directory()
        facts = read(now)
        if following.directory().revision == directory.revision:
            return directory, facts


class _Walk:
    """What has been found so far."""

    def __init__(self, directory: Directory, facts: Facts) -> None:
        self.directory, self.now = directory, facts.now
        self.columns, self.whole, self.schedule = Columns(facts), Whole(facts), Schedule(facts)
        self.gaps = Gaps(self.whole.current)
        self.searches = 0
        self.violations: list[Violation] = []
        self.fairness: dict[str, Fairness] = {}
        self.surfaces = dict.fromkeys(surfaces.SURFACES, 0)

    def look(self, asked: str, search: Search, here: Here, *, on_surfaces: bool) -> None:
        """One search: its answer, its fairness over the weeks and, where wished, every surface."""
        found = parity.options(search, directory=self.directory, now=self.now)
        self.searches += 1
        self.told(search.place.cell, asked, self._judged(search, found, here))
        self._count(found)
        if on_surfaces and surfaces.can_be_asked(search):
            self.told(search.place.cell, asked, self._on_surfaces(search))

    def told(self, place: str, asked: str, faults: Iterator[Fault]) -> None:
        self.violations += [Violation(place, asked, fault.clause, fault.sentence) for fault in faults]

    def _judged(self, search: Search, found: Options, here: Here) -> Iterator[Fault]:
        yield from self.whole.faults(found)
        yield from distance.faults(search, found, here, self.whole)
        yield from reach.faults(found, here, self.whole)
        yield from self.schedule.faults(found)

    def _count(self, found: Options) -> None:
        """A place is as fair as the worst of its lists."""
        cell = found.search.place.cell
        before = self.fairness.get(cell, Fairness(cell, 0, 0, 0))
        lists, position, precedence = self.schedule.deviation(found)
        self.fairness[cell] = Fairness(
            cell,
            before.lists + lists,
            max(before.position, position),
            max(before.precedence, precedence),
        )
        if position or precedence:
            sentence = f"Over the weeks a position is out by {position} and a precedence by {precedence}."
            self.violations.append(Violation(cell, "over the weeks", 6, sentence))

    def _on_surfaces(self, search: Search) -> Iterator[Fault]:
        for name, read_from in surfaces.SURFACES.items():
            self.surfaces[name] += 1
            try:
                yield from surfaces.faults(surfaces.Asked.now(search, self.directory), read_from, name)
            except surfaces.SurfaceFailed as failed:
                yield Fault(1, f"The {name}: {failed}")
