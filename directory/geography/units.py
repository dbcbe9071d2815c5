"""A sector's postcodes packed into bytes, and one of them read back. Pure.

One byte of layout number, one of how many local authorities, nine for each of their
codes, then twelve for each postcode, in order of its last two letters: the letters,
latitude and longitude in millionths of a degree (a tenth of a metre), which authority,
and whether it is still in use, if the source says. Two and a half million postcodes
take 32 MB so, a fifth of what a row each would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LAYOUT = 1
NOT_KNOWN, IN_USE, ENDED = 0, 1, 2
MILLIONTHS = 1_000_000
AUTHORITY = np.dtype("S9")
RECORD = np.dtype(
    [("letters", "S2"), ("lat", "<i4"), ("lon", "<i4"), ("authority", "u1"), ("in_use", "u1")],
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One postcode: WGS84 degrees, its local authority's code, and whether it is known to be in use no longer."""

    lat: float
    lon: float
    authority: str
    has_ended: bool = False


def pack(
    letters: npt.NDArray[np.bytes_],
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    authority: npt.NDArray[np.bytes_],
    in_use: npt.NDArray[np.uint8],
) -> bytes:
    """The postcodes of one sector, in any order. At most 255 authorities share a sector (the most is 6)."""
    authorities, which = np.unique(authority.astype(AUTHORITY), return_inverse=True)
    records = np.zeros(len(letters), RECORD)
    order = np.argsort(letters)
    records["letters"] = letters[order]
    records["lat"] = np.rint(lat[order] * MILLIONTHS)
    records["lon"] = np.rint(lon[order] * MILLIONTHS)
    records["authority"] = which[order]
    records["in_use"] = in_use[order]
    return bytes([LAYOUT, len(authorities)]) + authorities.tobytes() + records.tobytes()


def find(packed: bytes | memoryview, letters: str) -> Unit | None:
    """The postcode that ends in these two capital letters, or None if the sector has none such."""
    authorities, records = _parts(packed)
    wanted = np.bytes_(letters.encode())
    at = int(np.searchsorted(records["letters"], wanted))
    if at == len(records) or records["letters"][at] != wanted:
        return None
    record = records[at]
    return Unit(
        lat=int(record["lat"]) / MILLIONTHS,
        lon=int(record["lon"]) / MILLIONTHS,
        authority=authorities[record["authority"]].decode(),
        has_ended=int(record["in_use"]) == ENDED,
    )


def points(packed: bytes | memoryview) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Latitudes and longitudes of all the sector's postcodes, WGS84 degrees."""
    _, records = _parts(packed)
    return records["lat"] / MILLIONTHS, records["lon"] / MILLIONTHS


def may_be_in_use(packed: bytes | memoryview) -> npt.NDArray[np.bool_]:
    """For each of the sector's postcodes, in order: is it not known to have ended? Some sources do not say."""
    _, records = _parts(packed)
    return np.asarray(records["in_use"] != ENDED)


def endings(packed: bytes | memoryview) -> list[str]:
    """The last two letters of every postcode in the sector, in order."""
    return [letters.decode() for letters in _parts(packed)[1]["letters"].tolist()]


def _parts(packed: bytes | memoryview) -> tuple[npt.NDArray[np.bytes_], npt.NDArray[np.void]]:
    """The authorities' codes, and the records."""
    packed = memoryview(packed).cast("B")  # PostgreSQL's driver gives one of characters
    layout, how_many = packed[0], packed[1]
    if layout != LAYOUT:
        raise ValueError(f"These postcodes are packed in layout {layout}; this reads layout {LAYOUT}.")
    start = 2 + how_many * AUTHORITY.itemsize
    return (
        np.frombuffer(packed[2:start], AUTHORITY),
        np.frombuffer(packed[start:], RECORD),
    )
