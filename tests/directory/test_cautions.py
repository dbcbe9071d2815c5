"""What is said before somebody goes: stated things, and what nobody has stated."""

import datetime as dt

import pytest

from directory.cautions import Cautions, Why
from directory.recurrence import Span

TODAY = dt.date(2026, 11, 24)
BOXING_DAY_KEPT = dt.date(2026, 12, 28)  # a Monday
AUGUST = Span(dt.date(2027, 8, 3), dt.date(2027, 8, 17))


def why(cautions, day, today=TODAY):
    return [one.why for one in cautions.on(day, today=today)]


@pytest.mark.parametrize(
    ("stated", "said"), [("unknown", [Why.BANK_HOLIDAY]), ("yes", []), ("no", [])], ids=["not stated", "yes", "no"]
)
def test_a_bank_holiday_is_said_only_where_nothing_is_stated_of_it(stated, said):
    assert why(Cautions(bank_holidays=stated, nation="england"), BOXING_DAY_KEPT) == said


@pytest.mark.parametrize(("nation", "said"), [("scotland", [Why.BANK_HOLIDAY]), ("england", []), (None, [])])
def test_it_is_the_bank_holiday_of_its_own_nation(nation, said):
    assert why(Cautions(nation=nation), dt.date(2026, 11, 30)) == said  # St Andrew’s Day


def test_online_a_day_that_only_some_nations_keep_is_to_be_checked_whatever_is_stated_against_it():
    assert why(Cautions(bank_holidays="no"), dt.date(2026, 11, 30)) == [Why.BANK_HOLIDAY]
    assert why(Cautions(bank_holidays="yes"), dt.date(2026, 11, 30)) == []


def test_term_time_is_to_be_asked_about_outside_every_term_we_know():
    term = Span(dt.date(2026, 9, 1), dt.date(2026, 12, 18))
    known = Cautions(term_time_only=True, terms=(term,), nation="england")
    assert why(known, dt.date(2026, 12, 1)) == []
    assert why(known, dt.date(2027, 1, 12)) == [Why.TERM_TIME]
    assert why(Cautions(term_time_only=True), dt.date(2026, 12, 1)) == [Why.TERM_TIME]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2027, 7, 5), []),
        (dt.date(2027, 7, 6), [Why.CLOSED]),  # four weeks before
        (dt.date(2027, 8, 17), [Why.CLOSED]),
        (dt.date(2027, 8, 18), []),
    ],
)
def test_a_hall_that_closes_is_said_before_and_during_and_not_after(today, said):
    closing = Cautions(nation="england", closed=(AUGUST,))
    assert why(closing, dt.date(2027, 8, 24), today=today) == said


def test_a_hall_closed_until_further_notice_is_said_until_it_is_undone():
    closed = Cautions(nation="england", closed=(Span(TODAY, None),))
    assert why(closed, TODAY, today=dt.date(2028, 2, 1)) == [Why.CLOSED]


def test_what_its_list_says_that_no_pattern_holds_is_always_said():
    assert why(Cautions(nation="england", says_when=True), dt.date(2026, 12, 1)) == [Why.SAYS_WHEN]
