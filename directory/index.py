"""Every listed meeting as columns in memory: which are near, which come next, per programme. Pure.

One pass gives the distance of every meeting, one mask the filters, one grouped
maximum the nearest of every programme. Distances are great circles on geopy's
sphere, in statute miles. The database stays the truth; ``following`` keeps this in
step with it.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from directory.columns import Columns, Entry, Ledger, Rows, half
from directory.freshness import FRESH_FOR, STALE_AFTER, freshness
from directory.great_circle import cosine, miles_between, unit_vector
from directory.listed import Listed, Told
from directory.moments import Among, Moments
from directory.places import Point
from directory.recurrence import LONDON
from directory.timetables import MICROSECOND, NEVER, micros
from directory.traits import NO_ROWS, Mask, Traits
from directory.traits import Rows as RowNumbers
from directory.wanted import Asked, Wanted, matching

Measure = npt.NDArray[np.float64] | npt.NDArray[np.int64]

# Rows this close in cosine are in one place: rounding, or two doors of one hall.
SAME_PLACE = 1e-13
NOWHERE = -2.0  # less than any cosine


@dataclass(slots=True, eq=False)
class MeetingIndex:
    """Columns over ``rows``, which stand in groups by programme."""

    ledger: Ledger
    columns: Columns
    rows: Rows
    programmes: tuple[str, ...]  # those that have rows
    first: RowNumbers  # where each programme's group begins
    size: RowNumbers  # how many rows each group has
    number: npt.NDArray[np.int16]  # each row's programme
    meeting: npt.NDArray[np.int32]  # rows of one meeting share a number
    _moments: Moments | None = field(default=None)
    _traits: Traits | None = field(default=None)

    @classmethod
    def of(cls, listed: Iterable[Listed]) -> MeetingIndex:
        """Lay the meetings out as columns."""
        return cls.over(*Columns.of(listed))

    @classmethod
    def over(cls, ledger: Ledger, columns: Columns) -> MeetingIndex:
        """Of columns that stand in order."""
        begins = np.searchsorted(columns.programme, np.arange(len(ledger.programmes)))
        tally = np.diff(begins, append=len(columns))
        here = np.flatnonzero(tally)
        size = tally[here]
        return cls(
            ledger=ledger,
            columns=columns,
            rows=Rows(ledger, columns.entry),
            programmes=tuple(ledger.programmes[at] for at in here.tolist()),
            first=begins[here],
            size=size,
            number=np.repeat(np.arange(len(here), dtype=np.int16), size),
            meeting=np.cumsum(columns.leads, dtype=np.int32) - np.int32(1),
        )

    def changed(self, moved: Collection[UUID], fresh: Columns) -> MeetingIndex:
        """With the rows of the meetings that have ``moved`` taken out, and the ``fresh`` ones put in."""
        halves = np.array([half(meeting) for meeting in moved], dtype=np.uint64)
        found = np.flatnonzero(np.isin(self.columns.half, halves)).tolist()
        out = [row for row in found if self._entry(row).meeting in moved]
        if self._stand_where(out, fresh):
            columns = self.columns.overlaid(out, fresh)
            kept = self._moments and self._moments.after(self.columns, columns, otherwise=out)
            return replace(self, columns=columns, rows=Rows(self.ledger, columns.entry), _moments=kept, _traits=None)
        into = [self._place_for(*each) for each in zip(fresh.programme.tolist(), fresh.entry.tolist(), strict=True)]
        return MeetingIndex.over(self.ledger, self.columns.spliced(out, fresh, at=into))

    def _stand_where(self, rows: Sequence[int], fresh: Columns) -> bool:
        """Are these of the same meetings as ``rows`` and of the same programmes, each with as many rows?"""
        said = self.ledger.entries
        same = [self._entry(row).meeting for row in rows] == [said[entry].meeting for entry in fresh.entry.tolist()]
        return same and np.array_equal(self.columns.programme[list(rows)], fresh.programme)

    def _entry(self, row: int) -> Entry:
        return self.ledger.entries[int(self.columns.entry[row])]

    def _place_for(self, programme: int, entry: int) -> int:
        """The row before which an entry of this programme stands in order: behind all rows of its own meeting."""
        begin, end = np.searchsorted(self.columns.programme, [programme, programme + 1]).tolist()
        key = self.ledger.entries[entry].meeting.int
        before: int = bisect_right(range(begin, end), key, key=lambda row: self._entry(row).meeting.int)
        return int(begin) + before

    def rows_of(self, meeting: UUID, programme: str) -> list[Listed]:
        """The repeated times of one meeting, in full."""
        if programme not in self.programmes:
            return []
        at = self.programmes.index(programme)
        group = slice(int(self.first[at]), int(self.first[at] + self.size[at]))
        found = np.flatnonzero(self.columns.half[group] == half(meeting)) + group.start
        return [row for row in map(self.rows.__getitem__, found.tolist()) if row.meeting == meeting]

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def in_person(self) -> Mask:
        return self.columns.in_person

    @property
    def from_afar(self) -> Mask:
        return self.columns.from_afar

    @property
    def open_to_all(self) -> Mask:
        return self.columns.open_to_all

    @property
    def vectors(self) -> npt.NDArray[np.float64]:
        """Unit vectors; zeros where there is no place to go to."""
        return self.ledger.places[self.columns.place]

    @property
    def stale_at(self) -> npt.NDArray[np.float64]:
        """The last moment at which what is known of a row is not stale, in seconds of the epoch."""
        return (self.columns.known + STALE_AFTER // MICROSECOND) / 1e6

    @property
    def traits(self) -> Traits:
        """What the rows say of themselves; laid out when somebody first asks for it."""
        if self._traits is None:
            self._traits = self.columns.traits(self.ledger, self.rows)
        return self._traits

    def among(self, mask: Mask) -> Among:
        """The rows that it names."""
        rows = np.flatnonzero(mask)
        first = np.searchsorted(rows, self.first)
        size = np.diff(first, append=len(rows))
        return Among(rows, self.columns.place[rows], first[size > 0], size[size > 0])

    def least(self, rows: RowNumbers, *, by: Measure, first_by: Measure | None = None) -> dict[str, int]:
        """Of each programme's ``rows``, which stand in order, the one that is least ``first_by``, then ``by``.

        Both are measures of these rows.
        """
        if not len(rows):
            return {}
        if first_by is not None:
            best = self.lowest(rows, first_by)
            return self.least(rows[best], by=by[best])
        best = rows[self.lowest(rows, by)]
        numbers = self.number[best].tolist()
        # From the back, so that of equals the first row stays.
        return {self.programmes[number]: row for number, row in zip(numbers[::-1], best.tolist()[::-1], strict=True)}

    def lowest(self, rows: RowNumbers, by: Measure) -> RowNumbers:
        """Which of ``rows`` are least in their programme."""
        number = self.number[rows]
        begins = np.empty(len(rows), dtype=bool)
        begins[0] = True
        np.not_equal(number[1:], number[:-1], out=begins[1:])
        least = np.minimum.reduceat(by, begins.nonzero()[0])
        return np.flatnonzero(by == least[begins.cumsum() - 1])

    def moments(self, now: dt.datetime) -> Moments:
        """Next starts and what may be a best way in, as at ``now``; kept until something changes."""
        kept, second = self._moments, now.timestamp()
        if kept is None or not kept.since <= second <= kept.until:
            kept = self._moments = self._moments_at(now)
        return kept

    def _moments_at(self, now: dt.datetime) -> Moments:
        columns, each = self.columns, self.ledger.timetables.next(now)
        starts = each.starts.take(columns.timetable)
        meets = starts < NEVER
        usable = columns.open_to_all & (columns.known >= micros(now - STALE_AFTER)) & meets
        from_afar = np.flatnonzero(usable & columns.from_afar)
        visitable = usable & columns.in_person
        return Moments(
            since=now.timestamp(),
            until=self._until(now, starts),
            starts=starts,
            day=each.day.take(columns.timetable),
            minute=each.minute.take(columns.timetable),
            in_person=columns.in_person & meets,
            from_afar=columns.from_afar & meets,
            usable=usable,
            visitable=visitable,
            to_visit=self.among(visitable),
            next_online=self.least(from_afar, by=starts[from_afar]),
        )

    def _until(self, now: dt.datetime, starts: npt.NDArray[np.int64]) -> float:
        """The last moment before anything else is so: a start passes, or what is known is fresh or of use no more."""
        known = self.columns.known
        ends = [float(starts.min())] if len(starts) else []
        for lasts in (FRESH_FOR, STALE_AFTER):
            since = micros(now - lasts)
            # Without a sign, what was known before is the farthest of all: one pass, and nothing picked out.
            first = int((known - since).view(np.uint64).min(initial=NEVER))
            ends += [(first + since + lasts // MICROSECOND) / 1e6] if first < NEVER else []
        # A start at this very moment is still to come; a moment later it has passed.
        return min(ends, default=math.inf)

    def around(self, point: Point, *, miles: float, wanted: Wanted, now: dt.datetime) -> Around:
        """Everything as seen from ``point``."""
        moments = self.moments(now)
        by_place = self.ledger.places @ unit_vector(point)
        asked = matching(wanted, self, moments, now=now)
        return Around(self, point, now, moments, by_place, asked).within(miles)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The index from one point. Closeness is the cosine of the angle, 1 is here."""

    index: MeetingIndex
    point: Point
    now: dt.datetime
    moments: Moments
    by_place: npt.NDArray[np.float64]  # how close each place is
    asked: Asked | None  # None when nothing was asked
    limit: float = math.inf
    inside: Mask = field(default_factory=lambda: NO_ROWS > 0)  # in person and inside the distance
    hits: RowNumbers = field(default_factory=lambda: NO_ROWS)  # of those, all that was asked for and says so

    def within(self, miles: float) -> Around:
        """The same, for this distance."""
        limit = cosine(miles)
        inside = self.moments.in_person & (self.by_place >= limit).take(self.index.columns.place)
        hits = np.flatnonzero(inside if self.asked is None else inside & self.asked.found)
        return replace(self, limit=limit, inside=inside, hits=hits)

    def closeness(self, rows: RowNumbers | int) -> Any:
        """Of these rows, or of one."""
        return self.by_place[self.index.columns.place[rows]]

    def counts(self) -> dict[str, int]:
        """How many meetings of each programme are in person, inside the distance and the filters."""
        return self._counts(self.hits)

    def counts_unsaid(self) -> dict[str, int]:
        """And how many more may be inside the filters: their lists do not say."""
        if self.asked is None or self.asked.perhaps is None:
            return {}
        return self._counts(np.flatnonzero(self.inside & self.asked.perhaps))

    def _counts(self, rows: RowNumbers) -> dict[str, int]:
        # Rows of one meeting stand together, but some of them may be over, or not what was asked for.
        meeting = self.index.meeting[rows]
        rows = rows[np.append(True, meeting[1:] != meeting[:-1])[: len(rows)]]
        tally = np.bincount(self.index.number[rows], minlength=len(self.index.programmes))
        return dict(zip(self.index.programmes, tally.tolist(), strict=True))

    def nearest(self) -> dict[str, int]:
        """Each programme's nearest row that may be a best way in: inside the distance what was asked for and
        says so, what may be, then anything; else the same, however far. Whom it is kept for is apart."""
        anything = self._nearest(self.moments.to_visit)
        if self.asked is None:
            return anything
        wishes = [self._nearest(self.index.among(self.moments.visitable & mask)) for mask in self.asked.by_what_is_said]
        return {
            slug: self._best([wish[slug] for wish in wishes if slug in wish], row) for slug, row in anything.items()
        }

    def _best(self, wishes: Sequence[int], anything: int) -> int:
        """The first that is inside the distance, or, where nothing is, the first."""
        for row in wishes:
            if self.closeness(row) >= self.limit:
                return row
        return anything if not wishes or self.closeness(anything) >= self.limit else wishes[0]

    def reach(self) -> dict[str, float]:
        """How close each programme's nearest is that may be a best way in, whatever was asked."""
        among = self.moments.to_visit
        if not len(among.rows):
            return {}
        best = np.maximum.reduceat(self.by_place.take(among.place), among.first)
        numbers = self.index.number[among.rows[among.first]]
        return {self.index.programmes[at]: close for at, close in zip(numbers.tolist(), best.tolist(), strict=True)}

    def _nearest(self, among: Among) -> dict[str, int]:
        """The row of each programme nearest to the point; in one place, the soonest."""
        if not len(among.rows):
            return {}
        value = self.by_place.take(among.place)
        best = np.maximum.reduceat(value, among.first)
        tied = among.rows[np.flatnonzero(value >= np.repeat(best - SAME_PLACE, among.size))]
        return self.index.least(tied, by=self.moments.starts[tied])

    def nearest_second(self) -> dict[str, int]:
        """Each programme's nearest row that cannot be a best way in, inside the distance and the filters.

        Where somebody asked for what is kept for some people: theirs, inside the distance, else the next from afar.
        """
        if self.asked is not None and self.asked.kept is not None:
            apart = self.asked.kept & ~self.index.open_to_all & (self.index.stale_at >= self.now.timestamp())
            afar = self._best_asked(np.flatnonzero(apart & self.moments.from_afar))
            near = self._best_asked(np.flatnonzero(apart & self.inside))
            return self._next_of(afar) | self._nearest_of(near)
        rows = self.hits[~self.index.open_to_all[self.hits]]
        return self._nearest_of(rows)

    def _best_asked(self, rows: RowNumbers) -> RowNumbers:
        """Of each programme's ``rows`` what was asked for, else what may be, else any."""
        if self.asked is None or not len(rows):
            return rows
        return rows[self.index.lowest(rows, self.asked.rank[rows])]

    def _nearest_of(self, rows: RowNumbers) -> dict[str, int]:
        return self.index.least(rows, by=self.moments.starts[rows], first_by=-self.closeness(rows))

    def _next_of(self, rows: RowNumbers) -> dict[str, int]:
        return self.index.least(rows, by=self.moments.starts[rows])

    def soonest(self) -> dict[str, int]:
        """Each programme's next row inside the distance and the filters that may be a best way in."""
        if self.asked is None or (self.asked.unsaid is None and self.asked.kept is None):
            return self._soonest(self.hits)
        found: dict[str, int] = {}
        for mask in reversed(self.asked.by_what_is_said):
            found |= self._soonest(np.flatnonzero(self.inside & mask))
        return found

    def _soonest(self, rows: RowNumbers) -> dict[str, int]:
        rows = rows[self.moments.usable[rows]]
        return self.index.least(rows, by=-self.closeness(rows), first_by=self.moments.starts[rows])

    def online(self) -> dict[str, int]:
        """Each programme's next row joined online or by phone: what was asked for first, else any."""
        found = self.moments.next_online
        if self.asked is not None:
            usable = self.moments.from_afar & self.moments.usable
            for mask in reversed(self.asked.by_what_is_said):
                rows = np.flatnonzero(usable & mask)
                found = found | self.index.least(rows, by=self.moments.starts[rows])
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
