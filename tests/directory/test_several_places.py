"""Every option for somebody who may set out from several places, over any directory, places and moment."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from directory import parity, several_places
from directory.options import Band
from directory.places import Place, Point
from directory.recurrence import Repeats
from directory.search import Search
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.directory.worlds import directories, directory_of, meeting, moments, places, searches
from tests.factories import ProgrammeFactory

HOME = Place("M1 1", "m1-1", Point(53.4835, -2.2312), "sector", "england")
WORK = Place("Leeds", "leeds", Point(53.80, -1.55), "settlement", "england")
TONIGHT, IN_SIX_DAYS = Repeats("weekly", 2, dt.time(19, 30)), Repeats("weekly", 1, dt.time(10))

several = st.builds(
    lambda search, others: [search, *(replace(search, place=place) for place in others)],
    searches,
    st.lists(places, max_size=2),
)


def found(directory, *from_places, now=NOW):
    searches = [Search(place=place) for place in from_places]
    return several_places.options(searches, directory=directory, now=now)


def meets(programme, at, point, repeats=TONIGHT):
    return meeting(programme, at, point=point, repeats=repeats, mode="in_person", seen_at=NOW)


@given(directories(), several, moments)
def test_the_options_are_those_that_each_place_shows_each_once(directory, searches, now):
    shown = several_places.options(searches, directory=directory, now=now).options
    each = [parity.options(search, directory=directory, now=now) for search in searches]
    named = [option.slug for option in shown.every]
    assert len(named) == len(set(named))
    assert set(named) == {option.slug for one in each for option in one.every}
    elsewhere = {option.slug for one in each for option in one.elsewhere}
    assert {option.slug for option in shown.elsewhere} == elsewhere - set(named)


@given(directories(), searches, moments)
def test_one_place_alone_is_answered_as_anybody_is(directory, search, now):
    alone = several_places.options([search], directory=directory, now=now)
    assert alone.options == parity.options(search, directory=directory, now=now)


@given(directories(), several, moments)
def test_each_stands_in_the_best_of_its_bands_with_the_best_of_its_ways_in(directory, searches, now):
    searches = [replace(search, wanted=Wanted()) for search in searches]
    told = several_places.options(searches, directory=directory, now=now)
    each = [{o.slug: o for o in parity.options(s, directory=directory, now=now).every} for s in searches]
    reach = list(Band)
    for option in told.options.every:
        views = [view[option.slug] for view in each if option.slug in view]
        assert option.band == min((view.band for view in views), key=reach.index)
        near = [view.nearest.miles for view in views if view.nearest]
        assert (option.nearest.miles if option.nearest else None) == min(near, default=None)
        if option.nearest:
            assert each[told.nearest_from[option.slug]][option.slug].nearest == option.nearest
        starts = [view.soonest.next_start for view in views if view.soonest]
        assert (option.soonest.next_start if option.soonest else None) == min(starts, default=None)


@given(directories(), several, moments)
def test_the_order_is_interleaved_by_the_first_places_turn(directory, searches, now):
    shown = several_places.options(searches, directory=directory, now=now).options
    again = parity.laid_out(
        sorted(shown.every, key=lambda option: option.slug),
        elsewhere=shown.elsewhere,
        search=searches[0],
        directory=directory,
        now=now,
    )
    assert [option.slug for option in shown.every] == [option.slug for option in again.every]


@given(directories(), several, moments)
def test_the_desks_order_is_the_same_list_grouped_by_family(directory, searches, now):
    groups = several_places.options(searches, directory=directory, now=now).options.groups
    desk = several_places.by_family(groups)
    flat = [option for families in desk.values() for family in families for option in family.options]
    assert sorted(option.slug for option in flat) == sorted(option.slug for option in groups)
    for band in Band:
        those = [option for option in groups if option.band is band]
        assert [family.approach for family in desk[band]] == list(dict.fromkeys(o.approach for o in those))
        for family in desk[band]:
            assert list(family.options) == [option for option in those if option.approach == family.approach]


def test_the_nearest_and_the_soonest_may_be_from_different_places():
    programme = ProgrammeFactory.build(slug="a")
    near_work = meets(programme, 1, Point(53.80, -1.551), IN_SIX_DAYS)
    near_home = meets(programme, 2, Point(53.50, -2.2312), TONIGHT)
    told = found(directory_of([programme], [near_work, near_home]), HOME, WORK)
    assert (told.nearest_from, told.soonest_from) == ({"a": 1}, {"a": 0})
    [option] = told.options.groups
    assert (option.nearest.meeting, option.soonest.meeting) == (near_work.meeting, near_home.meeting)


def test_what_only_the_other_place_is_served_by_is_shown():
    welsh = ProgrammeFactory.build(slug="welsh", nations=["wales"])
    wales = Place("Newport", "newport-gwent", Point(51.58, -2.99), "settlement", "wales")
    directory = directory_of([welsh])
    assert [option.slug for option in found(directory, HOME).options.elsewhere] == ["welsh"]
    both = found(directory, HOME, wales).options
    assert ([option.slug for option in both.groups], both.elsewhere) == (["welsh"], ())
