"""What a right answer from one place would hold: how near, how soon and how many, worked out again. Pure.

Every distance goes by haversine on geopy’s sphere, to find whom to ask; what an answer claims is measured by
geopy itself. A hair’s breadth is allowed where two halls, or a hall and a limit, are that close.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from geopy.distance import EARTH_RADIUS, great_circle

from directory.parity_check.facts import NO, NOT_STATED, YES, Facts, Way, plainly
from directory.places import Point
from directory.recurrence import LONDON
from directory.wanted import Wanted

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Known = npt.NDArray[np.integer[Any]]
Rule = Callable[[Way, Wanted, dt.datetime], int]

NO_WAY = -1  # beside NO, NOT_STATED and YES
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
        self.is_stale = np.array([way.is_stale for way in facts.ways], dtype=bool)
        self.start = np.array([way.start.timestamp() for way in facts.ways], dtype=np.float64)
        degrees = np.array([way.at or (np.nan, np.nan) for way in facts.ways], dtype=np.float64).reshape(-1, 2)
        self.lat, self.lon = np.radians(degrees.T)
        meetings = {meeting: at for at, meeting in enumerate(facts.by_meeting)}
        self.meeting = np.array([meetings[way.meeting] for way in facts.ways], dtype=np.intp)
        self.of_meeting = np.zeros(len(meetings), dtype=np.intp)
        self.of_meeting[self.meeting] = self.number
        # Of two times that start together the first.
        self.row = {(way.meeting, way.start): at for at, way in reversed(list(enumerate(facts.ways)))}
        self._answered: dict[Wanted, Answered] = {}

    def least(self, value: Floats, among: Mask) -> Floats:
        """The least of each programme among some; infinite where it has none."""
        found = np.full(len(self.slugs), np.inf)
        rows = np.flatnonzero(among)
        np.minimum.at(found, self.number[rows], value[rows])
        return found

    def meetings(self, among: Mask) -> npt.NDArray[np.int64]:
        """How many meetings of each programme have a time among some."""
        met = np.unique(self.meeting[among])
        return np.bincount(self.of_meeting[met], minlength=len(self.slugs))

    def answered(self, wanted: Wanted) -> Answered:
        """What is known of each way in of what was asked for; the same from every place, so worked out once."""
        if wanted not in self._answered:
            self._answered[wanted] = self._answers(wanted)
        return self._answered[wanted]

    def _answers(self, wanted: Wanted) -> Answered:
        """Of all that was asked for the least answer counts."""
        ways, now, rules = self.facts.ways, self.facts.now, rules_for(wanted)
        known = np.array([min((rule(way, wanted, now) for rule in rules), default=YES) for way in ways], dtype=np.int8)
        kept = np.array([_by_whom_it_is_kept_for(way, wanted, now) == YES for way in ways], dtype=bool)
        afar = self.from_afar & self.may_be_best
        theirs = self.from_afar & kept & ~self.lets_in_all & ~self.is_stale & bool(wanted.kept_for)
        return Answered(
            known=known,
            kept=kept,
            online=self.best(self.start, known, afar),
            theirs_online=self.best(self.start, known, theirs),
        )

    def best(self, value: Floats, known: Known, among: Mask) -> Best:
        """Of each programme’s ways in among some the least that is stated, else not stated, else anything."""
        answers = range(YES, int(known.min(initial=YES)) - 1, -1)  # where nothing was asked, all are YES
        return first(*(self.best_that(answer, value, known, among) for answer in answers))

    def best_that(self, answer: int, value: Floats, known: Known, among: Mask) -> Best:
        """The least among those of which just this is known."""
        found = self.least(value, among & (known == answer))
        return Best(found, np.where(np.isfinite(found), answer, NO_WAY))


def rules_for(wanted: Wanted) -> list[Rule]:
    """Of what was asked for. Whom it is kept for is apart: that stands beside, and not instead."""
    return [
        rule
        for names, rule in SUITS.items()
        if names != APART and any(getattr(wanted, name) != getattr(NOTHING, name) for name in names)
    ]


def missing(way: Way, wanted: Wanted) -> tuple[str, ...]:
    """What was asked for and it does not state: facts in their order, then its language."""
    facts = tuple(fact for fact in way.says if fact in wanted.facts and way.says[fact] == NOT_STATED)
    return (*facts, "language") if wanted.language and not way.language else facts


def _is(so: bool) -> int:
    return YES if so else NO


def _by_day(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    return _is(way.start.astimezone(LONDON).isoweekday() in wanted.days)


def _by_time(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    at = way.start.astimezone(LONDON).time().replace(second=0, microsecond=0)
    after, before = wanted.after or dt.time.min, wanted.before or dt.time.max
    if after > before:  # over midnight
        return _is(at >= after or at <= before)
    return _is(after <= at <= before)


def _by_mode(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    """In person and online each take in what is both; online takes in what is by phone."""
    takes_in = {"in_person": {"in_person", "hybrid"}, "online": {"online", "hybrid", "phone"}}
    return _is(way.mode in takes_in.get(wanted.mode, {wanted.mode}))


def _by_programme(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    return _is(way.programme == wanted.programme)


def _by_how_soon(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    """In hours that pass, or begun and not ended."""
    if wanted.soon == "now":
        return _is(way.begun(now) is not None)
    return _is(way.start - now <= dt.timedelta(hours=int(wanted.soon)))


def _by_facts(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    return min(way.says[fact] for fact in wanted.facts)


def _by_whom_it_is_kept_for(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    """For any of those who were asked for: what lets in everybody is not silent about it."""
    return _is(not wanted.kept_for or bool(way.kept_for & wanted.kept_for))


def _by_language(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    """A list that names none has not said."""
    return _is(wanted.language in way.language) if way.language else NOT_STATED


def _by_words(way: Way, wanted: Wanted, now: dt.datetime) -> int:
    """Every one of them, anywhere."""
    return _is(all(any(word in said for said in way.words) for word in plainly(wanted.words).split()))


# A rule for each field of Wanted, written again: NO, NOT_STATED or YES. A test fails where one has none.
SUITS: dict[tuple[str, ...], Rule] = {
    ("days",): _by_day,
    ("after", "before"): _by_time,
    ("mode",): _by_mode,
    ("programme",): _by_programme,
    ("soon",): _by_how_soon,
    ("facts",): _by_facts,
    ("kept_for",): _by_whom_it_is_kept_for,
    ("language",): _by_language,
    ("words",): _by_words,
}
APART = ("kept_for",)
NOTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Best:
    """By programme, as its number: miles or seconds since 1970, infinite where there is none; and what it answers."""

    value: Floats
    known: Known  # NO, NOT_STATED or YES; NO_WAY where there is none


def first(*bests: Best) -> Best:
    """Of each programme the first of these that there is."""
    value, known = bests[0].value, bests[0].known
    for best in bests[1:]:
        value, known = np.where(known == NO_WAY, best.value, value), np.where(known == NO_WAY, best.known, known)
    return Best(value, known)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known, whatever the place, of what was asked for."""

    known: Known  # of each way in
    kept: Mask  # and whether it is kept for those who were asked for; all are where nobody was
    online: Best
    theirs_online: Best  # kept for those who were asked for


