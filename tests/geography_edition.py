"""A small edition of geography, loaded by the real loader in milliseconds.

Each sector is one real postcode where it really is, and invented neighbours ten metres
apart around it: enough to make the sector a cell of its own, or too few where it says so.
Cells: m1-1 m1-2 m1 ls1-4 ls1 eh1-1 eh1 cf10-3 cf10 bt1-5 bt1 sw1a-1 sw1a and the settlements below.
M1 9 holds three postcodes, so its cell is m1.
"""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import brotli
import msgpack
import pytest
from django.db import transaction

from directory.geography import loading, onspd, settlements

NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
TOWNS = {
    "leeds", "london", "manchester", "birmingham", "edinburgh", "cardiff", "belfast", "swansea",
    "kingston-upon-hull", "kingston-upon-thames", "newcastle", "newcastle-upon-tyne", "newcastle-under-lyme",
    "newport-gwent", "newport-isle-of-wight", "newport-shropshire", "newport-essex", "newport-east-yorkshire",
    "newport-pembrokeshire", "st-albans", "kings-lynn", "ashford-kent", "ashford-surrey", "douglas", "stoke",
    "stoke-on-trent", "derry", "ambleside", "keswick",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A real postcode: metres on its grid, local authority. Source: ONSPD, November 2025."""

    postcode: str
    easting: int
    northing: int
    authority: str
    neighbours: int = 59


KNOWN = [
    Known("M1 1AE", 384756, 398553, "E08000003"),
    Known("M1 2AA", 384600, 398300, "E08000003"),
    Known("M1 9WU", 385022, 398985, "E08000003", neighbours=2),
    Known("LS1 4AP", 429363, 433330, "E08000035"),
    Known("EH1 1YZ", 325597, 673676, "S12000036"),
    Known("CF10 3NP", 318356, 176955, "W06000015"),
    Known("BT1 5GS", 333832, 374014, "N09000003"),
    Known("SW1A 1AA", 529090, 179645, "E09000033"),
]


def write(folder, known=tuple(KNOWN)):
    """Files as the postcodes package has them, one for every first letter."""
    for letter in onspd.FIRST_LETTERS:
        rows = [row for each in known if each.postcode[0] == letter for row in _rows(each)]
        columns = {name: [row[at] for row in rows] for at, name in enumerate(onspd.COLUMNS)}
        packed = msgpack.packb({"columns": list(onspd.COLUMNS), "data": columns})
        Path(folder, f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed, quality=1))
    header, titles, *lines = settlements.FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    chosen = [line for line in lines if line.split(",")[0] in TOWNS]
    Path(folder, "towns.csv").write_text("".join([header, titles, *chosen]), encoding="utf-8")
    return folder


def load(folder, **options):
    return loading.load(onspd.source(folder), towns=Path(folder, "towns.csv"), now=NOW, **options)


def _rows(known):
    """The postcode itself, then its neighbours in a square beside it."""
    yield _seven(known.postcode), known.authority, float(known.easting), float(known.northing)
    endings = ("".join(pair) for pair in product(INWARD, INWARD))
    others = (letters for letters in endings if letters != known.postcode[-2:])
    for at, letters in enumerate(islice(others, known.neighbours)):
        east, north = (at % 8 - 4) * 10.0, (at // 8 - 4) * 10.0
        yield _seven(known.postcode[:-2] + letters), known.authority, known.easting + east, known.northing + north


def _seven(postcode):
    outcode, inward = postcode.split()
    return outcode.ljust(4) + inward


@pytest.fixture(scope="session")
def small_geography_files(tmp_path_factory):
    """The folder of the small edition's files: copy it before you damage it."""
    return write(tmp_path_factory.mktemp("geography"))


@pytest.fixture
def small_geography(db, small_geography_files):
    """The small edition, current. Gives the GeographyEdition."""
    return load(small_geography_files).edition


@pytest.fixture(scope="module")
def whole_country(django_db_setup, django_db_blocker):
    """Every postcode there is, for all tests of a module: loading them takes longer than most of what is asked of them.

    Each test is taken back inside the transaction that they stand in, and they with the last.
    """
    with taken_back(django_db_blocker):
        loading.load(now=NOW)
        yield


@contextmanager
def taken_back(django_db_blocker):
    """Rows for several tests, gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
