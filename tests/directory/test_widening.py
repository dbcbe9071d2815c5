"""Where little is near it looks further by itself, says so, and moves the first line alone."""

from dataclasses import replace

import pytest
from hypothesis import given

from directory import parity
from directory.options import Band
from directory.parity import options
from directory.places import Point
from directory.search import DISTANCES, USUAL_MILES, Search
from directory.wanted import Wanted
from directory.widening import A_CHOICE
from tests.conftest import NOW
from tests.directory.test_parity import MANCHESTER, found, meets
from tests.directory.worlds import directories, directory_of, moments, searches, widening
from tests.factories import ProgrammeFactory

HERE = Search(place=MANCHESTER, widens=True)
AT = {miles: Point(MANCHESTER.point.lat + miles / 69.1, MANCHESTER.point.lon) for miles in (2, 8, 20, 40)}


def families_within(directory, search, miles, now):
    answer = options(replace(search, miles=miles, widens=False), directory=directory, now=now)
    return {option.approach for option in answer.reachable}


@given(directories(), widening, moments)
def test_it_stops_at_the_first_distance_with_a_choice_or_with_most_or_at_the_widest(directory, search, now):
    answer = options(search, directory=directory, now=now)
    reached = {
        miles: len(families_within(directory, search, miles, now)) for miles in DISTANCES if miles >= USUAL_MILES
    }
    enough = [miles for miles, number in reached.items() if number >= A_CHOICE]
    most = max(reached.values())
    fullest = min((miles for miles, number in reached.items() if number == most), default=USUAL_MILES)
    assert answer.search.miles == (enough[0] if enough else fullest if most else DISTANCES[-1])
    assert answer.is_widened == (answer.search.miles != USUAL_MILES)


@given(directories(), widening, moments)
def test_5_widening_moves_the_first_line_and_nothing_else(directory, search, now):
    """Each option is in the band it would be in if somebody had chosen that distance; none goes back a band."""
    order = list(Band)
    widened = options(search, directory=directory, now=now)
    chosen = options(replace(search, miles=widened.search.miles, widens=False), directory=directory, now=now)
    usual = options(replace(search, widens=False), directory=directory, now=now)
    assert replace(widened, search=chosen.search, wider=chosen.wider) == chosen
    before = {option.slug: order.index(option.band) for option in usual.every}
    after = {option.slug: order.index(option.band) for option in widened.every}
    assert before.keys() == after.keys()
    assert all(after[slug] <= before[slug] for slug in before)
    assert all(after[slug] in (before[slug], order.index(Band.REACHABLE)) for slug in before)


@given(directories(), searches, widening, moments)
def test_no_mark_moves_the_line(directory, search, other, now):
    """Filters, order and page: only for whom it is and what about say which families count."""
    marked = replace(other, place=search.place, who=search.who, problems=search.problems)
    plain = Search(place=search.place, who=search.who, problems=search.problems, widens=True)
    one, two = (options(each, directory=directory, now=now) for each in (marked, plain))
    assert one.search.miles == two.search.miles
    assert {option.slug: option.band for option in one.every} == {option.slug: option.band for option in two.every}


@given(directories(), widening, moments)
def test_every_surface_looks_as_far(directory, search, now):
    answer = options(search, directory=directory, now=now)
    around = parity.look_around(search, directory=directory, now=now)
    again = parity.look_around(answer.search, directory=directory, now=now)
    assert around.limit == again.limit
    assert around.hits.tolist() == again.hits.tolist()
    among = around.counts()
    assert answer.counts == {option.slug: among.get(option.slug, 0) for option in answer.every}
    assert answer.search.query() == search.query()


def world(**at):
    """One programme of each approach, meeting that many miles to the north."""
    run_by = {"community": "recovery_organisation"}
    programmes = [ProgrammeFactory.build(approach=each, run_by=run_by.get(each, "members")) for each in at]
    rows = [meets(each, number, point=AT[at[each.approach]]) for number, each in enumerate(programmes)]
    return directory_of(programmes, rows)


@pytest.mark.parametrize(
    ("directory", "miles"),
    [
        (world(twelve_step=2, tools=2), 5),
        (world(twelve_step=2, tools=8), 10),
        (world(twelve_step=2, tools=20), 25),
        (world(twelve_step=8, tools=20), 25),
        (world(twelve_step=2, tools=40), 5),  # looking further would reach no more
        (world(twelve_step=20), 25),
        (world(twelve_step=40), 25),  # nothing inside the widest, and it has been looked for
        (world(twelve_step=2, community=8), 5),  # a community is beside, not a choice of groups
    ],
)
def test_how_far(directory, miles):
    answer = options(HERE, directory=directory, now=NOW)
    assert (answer.search.miles, answer.is_widened, answer.wider) == (miles, miles != 5, None)


def test_a_distance_that_was_chosen_is_kept_and_the_wider_offered():
    directory = world(twelve_step=2, tools=20)
    answer = found(directory, replace(HERE, miles=3, widens=False))
    assert (answer.search.miles, answer.is_widened, answer.wider) == (3, False, 25)
    assert found(directory, replace(HERE, miles=25, widens=False)).wider is None
    assert found(world(twelve_step=2, tools=2), replace(HERE, miles=3, widens=False)).wider is None
    assert found(world(twelve_step=40), replace(HERE, miles=3, widens=False)).wider is None


def test_a_young_person_is_not_told_that_adults_meetings_are_near():
    programme = ProgrammeFactory.build(serves=["me", "young_person"])
    directory = directory_of([programme], [meets(programme, 1)])
    answer = found(directory, replace(HERE, who="young_person"))
    assert (answer.search.miles, answer.reachable) == (25, ())


def test_a_mark_that_nothing_near_suits_does_not_widen():
    answer = found(world(twelve_step=2, tools=2), replace(HERE, wanted=Wanted(words="nowhere")))
    assert answer.search.miles == 5
