"""Patterns against dateutil's RFC 5545, and against a clock on the wall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from directory.recurrence import Repeats, known_zone, moment, next_start

LONDON = ZoneInfo("Europe/London")
days = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
weekdays = st.integers(1, 7)
spans = st.integers(0, 900)


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
