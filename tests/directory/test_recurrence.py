"""Patterns against dateutil's RFC 5545, and against a clock on the wall."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.bank_holidays import bank_holidays
from directory.recurrence import LONDON, Moved, Repeats, Span, between, known_zone, moment, next_start
from tests.oracles import recurrence as oracle

days = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
weekdays = st.integers(1, 7)
spans = st.integers(0, 900)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 1), timezones=st.just(dt.UTC))
NEW_YORK = ZoneInfo("America/New_York")
near = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
few = st.integers(0, 40)


def _span(first, length):
    return Span(first, None if length is None else first + dt.timedelta(days=length))


def _moved(move):
    """One move from each day, as the database has it."""
    return tuple(Moved(on, to) for on, to in move.items())


any_repeats = st.builds(
    Repeats,
    kind=st.just("weekly"),
    weekday=weekdays,
    at=times,
    not_nth=st.none() | st.sampled_from([1, 2, 3, 4, 5, -1]),
    first=st.none() | near,
    last=st.none() | near,
    breaks=st.lists(st.builds(_span, near, few | st.none()), max_size=3).map(tuple),
    never_on=st.sampled_from([frozenset(), bank_holidays("england"), bank_holidays("scotland")]),
    moved=st.dictionaries(near, st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)), max_size=4).map(_moved),
)
every_kind = st.one_of(
    any_repeats,
    st.builds(
        lambda one, nth: replace(one, kind="monthly", nth=nth, not_nth=None),
        any_repeats,
        st.sampled_from([1, 2, 3, 4, 5, -1]),
    ),
    st.builds(lambda one, anchor: replace(one, kind="fortnightly", anchor=anchor, not_nth=None), any_repeats, near),
)


@st.composite
def repeats_with_moves_that_count(draw):
    """Most dates drawn at random are no day of the pattern: move some that are."""
    plain = replace(draw(every_kind), moved=(), breaks=())
    falls = list(plain.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    if not falls:
        return plain
    on = draw(st.lists(st.sampled_from(falls), max_size=3, unique=True))
    to = draw(st.lists(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)), min_size=3, max_size=3))
    off = draw(st.lists(st.builds(_span, st.sampled_from(falls), few), max_size=2))
    moved = tuple(Moved(day, at.replace(second=0, microsecond=0)) for day, at in zip(on, to, strict=False))
    return replace(plain, moved=moved, breaks=tuple(off))


def midnight(day):
    return dt.datetime.combine(day, dt.time())


def expected(freq, start, days, **rule):
    until = midnight(start + dt.timedelta(days=days))
    return [found.date() for found in rrule.rrule(freq, dtstart=midnight(start), until=until, **rule)]


@given(weekdays, times, days, spans)
def test_weekly_agrees_with_rfc_5545(weekday, at, start, span):
    found = Repeats("weekly", weekday, at).dates(start, start + dt.timedelta(days=span))
    assert list(found) == expected(rrule.WEEKLY, start, span, byweekday=weekday - 1)


@given(weekdays, st.sampled_from([1, 2, 3, 4, 5, -1]), times, days, spans)
def test_monthly_agrees_with_rfc_5545(weekday, nth, at, start, span):
    found = Repeats("monthly", weekday, at, nth=nth).dates(start, start + dt.timedelta(days=span))
    assert list(found) == expected(rrule.MONTHLY, start, span, byweekday=rrule.weekday(weekday - 1, nth))


@given(times, days, st.integers(-300, 300), spans)
def test_fortnightly_agrees_with_rfc_5545(at, start, before, span):
    anchor = start + dt.timedelta(days=before)
    found = list(
        Repeats("fortnightly", anchor.isoweekday(), at, anchor=anchor).dates(start, start + dt.timedelta(days=span))
    )
    early = anchor - dt.timedelta(days=14 * 40)
    every = expected(rrule.WEEKLY, early, span + before.__abs__() + 14 * 80, interval=2)
    assert found == [day for day in every if start <= day <= start + dt.timedelta(days=span)]


@given(weekdays, times, days, days, days)
def test_no_date_falls_outside_its_first_and_last(weekday, at, first, last, start):
    found = Repeats("weekly", weekday, at, first=first, last=last).dates(start, start + dt.timedelta(days=400))
    assert all(first <= day <= last for day in found)


@given(weekdays, times, st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC)))
def test_next_start_is_the_first_moment_a_wall_clock_shows_it(weekday, at, now):
    found = next_start(Repeats("weekly", weekday, at), LONDON, now)
    day = now.astimezone(LONDON).date() - dt.timedelta(days=2)
    walls = [
        moment(day + dt.timedelta(days=n), at, LONDON)
        for n in range(12)
        if (day + dt.timedelta(days=n)).isoweekday() == weekday
    ]
    assert found == min(start for start in walls if start >= now)


@pytest.mark.parametrize(
    "day", [dt.date(2026, 7, 1), dt.date(2026, 12, 2), dt.date(2026, 3, 29), dt.date(2026, 10, 25)]
)
def test_half_past_seven_is_half_past_seven_all_year(day):
    assert moment(day, dt.time(19, 30), LONDON).astimezone(LONDON).time() == dt.time(19, 30)


def test_a_time_the_clocks_skip_is_met_an_hour_later():
    start = moment(dt.date(2026, 3, 29), dt.time(1, 30), LONDON)
    assert start.astimezone(LONDON).time() == dt.time(2, 30)


def test_a_time_that_comes_twice_is_met_the_first_time():
    start = moment(dt.date(2026, 10, 25), dt.time(1, 30), LONDON)
    assert start == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_pattern_that_has_ended_has_no_next_start():
    ended = Repeats("weekly", 2, dt.time(19), last=dt.date(2026, 1, 1))
    assert next_start(ended, LONDON, dt.datetime(2026, 11, 24, tzinfo=dt.UTC)) is None


def test_a_start_at_this_very_moment_is_still_to_come():
    now = dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC)
    assert next_start(Repeats("weekly", 2, dt.time(19, 30)), LONDON, now) == now


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../passwd", "Europe"])
def test_a_time_zone_this_machine_does_not_know_is_none(name):
    assert known_zone(name) is None
    assert known_zone("Europe/London") == ZoneInfo("Europe/London")


# --- The days that are otherwise -----------------------------------------


def starts_of(repeats, start, end):
    """Usual and moved, as a wall clock shows them, in order."""
    usual = [dt.datetime.combine(day, repeats.at) for day in repeats.dates(start, end)]
    return sorted(usual + [move.to for move in repeats.moves() if start <= move.to.date() <= end])


@given(every_kind | repeats_with_moves_that_count(), near, spans)
def test_with_every_exception_it_agrees_with_an_rfc_5545_set(repeats, start, span):
    end = start + dt.timedelta(days=span)
    assert starts_of(repeats, start, end) == oracle.starts(repeats, start, end)


# A week either side of each change of the clocks, in London and in New York.
CHANGES = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 3, 8), dt.date(2026, 11, 1)]
small_hours = st.builds(dt.time, st.integers(0, 3), st.sampled_from([0, 15, 30, 59]))


@settings(max_examples=60)
@given(
    repeats_with_moves_that_count() | every_kind,
    small_hours | times,
    st.sampled_from([LONDON, NEW_YORK]),
    st.sampled_from(CHANGES),
    st.integers(0, 7 * 24 * 60),
    st.sampled_from([-1, 0, 1, 2]),
)
def test_next_start_agrees_with_a_clock_on_the_wall_over_both_changes(repeats, at, zone, change, before, moved_by):
    on = change + dt.timedelta(days=moved_by)
    repeats = replace(repeats, at=at, moved=(*repeats.moved, Moved(change, dt.datetime.combine(on, at))))
    now = dt.datetime.combine(change, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=2) - dt.timedelta(minutes=before)
    within = dt.timedelta(days=8)
    found = next_start(repeats, zone, now)
    expected = oracle.next_on_the_wall(repeats, zone, now, within=within)
    assert (found if found and found <= now + within else None) == expected


@given(every_kind | repeats_with_moves_that_count(), moments)
def test_the_next_start_is_never_missed_however_far(repeats, now):
    assert next_start(repeats, LONDON, now) == oracle.next_start(repeats, LONDON, now)


def test_a_meeting_moved_from_a_bank_holiday_is_at_its_new_time_and_not_at_its_old():
    monday = Repeats(
        "weekly",
        1,
        dt.time(19),
        never_on=bank_holidays("england"),
        moved=(Moved(dt.date(2026, 12, 28), dt.datetime(2026, 12, 29, 11)),),
    )
    after_christmas = dt.datetime(2026, 12, 26, tzinfo=dt.UTC)
    assert next_start(monday, LONDON, after_christmas) == dt.datetime(2026, 12, 29, 11, tzinfo=dt.UTC)


def test_a_move_of_a_day_on_which_it_does_not_meet_is_no_meeting():
    tuesday = Repeats("weekly", 2, dt.time(19), moved=(Moved(dt.date(2026, 11, 25), dt.datetime(2026, 11, 26, 9)),))
    assert list(tuesday.moves()) == []


def test_a_break_that_nobody_has_said_the_end_of_has_no_next_start():
    closed = Repeats("weekly", 2, dt.time(19), breaks=(Span(dt.date(2026, 8, 1), None),))
    assert next_start(closed, LONDON, dt.datetime(2026, 11, 24, tzinfo=dt.UTC)) is None


def test_after_a_break_of_years_it_meets_again():
    back = Repeats("weekly", 2, dt.time(19), breaks=(Span(dt.date(2026, 8, 1), dt.date(2036, 1, 1)),))
    start = next_start(back, LONDON, dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    assert start == dt.datetime(2036, 1, 8, 19, tzinfo=dt.UTC)


@given(st.lists(st.builds(_span, near, few), max_size=5), near)
def test_between_terms_are_the_days_after_one_and_before_another_and_in_none(terms, day):
    ended, to_come = any(term.last < day for term in terms), any(term.first > day for term in terms)
    in_a_gap = ended and to_come and not any(day in term for term in terms)
    assert any(day in gap for gap in between(terms)) == in_a_gap


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_days_at_either_end_of_the_calendar_stop_nothing(day):
    now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    shut = Repeats("weekly", 2, dt.time(19), breaks=(Span(min(day, now.date()), day),))
    assert (next_start(shut, LONDON, now) is None) is (day == dt.date.max)
    assert (next_start(Repeats("weekly", 2, dt.time(19), first=day), LONDON, now) is None) is (day == dt.date.max)
