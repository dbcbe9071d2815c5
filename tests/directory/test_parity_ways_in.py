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


WOMEN = Search(place=MANCHESTER, wanted=Wanted(kept_for=frozenset({"women"})))


def test_8_who_asks_for_a_womens_meeting_is_shown_it_beside_the_one_for_all():
    programme = ProgrammeFactory.build()
    for_all, for_women = meets(programme, 1), meets(programme, 2, point=Point(53.51, -2.23), restricted_to=("women",))
    farther = meets(programme, 3, point=Point(53.52, -2.23), restricted_to=("women",))
    for_men = meets(programme, 4, restricted_to=("men",))
    (option,) = found(directory_of([programme], [for_all, for_women, farther, for_men]), WOMEN).every
    assert option.nearest.meeting == for_all.meeting
    assert option.second.meeting == for_women.meeting
    assert option.meetings == 2  # those that are what was asked for


def test_8_a_womens_meeting_too_far_to_go_to_is_told_of_where_it_is_joined_from_afar():
    programme = ProgrammeFactory.build()
    far = meets(programme, 1, point=FAR, restricted_to=("women",))
    online = meets(programme, 2, mode="online", restricted_to=("women",))
    (option,) = found(directory_of([programme], [meets(programme, 3), far, online]), WOMEN).every
    assert option.second.meeting == online.meeting
    assert option.second.miles is None
    (option,) = found(directory_of([programme], [meets(programme, 3), far]), WOMEN).every
    assert option.second is None


def test_8_a_stale_womens_meeting_is_not_told_of():
    programme = ProgrammeFactory.build()
    stale = meets(programme, 1, restricted_to=("women",), seen_at=NOW - dt.timedelta(days=400))
    (option,) = found(directory_of([programme], [meets(programme, 2), stale]), WOMEN).every
    assert option.second is None


def test_8_a_womens_programme_is_what_was_asked_for():
    programme = ProgrammeFactory.build(approach="women")
    (option,) = found(directory_of([programme], [meets(programme, 1)]), WOMEN).every
    assert option.nearest.kept_for == ("women",)
    assert (option.second, option.meetings) == (None, 1)


@given(directories(), searches, moments)
def test_8_a_second_way_in_is_kept_for_those_who_were_asked_for(directory, search, now):
    for option in found(directory, search, now).every:
        if option.second and search.wanted.kept_for:
            assert search.wanted.kept_for & set(option.second.kept_for)
            assert option.second.miles is None or option.second.miles <= search.miles
            assert option.second.freshness != "stale"


@given(directories(), searches, moments)
def test_what_is_not_stated_is_never_said_to_suit(directory, search, now):
    for option in found(directory, search, now).every:
        for way in filter(None, (option.nearest, option.soonest, option.online, option.second)):
            assert not (way.inside_filters and way.unsaid)
            assert set(way.unsaid) <= {*search.wanted.facts, "language"}


@pytest.mark.parametrize(
    ("said", "first"),
    [
        # Inside the distance what is stated, then what is not stated, then anything; then the same however far.
        ([("yes", FARTHER_BUT_WITHIN_REACH), ("unknown", NEAR), ("no", NEAR)], 0),
        ([("yes", FAR), ("unknown", FARTHER_BUT_WITHIN_REACH), ("no", NEAR)], 1),
        ([("yes", FAR), ("unknown", FAR), ("no", NEAR)], 2),
        ([("yes", FAR), ("unknown", Point(53.8, -2.23)), ("no", Point(53.7, -2.23))], 0),
        ([("no", Point(53.7, -2.23)), ("unknown", FAR), ("no", FAR)], 1),
    ],
)
def test_8_what_is_stated_comes_first_then_what_is_not_stated(said, first):
    programme = ProgrammeFactory.build()
    rows = [meets(programme, at, point=point, step_free=answer) for at, (answer, point) in enumerate(said)]
    search = Search(place=MANCHESTER, wanted=Wanted(facts=frozenset({"step_free"})))
    (option,) = found(directory_of([programme], rows), search).every
    assert option.nearest.meeting.int == first
    answer = said[first][0]
    assert option.nearest.inside_filters is (answer == "yes")
    assert option.nearest.unsaid == (("step_free",) if answer == "unknown" else ())


def test_what_says_so_and_what_does_not_say_are_counted_apart():
    programme = ProgrammeFactory.build()
    answers = ["yes", "yes", "unknown", "unknown", "unknown", "no"]
    rows = [meets(programme, at, step_free=answer) for at, answer in enumerate(answers)]
    search = Search(place=MANCHESTER, wanted=Wanted(facts=frozenset({"step_free"})))
    (option,) = found(directory_of([programme], rows), search).every
    assert (option.meetings, option.unsaid) == (2, 3)


@pytest.mark.parametrize(
    ("facts", "stance"),
    [
        ({"medicines": "not_known"}, None),
        ({"medicines": "not_relevant"}, None),
        ({"medicines": "welcomes", "medicines_source": "Its leaflet", "medicines_on": dt.date(2026, 3, 1)}, "welcomes"),
    ],
)
def test_only_what_a_programme_has_stated_of_medicines_is_passed_on_with_its_source(facts, stance):
    directory = directory_of([ProgrammeFactory.build(**facts)])
    (option,) = found(directory, Search(place=MANCHESTER, medicines=True)).every
    assert (option.medicines.said if option.medicines else None) == stance
    if stance:
        assert (option.medicines.source, option.medicines.on) == ("Its leaflet", dt.date(2026, 3, 1))
    (option,) = found(directory).every
    assert option.medicines is None


@given(directories(), searches, moments)
def test_what_is_on_now_has_begun_and_not_ended(directory, search, now):
    asked = replace(search, wanted=Wanted(soon="now"))
    for option in found(directory, asked, now).every:
        for way in filter(None, (option.nearest, option.soonest, option.online, option.second)):
            assert (way.begun is not None) is way.inside_filters
            if way.begun:
                assert way.begun <= now < way.begun + dt.timedelta(minutes=way.minutes or 60)
