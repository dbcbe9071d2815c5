import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from directory.geography.centres import EARTH_KM, Centre, Centres, km_to_the_nearest

points = st.tuples(st.floats(49, 61), st.floats(-9, 2.5))


@given(st.lists(points, min_size=1, max_size=30), points)
def test_the_nearest_come_first_with_their_great_circle_distance(some, here):
    centres = Centres(Centre(str(at), "", "", "", *point) for at, point in enumerate(some))
    nearest = centres.nearest(*here, how_many=len(some))
    expected = sorted(great_circle(here, point).km for point in some)
    assert [km for _, km in nearest] == pytest.approx(expected, abs=0.001)
    assert sorted(int(centre.code) for centre, _ in nearest) == list(range(len(some)))
    assert km_to_the_nearest(*np.array(some).T, *here) == pytest.approx(expected[0], abs=0.001)


def test_no_more_are_given_than_asked_for_or_than_there_are():
    centres = Centres([Centre("M1 1", "m1-1", "M1 1", "E08000003", 53.48, -2.23)] * 3)
    assert len(centres.nearest(53, -2, how_many=2)) == 2
    assert len(centres.nearest(53, -2, how_many=9)) == 3
    assert Centres([]).nearest(53, -2, how_many=9) == []


def test_the_earth_is_as_large_as_geopy_s():
    assert great_circle((50, 0), (51, 0)).km == pytest.approx(np.radians(1) * EARTH_KM)
