"""Everything that is otherwise comes together with a pattern, for the index and for a page alike."""

import datetime as dt

import pytest

from directory import following
from directory.models import Meeting
from directory.recurrence import Span, next_start
from directory.times import Times, nation_of
from tests.factories import ClosureFactory, MeetingFactory, MoveFactory, SpellFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db
UTC = dt.UTC


def starts(now, days=60):
    """Every start of the one listed meeting in the days to come, as the index has them one after another."""
    following.forget()
    (row,) = following.directory().index.rows
    found, at = [], now
    while (start := next_start(row.repeats, dt.UTC, at)) and start <= now + dt.timedelta(days=days):
        found.append(start)
        at = start + dt.timedelta(minutes=1)
    return found


def days(now, **within):
    return [f"{start:%-d %b}" for start in starts(now, **within)]


@pytest.fixture
def monday(now):
    return MeetingFactory(pattern__weekday=1)


def test_a_break_takes_its_days_out(monday, now):
    SpellFactory(meeting=monday, first_on=dt.date(2026, 12, 7), last_on=dt.date(2026, 12, 14))
    assert days(now, days=30) == ["30 Nov", "21 Dec"]


def test_bank_holidays_are_left_out_where_its_list_says_so_and_nowhere_else(monday, now):
    assert "28 Dec" in days(now)
    Meeting.objects.update(bank_holidays="no")
    assert "28 Dec" not in days(now)
    Meeting.objects.update(bank_holidays="yes")
    assert "28 Dec" in days(now)


def test_the_bank_holidays_are_those_of_its_venues_nation(monday, now):
    Meeting.objects.update(bank_holidays="no")
    assert "30 Nov" in days(now)
    monday.venue.nation = "scotland"
    monday.venue.save()
    assert "30 Nov" not in days(now)  # St Andrew’s Day


def test_a_move_takes_one_day_out_and_puts_another_in(monday, now):
    MoveFactory(meeting=monday, was_on=dt.date(2026, 12, 7), to_on=dt.date(2026, 12, 9), to_at=dt.time(11))
    found = starts(now, days=21)
    assert [f"{start:%-d %b %H:%M}" for start in found] == ["30 Nov 19:30", "9 Dec 11:00", "14 Dec 19:30"]


def test_between_two_terms_it_does_not_meet_and_after_the_last_nothing_is_known(monday, now):
    for first, last in [("2026-09-01", "2026-12-11"), ("2027-01-11", "2027-01-15")]:
        SpellFactory(
            meeting=monday, kind="term", first_on=dt.date.fromisoformat(first), last_on=dt.date.fromisoformat(last)
        )
    assert days(now, days=70) == ["30 Nov", "7 Dec", "11 Jan", "18 Jan", "25 Jan", "1 Feb"]


def test_five_meetings_at_one_hall_are_all_closed_with_it_and_a_sixth_elsewhere_is_not(now):
    hall = VenueFactory()
    five = [MeetingFactory(venue=hall, pattern__weekday=day) for day in range(1, 6)]
    sixth = MeetingFactory()
    ClosureFactory(venue=hall, first_on=dt.date(2026, 11, 23), last_on=dt.date(2026, 12, 6))
    stamp(*five, sixth)
    index = following.directory().index
    first = {row.meeting: start for row, start in zip(index.rows, index.moments(now).starts, strict=True)}
    opens = dt.datetime(2026, 12, 7, tzinfo=UTC).timestamp()
    assert all(first[meeting.pk] >= opens for meeting in five)
    assert first[sixth.pk] < opens
    assert {row.cautions.closed for row in index.rows if row.meeting != sixth.pk} == {
        (Span(dt.date(2026, 11, 23), dt.date(2026, 12, 6)),)
    }


def test_what_was_undone_is_as_if_it_had_never_been(monday, now):
    usual = days(now)
    for told in (
        SpellFactory(meeting=monday),
        MoveFactory(meeting=monday, was_on=dt.date(2026, 12, 7)),
        ClosureFactory(venue=monday.venue),
    ):
        assert days(now) != usual
        type(told).objects.filter(pk=told.pk).update(undone_at=now)
    assert days(now) == usual


@pytest.mark.parametrize(
    ("facts", "nation"),
    [
        ({"venue__nation": "wales"}, "wales"),
        ({"abroad": True}, None),
        ({"online": True}, ""),
        ({"online": True, "time_zone": "America/New_York"}, None),
    ],
)
def test_whose_bank_holidays_it_has(facts, nation):
    assert nation_of(MeetingFactory(**facts)) == nation


def test_it_costs_the_same_however_many_meetings(django_assert_num_queries):
    for count in (1, 8):
        for meeting in MeetingFactory.create_batch(count):
            SpellFactory(meeting=meeting)
            ClosureFactory(venue=meeting.venue)
        with django_assert_num_queries(3):
            Times.of(Meeting.objects.all())
