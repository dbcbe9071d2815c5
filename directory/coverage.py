"""What is there in an area, and what is within reach of each part of it? Pure.

Meetings and postcode sectors only: nobody is counted here, so every number is exact.
What we hold no list of is not known, and never counts as missing.

Distances are great circles, which is straight lines on the ground, from a sector's
middle. A kind of group (an approach family) is within reach where a meeting of it that
may be a best way in (parity, clause 8) meets there in person: one open to whomever its
programme is for, that somebody has said within a year still meets. Days and times are
those at which it usually meets: no move or bank holiday changes a report.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from directory.freshness import Freshness, confirmed_lately, freshness
from directory.great_circle import EARTH_RADIUS_MILES, cosine, unit_vectors
from directory.index import NOWHERE, MeetingIndex
from directory.listed import Listed
from directory.places import Point
from directory.traits import Mask
from directory.vocabulary import Answer, Approach, Listing, Restriction

EVENING = dt.time(17)
SATURDAY = 6
OUR_LANGUAGE = "english"


class Days(TextChoices):
    """Which part of the week."""

    ANY = "", _("Any day")
    WEEKDAY = "weekday", _("Monday to Friday")
    WEEKEND = "weekend", _("Saturday and Sunday")


class Part(TextChoices):
    """Which part of the day a meeting starts in."""

    ANY = "", _("Any time")
    DAYTIME = "daytime", _("Before 5pm")
    EVENING = "evening", _("5pm or later")


@dataclass(frozen=True, slots=True)
class Week:
    """A part of the week and of the day; unset is all of it."""

    days: Days = Days.ANY
    part: Part = Part.ANY

    def holds(self, row: Listed) -> bool:
        """Does it usually meet then?"""
        is_weekend, is_evening = row.repeats.weekday >= SATURDAY, row.repeats.at >= EVENING
        return (not self.days or is_weekend == (self.days is Days.WEEKEND)) and (
            not self.part or is_evening == (self.part is Part.EVENING)
        )


# What the second table sets beside each other.
WEEKDAY_DAYTIME = Week(Days.WEEKDAY, Part.DAYTIME)
WEEKDAY_EVENING = Week(Days.WEEKDAY, Part.EVENING)
WEEKEND = Week(Days.WEEKEND)


@dataclass(frozen=True, slots=True)
class Reach:
    """What is near, further and furthest, in statute miles."""

    near: float
    further: float
    furthest: float


IN_A_TOWN, IN_THE_COUNTRY = Reach(1, 3, 10), Reach(5, 10, 25)


@dataclass(frozen=True, slots=True)
class Sector:
    """A postcode sector: its middle, the settlement nearest to that, and whether it is in a town."""

    code: str
    name: str
    point: Point
    in_town: bool

    @property
    def reach(self) -> Reach:
        return IN_A_TOWN if self.in_town else IN_THE_COUNTRY


@dataclass(frozen=True, slots=True)
class Offered:
    """A programme that serves the area's nation, and how much of its list we hold there."""

    slug: str
    name: str
    approach: str
    for_families: bool
    extent: str  # a Listing


@dataclass(frozen=True, slots=True)
class Tally:
    """Meetings in the area; of those, confirmed lately, and fresh (seen or confirmed within six months)."""

    meetings: int = 0
    confirmed: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """Of one programme: what we hold."""

    programme: Offered
    tally: Tally


@dataclass(frozen=True, slots=True)
class Within:
    """How many, near, further and furthest: each holds the one before."""

    near: int
    further: int
    furthest: int


@dataclass(frozen=True, slots=True)
class KindHeld:
    """Of one kind of group: what we hold, and how many sectors have it within reach.

    ``sectors`` is None where we hold no list of it and know of no meeting: that is not known, and no gap.
    """

    approach: str
    extent: str  # a Listing: of all its programmes, of some or part, or of none
    tally: Tally
    sectors: Within | None


@dataclass(frozen=True, slots=True)
class SectorReach:
    """How many kinds are within reach of one sector: at the time asked for, and "further" at three times."""

    sector: Sector
    kinds: Within
    weekday_daytime: int
    weekday_evening: int
    weekend: int


