"""Are the bands by fact alone, and does each best way in let the person in? Clauses 5 and 8. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator

from directory.options import Band, Option, Options, WayIn
from directory.parity_check.faults import Fault
from directory.parity_check.seen import A_HAIR, TWO_DOORS, Expected, Here
from directory.parity_check.whole import Whole
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
        # A young person is sent to no meeting of a programme that serves others too (docs/parity.md).
        self.sends_nobody = search.who == "young_person" and self.programme.serves != {"young_person"}

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
        online = self.expected.online[self.number]
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
        if self.option.meetings != self.expected.meetings[self.number]:
            yield Fault(
                5,
                f"{self.option.slug} counts {self.option.meetings} meetings inside the distance and what was asked "
                f"for; there are {self.expected.meetings[self.number]}.",
            )
        yield from self._as_near()
        yield from self._as_soon()

    # --- Clause 8 ---------------------------------------------------------

    def _as_near(self) -> Iterator[Fault]:
        """The nearest is the nearest that may be told, and the second is told where it is nearer."""
        option, slug = self.option, self.option.slug
        right = NONE if self.sends_nobody else self.expected.nearest[self.number]
        said = option.nearest.miles if option.nearest and option.nearest.miles is not None else NONE
        if not _same(said, right, TWO_DOORS):
            yield Fault(8, f"{slug}’s nearest way in is {_far(said)}; the nearest that lets in all is {_far(right)}.")
        second = self.expected.second[self.number]
        if not _same(second, right, TWO_DOORS) and not self.sends_nobody:
            told = option.second.miles if option.second and option.second.miles is not None else NONE
            should = second if second < right else NONE
            if not _same(told, should, TWO_DOORS):
                yield Fault(8, f"{slug}’s second, for some people only, is {_far(told)} and should be {_far(should)}.")

    def _as_soon(self) -> Iterator[Fault]:
        for role, way, right in (
            ("soonest", self.option.soonest, self.expected.soonest[self.number]),
            ("online", self.option.online, self.expected.online[self.number]),
        ):
            said = way.next_start.timestamp() if way else NONE
            if said != (NONE if self.sends_nobody else right):
                yield Fault(8, f"{self.option.slug}’s {role} way in is not the next one there is.")

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
        if way.inside_filters != bool(self.expected.suits[row]):
            yield Fault(2, f"{way.name} says wrongly whether it is what was asked for.")
        if role != "online":
            yield from self._measured(way, row)

    def _stands_second(self, way: WayIn) -> Iterator[Fault]:
        """Labelled: whom it is for, or what it is where that is not what its programme is."""
        row = self.here.row(way.meeting, way.next_start)
        if row is None:
            yield Fault(8, f"{self.option.slug}’s second, {way.name}, is no meeting the public may see, or not then.")
            return
        told = self.here.columns.facts.ways[row]
        own = "" if told.kind == self.programme.kind else told.kind
        if told.lets_in_all or way.restricted_to != told.restricted_to or way.kind != own:
            yield Fault(8, f"{self.option.slug}’s second, {way.name}, is not labelled as what it is.")
        yield from self._measured(way, row)

    def _measured(self, way: WayIn, row: int) -> Iterator[Fault]:
        right = self.here.measured(self.here.columns.facts.ways[row])
        if way.miles is None or not _same(way.miles, right, A_HAIR):
            yield Fault(5, f"{way.name} is said to be {_far(way.miles or 0)}; it is {_far(right)}.")


def _same(one: float, other: float, within: float) -> bool:
    return one == other or abs(one - other) <= within


def _far(miles: float) -> str:
    return "nowhere" if miles == NONE else f"{miles:.3f} miles away"
