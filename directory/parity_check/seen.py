"""What a right answer from one place would hold: how near, how soon and how many, worked out again. Pure.

Every distance goes by haversine on geopy’s sphere, to find whom to ask; what an answer claims is measured by
geopy itself. A hair’s breadth is allowed where two halls, or a hall and a limit, are that close.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt
from geopy.distance import EARTH_RADIUS, great_circle

from directory.parity_check.facts import Facts, Way
from directory.places import Point
from directory.recurrence import LONDON
from directory.wanted import Wanted

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MILES_ROUND = EARTH_RADIUS / 1.609344  # the radius, in statute miles
A_HAIR = 1e-6  # of a mile
TWO_DOORS = 0.002  # miles: as near as two doors of one hall, of which the one that meets sooner is told


class Columns:
    """The ways in as columns; ``number`` is each one’s programme, by its place among the slugs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.slugs = list(facts.programmes)
        self.place = {slug: at for at, slug in enumerate(self.slugs)}
        self.number = np.array([self.place[way.programme] for way in facts.ways], dtype=np.intp)
        self.in_person = np.array([way.mode in {"in_person", "hybrid"} for way in facts.ways], dtype=bool)
        self.from_afar = np.array([way.mode != "in_person" for way in facts.ways], dtype=bool)
        self.may_be_best = np.array([way.may_be_best for way in facts.ways], dtype=bool)
        self.lets_in_all = np.array([way.lets_in_all for way in facts.ways], dtype=bool)
        self.start = np.array([way.start.timestamp() for way in facts.ways], dtype=np.float64)
        here = [way.start.astimezone(LONDON) for way in facts.ways]
        self.weekday = np.array([start.isoweekday() for start in here], dtype=np.int64)
        self.minute = np.array([start.hour * 60 + start.minute for start in here], dtype=np.int64)
        degrees = np.array([way.at or (np.nan, np.nan) for way in facts.ways], dtype=np.float64).reshape(-1, 2)
        self.lat, self.lon = np.radians(degrees.T)
        meetings = {meeting: at for at, meeting in enumerate(facts.by_meeting)}
        self.meeting = np.array([meetings[way.meeting] for way in facts.ways], dtype=np.intp)
        self.of_meeting = np.zeros(len(meetings), dtype=np.intp)
        self.of_meeting[self.meeting] = self.number

    def least(self, value: Floats, among: Mask) -> Floats:
        """The least of each programme among some; infinite where it has none."""
        found = np.full(len(self.slugs), np.inf)
        np.minimum.at(found, self.number[among], value[among])
        return found

    def suiting(self, wanted: Wanted) -> Mask:
        """Those that are what was asked for: every field of it has its rule in SUITS."""
        suits = np.ones(len(self.number), dtype=bool)
        for rule in SUITS.values():
            suits &= rule(self, wanted)
        return suits


def _by_day(columns: Columns, wanted: Wanted) -> Mask:
    return np.isin(columns.weekday, list(wanted.days or range(1, 8)))


def _by_time(columns: Columns, wanted: Wanted) -> Mask:
    after, before = _minutes(wanted.after, 0), _minutes(wanted.before, 24 * 60)
    if after > before:  # over midnight
        return (columns.minute >= after) | (columns.minute <= before)
    return (columns.minute >= after) & (columns.minute <= before)


def _minutes(at: dt.time | None, usual: int) -> int:
    return usual if at is None else at.hour * 60 + at.minute


def _by_mode(columns: Columns, wanted: Wanted) -> Mask:
    if not wanted.mode:
        return np.ones(len(columns.number), dtype=bool)
    return columns.in_person if wanted.mode == "in_person" else columns.from_afar


def _by_programme(columns: Columns, wanted: Wanted) -> Mask:
    slugs = np.array([not wanted.programme or slug == wanted.programme for slug in columns.slugs], dtype=bool)
    return slugs[columns.number]


# A rule for each field of Wanted, written again. A test fails where a field has none.
SUITS: dict[tuple[str, ...], Callable[[Columns, Wanted], Mask]] = {
    ("days",): _by_day,
    ("after", "before"): _by_time,
    ("mode",): _by_mode,
    ("programme",): _by_programme,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """By programme, as its number: miles, or seconds since 1970; infinite where there is none."""

    suits: Mask
    nearest: Floats
    soonest: Floats
    second: Floats
    online: Floats
    meetings: npt.NDArray[np.int64]


class Here:
    """Everything from one place."""

    def __init__(self, columns: Columns, point: Point) -> None:
        self.columns, self.point = columns, point
        self._measured: dict[tuple[float, float], float] = {}

    @cached_property
    def miles(self) -> Floats:
        """To every way in; infinite to those that are not in person."""
        columns = self.columns
        lat, lon = np.radians(self.point.lat), np.radians(self.point.lon)
        half = np.sin((columns.lat - lat) / 2) ** 2
        half += np.cos(lat) * np.cos(columns.lat) * np.sin((columns.lon - lon) / 2) ** 2
        miles = 2 * MILES_ROUND * np.arcsin(np.sqrt(np.minimum(half, 1)))
        return np.where(columns.in_person, miles, np.inf)

    @cached_property
    def nearest_of_all(self) -> Floats:
        """To each programme’s nearest that may be a best way in, whatever was asked for."""
        return self.columns.least(self.miles, self.columns.in_person & self.columns.may_be_best)

    def measured(self, way: Way) -> float:
        """In miles, by geopy."""
        if way.at is None:
            return float("inf")
        if way.at not in self._measured:
            self._measured[way.at] = great_circle((self.point.lat, self.point.lon), way.at).miles
        return self._measured[way.at]

    def expected(self, wanted: Wanted, *, within: float) -> Expected:
        """What was asked for and inside the distance, else inside it, else what was asked for, else anything."""
        columns = self.columns
        suits = columns.suiting(wanted)
        inside = self.miles <= within
        visitable = columns.in_person & columns.may_be_best
        asked, anything = columns.least(self.miles, visitable & suits), self.nearest_of_all
        told_asked = (asked <= within) | ((anything > within) & np.isfinite(asked))
        afar = columns.from_afar & columns.may_be_best
        asked_afar = columns.least(columns.start, afar & suits)
        hits = columns.in_person & inside & suits
        met = np.zeros(len(columns.of_meeting), dtype=bool)
        met[columns.meeting[hits]] = True
        return Expected(
            suits=suits,
            nearest=np.where(told_asked, asked, anything),
            soonest=columns.least(columns.start, hits & columns.may_be_best),
            second=columns.least(self.miles, hits & ~columns.lets_in_all),
            online=np.where(np.isfinite(asked_afar), asked_afar, columns.least(columns.start, afar)),
            meetings=np.bincount(columns.of_meeting[met], minlength=len(columns.slugs)),
        )

    def is_at_the_limit(self, within: float) -> set[int]:
        """Programmes with a hall so near the line that rounding decides on which side it is."""
        close = np.abs(self.miles - within) < A_HAIR
        return set(self.columns.number[close].tolist())

    def row(self, meeting: UUID, start: dt.datetime) -> int | None:
        """The way in of this meeting that starts then, if there is one."""
        rows = self.columns.facts.by_meeting.get(meeting, ())
        return next((row for row in rows if self.columns.facts.ways[row].start == start), None)
