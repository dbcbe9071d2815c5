"""Quarters and years: every day in one, every address back to its own, and none counted before it is whole."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reports import periods
from referrals.reports.periods import KEPT, NoSuchPeriod, Quarter, Year, period

days = st.dates(dt.date(1990, 4, 1), dt.date(2900, 12, 31))
quarters = st.builds(Quarter.of, days)
years = st.integers(1990, 2900).map(lambda year: Year(dt.date(year, 4, 1)))
DAY = dt.timedelta(days=1)


@given(days)
def test_every_day_is_in_one_quarter_of_three_months(day):
    quarter = Quarter.of(day)
    assert quarter.first <= day < quarter.end
    assert quarter.first.day == quarter.end.day == 1
    assert quarter.first.month in {1, 4, 7, 10}
    months = {(quarter.first + number * DAY).month for number in range((quarter.end - quarter.first).days)}
    assert len(months) == 3


@given(quarters)
def test_the_one_before_ends_where_this_begins(quarter):
    assert quarter.before.end == quarter.first
    assert Quarter.of(quarter.end).before == quarter
    assert Quarter.of(quarter.first - DAY) == quarter.before
    assert quarter.quarters == (quarter,)


@given(st.one_of(quarters, years))
def test_an_address_leads_back_to_its_period(one):
    assert period(one.slug) == one


@given(st.text(max_size=12))
def test_any_other_address_is_of_no_period(slug):
    try:
        found = period(slug)
    except NoSuchPeriod:
        return
    assert found.slug == slug


@pytest.mark.parametrize(
    "slug",
    [
        *("", "-", "2026", "2026-q0", "2026-q5", "2026-Q1", "2026-q1 ", " 2026-q1", "2026-q11", "26-q1", "02026-q1"),
        *("2025-27", "2025-2026", "2025-6", "2025-026", "+2026-q1", "2_026-q1", "٢٠٢٦-q1", "2026-q１", "0000-q1"),
        *(
            "0001-q1",
            "9999-q4",
            "9999-00",
            "1989-q4",
            "1989-90",
            "99999999999999999999-q1",
            "9" * 5000 + "-q1",
            "-1-q1",
        ),
    ],
)
def test_what_looks_like_one_and_is_none(slug):
    with pytest.raises(NoSuchPeriod):
        period(slug)


@pytest.mark.parametrize("slug", ["1990-q1", "1990-91", "1999-00", "2989-q4", "2989-90"])
def test_of_any_period_that_can_be_named_all_can_be_worked_out(slug):
    found = period(slug)
    assert found.mature_on > found.end
    assert len(list(periods.mature(found.mature_on))) == KEPT
    quarter = found.quarters[0]
    for _number in range(KEPT):
        quarter = quarter.before
    assert str(found)


def test_a_quarter_is_whole_sixteen_weeks_after_its_end():
    quarter = Quarter(dt.date(2026, 1, 1))
    assert quarter.mature_on == dt.date(2026, 7, 22)
    assert periods.mature(dt.date(2026, 7, 21))[0] == quarter.before
    assert periods.mature(dt.date(2026, 7, 22))[0] == quarter


@given(days)
def test_whoever_was_introduced_last_has_had_sixteen_weeks_when_it_is_counted(today):
    whole = periods.mature(today)
    last_day = whole[0].end - DAY
    assert (today - last_day).days > 112
    following = Quarter(whole[0].end)
    assert following.mature_on > today, "and no later quarter is whole"
    assert len(whole) == KEPT
    assert all(later.before == earlier for later, earlier in pairwise(whole))


@given(days)
def test_what_has_begun_ends_with_today(today):
    begun = periods.latest(today)
    assert begun[0] == Quarter.of(today)
    assert len(set(begun)) == KEPT
    assert begun == sorted(begun, reverse=True)


@given(years)
def test_a_year_is_four_quarters_from_april(year):
    assert [quarter.first.month for quarter in year.quarters] == [4, 7, 10, 1]
    assert year.quarters[0].first == year.first
    assert all(one.end == next_one.first for one, next_one in pairwise(year.quarters))
    assert year.end == dt.date(year.first.year + 1, 4, 1)
    assert year.mature_on == year.quarters[-1].mature_on


@given(days, st.sets(st.integers(0, KEPT - 1)))
def test_only_whole_years_are_offered(today, missing):
    held = [quarter for number, quarter in enumerate(periods.latest(today)) if number not in missing]
    found = periods.years(held)
    assert all(set(year.quarters) <= set(held) for year in found)
    assert found == sorted(found, reverse=True)
    for first in {quarter.first for quarter in held if quarter.first.month == 4}:
        assert (Year(first) in found) == (set(Year(first).quarters) <= set(held))


def test_people_read_the_months():
    assert str(Quarter(dt.date(2026, 1, 1))) == "January to March 2026"
    assert str(Year(dt.date(2025, 4, 1))) == "April 2025 to March 2026"
