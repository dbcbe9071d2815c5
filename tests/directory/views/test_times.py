"""How times are said, and what is otherwise: in words, on a meeting's page and on the rows that lead to it."""

import datetime as dt

import pytest

from directory import verification
from directory.cautions import Caution, Why
from directory.recurrence import Moved, Repeats, Span
from directory.views import times
from tests.conftest import NOW
from tests.directory.views.checklist import Page, sound
from tests.factories import CellFactory, MeetingFactory, MoveFactory, PatternFactory, SpellFactory, stamp

SEVEN = dt.time(19)


def test_patterns_that_differ_only_in_which_of_the_month_are_one_line():
    third, first = (Repeats("monthly", 2, SEVEN, nth=nth) for nth in (3, 1))
    sunday = Repeats("monthly", 7, dt.time(11), nth=-1)
    assert times.patterns([third, sunday, first], "Europe/London") == (
        "The first and third Tuesday of the month 7pm",
        "The last Sunday of the month 11am",
    )


def test_the_one_left_out_is_said():
    but = Repeats("weekly", 3, SEVEN, not_nth=1)
    assert times.patterns([but], "Europe/London") == ("Every Wednesday 7pm, but not the first of the month",)


@pytest.mark.parametrize(
    ("why", "span", "said"),
    [
        (Why.CLOSED, Span(dt.date(2026, 12, 3), dt.date(2026, 12, 17)), "closed 3 to 17 December"),
        (Why.BANK_HOLIDAY, None, "bank holiday: check first"),
        (Why.TERM_TIME, None, "term time only: ring first"),
        (Why.SAYS_WHEN, None, "its list says more about when: check first"),
    ],
)
def test_each_caution_has_its_words(why, span, said):
    assert times.caution(Caution(why, span), now=NOW) == said
    assert times.with_cautions("Mon 7pm", [Caution(why, span)], now=NOW) == f"Mon 7pm ({said})"
    assert times.with_cautions("Mon 7pm", [], now=NOW) == "Mon 7pm"


def test_what_is_over_is_not_said():
    over = Span(dt.date(2026, 11, 1), dt.date(2026, 11, 23))
    assert times.breaks([over, Span(NOW.date(), None)], now=NOW) == ["No meeting from 24 November until further notice"]
    moved = Moved(dt.date(2026, 11, 22), dt.datetime(2026, 11, 23, 11))
    assert times.moves([moved], now=NOW) == []


@pytest.fixture
def tuesday(clock):
    return MeetingFactory(programme__name="Invented Fellowship", venue__name="Invented Hall")


def page(client, meeting):
    return sound(client.get(meeting.get_absolute_url())).text


