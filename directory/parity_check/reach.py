"""Are the bands by fact alone, and does each best way in let the person in? Clauses 5 and 8. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator

from directory.options import Band, Option, Options, WayIn
from directory.parity_check.facts import NOT_STATED, YES, Way
from directory.parity_check.faults import Fault
from directory.parity_check.seen import A_HAIR, NO_WAY, TWO_DOORS, Best, Expected, Here, missing
from directory.parity_check.whole import Whole, sends_nobody
from directory.search import Search

ORDER = ("reachable", "online", "not_near")
NONE = math.inf


def faults(found: Options, here: Here, whole: Whole) -> Iterator[Fault]:
    """Of every option: its band, and each of its ways in."""
    search = found.search
    expected = here.expected(search.wanted, within=search.miles)
    at_the_limit = here.is_at_the_limit(search.miles)
    for block in (found.groups, found.family, found.community, found.staff):
        bands = [ORDER.index(option.band) for option in block]
        if bands != sorted(bands):
            yield Fault(5, "What is less near stands before what is nearer: the bands are not in their order.")
    for option in found.every:
        if option.slug not in whole.current:
            continue
        number = here.columns.place[option.slug]
        yield from _Judged(option, number, expected, here, whole, search).faults(rounding=number in at_the_limit)


class _Judged:
    """One option against what is expected of it."""

    def __init__(
        self, option: Option, number: int, expected: Expected, here: Here, whole: Whole, search: Search
    ) -> None:
        self.option, self.number, self.here, self.whole, self.search = option, number, here, whole, search
        self.expected = expected
        self.programme = whole.current[option.slug]
        self.sends_nobody = sends_nobody(self.programme, search)

    def faults(self, *, rounding: bool) -> Iterator[Fault]:
        option, slug = self.option, self.option.slug
        if not rounding:
            yield from self._band()
            yield from self._meetings()
        for role, way in (("nearest", option.nearest), ("soonest", option.soonest), ("online", option.online)):
            if way is not None:
                yield from self._lets_in(way, role)
        if option.second is not None:
            yield from self._stands_second(option.second)
        if option.nearest is not None and option.nearest.miles is None:
            yield Fault(8, f"{slug}’s nearest way in is at no distance.")

    # --- Clause 5 ---------------------------------------------------------

    def _band(self) -> Iterator[Fault]:
        nearest = self.here.nearest_of_all[self.number]
        online = self.expected.online.value[self.number]
        if nearest <= self.search.miles and not self.sends_nobody:
            right = Band.REACHABLE
        elif (online < NONE and not self.sends_nobody) or self.whole.answers_from_afar(
            self.programme, self.search.place.nation
        ):
            right = Band.ONLINE
        else:
            right = Band.NOT_NEAR
        if self.option.band is not right:
            far = "nowhere" if nearest == NONE else f"{nearest:.2f} miles away"
            yield Fault(
                5,
                f"{self.option.slug} stands among {self.option.band} and belongs among {right}: its nearest is {far}.",
            )

    def _meetings(self) -> Iterator[Fault]:
        for said, right, what in (
            (self.option.meetings, self.expected.meetings[self.number], "are"),
            (self.option.unsaid, self.expected.unsaid[self.number], "may be"),
        ):
            if said != right:
                yield Fault(
                    5,
                    f"{self.option.slug} counts {said} meetings inside the distance that {what} what was asked for; "
                    f"there are {right}.",
                )
        yield from self._as_near()
        yield from self._as_soon()

    # --- Clause 8 ---------------------------------------------------------

    def _as_near(self) -> Iterator[Fault]:
        """What is stated inside the distance, else not stated, else anything; and of those the nearest."""
        right = NONE if self.sends_nobody else float(self.expected.nearest.value[self.number])
        said = _miles(self.option.nearest)
        if not _same(said, right, TWO_DOORS):
            yield Fault(
                8,
                f"{self.option.slug}’s nearest way in is {_far(said)}; the nearest that lets in all is {_far(right)}.",
            )
        yield from self._as_stated("nearest", self.option.nearest, self.expected.nearest)
        if not self.sends_nobody:
            yield from self._theirs() if self.search.wanted.kept_for else self._nearer(right)

    def _nearer(self, nearest: float) -> Iterator[Fault]:
        """One for some people only is told where it is nearer."""
        second = float(self.expected.second.value[self.number])
        if not _same(second, nearest, TWO_DOORS):
            yield from self._second(second if second < nearest else NONE)

    def _theirs(self) -> Iterator[Fault]:
        """What is kept for those who were asked for: the nearest inside the distance, else the next from afar."""
        way, second, online = self.option.second, self.expected.second, self.expected.theirs_online
        yield from self._second(float(second.value[self.number]))
        if second.known[self.number] != NO_WAY:
            yield from self._as_stated("second", way, second)
            return
        if (way.next_start.timestamp() if way else NONE) != online.value[self.number]:
            yield Fault(8, f"{self.option.slug}’s second is not the next of theirs that can be joined from afar.")
        yield from self._as_stated("second", way, online)

    def _second(self, right: float) -> Iterator[Fault]:
        told = _miles(self.option.second)
        if not _same(told, right, TWO_DOORS):
            yield Fault(
                8, f"{self.option.slug}’s second, for some people only, is {_far(told)} and should be {_far(right)}."
            )

    def _as_soon(self) -> Iterator[Fault]:
        for role, way, best in (
            ("soonest", self.option.soonest, self.expected.soonest),
            ("online", self.option.online, self.expected.online),
        ):
            said = way.next_start.timestamp() if way else NONE
            if said != (NONE if self.sends_nobody else best.value[self.number]):
                yield Fault(8, f"{self.option.slug}’s {role} way in is not the next one there is.")
            yield from self._as_stated(role, way, best)

    def _as_stated(self, role: str, way: WayIn | None, best: Best) -> Iterator[Fault]:
        """No way in states less of what was asked for than another would that comes before it (decision 0020)."""
        row = self.here.row(way.meeting, way.next_start) if way else None
        if row is None:
            return
        known, right = self.expected.known[row], best.known[self.number]
        if known < right:
            less = "does not state" if known == NOT_STATED else "is not"
            more = "does" if right == YES else "may be"
            yield Fault(8, f"{self.option.slug}’s {role} way in {less} what was asked for, and another {more}.")

    def _lets_in(self, way: WayIn, role: str) -> Iterator[Fault]:
        """A best way in admits anyone the programme does, is what its programme is, and is not stale."""
        slug, row = self.option.slug, self.here.row(way.meeting, way.next_start)
        if row is None:
            yield Fault(8, f"{slug}’s {role} way in, {way.name}, is no meeting the public may see, or not then.")
            return
        told = self.here.columns.facts.ways[row]
        if told.programme != slug:
            yield Fault(8, f"{slug}’s {role} way in, {way.name}, is a meeting of {told.programme}.")
        if not told.lets_in_all:
            kept_for = ", ".join(told.restricted_to) or told.kind
            yield Fault(8, f"{slug}’s {role} way in, {way.name}, is for some people only: {kept_for}.")
        if told.is_stale:
            yield Fault(8, f"{slug}’s {role} way in, {way.name}, is stale: last known on {told.known_at:%d %B %Y}.")
        if self.sends_nobody:
            yield Fault(8, f"{slug} sends a young person to {way.name}, which is not kept for young people.")
        if role == "online" and told.mode == "in_person":
            yield Fault(8, f"{slug}’s online way in, {way.name}, cannot be joined from afar.")
        yield from self._marked(way, row, told)
        if role != "online":
            yield from self._measured(way, row)

    def _marked(self, way: WayIn, row: int, told: Way) -> Iterator[Fault]:
        """It says whether it is what was asked for, what of that it does not state, and since when it is on."""
        known, wanted = self.expected.known[row], self.search.wanted
        if way.inside_filters != (known == YES):
            yield Fault(2, f"{way.name} says wrongly whether it is what was asked for.")
        if way.unsaid != (missing(told, wanted) if known == NOT_STATED else ()):
            yield Fault(2, f"{way.name} says wrongly what of it is not stated.")
        if way.begun != (told.begun(self.here.columns.facts.now) if wanted.soon == "now" else None):
            yield Fault(2, f"{way.name} says wrongly since when it is on.")

    def _stands_second(self, way: WayIn) -> Iterator[Fault]:
        """Labelled: whom it is for, or what it is where that is not what its programme is."""
        slug, row = self.option.slug, self.here.row(way.meeting, way.next_start)
        if row is None:
            yield Fault(8, f"{slug}’s second, {way.name}, is no meeting the public may see, or not then.")
            return
        told, wanted = self.here.columns.facts.ways[row], self.search.wanted
        own = "" if told.kind == self.programme.kind else told.kind
        labels = (told.restricted_to, told.kept_for, own)
        if told.lets_in_all or (way.restricted_to, frozenset(way.kept_for), way.kind) != labels:
            yield Fault(8, f"{slug}’s second, {way.name}, is not labelled as what it is.")
        if self.sends_nobody and "young_people" not in told.restricted_to:
            yield Fault(8, f"{slug} sends a young person to {way.name}, which is not kept for young people.")
        if wanted.kept_for and (told.is_stale or not wanted.kept_for & told.kept_for):
            yield Fault(8, f"{slug}’s second, {way.name}, is not kept for those who were asked for, or is stale.")
        yield from self._marked(way, row, told)
        if way.miles is not None or not (wanted.kept_for and told.mode != "in_person"):
            yield from self._measured(way, row)

    def _measured(self, way: WayIn, row: int) -> Iterator[Fault]:
        right = self.here.measured(self.here.columns.facts.ways[row])
        if way.miles is None or not _same(way.miles, right, A_HAIR):
            yield Fault(5, f"{way.name} is said to be {_far(way.miles or 0)}; it is {_far(right)}.")


def _miles(way: WayIn | None) -> float:
    return way.miles if way and way.miles is not None else NONE


def _same(one: float, other: float, within: float) -> bool:
    return one == other or abs(one - other) <= within


def _far(miles: float) -> str:
    return "nowhere" if miles == NONE else f"{miles:.3f} miles away"