@dataclass(frozen=True, slots=True)
class Stated:
    """How many meetings of the area are stated to be so, and of how many nobody has said; None where all is known."""

    meetings: int
    not_stated: int | None = None


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """Meetings of the area by what is stated of them. ``languages`` are those beside English, A to Z."""

    daytime: Stated
    step_free: Stated
    women: Stated
    lgbt: Stated
    families: Stated
    languages: tuple[tuple[str, int], ...]
    language: Stated


@dataclass(frozen=True, slots=True)
class Coverage:
    """All of it, for one area at one moment."""

    week: Week
    sectors: tuple[SectorReach, ...]
    kinds: tuple[KindHeld, ...]
    lists: tuple[Held, ...]
    tally: Tally
    counts: AreaCounts

    @property
    def not_known(self) -> tuple[KindHeld, ...]:
        """The kinds of which nothing can be said."""
        return tuple(kind for kind in self.kinds if kind.sectors is None)


def coverage(
    index: MeetingIndex,
    offered: Iterable[Offered],
    sectors: Sequence[Sector],
    *,
    authority: str,
    week: Week,
    now: dt.datetime,
) -> Coverage:
    """What the area of this local authority has, and what each of its sectors reaches, whoever's area it is in."""
    programmes = {each.slug: each for each in sorted(offered, key=lambda each: (each.name.casefold(), each.slug))}
    here = _meetings_in(index, authority, programmes, now)
    of_each: dict[str, list[Listed]] = {slug: [] for slug in programmes}
    for first, *_rest in here:
        of_each[first.programme].append(first)
    tallies = {slug: _tally(meetings, now) for slug, meetings in of_each.items()}
    near = _Closeness.of(index, programmes, sectors, now)
    asked = near.closest(week)
    return Coverage(
        week=week,
        sectors=_sector_reaches(sectors, near, asked),
        kinds=tuple(_kind(Approach(value), programmes.values(), tallies, near, asked) for value in near.approaches),
        lists=tuple(Held(each, tallies[slug]) for slug, each in programmes.items()),
        tally=_sum(tallies.values()),
        counts=_counts(here, programmes),
    )


def _meetings_in(
    index: MeetingIndex, authority: str, programmes: dict[str, Offered], now: dt.datetime
) -> list[list[Listed]]:
    """The rows of each meeting that people can go to in the area and that still meets."""
    meets = index.moments(now).in_person
    by_meeting: dict[UUID, list[Listed]] = {}
    for at in np.flatnonzero(meets).tolist():
        row = index.rows[at]
        if row.authority == authority and row.programme in programmes:
            by_meeting.setdefault(row.meeting, []).append(row)
    return list(by_meeting.values())


