import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import get_language, override
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.ui import words

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=LONDON)  # a Tuesday afternoon
moments = st.integers(1_600_000_000, 2_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
QUARTERS = {"": 0, "¼": 0.25, "½": 0.5, "¾": 0.75}


def said_miles(said):
    """The number in "about 1¾ miles"."""
    whole, part = re.fullmatch(r"(\d*)([¼½¾]?) miles?", said).groups()
    return int(whole or 0) + QUARTERS[part]


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (0, "under ¼ mile"),
        (0.12, "under ¼ mile"),
        (0.2, "about ¼ mile"),
        (0.8, "about ¾ mile"),
        (1.04, "about 1 mile"),
        (1.2, "about 1¼ miles"),
        (2.9, "about 3 miles"),
        (3.6, "about 3½ miles"),
        (36.4, "about 36 miles"),
    ],
)
def test_miles_are_said_as_people_say_them(distance, said):
    assert words.miles(distance) == said


def test_an_exact_place_is_not_about():
    assert words.miles(2, exact=True) == "2 miles"


@given(st.floats(0.125, 700))
def test_miles_said_are_never_far_from_the_truth(distance):
    step = 0.25 if distance < 3 else 0.5 if distance < 10 else 1
    assert abs(said_miles(words.miles(distance, exact=True)) - distance) <= step / 2 + 1e-9


@given(st.floats(0, 700), st.floats(0, 700))
def test_nearer_is_never_said_as_farther(one, other):
    near, far = sorted([one, other])
    if far >= 0.125 and near >= 0.125:
        assert said_miles(words.miles(near, exact=True)) <= said_miles(words.miles(far, exact=True))


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (dt.time(0, 0), "midnight"),
        (dt.time(0, 30), "12.30am"),
        (dt.time(9, 5), "9.05am"),
        (dt.time(12, 0), "noon"),
        (dt.time(12, 30), "12.30pm"),
        (dt.time(19, 30), "7.30pm"),
        (dt.time(20, 0), "8pm"),
    ],
)
def test_times_are_said_with_a_point(time, said):
    assert words.clock(time) == said


@given(st.times(), st.times())
def test_two_times_are_said_alike_only_when_they_are_the_same_minute(one, other):
    same = (one.hour, one.minute) == (other.hour, other.minute)
    assert (words.clock(one) == words.clock(other)) is same


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (NOW.replace(hour=19, minute=30), "tonight 7.30pm"),
        (NOW.replace(hour=16), "today 4pm"),
        (NOW.replace(day=25, hour=19), "tomorrow 7pm"),
        (NOW.replace(day=26, hour=12), "Thu noon"),
        (NOW.replace(day=30, hour=19), "Mon 7pm"),
        (dt.datetime(2026, 12, 1, 19, tzinfo=LONDON), "Tue 1 December 7pm"),
    ],
)
def test_when_is_printed_absolute(start, said):
    assert words.when(start, now=NOW) == said


@pytest.mark.parametrize(("hour", "said"), [(23, "tonight"), (16, "today")])
def test_a_narrow_line_says_only_the_day_when_it_is_near(hour, said):
    assert words.when_shortly(NOW.replace(hour=hour), now=NOW) == said


def test_a_narrow_line_says_the_time_when_it_is_not():
    assert words.when_shortly(NOW.replace(day=26, hour=19), now=NOW) == "Thu 7pm"


def test_the_day_is_londons_in_summer_too():
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight in London
    assert words.when(late, now=dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)) == "tomorrow 12.30am"


@given(moments, st.times())
def test_within_a_week_no_two_days_are_said_alike(now, time):
    today = now.astimezone(LONDON).date()
    starts = [dt.datetime.combine(today + dt.timedelta(days=n), time, tzinfo=LONDON) for n in range(7)]
    assert len({words.day(start, now=now) for start in starts}) == 7


