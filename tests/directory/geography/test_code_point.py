"""Ordnance Survey's own files: Great Britain's postcodes in use, and Northern Ireland's beside them."""

import csv
import io
import shutil

import numpy as np
import pytest

from directory.geography import code_point, onspd
from directory.geography.rows import PostcodesBroken
from directory.geography.sectors import positions
from directory.geography.units import IN_USE, NOT_KNOWN
from tests.official_files import code_point as written

KNOWN = [
    ("M1 1AE", 10, 384756, 398553, "E08000003"),
    ("M1 1AD", 90, 0, 0, "E08000003"),
    ("AB10 1AB", 10, 394235, 806529, "S12000033"),
]


@pytest.fixture(scope="module")
def irish():
    return len(next(onspd.northern_ireland().parts()).postcode)


def read(path):
    return list(code_point.source(path).parts())


def by_postcode(parts):
    return {
        postcode.decode(): (authority.decode(), easting, in_use)
        for part in parts
        for postcode, authority, easting, in_use in zip(
            part.postcode, part.authority, part.easting, part.in_use, strict=True
        )
    }


def test_a_folder_and_its_zip_give_the_same_rows_and_northern_ireland(tmp_path, irish):
    folder = written(tmp_path / "codepo_gb", *KNOWN)
    zipped = shutil.make_archive(str(tmp_path / "codepo_gb"), "zip", folder)
    found = by_postcode(read(folder))
    assert sorted(found) == sorted(by_postcode(read(type(folder)(zipped))))
    assert found["M1  1AE"] == ("E08000003", 384756, IN_USE)
    assert found["AB101AB"] == ("S12000033", 394235, IN_USE)
    assert np.isnan(found["M1  1AD"][1])
    ours = {postcode: row for postcode, row in found.items() if postcode.startswith("BT")}
    assert len(ours) == irish > 50_000
    assert {row[2] for row in ours.values()} == {NOT_KNOWN}


def test_what_has_no_position_is_left_out(tmp_path):
    parts = read(written(tmp_path / "codepo_gb", *KNOWN))
    placed = {postcode.decode() for part in parts for postcode in positions(part).postcode}
    assert "M1  1AE" in placed
    assert "M1  1AD" not in placed


def test_a_missing_area_is_said(tmp_path):
    with pytest.raises(PostcodesBroken, match="no postcodes that begin with LS, SW: download"):
        read(written(tmp_path / "codepo_gb", *KNOWN, without={"LS", "SW"}))


@pytest.mark.parametrize("text", ["M1 1AE,10\n", "M1 1AE,10,here,there,,,,,E08000003,\n", '"M1 1AE,10\n', "<html>\n"])
def test_a_line_that_cannot_be_read_is_said(tmp_path, text):
    folder = written(tmp_path / "codepo_gb", *KNOWN)
    (folder / "Data" / "CSV" / "m.csv").write_text(text)
    with pytest.raises(PostcodesBroken, match=r"m\.csv, line 1, cannot be read: download it again\.$"):
        read(folder)


def test_the_same_area_twice_is_said(tmp_path):
    folder = written(tmp_path / "codepo_gb", *KNOWN)
    shutil.copy(folder / "Data" / "CSV" / "m.csv", folder / "m.csv")
    with pytest.raises(PostcodesBroken, match="once each"):
        read(folder)


@pytest.mark.realdata
def test_the_sample_reads_as_it_is_and_rejects_what_has_no_position(real_data):
    path = real_data / "geo" / "formats" / "codepoint_open_sample.csv"
    text = path.read_text(encoding="utf-8-sig")
    sample = list(csv.reader(io.StringIO(text)))
    rows = code_point.read(io.StringIO(text), path.name)
    assert len(rows.postcode) == len(sample) == 40
    assert len(positions(rows)) == sum(row[1] != "90" for row in sample)
