"""A hall closed, a break, a move, a term: one act each way, and every index hears of it."""

import datetime as dt

import pytest

from directory import following, verification
from directory.models import Closure, Meeting, Spell, Venue
from directory.recurrence import Span
from mutualaid.accounts.models import User
from tests.factories import MeetingFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db
FORTNIGHT = {"first": dt.date(2026, 11, 23), "last": dt.date(2026, 12, 6)}
BY_EDITOR = {"how": "editor"}


def next_days(now):
    """The next day of each meeting, as a process that keeps up by revision now has it."""
    index = following.directory().index
    found = zip(index.rows, index.moments(now).starts.tolist(), strict=True)
    return {row.meeting: dt.datetime.fromtimestamp(start, dt.UTC).date() for row, start in found}


@pytest.fixture
def hall():
    return VenueFactory(name="Invented Hall")


@pytest.fixture
def five(hall):
    meetings = [MeetingFactory(venue=hall, pattern__weekday=day) for day in range(1, 6)]
    stamp(*meetings)
    return meetings


def test_one_act_closes_a_hall_for_all_that_meet_there_and_one_act_undoes_it(hall, five, now):
    elsewhere = MeetingFactory()
    stamp(elsewhere)
    before = next_days(now)
    closing = verification.close_venue(hall, **FORTNIGHT, reason="building work", at=now, **BY_EDITOR)
    during = next_days(now)
    assert all(during[meeting.pk] > FORTNIGHT["last"] for meeting in five)
    assert during[elsewhere.pk] == before[elsewhere.pk]
    verification.undo(closing, at=now)
    assert next_days(now) == before
    assert Closure.objects.get().undone_at == now  # kept, as it was


def test_it_is_on_record_who_closed_it_and_who_undid_it(hall, now):
    editor, other = (User.objects.create_user(f"{name}@example.org") for name in ("editor", "other"))
    closing = verification.close_venue(hall, **FORTNIGHT, reason="a flood", at=now, by=editor, **BY_EDITOR)
    verification.undo(closing, at=now, by=other)
    told = Closure.objects.get()
    assert (told.made_by, told.undone_by) == (editor, other)


def test_undoing_it_twice_keeps_who_undid_it_first(hall, now):
    closing = verification.close_venue(hall, **FORTNIGHT, reason="a flood", at=now, **BY_EDITOR)
    verification.undo(closing, at=now)
    with pytest.raises(verification.NotUndone, match="undone this already"):
        verification.undo(closing, at=now + dt.timedelta(days=1))
    assert Closure.objects.get().undone_at == now


def test_a_closing_stamps_its_venue_and_its_meetings_only(hall, five, now):
    elsewhere = MeetingFactory()
    verification.close_venue(hall, **FORTNIGHT, reason="building work", at=now, **BY_EDITOR)
    stamped = set(Meeting.objects.filter(revision__gt=1).values_list("pk", flat=True))
    assert stamped == {meeting.pk for meeting in five}
    assert Venue.objects.get(pk=hall.pk).revision > Venue.objects.get(pk=elsewhere.venue_id).revision


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"last": dt.date(2026, 11, 1)}, "The last day cannot be before the first."),
        ({"reason": ""}, "Say why it is closed."),
        ({"last": dt.date(9999, 12, 31)}, "Choose days within ten years of today."),
        ({"first": dt.date(1, 1, 1)}, "Choose days within ten years of today."),
        ({"how": "hearsay"}, "Say who told us: an editor, the group, its source or visitors."),
    ],
)
def test_what_cannot_be_so_is_refused_in_a_sentence(hall, now, facts, told):
    with pytest.raises(verification.NotOtherwise) as refused:
        verification.close_venue(hall, **{**FORTNIGHT, "reason": "a flood", "at": now, **BY_EDITOR} | facts)
    assert str(refused.value) == told
    assert not Closure.objects.exists()


def test_one_evening_is_called_off_and_called_on_again(five, now):
    tuesday, day = five[1], dt.date(2026, 11, 24)
    off = verification.call_off(tuesday, first=day, last=day, at=now, **BY_EDITOR)
    assert next_days(now)[tuesday.pk] == dt.date(2026, 12, 1)
    verification.undo(off, at=now)
    assert next_days(now)[tuesday.pk] == day


