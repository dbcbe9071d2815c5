"""The days themselves, which anybody can look up; and where the list stops."""

import datetime as dt
import subprocess
import sys

import pytest

from directory.bank_holidays import bank_holidays, is_bank_holiday, known_to


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("nation", "on", "says"),
    [
        ("england", "2026-12-28", "yes"),  # in place of Boxing Day
        ("wales", "2026-12-28", "yes"),
        ("england", "2026-08-31", "yes"),
        ("scotland", "2026-08-31", "no"),
        ("scotland", "2026-08-03", "yes"),
        ("scotland", "2026-11-30", "yes"),
        ("england", "2026-11-30", "no"),
        ("northern_ireland", "2026-03-17", "yes"),
        ("northern_ireland", "2026-07-13", "yes"),
        ("england", "2026-07-13", "no"),
        ("scotland", "2026-04-06", "no"),  # Easter Monday
        ("england", "2026-04-06", "yes"),
        ("england", "2026-11-24", "no"),
    ],
)
def test_each_nation_has_its_own(nation, on, says):
    assert is_bank_holiday(day(on), nation) == says


def test_where_the_nation_is_not_known_only_what_all_have_is_known():
    assert is_bank_holiday(day("2026-12-25"), "") == "yes"
    assert is_bank_holiday(day("2026-08-31"), "") == "unknown"
    assert is_bank_holiday(day("2026-11-24"), "") == "no"
    assert bank_holidays("") < bank_holidays("england")


def test_christmas_day_on_a_saturday_is_no_bank_holiday_and_not_any_day_either():
    assert is_bank_holiday(day("2027-12-25"), "england") == "unknown"
    assert is_bank_holiday(day("2027-12-27"), "england") == "yes"


def test_beyond_the_list_nothing_is_said_to_be_known():
    assert is_bank_holiday(dt.date(known_to().year + 1, 6, 15), "england") == "unknown"


def test_the_list_is_read_without_what_could_reach_the_network():
    told = "import sys; from directory.bank_holidays import bank_holidays; bank_holidays('wales')"
    asked = subprocess.run(
        [sys.executable, "-c", f"{told}; print('requests' in sys.modules, 'urllib3' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.split() == ["False", "False"]
