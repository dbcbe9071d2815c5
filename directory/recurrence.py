"""When does it meet? Patterns in wall time, and the moments they make. Pure.

A meeting at 19:30 is at 19:30 in July and in January: patterns are local wall time,
and only this module turns them into moments. A time that the clocks skip (01:30 on
the last Sunday of March) is met an hour later; a time that comes twice, the first time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

WEEK = dt.timedelta(weeks=1)
# No pattern is silent for longer: a fifth weekday comes at least every other quarter.
FAR_AHEAD = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Repeats:
    """A repeated time of day. ``weekday`` is 1 Monday to 7 Sunday.

    ``kind`` weekly needs no more; fortnightly needs ``anchor``, a date on which it met;
    monthly needs ``nth``, 1 to 5 or -1 for the last. ``first`` and ``last`` are the
    dates between which it holds, both included.
    """

    kind: Literal["weekly", "fortnightly", "monthly"]
    weekday: int
    at: dt.time
    nth: int | None = None
    anchor: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def dates(self, start: dt.date, end: dt.date) -> Iterator[dt.date]:
        """Every date it meets from ``start`` to ``end``, both included, in order."""
        start = max(start, self.first) if self.first else start
        end = min(end, self.last) if self.last else end
        day = start + dt.timedelta(days=(self.weekday - start.isoweekday()) % 7)
        while day <= end:
            if self._falls_on(day):
                yield day
            day += WEEK

    def _falls_on(self, day: dt.date) -> bool:
        """Does it meet on ``day``, which is already the right weekday?"""
        if self.kind == "fortnightly":
            assert self.anchor is not None
            monday_before_anchor = self.anchor - dt.timedelta(days=self.anchor.weekday())
            return ((day - monday_before_anchor).days // 7) % 2 == 0
        if self.kind == "monthly":
            if self.nth == -1:
                return (day + WEEK).month != day.month
            return (day.day - 1) // 7 + 1 == self.nth
        return True


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
    # A day early, because a skipped wall time happens later than it says.
    today = now.astimezone(zone).date() - dt.timedelta(days=1)
    for day in repeats.dates(today, today + FAR_AHEAD):
        start = moment(day, repeats.at, zone)
        if start >= now:
            return start
    return None
