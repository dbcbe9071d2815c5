import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography import grid
from tests.oracles import national_grid

METRES_IN_A_DEGREE = 111_195


def metres_apart(lat, lon, other_lat, other_lon):
    north = (lat - other_lat) * METRES_IN_A_DEGREE
    east = (lon - other_lon) * METRES_IN_A_DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def one(system, easting, northing):
    lat, lon = grid.to_wgs84(system, np.array([float(easting)]), np.array([float(northing)]))
    return lat[0], lon[0]


@given(st.floats(0, 700_000), st.floats(0, 1_300_000))
def test_a_british_reference_comes_back_by_other_means(easting, northing):
    back = national_grid.reference(national_grid.AIRY, *one(grid.BRITISH, easting, northing))
    assert back == pytest.approx((easting, northing), abs=0.02)


@given(st.floats(180_000, 400_000), st.floats(290_000, 480_000))
def test_an_irish_reference_comes_back_by_other_means(easting, northing):
    back = national_grid.reference(national_grid.AIRY_MODIFIED, *one(grid.IRISH, easting, northing))
    assert back == pytest.approx((easting, northing), abs=0.02)


def test_the_survey_s_own_example_is_right_before_the_shift():
    """A guide to coordinate systems in Great Britain, annexe C: 651409.903, 313177.270."""
    lat, lon = grid._unproject(grid.BRITISH, np.array([651409.903]), np.array([313177.270]))
    assert np.degrees(lat[0]) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-7)
    assert np.degrees(lon[0]) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-7)


def test_belfast_city_hall_is_in_belfast_only_by_the_irish_grid():
    assert metres_apart(*one(grid.IRISH, 333832, 374014), 54.596639, -5.930077) < 1
    assert metres_apart(*one(grid.BRITISH, 333832, 374014), 54.596639, -5.930077) > 100_000


def test_no_references_give_no_points():
    lat, lon = grid.to_wgs84(grid.BRITISH, np.array([]), np.array([]))
    assert len(lat) == len(lon) == 0


@pytest.mark.realdata
@pytest.mark.parametrize("vintage", ["may2018", "aug2024", "nov2025"])
def test_onspd_s_own_positions_are_within_five_metres(real_data, vintage):
    with (real_data / "geo" / "formats" / f"onspd_{vintage}_sample.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"] != "99.999999"]
    apart = [metres_apart(*_ours(row), float(row["lat"]), float(row["long"])) for row in rows]
    assert apart
    assert max(apart) < 5


def _ours(row):
    system = grid.IRISH if row["pcds"].startswith("BT") else grid.BRITISH
    east, north = (next(row[name] for name in names if name in row) for names in
                   (("oseast1m", "east1m"), ("osnrth1m", "north1m")))  # fmt: skip
    return one(system, east, north)
