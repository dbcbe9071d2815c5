"""The best way in (parity, clause 8): it lets the person in; what does not stands second, labelled."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.classification import BESIDE
from directory.index import MeetingIndex
from directory.options import Band
from directory.parity import options
from directory.places import Point
from directory.search import Search
from directory.vocabulary import Who
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.directory.test_parity import FAR, IN_SIX_DAYS, MANCHESTER, NEAR, found, meets
from tests.directory.worlds import directories, directory_of, moments, searches
from tests.factories import ProgrammeFactory

FARTHER_BUT_WITHIN_REACH = Point(53.51, -2.23)


def days_ago(days):
    return (NOW.date() - dt.timedelta(days=days)).isoformat()


@given(directories(), searches, moments)
def test_8_no_best_way_in_is_restricted_or_stale_or_run_by_others(directory, search, now):
    for option in found(directory, search, now).every:
        admits = directory.programmes[option.slug].admits
        for way in (option.nearest, option.soonest, option.online):
            if way:
                assert set(way.restricted_to) <= admits
                assert way.freshness != "stale"
                assert way.kind not in BESIDE


def test_8_a_restricted_meeting_stands_second_and_labelled():
    programme = ProgrammeFactory.build()
    directory = directory_of(
        [programme], [meets(programme, 1, restricted_to=("women",)), meets(programme, 2, point=Point(53.5, -2.26))]
    )
    (option,) = found(directory).every
    assert option.nearest.meeting.int == 2
    assert option.second.meeting.int == 1
    assert option.second.restricted_to == ("women",)


def test_8_a_womens_programme_restricts_nobody_it_admits():
    programme = ProgrammeFactory.build(approach="women")
    (option,) = found(directory_of([programme], [meets(programme, restricted_to=("women",))])).every
    assert option.nearest
    assert option.second is None


YOUNG = Search(place=MANCHESTER, who=Who.YOUNG_PERSON)


@pytest.mark.parametrize("mode", ["in_person", "online"])
def test_8_a_young_person_is_sent_to_no_meeting_of_adults(mode):
    """No list says how old those are who come: what serves others too is reached by its own number or site."""
    for_others_too = ProgrammeFactory.build(serves=["young_person", "someone_close"])
    directory = directory_of([for_others_too], [meets(for_others_too, 1, mode=mode)])
    (option,) = found(directory, YOUNG).every
    assert (option.nearest, option.soonest, option.second, option.online) == (None, None, None, None)
    (option,) = found(directory, replace(YOUNG, who=Who.SOMEONE_CLOSE)).every
    assert option.nearest or option.online


def test_8_a_young_person_is_sent_to_what_is_for_the_young():
    for_them = ProgrammeFactory.build(serves=["young_person"])
    kept_for_them = ProgrammeFactory.build(serves=["young_person", "someone_close"])
    rows = [meets(for_them, 1), meets(kept_for_them, 2, restricted_to=("young_people",))]
    ways = {option.slug: option for option in found(directory_of([for_them, kept_for_them], rows), YOUNG).every}
    assert ways[for_them.slug].nearest.meeting.int == 1
    assert ways[kept_for_them.slug].second.meeting.int == 2


def test_8_a_programme_with_only_a_stale_meeting_is_not_within_reach():
    programme = ProgrammeFactory.build()
    (option,) = found(directory_of([programme], [meets(programme, seen_at=NOW - dt.timedelta(days=400))])).every
    assert option.nearest is None
    assert option.band is Band.NOT_NEAR
    assert option.meetings == 1  # it is still listed, and still counted


def test_8_outside_the_filters_the_way_in_says_so():
    programme = ProgrammeFactory.build()
    directory = directory_of([programme], [meets(programme)])
    (option,) = found(directory, Search(place=MANCHESTER, wanted=Wanted(days=frozenset({5})))).every
    assert option.nearest is not None
    assert not option.nearest.inside_filters
    assert option.meetings == 0


def test_8_what_was_asked_for_within_reach_comes_before_what_is_nearer():
    programme = ProgrammeFactory.build()
    nearer, asked = meets(programme, 1, repeats=IN_SIX_DAYS), meets(programme, 2, point=Point(53.5, -2.26))
    search = Search(place=MANCHESTER, wanted=Wanted(days=frozenset({2})))
    (option,) = found(directory_of([programme], [nearer, asked]), search).every
    assert option.nearest.meeting.int == 2


def test_8_a_meeting_that_staff_run_stands_second_and_labelled():
    programme = ProgrammeFactory.build()
    by_staff, by_members = meets(programme, 1, run_by="service"), meets(programme, 2, point=Point(53.5, -2.26))
    (option,) = found(directory_of([programme], [by_staff, by_members])).every
    assert (option.nearest.meeting, option.nearest.kind) == (by_members.meeting, "")
    assert (option.second.meeting, option.second.kind) == (by_staff.meeting, "service_run")
    assert option.meetings == 2


def test_8_a_meeting_not_fully_checked_may_still_be_the_best_way_in():
    programme = ProgrammeFactory.build()
    (option,) = found(directory_of([programme], [meets(programme, values_experience="unknown")])).every
    assert option.nearest.kind == "mutual_aid_unchecked"


def test_8_a_staff_run_programme_is_entered_by_its_staff_run_meetings():
    programme = ProgrammeFactory.build(staff=True)
    (option,) = found(directory_of([programme], [meets(programme, 1), meets(programme, 2, run_by="members")])).every
    assert option.nearest.meeting.int == 1


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


@given(directories(), searches, st.lists(moments, min_size=2, max_size=4))
def test_what_is_kept_of_one_visitor_s_answer_changes_no_other_s(directory, search, nows):
    """From memory, at other moments, places and filters, as from a directory that nobody has asked yet."""
    asked = [replace(search, wanted=Wanted()), search]
    for now in nows:
        for each in asked:
            afresh = replace(directory, index=MeetingIndex.of(directory.index.rows), _own_ways={})
            assert options(each, directory=directory, now=now) == options(each, directory=afresh, now=now)
