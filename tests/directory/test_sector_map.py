import math

from hypothesis import given
from hypothesis import strategies as st

from directory.great_circle import miles_between
from directory.places import Point
from directory.sector_map import FEW, Named, sector_map

points = st.builds(Point, st.floats(50, 59), st.floats(-7, 1.5))
places = st.lists(points, min_size=1, max_size=60)


def drawn(points, settlements=()):
    return sector_map([(f"M1 {at}", point) for at, point in enumerate(points)], settlements)


@given(places)
def test_every_sector_has_its_disc_inside_the_drawing(points):
    drawing = drawn(points)
    assert [disc.text for disc in drawing.discs] == [f"M1 {at}" for at in range(len(points))]
    for disc in drawing.discs:
        assert drawing.radius <= disc.x <= drawing.width - drawing.radius
        assert drawing.radius <= disc.y <= drawing.height - drawing.radius


@given(st.lists(st.builds(Point, st.floats(53, 53.5), st.floats(-2, -1.5)), min_size=2, max_size=60))
def test_no_disc_hides_anothers_number(points):
    drawing = drawn(points)
    for at, one in enumerate(drawing.discs):
        for other in drawing.discs[at + 1 :]:
            assert math.dist((one.x, one.y), (other.x, other.y)) > 1.5 * drawing.radius


@given(places)
def test_the_same_sectors_are_drawn_the_same(points):
    assert drawn(points) == drawn(points)


def test_north_is_up_and_east_is_right():
    south_west, north_east = drawn([Point(53, -2), Point(54, -1)]).discs
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y


def test_the_scale_is_as_long_as_it_says():
    one_point, other_point = Point(53, -2), Point(53, -1.5)
    drawing = drawn([one_point, other_point])
    assert drawing.miles == 5
    one, other = drawing.discs
    assert math.isclose(drawing.scale / 5, (other.x - one.x) / miles_between(one_point, other_point), rel_tol=0.01)


def test_one_sector_has_a_disc_and_no_scale_and_none_has_neither():
    assert (len(drawn([Point(53, -2)]).discs), drawn([Point(53, -2)]).scale) == (1, 0)
    assert (drawn([]).discs, drawn([]).scale) == ((), 0)


def test_two_in_one_place_are_told_apart():
    one, other = drawn([Point(53, -2)] * 2).discs
    assert math.dist((one.x, one.y), (other.x, other.y)) > 20


def test_of_many_sectors_the_main_towns_are_named_clear_of_the_discs():
    grid = [Point(53 + at // 8 * 0.1, -2 + at % 8 * 0.2) for at in range(FEW + 16)]
    towns = [Named("Hamlet", Point(53.05, -1.1), 20), Named("Invented Town", Point(53.25, -1.5), 90_000)]
    drawing = drawn(grid, towns)
    assert drawing.names[0].at.text == "Invented Town"
    for name in (each.at for each in drawing.names):
        half = len(name.text) * drawing.letters * 0.56 / 2
        for disc in drawing.discs:
            aside = max(abs(disc.x - name.x) - half, 0)
            assert math.hypot(aside, max(abs(disc.y - name.y) - drawing.letters / 2, 0)) >= drawing.radius - 0.2
    assert drawn(grid[:FEW], towns).names == ()
