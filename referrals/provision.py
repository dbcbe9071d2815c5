"""What is within reach in an area, as a report says it: sentences, discs and tables.

No people are counted, so every number is exact. ``wanted`` is what people told their
worker they wanted and could not reach: it comes from people, so whoever has it has passed
it through what protects them first; None leaves it out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory import areas, following
from directory.classification import Kind
from directory.coverage import (
    IN_A_TOWN,
    IN_THE_COUNTRY,
    Coverage,
    Days,
    KindHeld,
    Offered,
    Part,
    Reach,
    SectorReach,
    Tally,
    Week,
    coverage,
)
from directory.geography.towns import POSTCODES_IN_A_TOWN
from directory.models import Area
from directory.sector_map import FEW, SectorMap, Spot
from directory.vocabulary import Approach, Listing, Who
from mutualaid.ui import words

WHEN = {
    (Days.ANY, Part.ANY): _("at any time of the week"),
    (Days.ANY, Part.DAYTIME): _("in the daytime"),
    (Days.ANY, Part.EVENING): _("in the evening"),
    (Days.WEEKDAY, Part.ANY): _("from Monday to Friday"),
    (Days.WEEKDAY, Part.DAYTIME): _("on a weekday in the daytime"),
    (Days.WEEKDAY, Part.EVENING): _("on a weekday evening"),
    (Days.WEEKEND, Part.ANY): _("at the weekend"),
    (Days.WEEKEND, Part.DAYTIME): _("in the daytime at the weekend"),
    (Days.WEEKEND, Part.EVENING): _("on a weekend evening"),
}
EXTENTS = {Listing.WHOLE: _("Whole"), Listing.PART: _("Part"), Listing.NONE: _("None")}
MOST, SOME = 5, 3  # from so many kinds on a disc is filled, or half filled


@dataclass(frozen=True, slots=True)
class Disc:
    """A sector in the drawing: its place, its code, how many kinds are within "further" reach, and how it is filled."""

    spot: Spot
    number: int

    @property
    def fill(self) -> str:
        """most, some, few or none."""
        if self.number >= MOST:
            return "most"
        if self.number >= SOME:
            return "some"
        return "few" if self.number else "none"


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of group: its plain name, what we hold, and how many sectors have it within reach, where known."""

    name: str
    held: str
    kind: KindHeld

    @property
    def is_known(self) -> bool:
        """Do we hold anything of it? Where not, its meetings are not none: they are not known."""
        return self.kind.extent != Listing.NONE

    @property
    def is_told(self) -> bool:
        """Is there a number to say? None in a part of the lists is not none in the world."""
        within = self.kind.sectors
        return within is not None and (within.furthest > 0 or self.kind.extent == Listing.WHOLE)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A programme: its name and kind, what we hold of its list, and its meetings in the area."""

    programme: Offered
    kind: str
    held: str
    tally: Tally

    @property
    def is_known(self) -> bool:
        """The same of a programme."""
        return self.programme.extent != Listing.NONE


@dataclass(frozen=True, slots=True)
class Provision:
    """Everything that reports/_provision.html reads."""

    area: Area
    coverage: Coverage
    map: SectorMap
    left_out: int  # sectors of too few postcodes to count
    says_ended: bool  # do the postcodes say which of them have ended?
    on: dt.date
    wanted: str | None = None

    @property
    def when(self) -> str:
        return str(WHEN[self.coverage.week.days, self.coverage.week.part])

    @property
    def finding(self) -> str:
        """The first thing to say, from the numbers on the discs."""
        return finding([each.kinds.further for each in self.coverage.sectors], self.when)

    @property
    def discs(self) -> list[Disc]:
        return [
            Disc(spot, each.kinds.further) for spot, each in zip(self.map.discs, self.coverage.sectors, strict=True)
        ]

    @property
    def is_many(self) -> bool:
        """Too many sectors for a table beside the drawing: it is folded then, and whole."""
        return len(self.coverage.sectors) > FEW

    @property
    def town(self) -> Reach:
        return IN_A_TOWN

    @property
    def country(self) -> Reach:
        return IN_THE_COUNTRY

    @property
    def postcodes_in_a_town(self) -> int:
        return POSTCODES_IN_A_TOWN

    @property
    def sectors(self) -> tuple[SectorReach, ...]:
        return self.coverage.sectors

    @property
    def kinds(self) -> list[KindLine]:
        """A to Z: there is no right mix."""
        lines = [
            KindLine(_name(each.approach), str(EXTENTS[Listing(each.extent)]), each) for each in self.coverage.kinds
        ]
        return sorted(lines, key=lambda line: line.name)

    @property
    def not_known(self) -> list[str]:
        """The kinds of which we hold no list and know of no meeting, A to Z."""
        return [line.name for line in self.kinds if line.kind.sectors is None]

    @property
    def lists(self) -> list[ListLine]:
        """Every programme, A to Z."""
        return [
            ListLine(
                programme=each.programme,
                kind=_name(each.programme.approach),
                held=str(EXTENTS[Listing(each.programme.extent)]),
                tally=each.tally,
            )
            for each in self.coverage.lists
        ]

    @property
    def held_none(self) -> int:
        """Of how many programmes we hold no list."""
        return sum(each.programme.extent == Listing.NONE for each in self.coverage.lists)

    @property
    def languages(self) -> list[str]:
        """ "Polish 2", A to Z."""
        return [
            gettext("%(language)s %(number)s") % {"language": language, "number": number}
            for language, number in self.coverage.counts.languages
        ]


def provision(area: Area, *, week: Week, now: dt.datetime, wanted: str | None = None) -> Provision:
    """What is within reach in this area now, at these times of the week."""
    directory, ground = following.directory(), areas.ground(area.code)
    offered = [
        Offered(
            slug=slug,
            name=each.name,
            approach=each.approach,
            for_families=Who.SOMEONE_CLOSE in each.serves,
            extent=directory.held(slug, area.nation).extent,
        )
        for slug, each in directory.programmes.items()
        if each.retired_at is None
        and directory.kinds[slug] is not Kind.OUTSIDE_STANDARD
        and (not each.nations or area.nation in each.nations)
    ]
    found = coverage(directory.index, offered, ground.sectors, authority=area.code, week=week, now=now)
    return Provision(
        area=area,
        coverage=found,
        map=ground.map,
        left_out=ground.left_out,
        says_ended=ground.says_ended,
        on=now.astimezone(words.LONDON).date(),
        wanted=wanted,
    )


def finding(numbers: list[int], when: str) -> str:
    """How many kinds are within "further" reach of the sectors, in one sentence that is true of these numbers."""
    count = len(numbers)
    if not count:
        return gettext("We hold no postcodes of this area, so we can say nothing of distances.")
    least, most, none = min(numbers), max(numbers), numbers.count(0)
    said = {"count": count, "least": least, "most": _kinds(most), "none": none, "when": when}
    if not most:
        sentence = ngettext(
            "We know of no group in person within “further” reach of its one sector %(when)s.",
            "We know of no group in person within “further” reach of any of its %(count)s sectors %(when)s.",
            count,
        )
    elif least == most:
        sentence = ngettext(
            "Its one sector has %(most)s within “further” reach %(when)s.",
            "Each of its %(count)s sectors has %(most)s within “further” reach %(when)s.",
            count,
        )
    elif least:
        sentence = gettext("Its %(count)s sectors have from %(least)s to %(most)s within “further” reach %(when)s.")
    else:
        sentence = gettext(
            "Its %(count)s sectors have up to %(most)s within “further” reach %(when)s; "
            "for %(none)s of them we know of none."
        )
    return sentence % said


def _kinds(number: int) -> str:
    return ngettext("%(number)s kind of group", "%(number)s kinds of group", number) % {"number": number}


def _name(approach: str) -> str:
    return str(Approach(approach).label)
