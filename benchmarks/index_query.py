"""The index's query against the least work that could answer it.

Floor: one dot product of unit vectors over all rows, one mask, one ``reduceat`` for the
best of every programme, on the same columns, turn and turn about in the same run.
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from benchmarks.measure import Measured, compare
from directory.great_circle import EARTH_RADIUS_MILES, unit_vector
from directory.index import MeetingIndex
from directory.places import Point
from directory.wanted import Wanted

MANCHESTER = Point(53.4835, -2.2312)
MILES = 5
ROUNDS = 1000
BAR = 3.0


def measure(index: MeetingIndex, *, now: dt.datetime, size: str) -> list[Measured]:
    """The nearest of every programme and how many of each there are; then all that a page asks, and filtered."""
    filtered = Wanted(days=frozenset({2, 3}), after=dt.time(17))

    vectors, in_person = index.vectors, index.in_person

    def floor() -> None:
        closeness = vectors @ unit_vector(MANCHESTER)
        mask = in_person & (closeness >= math.cos(MILES / EARTH_RADIUS_MILES))
        np.maximum.reduceat(np.where(mask, closeness, -2.0), index.first)

    def query() -> None:
        around = index.around(MANCHESTER, miles=MILES, wanted=Wanted(), now=now)
        around.nearest()
        around.counts()

    def whole_page(wanted: Wanted) -> None:
        around = index.around(MANCHESTER, miles=MILES, wanted=wanted, now=now)
        around.nearest()
        around.counts()
        around.soonest()
        around.online()
        around.nearest_second()

    return [
        compare(f"index, {size}: nearest and how many", query, floor, bar=BAR, rounds=ROUNDS),
        compare(f"index, {size}: all that a page asks", lambda: whole_page(Wanted()), floor, rounds=ROUNDS),
        compare(f"index, {size}: all, with days and times", lambda: whole_page(filtered), floor, rounds=ROUNDS),
    ]