@pytest.mark.django_db
class TestTheMeetingPage:
    def test_a_closed_hall_is_said_with_its_days_and_reason_and_the_next_is_after_it(self, client, tuesday, now):
        first, last = dt.date(2026, 11, 23), dt.date(2026, 12, 6)
        closing = verification.close_venue(
            tuesday.venue, first=first, last=last, reason="a new floor", how="editor", at=now
        )
        text = page(client, tuesday)
        assert "Closed 23 November to 6 December: a new floor" in text
        assert "Tue 8 December 7.30pm" in text
        verification.undo(closing, at=now)
        text = page(client, tuesday)
        assert "a new floor" not in text
        assert "Tonight 7.30pm" in text

    def test_a_closing_to_come_is_said_long_before(self, client, tuesday, now):
        day = dt.date(2027, 8, 3)
        verification.close_venue(tuesday.venue, first=day, last=day, reason="a fair", how="editor", at=now)
        assert "Closed 3 August 2027: a fair" in page(client, tuesday)

    def test_breaks_and_moves_are_said(self, client, tuesday):
        SpellFactory(meeting=tuesday, first_on=dt.date(2026, 12, 14), last_on=dt.date(2027, 1, 3))
        MoveFactory(meeting=tuesday, was_on=dt.date(2026, 12, 1))
        text = page(client, tuesday)
        assert "No meeting 14 December 2026 to 3 January 2027" in text
        assert "The meeting of 1 December is on Wednesday 2 December, 11am" in text

    @pytest.mark.parametrize(
        ("stated", "said"),
        [("yes", "Bank holidays Meets"), ("no", "Does not meet"), ("unknown", "Not stated: check first")],
    )
    def test_whether_it_meets_on_bank_holidays_is_said_and_that_it_is_not_stated(self, client, clock, stated, said):
        assert said in page(client, MeetingFactory(bank_holidays=stated))

    def test_of_a_meeting_abroad_nothing_is_said_of_our_bank_holidays(self, client, clock):
        assert "Bank holidays" not in page(client, MeetingFactory(online=True, time_zone="America/New_York"))

    def test_a_next_meeting_on_a_bank_holiday_is_to_be_checked(self, client, clock, time_machine):
        time_machine.move_to(dt.datetime(2026, 12, 24, 12, tzinfo=dt.UTC), tick=False)
        monday = MeetingFactory(pattern__weekday=1)
        assert "Bank holiday: check first" in page(client, monday)

    def test_term_time_without_dates_is_to_be_asked_about(self, client, clock):
        text = page(client, MeetingFactory(term_time_only=True))
        assert "Term time only: ring first" in text
        assert "we don’t know the dates" in text

    def test_terms_are_said_when_we_have_them(self, client, tuesday, now):
        autumn = Span(dt.date(2026, 9, 1), dt.date(2026, 12, 18))
        verification.set_terms(tuesday, [autumn], how="editor", at=now)
        text = page(client, tuesday)
        assert "In term time only: 1 September to 18 December" in text
        assert "Term time only: ring first" not in text

    def test_what_its_list_says_of_when_is_said_in_its_words(self, client, clock):
        text = page(client, MeetingFactory(says_when="Fortnightly in summer."))
        assert "Its list also says Fortnightly in summer. Check before you go." in text

    def test_one_that_its_list_says_has_stopped_has_gone_and_leads_on(self, client, clock):
        stopped = MeetingFactory(says_stopped="Cancelled")
        assert client.get(stopped.get_absolute_url()).status_code == 410

    def test_several_a_week_are_each_said(self, client, tuesday):
        PatternFactory(meeting=tuesday, weekday=5, starts_at=dt.time(12, 30))
        text = page(client, tuesday)
        assert "Every Tuesday 7.30pm" in text
        assert "Every Friday 12.30pm" in text


@pytest.mark.django_db
class TestTheRows:
    @pytest.fixture
    def town(self, tuesday, now):
        stamp(tuesday)
        return CellFactory(slug="invented-town")

    @pytest.mark.parametrize("address", ["/near/invented-town/", "/near/invented-town/meetings/"])
    def test_a_closing_hall_is_said_before_and_during(self, client, time_machine, tuesday, town, address, now):
        first, last = dt.date(2026, 12, 3), dt.date(2026, 12, 17)
        verification.close_venue(tuesday.venue, first=first, last=last, reason="a fair", how="editor", at=now)
        assert "closed 3 to 17 December" in Page(client.get(address)).text
        time_machine.move_to(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC), tick=False)
        during = Page(client.get(address)).text
        assert "closed 3 to 17 December" in during
        assert "Tue 22 December 7.30pm" in during
        time_machine.move_to(dt.datetime(2026, 12, 18, 12, tzinfo=dt.UTC), tick=False)
        assert "closed" not in Page(client.get(address)).text

    def test_without_anything_stated_a_bank_holiday_is_to_be_checked(self, client, time_machine, town):
        monday = MeetingFactory(pattern__weekday=1, programme__name="Another Fellowship")
        stamp(monday)
        time_machine.move_to(dt.datetime(2026, 12, 24, 12, tzinfo=dt.UTC), tick=False)
        text = Page(client.get("/near/invented-town/")).text
        assert text.count("(bank holiday: check first)") == 1
