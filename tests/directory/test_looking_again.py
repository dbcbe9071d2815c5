"""When should somebody look again at what they took away?"""

import datetime as dt

import pytest
from hypothesis import given

from directory.cautions import Cautions
from directory.looking_again import look_again_on
from directory.parity import options
from directory.recurrence import Repeats, Span
from directory.search import Search
from tests.conftest import NOW
from tests.directory.test_parity import MANCHESTER, meets
from tests.directory.worlds import directories, directory_of, moments, searches
from tests.factories import ProgrammeFactory

TODAY = NOW.date()


def day(ahead):
    return TODAY + dt.timedelta(days=ahead)


def with_a_hall_closed(first, last, **facts):
    programme = ProgrammeFactory.build()
    cautions = Cautions(nation="england", closed=(Span(first, last),))
    listed = [meets(programme, 1, repeats=Repeats("weekly", 2, dt.time(19, 30)), cautions=cautions, **facts)]
    return options(Search(place=MANCHESTER), directory=directory_of([programme], listed), now=NOW)


def test_in_two_weeks_where_no_change_is_known():
    found = options(Search(place=MANCHESTER), directory=directory_of([ProgrammeFactory.build()]), now=NOW)
    assert look_again_on(found) == day(14)


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ((day(4), day(30)), day(4)),  # the day it closes
        ((day(-3), day(6)), day(7)),  # the day it opens again
        ((day(-3), None), day(14)),  # until further notice
        ((day(0), day(30)), day(14)),  # today: the sheet says so already
        ((day(20), day(30)), day(14)),
    ],
)
def test_sooner_where_a_hall_on_the_sheet_closes_or_opens_again(closed, expected):
    assert look_again_on(with_a_hall_closed(*closed)) == expected


@pytest.mark.parametrize(
    ("nation", "expected"),
    [("scotland", dt.date(2026, 11, 30)), ("england", day(14))],  # St Andrew’s Day is Scotland’s alone
)
def test_sooner_where_there_is_a_bank_holiday(nation, expected):
    place = MANCHESTER.__class__("Somewhere", "m1-1", MANCHESTER.point, "sector", nation)
    found = options(Search(place=place), directory=directory_of([ProgrammeFactory.build()]), now=NOW)
    assert look_again_on(found) == expected


@given(directories(), searches, moments)
def test_always_after_today_and_within_two_weeks(directory, search, now):
    found = options(search, directory=directory, now=now)
    assert dt.timedelta(0) < look_again_on(found) - now.date() <= dt.timedelta(days=15)
