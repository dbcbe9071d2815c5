"""What goes into somebody's calendar, read back as their telephone would read it."""

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.exports.calendars import Noted, calendar, first_start
from directory.freshness import FRESH_FOR
from directory.recurrence import LONDON, Moved, Repeats, Span, moment
from tests.directory.test_recurrence import CHANGES, every_kind, moments, repeats_with_moves_that_count, times
from tests.oracles import recurrence as oracle

MEETING = UUID("00000000-0000-4000-8000-000000000001")
NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
TUESDAYS = Repeats("weekly", 2, dt.time(19, 30))


def noted(repeats=TUESDAYS, zone="Europe/London", minutes=60, **said):
    return Noted(MEETING, repeats, zone, minutes, **({"title": "Meeting 7.30", "says": "Look again."} | said))


def read(one, now=NOW):
    return icalendar.Calendar.from_ical(calendar([one], now=now))


def starts(made, zone, now):
    """Every start that a calendar shows, in UTC, from a day before ``now`` to long after the last."""
    days = (now - dt.timedelta(days=1), now + dt.timedelta(days=1200))
    return sorted(one.start.astimezone(dt.UTC) for one in recurring_ical_events.of(made).between(*days))


def expected(repeats, zone, now):
    """The same by the slow oracle: whatever falls on a day of the half year, at its usual time or moved from it."""
    today = now.astimezone(zone).date()
    end = today + FRESH_FOR
    moved = {move.on: move.to for move in repeats.moved}
    pattern = oracle._pattern(repeats, min([today, *moved]), end)
    walls = [dt.datetime.combine(day, repeats.at) for day in repeats.dates(today, end)]
    walls += [moved[day] for day in pattern if day in moved and moved[day].date() >= today]
    return sorted(moment(wall.date(), wall.time(), zone) for wall in walls)


def on_the_clock(one):
    """To the second, as a calendar is, and not saying whether it is the first or the second of two, as the database."""
    moved = tuple(Moved(move.on, move.to.replace(microsecond=0, fold=0)) for move in one.moved)
    return replace(one, at=one.at.replace(fold=0), moved=moved)


any_repeats = (every_kind | repeats_with_moves_that_count()).map(on_the_clock)
on_a_clock = times.map(lambda at: at.replace(fold=0))


@settings(max_examples=120, deadline=None)
@given(any_repeats, moments, st.sampled_from([LONDON, ZoneInfo("America/New_York")]))
def test_a_calendar_shows_every_start_of_the_half_year_and_no_other(repeats, now, zone):
    made = calendar([noted(repeats, zone.key)], now=now)
    wanted = expected(repeats, zone, now)
    since = now - dt.timedelta(days=1)
    if made is None:
        assert not wanted
        return
    found = starts(icalendar.Calendar.from_ical(made), zone, now)
    assert [at for at in found if at >= since] == [at for at in wanted if at >= since]


@settings(max_examples=60, deadline=None)
@given(on_a_clock, st.sampled_from(CHANGES), st.integers(1, 6))
def test_a_wall_time_is_kept_over_both_changes_of_the_clocks(at, change, weeks):
    now = dt.datetime.combine(change - dt.timedelta(weeks=weeks), dt.time(), tzinfo=dt.UTC)
    repeats = Repeats("weekly", change.isoweekday(), at)
    found = starts(read(noted(repeats), now), LONDON, now)
    assert moment(change, at, LONDON) in found
    assert moment(change + dt.timedelta(weeks=1), at, LONDON) in found


def test_a_telephone_that_knows_no_time_zones_is_told_of_london():
    made = read(noted())
    (zone,) = made.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    clocks = zone.to_tz()
    for day, hours in [(dt.datetime(2026, 12, 1, 12), 0), (dt.datetime(2027, 4, 20, 12), 1)]:
        assert day.replace(tzinfo=clocks).utcoffset() == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("repeats", "rule"),
    [
        (TUESDAYS, "FREQ=WEEKLY;UNTIL=20270525T183000Z;BYDAY=TU"),
        (Repeats("monthly", 2, dt.time(19, 30), nth=-1), "FREQ=MONTHLY;UNTIL=20270525T183000Z;BYDAY=-1TU"),
        (
            Repeats("fortnightly", 2, dt.time(19, 30), anchor=dt.date(2026, 12, 1)),
            "FREQ=WEEKLY;UNTIL=20270518T183000Z;INTERVAL=2;BYDAY=TU",
        ),
        (
            Repeats("weekly", 2, dt.time(19, 30), not_nth=1),
            "FREQ=MONTHLY;UNTIL=20270525T183000Z;BYDAY=2TU,3TU,4TU,5TU",
        ),
    ],
)
def test_each_kind_of_pattern_is_a_rule(repeats, rule):
    (series,) = read(noted(repeats)).events
    assert series["RRULE"].to_ical().decode() == rule


def test_a_break_a_bank_holiday_and_a_move_are_told():
    repeats = replace(
        TUESDAYS,
        breaks=(Span(dt.date(2026, 12, 7), dt.date(2026, 12, 13)),),
        moved=(Moved(dt.date(2026, 12, 22), dt.datetime(2026, 12, 23, 18)),),
        never_on=frozenset({dt.date(2026, 12, 29)}),
    )
    series, moved = read(noted(repeats)).events
    assert [one.dt.date() for one in series["EXDATE"].dts] == [dt.date(2026, 12, 8), dt.date(2026, 12, 29)]
    assert (moved["RECURRENCE-ID"].dt.date(), moved["DTSTART"].dt.hour) == (dt.date(2026, 12, 22), 18)
    assert moved["UID"] == series["UID"]


def test_taken_again_it_replaces_what_was_taken_before():
    (first,), (again,) = read(noted()).events, read(noted(title="Choir"), NOW + dt.timedelta(days=30)).events
    assert first["UID"] == again["UID"]
    (other,) = read(noted(replace(TUESDAYS, at=dt.time(10)))).events
    assert other["UID"] != first["UID"]


def test_what_does_not_meet_in_the_half_year_is_no_calendar():
    ended = replace(TUESDAYS, last=dt.date(2026, 11, 1))
    assert calendar([noted(ended)], now=NOW) is None
    assert first_start(ended, "Europe/London", now=NOW) is None
    assert calendar([], now=NOW) is None


def test_how_long_is_not_said_where_nobody_stated_it():
    (event,) = read(noted(minutes=None)).events
    assert not {"DTEND", "DURATION"} & set(event)


def test_how_long_is_a_length_so_that_no_change_of_the_clocks_makes_it_longer():
    (event,) = read(noted(minutes=90)).events
    assert event["DURATION"].dt == dt.timedelta(minutes=90)
    assert "DTEND" not in event


def test_a_title_cannot_say_more_than_a_title():
    made = read(noted(title="Choir\r\nLOCATION:Somewhere;x,y\\n"))
    (event,) = made.events
    assert "LOCATION" not in event
    assert event["SUMMARY"] == "Choir\nLOCATION:Somewhere;x,y\\n"


def test_an_hour_abroad_is_the_hour_here():
    sundays = Repeats("weekly", 7, dt.time(20))
    assert first_start(sundays, "America/New_York", now=NOW) == dt.datetime(2026, 11, 30, 1, tzinfo=LONDON)
