"""When does each timetable come next? Thousands of meetings share a time of the week: each is worked out once. Pure.

A quarter of a million meetings have a few thousand timetables between them. So their
next starts are found one timetable at a time by ``recurrence``, which alone knows
clocks and calendars, and then handed to every row that has it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from directory.recurrence import LONDON, Repeats, next_start

NEVER = np.iinfo(np.int64).max
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def micros(moment: dt.datetime) -> int:
    """Microseconds of the epoch: exact, as seconds in a float are not."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(micros: int) -> dt.datetime:
    """That moment, in UTC."""
    return EPOCH + micros * MICROSECOND


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """The next start of each, good from ``since`` (seconds of the epoch) until the first of them has passed."""

    since: float
    starts: npt.NDArray[np.int64]  # seconds of the epoch; NEVER where it meets no more
    day: npt.NDArray[np.uint8]  # of that start in London, a bit for each: 2 Monday to 128 Sunday
    minute: npt.NDArray[np.int16]  # of that day in London


class Timetables:
    """Every timetable once, by number. New ones are added; none is ever taken away or changed."""

    def __init__(self) -> None:
        self._each: list[tuple[Repeats, ZoneInfo]] = []
        self._number: dict[tuple[Repeats, str], int] = {}
        self._kept: Starts | None = None

    def number(self, repeats: Repeats, zone: str) -> int:
        """Its number, a new one where it is new."""
        known = self._number.get((repeats, zone))
        if known is None:
            self._each.append((repeats, ZoneInfo(zone)))
            known = self._number[repeats, zone] = len(self._each) - 1
        return known

    def repeats(self, number: int) -> Repeats:
        """Those of one number."""
        return self._each[number][0]

    def every(self) -> list[tuple[Repeats, str]]:
        """All of them, by their numbers, and the names of their zones."""
        return [(repeats, zone.key) for repeats, zone in self._each]

    def next(self, now: dt.datetime) -> Starts:
        """The next start of each at or after ``now``. Only those that have passed are worked out again."""
        kept, second, every = self._kept, now.timestamp(), len(self._each)
        if kept is None or second < kept.since:
            kept = Starts(second, *_none_of(0))
        known = len(kept.starts)
        passed, new = np.flatnonzero(kept.starts < second), range(known, every)
        if len(passed) or new:
            starts, day, minute = _none_of(len(new))
            kept = Starts(
                second,
                np.concatenate([kept.starts, starts]),
                np.concatenate([kept.day, day]),
                np.concatenate([kept.minute, minute]),
            )
            for at in (*passed.tolist(), *new):
                self._work_out(at, kept, now)
            self._kept = kept
        return kept

    def _work_out(self, at: int, into: Starts, now: dt.datetime) -> None:
        start = next_start(*self._each[at], now)
        into.starts[at] = NEVER if start is None else int(start.timestamp())
        if start is not None:
            # A meeting abroad is on the day and at the time it is here.
            here = start.astimezone(LONDON)
            into.day[at], into.minute[at] = 1 << here.isoweekday(), here.hour * 60 + here.minute


def _none_of(count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8], npt.NDArray[np.int16]]:
    """Starts, days and minutes of timetables that are not worked out yet."""
    return np.full(count, NEVER), np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.int16)