def _tally(meetings: Sequence[Listed], now: dt.datetime) -> Tally:
    return Tally(
        meetings=len(meetings),
        confirmed=sum(confirmed_lately(row.confirmed_at, now=now) for row in meetings),
        fresh=sum(freshness(row.known_at, now=now) is Freshness.FRESH for row in meetings),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Closeness:
    """From every sector to every row that may be a best way in, kinds side by side."""

    index: MeetingIndex
    approaches: tuple[str, ...]  # the kinds that somebody offers, in the order of the vocabulary
    rows: list[int]  # of the index, in the order of their kinds
    kind: npt.NDArray[np.intp]  # each row's kind, as its place in ``approaches``
    closeness: npt.NDArray[np.float64]  # cosines: a row for each of ``rows``, a column for each sector
    limits: npt.NDArray[np.float64]  # cosines of near, further and furthest for each sector

    @classmethod
    def of(
        cls, index: MeetingIndex, programmes: dict[str, Offered], sectors: Sequence[Sector], now: dt.datetime
    ) -> _Closeness:
        offered = {each.approach for each in programmes.values()}
        approaches = tuple(value for value in Approach.values if value in offered)
        place = {value: at for at, value in enumerate(approaches)}
        # A programme that is not offered here is of no kind.
        of_programme = np.array(
            [place[programmes[slug].approach] if slug in programmes else -1 for slug in index.programmes], dtype=np.intp
        )
        middles = unit_vectors(sector.point for sector in sectors)
        usable = np.flatnonzero(index.moments(now).visitable & _about(index, middles))
        usable = usable[of_programme[index.number[usable]] >= 0]
        kind = of_programme[index.number[usable]]
        order = np.argsort(kind, kind="stable")
        usable, kind = usable[order], kind[order]
        reaches = [(each.reach.near, each.reach.further, each.reach.furthest) for each in sectors]
        limits = np.array([[cosine(miles) for miles in reach] for reach in reaches]).reshape(-1, 3)
        return cls(index, approaches, usable.tolist(), kind, index.vectors[usable] @ middles.T, limits)

    def closest(self, week: Week) -> npt.NDArray[np.float64]:
        """The cosine to the nearest meeting at these times: a row for each sector, a column for each kind."""
        best = np.full((len(self.approaches), len(self.limits)), NOWHERE)
        then: Mask = np.array([week.holds(self.index.rows[at]) for at in self.rows], dtype=bool)
        kind = self.kind[then]
        if len(kind):
            begins = np.flatnonzero(np.r_[True, kind[1:] != kind[:-1]])
            best[kind[begins]] = np.maximum.reduceat(self.closeness[then], begins, axis=0)
        return best.T

    def within(self, closest: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Is the kind near, further, furthest? By sector, kind and reach."""
        return np.asarray(closest[:, :, None] >= self.limits[:, None, :])


def _about(index: MeetingIndex, middles: npt.NDArray[np.float64]) -> Mask:
    """Which rows could be within reach of some sector: of a whole country's, few."""
    if not len(middles):
        return np.zeros(len(index), dtype=bool)
    centre = middles.sum(axis=0)
    centre /= np.linalg.norm(centre)
    widest = math.acos(min(1.0, float((middles @ centre).min()))) * EARTH_RADIUS_MILES
    return np.asarray(index.vectors @ centre >= cosine(widest + IN_THE_COUNTRY.furthest + 1))


def _sector_reaches(
    sectors: Sequence[Sector], near: _Closeness, asked: npt.NDArray[np.float64]
) -> tuple[SectorReach, ...]:
    kinds = near.within(asked).sum(axis=1).tolist()
    further = [
        near.within(near.closest(week))[:, :, 1].sum(axis=1).tolist()
        for week in (WEEKDAY_DAYTIME, WEEKDAY_EVENING, WEEKEND)
    ]
    return tuple(
        SectorReach(sector, Within(*found), *then)
        for sector, found, *then in zip(sectors, kinds, *further, strict=True)
    )


def _kind(
    approach: Approach,
    offered: Iterable[Offered],
    tallies: dict[str, Tally],
    near: _Closeness,
    asked: npt.NDArray[np.float64],
) -> KindHeld:
    programmes = [each for each in offered if each.approach == approach]
    extents = {each.extent for each in programmes}
    at = near.approaches.index(approach)
    known = extents != {Listing.NONE} or bool((near.kind == at).any())
    return KindHeld(
        approach=approach,
        extent=extents.pop() if len(extents) == 1 else Listing.PART,
        tally=_sum(tallies[each.slug] for each in programmes),
        sectors=Within(*near.within(asked)[:, at].sum(axis=0).tolist()) if known else None,
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    every = list(tallies)
    return Tally(
        sum(each.meetings for each in every), sum(each.confirmed for each in every), sum(each.fresh for each in every)
    )


def _counts(meetings: list[list[Listed]], programmes: dict[str, Offered]) -> AreaCounts:
    """By what is stated: of whom a meeting is for, a list says something only where it is kept for some."""

    def how_many(so: Callable[[Listed], bool]) -> int:
        return sum(any(so(row) for row in rows) for rows in meetings)

    def kept_for(whom: str, approach: str = "") -> Stated:
        is_for = [
            rows
            for rows in meetings
            if whom in rows[0].restricted_to or programmes[rows[0].programme].approach == approach
        ]
        return Stated(len(is_for))

    languages = Counter(rows[0].language for rows in meetings if rows[0].language)
    beside = {name: n for name, n in languages.items() if name.casefold() != OUR_LANGUAGE}
    return AreaCounts(
        daytime=Stated(how_many(lambda row: row.repeats.at < EVENING)),
        step_free=Stated(
            how_many(lambda row: row.step_free == Answer.YES), how_many(lambda row: row.step_free == Answer.UNKNOWN)
        ),
        women=kept_for(Restriction.WOMEN, Approach.WOMEN),
        lgbt=kept_for(Restriction.LGBT),
        families=Stated(how_many(lambda row: programmes[row.programme].for_families)),
        languages=tuple(sorted(beside.items())),
        language=Stated(sum(beside.values()), sum(not rows[0].language for rows in meetings)),
    )