@dataclass(frozen=True, slots=True)
class Expected:
    """By programme, as its number."""

    known: Known  # of each way in
    nearest: Best
    soonest: Best
    second: Best
    theirs_online: Best  # the second, where somebody asked for what is kept for them and cannot go to any
    online: Best
    meetings: npt.NDArray[np.int64]
    unsaid: npt.NDArray[np.int64]  # meetings that may be what was asked for


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
        """Inside the distance what is stated, what is not stated, anything; then the same however far."""
        columns = self.columns
        answered = columns.answered(wanted)
        known, kept = answered.known, answered.kept
        inside = columns.in_person & (self.miles <= within)
        usable = columns.in_person & columns.may_be_best
        nearby = inside & usable
        apart = inside & ~columns.lets_in_all & kept
        if wanted.kept_for:
            second = columns.best(self.miles, known, apart & ~columns.is_stale)
        else:
            second = columns.best_that(YES, self.miles, known, apart)
        return Expected(
            known=known,
            nearest=first(columns.best(self.miles, known, nearby), columns.best(self.miles, known, usable)),
            soonest=first(*(columns.best_that(answer, columns.start, known, nearby) for answer in (YES, NOT_STATED))),
            second=second,
            theirs_online=answered.theirs_online,
            online=answered.online,
            meetings=columns.meetings(inside & kept & (known == YES)),
            unsaid=columns.meetings(inside & kept & (known == NOT_STATED)),
        )

    def is_at_the_limit(self, within: float) -> set[int]:
        """Programmes with a hall so near the line that rounding decides on which side it is."""
        close = np.abs(self.miles - within) < A_HAIR
        return set(self.columns.number[close].tolist())

    def row(self, meeting: UUID, start: dt.datetime) -> int | None:
        """The way in of this meeting that starts then, if there is one."""
        return self.columns.row.get((meeting, start))
