"""The ONS Postcode Directory as the ONS publishes it, every quarter. Pure.

One row for every postcode there has ever been, in order, with a heading. The columns'
names change with each edition, so they are known by pattern: those of May 2018, August
2024 and November 2025 have been read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from directory.geography import text_files
from directory.geography.rows import (
    GREAT_BRITAIN,
    NORTHERN_IRELAND,
    Part,
    PostcodesBroken,
    Rows,
    Source,
    area,
    check_whole,
)

MAIN_FILE = re.compile(r"(.*/)?\w*NSPD_[^/]*_UK\.csv", re.IGNORECASE)
COLUMNS = {
    "the postcode (pcds)": r"pcds",
    "the month it ended (doterm)": r"doterm",
    "the local authority (lad25cd)": r"oslaua|lad\d\dcd",
    "the easting (east1m)": r"(os)?east1m",
    "the northing (north1m)": r"(os)?no?rth1m",
    "how exact it is (gridind)": r"osgrdind|gridind",
    "the latitude (lat)": r"lat",
}
NO_POSITION = "9"
NO_LATITUDE = 99.0  # 99.999999 says that there is none


def source(path: Path) -> Source:
    """``path``: the .csv, the .zip it came in, or a folder that holds it. Raises PostcodesBroken."""
    file = text_files.one(path, MAIN_FILE)
    return Source(f"ONS Postcode Directory, from {file.name}", (file.on_disk,), lambda: _whole(file))


def _whole(file: text_files.TextFile) -> Iterator[Rows]:
    """Every part, and then whether any area was missing."""
    areas: set[str] = set()
    with file.open() as lines:
        for part in read(lines, file.name):
            areas |= {area(postcode[:2].decode()) for postcode in set(part.postcode.astype("S2").tolist())}
            yield part
    check_whole(file.name, areas, {*GREAT_BRITAIN, NORTHERN_IRELAND.decode()})


def read(lines: Iterable[str], name: str) -> Iterator[Rows]:
    """The rows, a part for each first letter. Raises PostcodesBroken, naming the file and the line."""
    reader = csv.reader(lines, strict=True)
    part, letter, letters = Part(), "", set[str]()
    try:
        heading = next(reader, [])
        picked = itemgetter(*_columns(heading, name))
        for row in reader:
            if len(row) != len(heading):
                raise ValueError
            postcode, ended, authority, easting, northing, exact, lat = picked(row)
            if postcode[0] != letter:
                if part:
                    yield part.rows()
                part, letter = Part(), _next(postcode[0], letters, name)
            if exact == NO_POSITION or not lat or float(lat) > NO_LATITUDE:
                easting = northing = ""
            part.add(postcode, authority, easting, northing, in_use=not ended)
    except (csv.Error, ValueError, IndexError) as error:
        raise PostcodesBroken(f"{name}, line {reader.line_num}, cannot be read: download it again.") from error
    if part:
        yield part.rows()


def _next(letter: str, letters: set[str], name: str) -> str:
    """A sector must not come in two parts."""
    if letter in letters:
        raise PostcodesBroken(f"{name} is not in order of postcode: load it as the ONS publishes it.")
    letters.add(letter)
    return letter


def _columns(heading: Sequence[str], name: str) -> list[int]:
    """Where each column stands, by pattern."""
    found = []
    for said, pattern in COLUMNS.items():
        at = [number for number, column in enumerate(heading) if re.fullmatch(pattern, column.strip(), re.IGNORECASE)]
        if len(at) != 1:
            raise PostcodesBroken(f"{name} has no one column for {said}: give an ONS Postcode Directory’s main file.")
        found.append(at[0])
    return found
