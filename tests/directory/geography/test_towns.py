import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.geography.towns import POSTCODES_IN_A_TOWN, is_in_a_town, postcodes_around
from directory.places import Point

near_leeds = st.tuples(st.floats(53.77, 53.83), st.floats(-1.58, -1.50))


@given(st.lists(near_leeds, max_size=40), st.lists(near_leeds, max_size=4))
def test_it_counts_what_lies_within_a_mile(postcodes, middles):
    miles = [[great_circle(middle, each).miles for each in postcodes] for middle in middles]
    assume(not any(abs(each - 1) < 1e-5 for found in miles for each in found))
    lats, lons = (np.array([each[at] for each in postcodes], dtype=float) for at in (0, 1))
    counted = postcodes_around([Point(*middle) for middle in middles], lats, lons)
    assert counted == [sum(each <= 1 for each in found) for found in miles]


@pytest.mark.parametrize(
    ("postcodes", "town"), [(0, False), (POSTCODES_IN_A_TOWN - 1, False), (POSTCODES_IN_A_TOWN, True)]
)
def test_where_a_town_begins(postcodes, town):
    assert is_in_a_town(postcodes) is town