@given(moments)
def test_a_moment_says_the_year_and_the_day_of_the_week(now):
    there = now.astimezone(LONDON)
    assert words.moment(now).endswith(f"{there:%A} {there.day} {there:%B %Y}")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "yesterday"),
        (6, "6 days ago"),
        (21, "3 weeks ago"),
        (100, "3 months ago"),
        (800, "2 years ago"),
    ],
)
def test_how_long_ago(days, said):
    assert words.ago(NOW.date() - dt.timedelta(days=days), now=NOW) == said


@given(st.integers(2, 4000))
def test_how_long_ago_never_says_nought(days):
    assert int(words.ago(NOW.date() - dt.timedelta(days=days), now=NOW).split()[0]) >= 1


def test_dates():
    assert words.date(dt.date(2026, 8, 6)) == "6 August 2026"
    assert words.month(dt.date(2026, 8, 6)) == "August 2026"


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(items, said):
    assert words.listed(items) == said
    assert words.either(items) == said.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("phrase", "said"), [("Women", "women"), ("LGBT+ people", "LGBT+ people"), ("", ""), ("A", "A")]
)
def test_a_phrase_in_the_middle_of_a_sentence_begins_small(phrase, said):
    assert words.initial(phrase) == said


def test_numbers_are_read_and_dialled():
    assert [words.counted(number) for number in (0, 34, 1186)] == ["0", "34", "1,186"]
    assert words.dialled("0800 1111") == "08001111"


def test_patterns_are_said():
    half_past_seven = dt.time(19, 30)
    assert words.weekly(2, half_past_seven) == "Every Tuesday 7.30pm"
    assert words.weekly(2, half_past_seven, every_other=True) == "Every other Tuesday 7.30pm"
    assert words.monthly((-1,), 5, half_past_seven) == "The last Friday of the month 7.30pm"
    assert len({words.monthly((nth,), 1, half_past_seven) for nth in (1, 2, 3, 4, 5, -1)}) == 6


def test_several_of_the_month_are_said_in_one_line_and_the_one_left_out_is_named():
    at = dt.time(19)
    assert words.monthly((1, 3), 2, at) == "The first and third Tuesday of the month 7pm"
    assert words.weekly(2, at, not_nth=1) == "Every Tuesday 7pm, but not the first of the month"
    assert words.weekly(2, at, not_nth=-1) == "Every Tuesday 7pm, but not the last of the month"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-08-03", "2026-08-17", "3 to 17 August"),
        ("2026-07-28", "2026-08-03", "28 July to 3 August"),
        ("2026-08-03", "2026-08-03", "3 August"),
        ("2026-12-28", "2027-01-03", "28 December 2026 to 3 January 2027"),
        ("2027-08-03", "2027-08-17", "3 to 17 August 2027"),
        ("2026-08-03", None, "from 3 August until further notice"),
    ],
)
def test_days_are_said_with_their_year_where_it_is_not_this_one(first, last, said):
    first, last = (on and dt.date.fromisoformat(on) for on in (first, last))
    assert words.days(first, last, now=NOW) == said


def test_a_day_is_said_with_its_weekday():
    assert words.weekday_and_date(dt.date(2026, 12, 29), now=NOW) == "Tuesday 29 December"


def test_a_day_is_said_shortly_with_its_year_where_it_is_not_this_one():
    assert words.short_date(dt.date(2026, 11, 18), now=NOW) == "Wed 18 Nov"
    assert words.short_date(dt.date(2027, 3, 2), now=NOW) == "Tue 2 Mar 2027"
    assert words.month_alone(dt.date(2027, 3, 2)) == "March"


@words.remembered
def spoken(number):
    return f"{number} in {get_language()}"


def test_what_is_remembered_in_one_language_is_not_said_in_another():
    with override("cy"), words.one_language():
        assert spoken(1) == "1 in cy"
    with override("en"):
        assert spoken(1) == "1 in en"
        with words.one_language():
            assert spoken(2) == "2 in en"
    with override("cy"):
        assert spoken(2) == "2 in cy"
