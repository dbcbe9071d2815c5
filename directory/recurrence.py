"""When does it meet? Patterns in wall time, and the moments they make. Pure.

A meeting at 19:30 is at 19:30 in July and in January: patterns are local wall time,
and only this module turns them into moments. A time that the clocks skip (01:30 on
the last Sunday of March) is met an hour later; a time that comes twice, the first time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEK = dt.timedelta(weeks=1)
DAY = dt.timedelta(days=1)
# No pattern is silent for longer: a fifth weekday comes every quarter or two, and a few of those are bank holidays.
FAR_AHEAD = dt.timedelta(days=800)
END_OF_TIME = dt.date.max - FAR_AHEAD - WEEK  # a week past it, Python can still count


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included; ``last`` is None where nobody has said when it ends."""

    first: dt.date
    last: dt.date | None

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Moved:
    """One start that was to be ``on`` a day, and is at another time: ``to``, on a clock on the wall."""

    on: dt.date
    to: dt.datetime


@dataclass(frozen=True, slots=True)
class Repeats:
    """A repeated time of day, and the days that are otherwise. ``weekday`` is 1 Monday to 7 Sunday.

    ``kind`` weekly needs no more; fortnightly needs ``anchor``, a date on which it met;
    monthly needs ``nth``, 1 to 5 or -1 for the last. ``not_nth`` is the one week of the
    month that a weekly time leaves out. ``first`` and ``last`` are the dates between
    which it holds, both included. It does not meet in ``breaks``, nor on the days in
    ``never_on`` (bank holidays), nor on a day it was ``moved`` from. A move is the last
    word: it stands in a break too.
    """

    kind: Literal["weekly", "fortnightly", "monthly"]
    weekday: int
    at: dt.time
    nth: int | None = None
    anchor: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    not_nth: int | None = None
    breaks: tuple[Span, ...] = ()
    never_on: frozenset[dt.date] = frozenset()
    moved: tuple[Moved, ...] = ()

    def dates(self, start: dt.date, end: dt.date) -> Iterator[dt.date]:
        """Every date it meets at its usual time from ``start`` to ``end``, both included, in order."""
        start = max(start, self.first) if self.first else start
        end = min(end, self.last) if self.last else end
        if start > end:
            return
        day = start + dt.timedelta(days=(self.weekday - start.isoweekday()) % 7)
        while day <= end:
            if self._falls_on(day) and not self._is_otherwise(day):
                yield day
            day += WEEK

    def moves(self) -> Iterator[Moved]:
        """Those of ``moved`` that are of this pattern: it would have met on the day."""
        for move in self.moved:
            held = (not self.first or self.first <= move.on) and (not self.last or move.on <= self.last)
            if held and move.on.isoweekday() == self.weekday and self._falls_on(move.on):
                yield move

    def _falls_on(self, day: dt.date) -> bool:
        """Does the pattern fall on ``day``, which is already the right weekday?"""
        if self.kind == "fortnightly":
            assert self.anchor is not None
            monday_before_anchor = self.anchor - dt.timedelta(days=self.anchor.weekday())
            return ((day - monday_before_anchor).days // 7) % 2 == 0
        if self.kind == "monthly":
            assert self.nth is not None
            return _is_nth(day, self.nth)
        return self.not_nth is None or not _is_nth(day, self.not_nth)

    def _is_otherwise(self, day: dt.date) -> bool:
        """Is there no meeting on ``day``, or one at another time, though the pattern falls on it?"""
        return (
            day in self.never_on
            or any(day in span for span in self.breaks)
            or any(move.on == day for move in self.moved)
        )

    def far_ahead(self, today: dt.date) -> dt.date:
        """The day by which it has met again, if it ever does."""
        ends = [span.last for span in self.breaks if span.last]
        return min(max([today, *ends]), END_OF_TIME) + FAR_AHEAD


def _is_nth(day: dt.date, nth: int) -> bool:
    """Is it the first of its weekday in the month, or whichever ``nth`` says? -1 is the last."""
    return (day + WEEK).month != day.month if nth == -1 else (day.day - 1) // 7 + 1 == nth


def between(terms: Sequence[Span]) -> tuple[Span, ...]:
    """The gaps between ``terms``: days on which what meets in term time alone does not.

    Nothing is known of the days before the first term and after the last.
    """
    ended = sorted((term.first, term.last) for term in terms if term.last)
    gaps, until = [], None
    for first, last in ended:
        if until is not None and first > until + DAY:
            gaps.append(Span(until + DAY, first - DAY))
        until = last if until is None else max(until, last)
    return tuple(gaps)


def known_zone(name: str) -> ZoneInfo | None:
    """The time zone of this name, or None where this machine has none: its list of them may be older than ours."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name; the name of a folder
        return None


def moment(day: dt.date, at: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The moment, in UTC, at which a clock on the wall in ``zone`` shows ``at`` on ``day``."""
    return dt.datetime.combine(day, at, tzinfo=zone).astimezone(dt.UTC)


def next_start(repeats: Repeats, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """The first start at or after ``now``, in UTC; None when it meets no more."""
    usual = _next_usual(repeats, zone, now)
    if not repeats.moved:
        return usual
    moved = (moment(move.to.date(), move.to.time(), zone) for move in repeats.moves())
    return min((start for start in (usual, *moved) if start is not None and start >= now), default=None)


def _next_usual(repeats: Repeats, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """The first start at the usual time."""
    # A day early, because a skipped wall time happens later than it says.
    today = now.astimezone(zone).date() - DAY
    for day in repeats.dates(today, repeats.far_ahead(today)):
        start = moment(day, repeats.at, zone)
        if start >= now:
            return start
    return None
