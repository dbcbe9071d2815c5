"""What sectors are made of, and the whole country read once and held against other lists."""

import csv
import math
from collections import Counter

import numpy as np
import pytest

from directory.geography import grid, onspd, units
from directory.geography.rows import Rows
from directory.geography.sectors import outcodes, positions, sectors
from tests.directory.geography.test_grid import metres_apart


def rows(*each):
    postcode, authority, easting, northing = zip(*each, strict=True)
    return Rows(
        np.array([one.encode() for one in postcode], "S9"),
        np.array([one.encode() for one in authority], "S9"),
        np.array(easting, float),
        np.array(northing, float),
        np.full(len(each), units.NOT_KNOWN, np.uint8),
    )


MANCHESTER = "E08000003"
NOWHERE = float("nan")
SOME = rows(
    ("M1  1AE", MANCHESTER, 384756, 398553),
    ("M1  2AB", "E08000006", 384600, 398300),
    ("M1  1AD", MANCHESTER, 383849, 398594),
    ("M1  1AA", "E08000006", 384756, 398553),
    ("M11 1AA", MANCHESTER, 386000, 398000),
    ("BT1 5GS", "N09000003", 333832, 374014),
    ("IM1 1AA", "M99999999", NOWHERE, NOWHERE),
    ("JE2 3AB", "L99999999", 1, 1),
    ("M1  1ZZ", "", NOWHERE, NOWHERE),
    ("NPT 0AD", "W06000022", 331000, 188000),
    ("GIR 0AA", MANCHESTER, 384756, 398553),
    ("ŁÓ1 1A", MANCHESTER, 384756, 398553),
)


def test_what_has_no_position_or_is_no_postcode_of_today_is_left_out():
    assert [each.decode() for each in positions(SOME).postcode] == [
        "BT1 5GS", "M1  1AA", "M1  1AD", "M1  1AE", "M1  2AB", "M11 1AA",
    ]  # fmt: skip


def test_sectors_are_told_apart_and_count_their_postcodes():
    found = {each.code: each for each in sectors(positions(SOME))}
    assert {code: each.postcodes for code, each in found.items()} == {"BT1 5": 1, "M1 1": 3, "M1 2": 1, "M11 1": 1}
    assert (found["M1 1"].outcode, found["M1 1"].authority, found["M1 1"].nation) == ("M1", MANCHESTER, "england")
    assert found["BT1 5"].nation == "northern_ireland"
    assert units.endings(found["M1 1"].units) == ["AA", "AD", "AE"]


def test_the_middle_is_the_median():
    found = {each.code: each for each in sectors(positions(SOME))}
    assert metres_apart(found["M1 1"].lat, found["M1 1"].lon, 53.483471, -2.231184) < 50


def test_a_code_given_out_again_elsewhere_is_where_it_is_now():
    old, new = ("PA80 5AA", "S12000013", 66000, 800000), ("PA80 5XX", "S12000035", 170000, 750000)
    both = rows((old[0].replace(" ", ""), *old[1:]), (new[0].replace(" ", ""), *new[1:]))
    both.in_use[:] = units.ENDED, units.IN_USE
    (sector,), (outcode,) = sectors(positions(both)), outcodes(positions(both))
    unit = units.find(sector.units, "XX")
    assert (sector.postcodes, sector.authority, outcode.authority) == (2, "S12000035", "S12000035")
    assert (sector.lat, sector.lon) == pytest.approx((unit.lat, unit.lon), abs=1e-6)
    both.in_use[:] = units.ENDED
    (sector,) = sectors(positions(both))
    assert sector.authority == "S12000013"  # all have ended, so all count


def test_a_tie_between_authorities_is_settled_the_same_way_every_time():
    found = {each.code: each for each in outcodes(positions(SOME))}
    assert sorted(found) == ["BT1", "M1", "M11"]
    assert found["M1"].authority == MANCHESTER


def test_no_rows_make_no_sectors():
    placed = positions(rows(("IM1 1AA", "M99999999", NOWHERE, NOWHERE)))
    assert len(placed) == 0
    assert list(sectors(placed)) == list(outcodes(placed)) == []


# --- The whole country ----------------------------------------------------


