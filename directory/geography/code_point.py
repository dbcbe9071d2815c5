"""Ordnance Survey's Code-Point Open: the postcodes in use in Great Britain. Pure.

One file for each area ("ab.csv"), ten columns and no heading. It has no Northern
Ireland, so that comes from the packaged directory.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from directory.geography import onspd, text_files
from directory.geography.rows import GREAT_BRITAIN, Part, PostcodesBroken, Rows, Source, check_whole

AREA_FILE = re.compile(r"(.*/)?[a-z]{1,2}\.csv", re.IGNORECASE)
COLUMNS = 10
NO_POSITION = "90"


def source(path: Path) -> Source:
    """``path``: codepo_gb.zip, or a folder of its files. Raises PostcodesBroken."""
    files = text_files.several(path, AREA_FILE)
    check_whole(path.name, [Path(file.name).stem.upper() for file in files], GREAT_BRITAIN)
    irish = onspd.northern_ireland()
    on_disk = dict.fromkeys([*(file.on_disk for file in files), *irish.files])
    return Source(
        f"Code-Point Open, from {path.name}; Northern Ireland as packaged",
        tuple(on_disk),
        lambda: chain(map(_file, files), irish.parts()),
    )


def _file(file: text_files.TextFile) -> Rows:
    with file.open() as lines:
        return read(lines, file.name)


def read(lines: Iterable[str], name: str) -> Rows:
    """One area's rows. Raises PostcodesBroken, naming the file and the line."""
    reader, part = csv.reader(lines, strict=True), Part()
    try:
        for row in reader:
            if len(row) != COLUMNS:
                raise ValueError
            postcode, quality, easting, northing = row[:4]
            if quality == NO_POSITION:
                easting = northing = ""
            part.add(postcode, row[8], easting, northing, in_use=True)
    except (csv.Error, ValueError) as error:
        raise PostcodesBroken(f"{name}, line {reader.line_num}, cannot be read: download it again.") from error
    return part.rows()
