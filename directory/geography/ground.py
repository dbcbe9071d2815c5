"""What the map stands on: the middles of postcode sectors as dots, and the names of settlements. Pure.

No streets and no coast: where people live there are dots, and names say where that is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from directory.great_circle import EARTH_RADIUS_MILES
from directory.places import Point
from directory.sector_map import Named

MOST_DOTS = 600  # with more sectors than this in view, postcode districts stand for them
MOST_NAMES = 80


@dataclass(frozen=True, slots=True)
class Dot:
    """The middle of a postcode sector, "M1 1", or district, "M1"."""

    code: str
    point: Point


Standing = TypeVar("Standing", Dot, Named)


@dataclass(frozen=True, slots=True)
class Box:
    """WGS84 degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, middle: Point, *, miles: float) -> Box:
        """Reaching so many statute miles to each side of ``middle``."""
        up = math.degrees(miles / EARTH_RADIUS_MILES)
        aside = up / math.cos(math.radians(middle.lat))
        return cls(middle.lat - up, middle.lon - aside, middle.lat + up, middle.lon + aside)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is inside a box: dots, and names, the largest settlement's first."""

    box: Box
    dots: tuple[Dot, ...]
    names: tuple[Named, ...]


class Land:
    """All of the country, in memory: about 12,000 sectors, 3,000 districts and 6,000 settlements."""

    def __init__(self, sectors: Sequence[Dot], districts: Sequence[Dot], settlements: Sequence[Named]) -> None:
        self._sectors, self._districts = _Points(sectors), _Points(districts)
        self._settlements = _Points(sorted(settlements, key=lambda each: (-each.population, each.name)))

    def within(self, box: Box) -> Ground:
        """Sectors, or districts where there would be too many dots to tell apart, and the largest settlements."""
        sectors = self._sectors.inside(box)
        dots = sectors if len(sectors) <= MOST_DOTS else self._districts.inside(box)[:MOST_DOTS]
        return Ground(box, tuple(dots), tuple(self._settlements.inside(box)[:MOST_NAMES]))


class _Points(Generic[Standing]):
    """Things that stand somewhere, found by a box."""

    def __init__(self, every: Sequence[Standing]) -> None:
        self._every: Sequence[Standing] = every
        self._lat = np.array([each.point.lat for each in every], dtype=np.float64)
        self._lon = np.array([each.point.lon for each in every], dtype=np.float64)

    def inside(self, box: Box) -> list[Standing]:
        """In their order."""
        north = (self._lat >= box.south) & (self._lat <= box.north)
        found = np.flatnonzero(north & (self._lon >= box.west) & (self._lon <= box.east))
        return [self._every[at] for at in found.tolist()]