@pytest.fixture(scope="session")
def whole_country():
    """Every packaged postcode file through the pure pipeline: its sectors and outcodes by code."""
    by_sector, by_outcode = {}, {}
    for path in onspd.files(onspd.packaged_folder()):
        placed = positions(onspd.read(path))
        by_sector |= {each.code: each for each in sectors(placed)}
        by_outcode |= {each.code: each for each in outcodes(placed)}
    return by_sector, by_outcode


def unit_at(whole_country, postcode):
    sector = whole_country[0].get(postcode[:-2])
    return units.find(sector.units, postcode[-2:]) if sector else None


@pytest.mark.realdata
def test_the_sample_of_postcodes_has_not_moved(real_data, whole_country):
    """Measured, of 62,010: all found, median and 99th percentile under 0.1 m, the worst 0.11 m (their rounding)."""
    with (real_data / "geo" / "postcodes_sample.csv").open() as file:
        sample = list(csv.DictReader(file))
    found = [(row, unit_at(whole_country, row["postcode"])) for row in sample]
    assert [row["postcode"] for row, unit in found if unit is None] == []
    apart = np.array([metres_apart(unit.lat, unit.lon, float(row["lat"]), float(row["lon"])) for row, unit in found])
    assert np.median(apart) < 0.1
    assert apart.max() < 0.2
    assert [row["postcode"] for row, unit in found if unit.authority != row["la_code"]] == []


@pytest.mark.realdata
def test_code_point_open_s_eastings_are_where_we_put_the_postcode(real_data, whole_country):
    """Measured, of 40 shared: median 0.02 m, the worst 66 m (two lists, three months apart)."""
    with (real_data / "geo" / "formats" / "codepoint_open_sample.csv").open() as file:
        sample = [(row[0], float(row[2]), float(row[3])) for row in csv.reader(file) if row[1] != "90"]
    apart = []
    for postcode, easting, northing in sample:
        lat, lon = grid.to_wgs84(grid.BRITISH, np.array([easting]), np.array([northing]))
        unit = unit_at(whole_country, f"{postcode[:-3].strip()} {postcode[-3:]}")
        if unit:
            apart.append(metres_apart(unit.lat, unit.lon, lat[0], lon[0]))
    assert len(apart) == len(sample) > 0
    assert np.median(apart) < 0.1
    assert max(apart) < 100


@pytest.mark.realdata
def test_outcodes_agree_with_the_other_list(real_data, whole_country):
    """Theirs are means, ours medians. Measured, of 3,077: median 0.5 km, 99th percentile 4.5 km."""
    with (real_data / "geo" / "outcodes.csv").open() as file:
        theirs = {row["outcode"]: row for row in csv.DictReader(file) if row["lat"]}
    ours = whole_country[1]
    shared = sorted(theirs.keys() & ours.keys())
    apart = np.array([
        metres_apart(ours[code].lat, ours[code].lon, float(theirs[code]["lat"]), float(theirs[code]["lon"]))
        for code in shared
    ])  # fmt: skip
    assert set(theirs) - set(ours) == {"NPT"}
    assert np.median(apart) < 600
    assert np.percentile(apart, 99) < 5000
    assert sum(ours[code].authority == theirs[code]["la_code"] for code in shared) / len(shared) > 0.98


def test_the_whole_country_is_there(whole_country):
    by_sector, by_outcode = whole_country
    assert sum(each.postcodes for each in by_sector.values()) > 2_600_000
    nations = Counter(each.nation for each in by_sector.values())
    assert set(nations) == {"england", "wales", "scotland", "northern_ireland"}
    assert all(49.8 < each.lat < 60.9 and -8.7 < each.lon < 1.8 for each in by_sector.values())
    assert {each.outcode for each in by_sector.values()} == set(by_outcode)


def test_falling_back_to_the_sector_is_under_a_kilometre_off_as_often_as_not(whole_country):
    apart = np.concatenate([_from_the_middle(each) for each in whole_country[0].values()])
    """Measured: median 0.66 km, nine in ten within 3.2 km."""
    assert np.median(apart) < 750
    assert np.percentile(apart, 90) < 3300


def _from_the_middle(sector):
    lat, lon = units.points(sector.units)
    east = (lon - sector.lon) * math.cos(math.radians(sector.lat))
    return np.hypot(lat - sector.lat, east) * 111_195