def test_one_evening_is_moved_and_the_same_one_not_twice(five, now):
    tuesday, day = five[1], dt.date(2026, 11, 24)
    to = {"to": dt.datetime(2026, 11, 26, 11), "at": now, **BY_EDITOR}
    moved = verification.move(tuesday, was_on=day, **to)
    assert next_days(now)[tuesday.pk] == dt.date(2026, 11, 26)
    with pytest.raises(verification.NotOtherwise, match="moved already"):
        verification.move(tuesday, was_on=day, **to)
    verification.undo(moved, at=now)
    assert verification.move(tuesday, was_on=day, **to).pk != moved.pk


def test_terms_take_the_place_of_those_we_had_and_say_that_it_is_in_term_time_only(five, now):
    tuesday = five[1]
    autumn = Span(dt.date(2026, 9, 1), dt.date(2026, 11, 20))
    spring = Span(dt.date(2027, 1, 5), dt.date(2027, 3, 20))
    verification.set_terms(tuesday, [autumn], at=now, **BY_EDITOR)
    verification.set_terms(tuesday, [autumn, spring], at=now, **BY_EDITOR)
    assert next_days(now)[tuesday.pk] == dt.date(2027, 1, 5)
    assert Spell.objects.standing().count() == 2
    (row,) = (row for row in following.directory().index.rows if row.meeting == tuesday.pk)
    assert row.cautions.term_time_only


def test_a_term_without_a_last_day_is_refused_and_the_terms_we_had_stay(five, now):
    verification.set_terms(five[1], [Span(dt.date(2026, 9, 1), dt.date(2026, 12, 18))], at=now, **BY_EDITOR)
    with pytest.raises(verification.NotOtherwise, match="a term has a last day"):
        verification.set_terms(five[1], [Span(dt.date(2027, 1, 5), None)], at=now, **BY_EDITOR)
    assert Spell.objects.standing().count() == 1


def test_what_is_on_record_is_not_told_twice(hall, five, now):
    closing = {**FORTNIGHT, "reason": "a flood", "at": now, **BY_EDITOR}
    verification.close_venue(hall, **closing)
    verification.call_off(five[1], **FORTNIGHT, at=now, **BY_EDITOR)
    with pytest.raises(verification.NotOtherwise, match="on record already"):
        verification.close_venue(hall, **closing)
    with pytest.raises(verification.NotOtherwise, match="on record already"):
        verification.call_off(five[1], **FORTNIGHT, at=now, **BY_EDITOR)
    verification.undo(Closure.objects.get(), at=now)
    verification.close_venue(hall, **closing)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 25), dt.date(2026, 11, 23)])
def test_a_day_on_which_it_does_not_meet_is_neither_called_off_nor_moved(five, now, day):
    with pytest.raises(verification.NotOtherwise, match="nothing to call off"):
        verification.call_off(five[1], first=day, last=day, at=now, **BY_EDITOR)
    with pytest.raises(verification.NotOtherwise, match=f"It does not meet on {day:%A} {day.day} November"):
        verification.move(five[1], was_on=day, to=dt.datetime(2026, 11, 26, 11), at=now, **BY_EDITOR)


def test_a_day_in_a_break_is_moved_all_the_same(five, now):
    verification.call_off(five[1], **FORTNIGHT, at=now, **BY_EDITOR)
    verification.move(five[1], was_on=dt.date(2026, 11, 24), to=dt.datetime(2026, 11, 26, 11), at=now, **BY_EDITOR)
    assert next_days(now)[five[1].pk] == dt.date(2026, 11, 26)


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_no_move_goes_beyond_what_a_calendar_can_count(five, now, day):
    with pytest.raises(verification.NotOtherwise, match="within ten years"):
        verification.move(
            five[1], was_on=dt.date(2026, 11, 24), to=dt.datetime.combine(day, dt.time(1)), at=now, how="editor"
        )
