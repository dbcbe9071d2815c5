import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography import units

letters = st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2)
codes = st.sampled_from(["E08000003", "W06000022", "S12000036", "N09000003"])
positions = st.tuples(st.floats(49, 61), st.floats(-9, 2), codes)
sectors = st.dictionaries(letters, positions, min_size=1, max_size=60)


def packed(sector):
    columns = list(zip(*sector.values(), strict=True))
    return units.pack(
        np.array(list(sector), "S2"),
        np.array(columns[0]),
        np.array(columns[1]),
        np.array(columns[2], "S9"),
        np.zeros(len(sector), np.uint8),
    )


@given(sectors)
def test_every_postcode_comes_back_to_a_tenth_of_a_metre(sector):
    kept = packed(sector)
    assert units.endings(kept) == sorted(sector)
    for ending, (lat, lon, authority) in sector.items():
        unit = units.find(kept, ending)
        assert unit.authority == authority
        assert (unit.lat, unit.lon) == pytest.approx((lat, lon), abs=5.1e-7)


@given(sectors, letters)
def test_a_postcode_that_is_not_there_is_not_found(sector, ending):
    assert (units.find(packed(sector), ending) is not None) == (ending in sector)


@given(sectors)
def test_the_database_s_memoryview_reads_as_bytes_do(sector):
    """psycopg2 gives a view of characters, not of bytes."""
    kept = packed(sector)
    view = memoryview(kept).cast("c")
    ending = next(iter(sector))
    assert units.find(view, ending) == units.find(kept, ending)
    assert [list(each) for each in units.points(view)] == [list(each) for each in units.points(kept)]


def test_a_postcode_takes_twelve_bytes():
    small, large = (packed({f"A{letter}": (53, -2, "E08000003") for letter in some}) for some in ("AB", "ABDEF"))
    assert len(large) - len(small) == 3 * 12


def test_whether_it_has_ended_is_kept_and_not_known_is_not_ended():
    four = [np.array([53.0] * 4), np.array([-2.0] * 4), np.array(["E08000003"] * 4, "S9")]
    kept = units.pack(np.array(["AD", "AE", "AA", "AB"], "S2"), *four, np.array([1, 2, 0, 2], np.uint8))
    assert {ending: units.find(kept, ending).has_ended for ending in units.endings(kept)} == {
        "AA": False, "AB": True, "AD": False, "AE": True,
    }  # fmt: skip


def test_another_layout_is_refused_not_misread():
    kept = packed({"AE": (53.0, -2.0, "E08000003")})
    with pytest.raises(ValueError, match="layout 9"):
        units.find(bytes([9]) + kept[1:], "AE")
