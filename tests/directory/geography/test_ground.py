import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography.ground import MOST_DOTS, MOST_NAMES, Box, Dot, Land
from directory.great_circle import miles_between
from directory.places import Point
from directory.sector_map import Named
from tests.directory.worlds import points

MIDDLE = Point(53.48, -2.23)


@given(points, st.sampled_from([1, 5, 32.5]))
def test_a_box_reaches_as_far_as_it_says_to_every_side(middle, miles):
    box = Box.around(middle, miles=miles)
    sides = [
        Point(box.north, middle.lon),
        Point(box.south, middle.lon),
        Point(middle.lat, box.east),
        Point(middle.lat, box.west),
    ]
    for side in sides:
        assert miles_between(middle, side) == pytest.approx(miles, rel=0.001)


@given(st.lists(points, max_size=40))
def test_what_is_inside_is_all_of_it_and_nothing_else(scattered):
    box = Box.around(MIDDLE, miles=5)
    dots = [Dot(f"M{at} 1", point) for at, point in enumerate(scattered)]
    found = Land(dots, [], []).within(box).dots
    inside = [dot for dot in dots if box.south <= dot.point.lat <= box.north and box.west <= dot.point.lon <= box.east]
    assert list(found) == inside


def test_where_sectors_are_too_many_to_tell_apart_districts_stand_for_them():
    districts = [Dot("M1", MIDDLE)]
    box = Box.around(MIDDLE, miles=5)
    assert len(Land([Dot("M1 1", MIDDLE)] * MOST_DOTS, districts, []).within(box).dots) == MOST_DOTS
    assert Land([Dot("M1 1", MIDDLE)] * (MOST_DOTS + 1), districts, []).within(box).dots == tuple(districts)


def test_the_largest_settlements_are_named_first():
    towns = [Named(f"Town {at}", MIDDLE, at) for at in range(MOST_NAMES + 5)]
    named = Land([], [], towns).within(Box.around(MIDDLE, miles=5)).names
    assert [each.population for each in named] == list(range(MOST_NAMES + 4, 4, -1))


def test_nothing_is_found_where_nothing_is():
    ground = Land([], [], []).within(Box.around(MIDDLE, miles=5))
    assert (ground.dots, ground.names) == ((), ())
