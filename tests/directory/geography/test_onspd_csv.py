"""The ONS's own file: read whole in any vintage, or named as broken with the line."""

import contextlib
import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography import onspd_csv
from directory.geography.rows import PostcodesBroken
from directory.geography.sectors import positions
from directory.geography.units import ENDED, IN_USE
from tests.directory.geography.test_grid import metres_apart
from tests.official_files import HEADINGS, MANCHESTER, onspd_rows, onspd_text, onspd_zip

ROWS = onspd_rows(
    MANCHESTER,
    ("M1 1AD", "E08000003", "384700", "0398500", "199606"),
    ("IM1 1AA", "M99999999", "", "", ""),
    ("HP19 7AA", "E07000004", "481000", "0214000", ""),
)


def read(path):
    found = {}
    for part in onspd_csv.source(path).parts():
        columns = (part.postcode, part.authority, part.easting, part.northing, part.in_use)
        found |= {row[0].decode(): row[1:] for row in zip(*(column.tolist() for column in columns), strict=True)}
    return found


def written(folder, text, name="ONSPD_NOV_2025_UK.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8-sig", newline="")
    return path


@pytest.mark.parametrize("vintage", HEADINGS)
def test_every_vintage_gives_the_same_rows(tmp_path, vintage):
    found = read(written(tmp_path, onspd_text(ROWS, vintage)))
    assert len(found) == len(ROWS)
    assert found["M1  1AE"] == (b"E08000003", 384756, 398553, IN_USE)
    assert found["M1  1AD"][3] == ENDED
    assert np.isnan(found["IM1 1AA"][1])


def test_a_local_authority_that_is_no_more_is_read_as_todays(tmp_path):
    assert read(written(tmp_path, onspd_text(ROWS)))["HP197AA"][0] == b"E06000060"


def test_a_zip_and_a_folder_give_what_the_file_gives(tmp_path):
    expected = read(written(tmp_path, onspd_text(ROWS)))
    apart = tmp_path / "apart" / "Data"
    apart.mkdir(parents=True)
    written(apart, onspd_text(ROWS))
    zipped = read(onspd_zip(tmp_path / "ONSPD_NOV_2025.zip", onspd_text(ROWS)))
    assert sorted(zipped) == sorted(expected) == sorted(read(apart.parent))


def test_a_position_that_says_it_is_none_is_none(tmp_path):
    text = onspd_text([*ROWS]).replace('"0398553","1",51.5', '"0398553","1",99.999999')
    assert np.isnan(read(written(tmp_path, text))["M1  1AE"][1])
    text = onspd_text([*ROWS]).replace('"0398553","1"', '"0398553","9"')
    assert np.isnan(read(written(tmp_path, text))["M1  1AE"][1])


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("doterm", "dotrm", r"has no one column for the month it ended \(doterm\)"),
        ("lad25cd", "lad", "has no one column for the local authority"),
        ("pcd8", "pcds", r"has no one column for the postcode"),
        ('"384756"', '"38475X"', r"line \d+, cannot be read"),
        ('"M1 1AE",', "", r"line \d+, cannot be read"),
        ('"M1 1AE"', '""', "line"),
        ('"M1 1AE"', '"AB1 1AE"', "is not in order of postcode"),
        ('"M1 1AE"', '"M1 1AE', "line"),
        ('"ZE9 9ZZ"', '"YO9 9ZY"', "no postcodes that begin with ZE: download"),
    ],
)
def test_what_is_not_the_file_it_should_be_is_said(tmp_path, was, becomes, why):
    assert was in onspd_text(ROWS)
    with pytest.raises(PostcodesBroken, match=why) as raised:
        read(written(tmp_path, onspd_text(ROWS).replace(was, becomes)))
    assert "ONSPD_NOV_2025_UK.csv" in str(raised.value)


@given(st.data())
def test_a_file_cut_short_anywhere_is_said(tmp_path_factory, data):
    text = onspd_text(ROWS)
    cut = data.draw(st.integers(0, text.rstrip().rindex("\n")))
    with pytest.raises(PostcodesBroken):
        read(written(tmp_path_factory.mktemp("cut"), text[:cut]))


@given(st.floats(0, 1, exclude_max=True))
def test_a_zip_cut_short_anywhere_is_said(tmp_path_factory, share):
    path = onspd_zip(tmp_path_factory.mktemp("cut") / "ONSPD.zip", onspd_text(ROWS))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(PostcodesBroken, match="download it again"):
        read(path)


@given(st.integers(200, 1000))
def test_a_zip_with_a_spoilt_byte_is_said_or_reads_the_same(tmp_path_factory, at):
    path = onspd_zip(tmp_path_factory.mktemp("spoilt") / "ONSPD.zip", onspd_text(ROWS))
    whole, expected = bytearray(path.read_bytes()), read(path)
    whole[at] ^= 0xFF
    path.write_bytes(whole)
    with contextlib.suppress(PostcodesBroken):
        assert sorted(read(path)) == sorted(expected)


def test_a_path_with_nothing_in_it_is_said(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere.zip", tmp_path / "nowhere.csv"):
        with pytest.raises(PostcodesBroken, match="download it again"):
            read(path)


def test_two_editions_in_one_folder_are_asked_about(tmp_path):
    written(tmp_path, onspd_text(ROWS))
    written(tmp_path, onspd_text(ROWS), "ONSPD_AUG_2025_UK.csv")
    with pytest.raises(PostcodesBroken, match="more than one such file"):
        read(tmp_path)


@pytest.mark.realdata
@pytest.mark.parametrize(("vintage", "placed", "ended"), [("may2018", 2, 3), ("aug2024", 2, 3), ("nov2025", 3, 4)])
def test_the_samples_read_as_they_say_themselves(real_data, vintage, placed, ended):
    """Measured: within 2.5 m of their own latitude and longitude (Helmert against OSTN15 in November 2025)."""
    path = real_data / "geo" / "formats" / f"onspd_{vintage}_sample.csv"
    with path.open(encoding="utf-8-sig") as file:
        theirs = {row["pcds"].replace(" ", ""): row for row in csv.DictReader(file)}
    with path.open(encoding="utf-8-sig") as file:
        parts = list(onspd_csv.read(file, path.name))
    assert sum(int((part.in_use == ENDED).sum()) for part in parts) == ended
    found = [row for part in parts for row in _placed(positions(part))]
    assert len(found) == placed == sum(row["lat"] != "99.999999" for row in theirs.values())
    for postcode, lat, lon in found:
        row = theirs[postcode]
        assert metres_apart(lat, lon, float(row["lat"]), float(row["long"])) < 5


def _placed(placed):
    postcodes = [postcode.decode().replace(" ", "") for postcode in placed.postcode.tolist()]
    return zip(postcodes, placed.lat.tolist(), placed.lon.tolist(), strict=True)
