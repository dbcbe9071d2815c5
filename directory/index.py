"""Every listed meeting as columns in memory: which are near, which come next, per programme. Pure.

One pass gives the distance of every meeting, one mask the filters, one grouped
maximum the nearest of every programme. Distances are great circles on geopy's
sphere, in statute miles. The database stays the truth; ``following`` keeps this in
step with it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from directory.cautions import NOTHING_STATED, Caution, Cautions
from directory.freshness import FRESH_FOR, STALE_AFTER, Freshness, freshness, known_at
from directory.great_circle import cosine, miles_between, unit_vector
from directory.places import Point
from directory.recurrence import LONDON, Repeats, next_start
from directory.traits import Mask, Rows, Traits
from directory.vocabulary import Answer
from directory.wanted import Asked, Wanted, matching

if TYPE_CHECKING:
    from directory.options import WayIn

Measure = npt.NDArray[np.float64] | npt.NDArray[np.int64]

# Rows this close in cosine are in one place: rounding, or two doors of one hall.
SAME_PLACE = 1e-13
NOWHERE = -2.0  # less than any cosine
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Listed:
    """One repeated time of a listed meeting, with all a row on a page says of it."""

    meeting: UUID
    programme: str
    name: str
    mode: str
    point: Point | None
    repeats: Repeats
    zone: str
    venue: UUID | None
    venue_name: str
    address: str
    postcode: str
    restricted_to: tuple[str, ...]
    admits_all: bool
    kind: str  # classification.Kind by its own answers; empty if its programme's
    stands_for: bool  # is that a class that may speak for its programme?
    seen_at: dt.datetime
    confirmed_at: dt.datetime | None
    cautions: Cautions = NOTHING_STATED
    authority: str = ""  # the local authority of its venue, by its code
    step_free: str = Answer.UNKNOWN
    language: str = ""  # where stated
    group: str = ""
    openness: str = "unknown"
    hearing_loop: str = Answer.UNKNOWN
    children_welcome: str = Answer.UNKNOWN
    newcomers: str = Answer.UNKNOWN  # does it say it is for them?
    formats: tuple[str, ...] = ()
    kept_for: tuple[str, ...] = ()  # restricted_to, and what its programme's own rule already makes
    minutes: int = 0  # how long; 0 if not stated

    @property
    def known_at(self) -> dt.datetime:
        """The latest moment somebody could still say it was so."""
        return known_at(seen=self.seen_at, confirmed=self.confirmed_at)

    @property
    def open_to_all(self) -> bool:
        """Lets in anybody its programme does, and is of its programme's kind: it may be a best way in."""
        return self.admits_all and self.stands_for

    @property
    def in_person(self) -> bool:
        return self.mode in {"in_person", "hybrid"}

    @property
    def joined_from_afar(self) -> bool:
        return self.mode != "in_person"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a row's next start, wherever one looks from. Days are London's."""

    start: dt.datetime  # in UTC
    seen_on: dt.date
    confirmed_on: dt.date | None
    freshness: Freshness
    cautions: tuple[Caution, ...]  # what to know before going


@dataclass(frozen=True, slots=True)
class Moments:
    """What changes as time passes, good from ``since`` to ``until``, both included (seconds of the epoch)."""

    since: float
    until: float
    starts: npt.NDArray[np.int64]  # the next start of each row; NEVER where it meets no more
    day: npt.NDArray[np.uint8]  # of that start in London, a bit for each: 2 Monday to 128 Sunday
    minute: npt.NDArray[np.int16]  # of that day in London
    in_person: Mask  # still meets, and there is a place to go to
    from_afar: Mask  # still meets, and can be joined from anywhere
    usable: Mask  # may be a best way in: open to all, and not stale (parity, clause 8)
    visitable: Mask  # and in person
    next_online: dict[str, int]  # each programme's next usable row joined online or by phone
    told: dict[tuple[int, dt.date], Told] = field(default_factory=dict)  # by row and day, as they are asked for
    from_anywhere: dict[tuple[int, dt.date], WayIn] = field(
        default_factory=dict
    )  # the same, of what parity makes of it


@dataclass(slots=True, eq=False)
class MeetingIndex:
    """Columns over ``rows``, which stand in groups by programme."""

    rows: Sequence[Listed]
    programmes: tuple[str, ...]
    first: Rows  # where each programme's group begins
    size: Rows  # how many rows each group has
    number: npt.NDArray[np.int32]  # each row's programme
    vectors: npt.NDArray[np.float64]  # unit vectors; zeros where there is no place to go to
    in_person: Mask
    from_afar: Mask
    open_to_all: Mask
    ageing_at: npt.NDArray[np.float64]  # the last moment at which what is known of a row is fresh
    stale_at: npt.NDArray[np.float64]  # and at which it is not stale
    meeting: npt.NDArray[np.int32]  # rows of one meeting share a number
    leads: Mask  # the first row of each meeting
    _moments: Moments | None = field(default=None)
    _traits: Traits | None = field(default=None)

    @classmethod
    def of(cls, listed: Iterable[Listed]) -> MeetingIndex:
        """Lay the meetings out as columns."""
        rows = sorted(listed, key=lambda row: (row.programme, str(row.meeting)))
        programmes = tuple(sorted({row.programme for row in rows}))
        position = {slug: at for at, slug in enumerate(programmes)}
        number = np.array([position[row.programme] for row in rows], dtype=np.int32)
        meetings = {key: at for at, key in enumerate(dict.fromkeys(row.meeting for row in rows))}
        vectors = np.zeros((len(rows), 3))
        for at, row in enumerate(rows):
            if row.point is not None and row.in_person:
                vectors[at] = unit_vector(row.point)
        return cls(
            rows=rows,
            programmes=programmes,
            first=np.searchsorted(number, np.arange(len(programmes))),
            size=np.bincount(number, minlength=len(programmes)),
            number=number,
            vectors=vectors,
            in_person=np.array([row.in_person for row in rows], dtype=bool),
            from_afar=np.array([row.joined_from_afar for row in rows], dtype=bool),
            open_to_all=np.array([row.open_to_all for row in rows], dtype=bool),
            ageing_at=np.array([(row.known_at + FRESH_FOR).timestamp() for row in rows], dtype=np.float64),
            stale_at=np.array([(row.known_at + STALE_AFTER).timestamp() for row in rows], dtype=np.float64),
            meeting=np.array([meetings[row.meeting] for row in rows], dtype=np.int32),
            leads=np.array([at == 0 or rows[at - 1].meeting != row.meeting for at, row in enumerate(rows)], dtype=bool),
        )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def traits(self) -> Traits:
        """What the rows say of themselves; laid out when somebody first asks for it."""
        if self._traits is None:
            self._traits = Traits.of(self.rows)
        return self._traits

    def least(self, rows: Rows, *, by: Measure, first_by: Measure | None = None) -> dict[str, int]:
        """Of each programme's ``rows``, which stand in order, the one that is least ``first_by``, then ``by``."""
        if not len(rows):
            return {}
        if first_by is not None:
            return self.least(self.lowest(rows, first_by), by=by)
        best = self.lowest(rows, by)
        numbers = self.number[best].tolist()
        # From the back, so that of equals the first row stays.
        return {self.programmes[number]: row for number, row in zip(numbers[::-1], best.tolist()[::-1], strict=True)}

    def lowest(self, rows: Rows, by: Measure) -> Rows:
        """The rows that are least in their programme."""
        number, value = self.number[rows], by[rows]
        begins = np.empty(len(rows), dtype=bool)
        begins[0] = True
        np.not_equal(number[1:], number[:-1], out=begins[1:])
        least = np.minimum.reduceat(value, begins.nonzero()[0])
        tied: Rows = rows[value == least[begins.cumsum() - 1]]
        return tied

    def moments(self, now: dt.datetime) -> Moments:
        """Next starts and what may be a best way in, as at ``now``; kept until something changes."""
        kept, second = self._moments, now.timestamp()
        if kept is None or not kept.since <= second <= kept.until:
            kept = self._moments = self._moments_at(now, kept)
        return kept

    def _moments_at(self, now: dt.datetime, kept: Moments | None) -> Moments:
        """Work out again only the starts that have passed."""
        second = now.timestamp()
        if kept is not None and kept.since <= second:
            starts, day, minute = kept.starts.copy(), kept.day.copy(), kept.minute.copy()
            passed = np.flatnonzero(kept.starts < second)
        else:
            starts = np.full(len(self), NEVER)
            day, minute = np.zeros(len(self), dtype=np.uint8), np.zeros(len(self), dtype=np.int16)
            passed = np.arange(len(self))
        for at in passed.tolist():
            row = self.rows[at]
            start = next_start(row.repeats, ZoneInfo(row.zone), now)
            starts[at] = NEVER if start is None else int(start.timestamp())
            if start is not None:
                # A meeting abroad is on the day and at the time it is here.
                here = start.astimezone(LONDON)
                day[at], minute[at] = 1 << here.isoweekday(), here.hour * 60 + here.minute
        meets = starts < NEVER
        usable = self.open_to_all & (self.stale_at >= second) & meets
        ahead = np.concatenate([starts, *(ends[ends >= second] for ends in (self.ageing_at, self.stale_at))])
        # A start at this very moment is still to come; a moment later it has passed.
        until = float(ahead.min()) if len(ahead) else math.inf
        return Moments(
            since=second,
            until=until,
            starts=starts,
            day=day,
            minute=minute,
            in_person=self.in_person & meets,
            from_afar=self.from_afar & meets,
            usable=usable,
            visitable=usable & self.in_person,
            next_online=self.least(np.flatnonzero(usable & self.from_afar), by=starts),
        )

    def around(self, point: Point, *, miles: float, wanted: Wanted, now: dt.datetime) -> Around:
        """Everything as seen from ``point``."""
        moments = self.moments(now)
        closeness = self.vectors @ unit_vector(point)
        limit = cosine(miles)
        asked = matching(wanted, self, moments, now=now)
        inside = moments.in_person & (closeness >= limit)
        hits = np.flatnonzero(inside if asked is None else inside & asked.found)
        return Around(self, point, now, moments, closeness, limit, asked, inside, hits)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The index from one point: ``closeness`` is the cosine of the angle to each row, 1 is here."""

    index: MeetingIndex
    point: Point
    now: dt.datetime
    moments: Moments
    closeness: npt.NDArray[np.float64]
    limit: float
    asked: Asked | None  # None when nothing was asked
    inside: Mask  # in person and inside the distance
    hits: Rows  # of those, all that was asked for and says so

    def within(self, miles: float) -> Around:
        """The same, for another distance."""
        limit = cosine(miles)
        inside = self.moments.in_person & (self.closeness >= limit)
        hits = np.flatnonzero(inside if self.asked is None else inside & self.asked.found)
        return replace(self, limit=limit, inside=inside, hits=hits)

    def counts(self) -> dict[str, int]:
        """How many meetings of each programme are in person, inside the distance and the filters."""
        return self._counts(self.hits)

    def counts_unsaid(self) -> dict[str, int]:
        """And how many more may be inside the filters: their lists do not say."""
        if self.asked is None or self.asked.perhaps is None:
            return {}
        return self._counts(np.flatnonzero(self.inside & self.asked.perhaps))

    def _counts(self, rows: Rows) -> dict[str, int]:
        # Unfiltered, a meeting's rows are found all together; filtered, perhaps only some of them.
        if self.asked is None:
            rows = rows[self.index.leads[rows]]
        else:
            rows = rows[np.unique(self.index.meeting[rows], return_index=True)[1]]
        tally = np.bincount(self.index.number[rows], minlength=len(self.index.programmes))
        return dict(zip(self.index.programmes, tally.tolist(), strict=True))

    def nearest(self) -> dict[str, int]:
        """Each programme's nearest row that may be a best way in: inside the distance what was asked for and
        says so, what may be, then anything; else the same, however far. Whom it is kept for is apart."""
        anything = self._nearest(self.moments.visitable)
        if self.asked is None:
            return anything
        wishes = [self._nearest(self.moments.visitable & mask) for mask in self.asked.by_what_is_said]
        return {
            slug: self._best([wish[slug] for wish in wishes if slug in wish], row) for slug, row in anything.items()
        }

    def _best(self, wishes: Sequence[int], anything: int) -> int:
        """The first that is inside the distance, or, where nothing is, the first."""
        rows = (*wishes, anything)
        return next((row for row in rows if self.closeness[row] >= self.limit), rows[0])

    def _nearest(self, mask: Mask) -> dict[str, int]:
        """The row of each programme nearest to the point among ``mask``; in one place, the soonest."""
        if not len(self.index):
            return {}
        value = np.where(mask, self.closeness, NOWHERE)
        best = np.maximum.reduceat(value, self.index.first)
        tied = np.flatnonzero(value >= np.repeat(np.maximum(best - SAME_PLACE, -1.0), self.index.size))
        return self.index.least(tied, by=self.moments.starts)

    def nearest_second(self) -> dict[str, int]:
        """Each programme's nearest row that cannot be a best way in, inside the distance and the filters.

        Where somebody asked for what is kept for some people: theirs, inside the distance, else joined from afar.
        """
        if self.asked is not None and self.asked.kept is not None:
            apart = self.asked.kept & ~self.index.open_to_all & (self.index.stale_at >= self.now.timestamp())
            afar = self._as_asked(np.flatnonzero(apart & self.moments.from_afar))
            return afar | self._as_asked(np.flatnonzero(apart & self.inside))
        rows = self.hits[~self.index.open_to_all[self.hits]]
        return self.index.least(rows, by=self.moments.starts, first_by=-self.closeness)

    def _as_asked(self, rows: Rows) -> dict[str, int]:
        """Of each programme's ``rows`` what was asked for, else what may be, else any; of those the nearest."""
        if self.asked is None or not len(rows):
            return {}
        rows = self.index.lowest(rows, self.asked.rank)
        return self.index.least(rows, by=self.moments.starts, first_by=-self.closeness)

    def soonest(self) -> dict[str, int]:
        """Each programme's next row inside the distance and the filters that may be a best way in."""
        if self.asked is None:
            return self._soonest(self.hits)
        found: dict[str, int] = {}
        for mask in reversed(self.asked.by_what_is_said):
            found |= self._soonest(np.flatnonzero(self.inside & mask))
        return found

    def _soonest(self, rows: Rows) -> dict[str, int]:
        rows = rows[self.moments.usable[rows]]
        return self.index.least(rows, by=-self.closeness, first_by=self.moments.starts)

    def online(self) -> dict[str, int]:
        """Each programme's next row joined online or by phone: what was asked for first, else any."""
        found = self.moments.next_online
        if self.asked is not None:
            usable = self.moments.from_afar & self.moments.usable
            for mask in reversed(self.asked.by_what_is_said):
                found = found | self.index.least(np.flatnonzero(usable & mask), by=self.moments.starts)
        return found

    def miles(self, row: int) -> float | None:
        """How far away a row is, or None where there is no place to go to."""
        listed = self.index.rows[row]
        if listed.point is None or not listed.in_person:
            return None
        return miles_between(self.point, listed.point)

    def told(self, row: int) -> Told:
        """What is said of a row's next start; worked out once a day and not for every visitor."""
        today, kept = self.now.astimezone(LONDON).date(), self.moments.told
        if (row, today) not in kept:
            kept[row, today] = self._tell(self.index.rows[row], int(self.moments.starts[row]), today)
        return kept[row, today]

    def _tell(self, listed: Listed, start: int, today: dt.date) -> Told:
        begins = dt.datetime.fromtimestamp(start, dt.UTC)
        return Told(
            start=begins,
            seen_on=listed.seen_at.astimezone(LONDON).date(),
            confirmed_on=listed.confirmed_at.astimezone(LONDON).date() if listed.confirmed_at else None,
            freshness=freshness(listed.known_at, now=self.now),
            cautions=listed.cautions.on(begins.astimezone(ZoneInfo(listed.zone)).date(), today=today),
        )

    def matches(self, row: int) -> bool:
        """Is the row what was asked for and says so, whatever its distance and whomever it is kept for?"""
        return self.asked is None or bool(self.asked.stated[row])
