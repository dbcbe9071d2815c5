"""The details of a best way in (parity, clauses 3 and 8) that no rule over every directory would notice."""

import datetime as dt

import pytest

from directory.places import Point
from tests.conftest import NOW
from tests.directory.test_parity import FAR, NEAR, found, meets
from tests.directory.worlds import directory_of
from tests.factories import ProgrammeFactory

FARTHER_BUT_WITHIN_REACH = Point(53.51, -2.23)


def days_ago(days):
    return (NOW.date() - dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("where", "is_told"), [(NEAR, True), (FARTHER_BUT_WITHIN_REACH, False), (FAR, False)])
def test_8_a_meeting_for_some_people_is_told_of_only_where_it_is_nearer(where, is_told):
    programme = ProgrammeFactory.build()
    for_all = meets(programme, 1, point=Point(53.495, -2.23))
    for_some = meets(programme, 2, point=where, restricted_to=("women",))
    (option,) = found(directory_of([programme], [for_all, for_some])).every
    assert option.nearest.meeting == for_all.meeting
    assert (option.second is not None) is is_told


@pytest.mark.parametrize(
    ("site", "phone", "told"),
    [(10, 40, days_ago(40)), (40, 10, days_ago(40)), (None, 10, None), (10, None, None), (None, None, None)],
)
def test_3_a_site_and_a_number_are_as_old_as_the_older(site, phone, told):
    checked = {"site": site, "phone": phone}
    values = {"site": "https://example.org/", "phone": "0808 157 0123"}
    ways = [
        {"kind": kind, "value": values[kind]} | ({"checked_on": days_ago(days)} if days is not None else {})
        for kind, days in checked.items()
    ]
    (option,) = found(directory_of([ProgrammeFactory.build(ways_in=ways)])).every
    on = option.contact.checked_on
    assert (on.isoformat() if on else None) == told
