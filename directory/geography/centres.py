"""Which sector's middle is nearest to a point, and how far it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Centre:
    """The middle of a sector (WGS84 degrees), the address of its cell, its commonest authority."""

    code: str
    cell: str
    label: str
    authority: str
    lat: float
    lon: float


class Centres:
    """Every sector's middle, in memory (about 12,000)."""

    def __init__(self, centres: Iterable[Centre]) -> None:
        self.all = tuple(centres)
        self._vectors = _vectors(np.array([each.lat for each in self.all]), np.array([each.lon for each in self.all]))

    def nearest(self, lat: float, lon: float, *, how_many: int) -> list[tuple[Centre, float]]:
        """The nearest, each with its great-circle kilometres, the nearest first."""
        apart = _km(self._vectors, lat, lon)
        some = np.argpartition(apart, how_many)[:how_many] if how_many < len(apart) else np.arange(len(apart))
        return [(self.all[at], float(apart[at])) for at in some[np.argsort(apart[some])].tolist()]


def km_to_the_nearest(lats: Floats, lons: Floats, lat: float, lon: float) -> float:
    """Great-circle kilometres from a point to the nearest of some (WGS84 degrees)."""
    return float(_km(_vectors(lats, lons), lat, lon).min())


def _km(vectors: Floats, lat: float, lon: float) -> Floats:
    closeness = vectors @ _vectors(np.array([lat]), np.array([lon]))[0]
    apart: Floats = EARTH_KM * np.arccos(np.clip(closeness, -1.0, 1.0))
    return apart


def _vectors(lat: Floats, lon: Floats) -> Floats:
    """Unit vectors, one a row."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
