"""From rows of postcodes to sectors: on the globe, grouped, packed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.geography import grid, units
from directory.geography.postcodes import NATIONS, OUTCODE
from directory.geography.rows import Rows


@dataclass(frozen=True, slots=True)
class PackedSector:
    """A postcode sector: its middle (WGS84 degrees), commonest authority, and its postcodes packed."""

    code: str
    outcode: str
    lat: float
    lon: float
    authority: str
    postcodes: int
    units: bytes

    @property
    def nation(self) -> str:
        return NATIONS[self.authority[0]]


@dataclass(frozen=True, slots=True)
class Outcode:
    """A postcode district: the middle of all its postcodes (WGS84 degrees), commonest authority."""

    code: str
    lat: float
    lon: float
    authority: str

    @property
    def nation(self) -> str:
        return NATIONS[self.authority[0]]


@dataclass(frozen=True, slots=True)
class Positions:
    """Postcodes that have a position, in order: seven characters, WGS84 degrees, authority code, units.IN_USE or so."""

    postcode: npt.NDArray[np.bytes_]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    authority: npt.NDArray[np.bytes_]
    in_use: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.postcode)

    def part(self, start: int, end: int) -> Positions:
        return self._cut(slice(start, end))

    def living(self) -> Positions:
        """Without those that have ended, unless all have: a code given out again elsewhere is where it is now."""
        kept = self.in_use != units.ENDED
        return self._cut(kept) if kept.any() else self

    def _cut(self, which: slice | npt.NDArray[np.bool_]) -> Positions:
        return Positions(*(getattr(self, name)[which] for name in self.__slots__))


def positions(rows: Rows) -> Positions:
    """The rows we can place: with a grid reference, in one of the four nations, shaped as a postcode of today.

    The Isle of Man, the Channel Islands, and codes dead since the 1980s (NPT 0AD) are left out.
    """
    nation = rows.authority.astype("S1")
    kept = np.isfinite(rows.easting) & np.isfinite(rows.northing) & np.isin(nation, [n.encode() for n in NATIONS])
    kept[kept] = _well_shaped(rows.postcode[kept])
    order = np.flatnonzero(kept)[np.argsort(rows.postcode[kept])]
    postcode, easting, northing = rows.postcode[order], rows.easting[order], rows.northing[order]
    lat, lon = grid.to_wgs84(grid.BRITISH, easting, northing)
    irish = np.char.startswith(postcode, b"BT")
    lat[irish], lon[irish] = grid.to_wgs84(grid.IRISH, easting[irish], northing[irish])
    return Positions(postcode.astype("S7"), lat, lon, rows.authority[order], rows.in_use[order])


def sectors(placed: Positions) -> Iterator[PackedSector]:
    """Every sector of these postcodes."""
    for start, end in _runs(placed.postcode.astype("S5")):
        part = placed.part(start, end)
        code = part.postcode[0].decode()
        outcode = code[:4].strip()
        lat, lon = _middle(part)
        letters = np.array([postcode[5:7] for postcode in part.postcode.tolist()], "S2")
        yield PackedSector(
            code=f"{outcode} {code[4]}",
            outcode=outcode,
            lat=lat,
            lon=lon,
            authority=_commonest(part),
            postcodes=len(part),
            units=units.pack(letters, part.lat, part.lon, part.authority, part.in_use),
        )


def outcodes(placed: Positions) -> Iterator[Outcode]:
    """Every outcode of these postcodes."""
    for start, end in _runs(placed.postcode.astype("S4")):
        part = placed.part(start, end)
        lat, lon = _middle(part)
        yield Outcode(part.postcode[0][:4].decode().strip(), lat, lon, _commonest(part))


def _well_shaped(postcodes: npt.NDArray[np.bytes_]) -> npt.NDArray[np.bool_]:
    outcode, which = np.unique(postcodes.astype("S4"), return_inverse=True)
    fits = [bool(OUTCODE.fullmatch(code.decode("latin-1").strip())) for code in outcode.tolist()]
    return np.array(fits, bool)[which]


def _runs(keys: npt.NDArray[np.bytes_]) -> list[tuple[int, int]]:
    """Where each run of the same key starts and ends; the keys are in order."""
    if not len(keys):
        return []
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True))


def _middle(part: Positions) -> tuple[float, float]:
    """The median, which one postcode in the wrong place cannot drag away."""
    living = part.living()
    return float(np.median(living.lat)), float(np.median(living.lon))


def _commonest(part: Positions) -> str:
    """Of equals, the first by its code."""
    counts: Counter[bytes] = Counter(part.living().authority.tolist())
    return max(sorted(counts), key=lambda code: counts[code]).decode()
