"""The sectors of a local authority: where they are, what is there, and which are in a town.

Of a postcode that has ended only some sources say so (ONSPD as published does, the
packaged one does not); a sector all of whose postcodes have ended is left out where
they do. So is one of fewer than ten postcodes: nearly all of those are PO boxes, or
one organisation's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from directory.coverage import Sector
from directory.geography import towns, units
from directory.great_circle import miles_between
from directory.models import Cell, GeographyEdition
from directory.models import Sector as SectorRow
from directory.places import Point
from directory.sector_map import Named, SectorMap, sector_map

FEWEST_POSTCODES = 10
# Neighbours may have postcodes within a mile of a middle; theirs are this near, in degrees.
AROUND_LAT, AROUND_LON = 0.05, 0.08


@dataclass(frozen=True, slots=True)
class Ground:
    """An area's sectors in the order of their codes, their drawing, and how many were too small to count."""

    sectors: tuple[Sector, ...]
    map: SectorMap
    left_out: int
    says_ended: bool  # do the postcodes say which of them have ended?


NOTHING = Ground((), sector_map((), ()), 0, says_ended=False)


def ground(authority: str) -> Ground:
    """Of one local authority, by its code. Kept until the next edition of geography."""
    current = GeographyEdition.objects.current().values_list("pk", "digest").first()
    return _ground(*current, authority) if current else NOTHING


def forget() -> None:
    """Start again from nothing. For tests, whose editions are alike and come again."""
    _ground.cache_clear()


@lru_cache(maxsize=64)
def _ground(edition: int, digest: str, authority: str) -> Ground:
    rows = SectorRow.objects.filter(edition=edition)
    own = {row.code: row for row in rows.filter(authority=authority).order_by("code").defer("units")}
    if not own:
        return NOTHING
    lats, lons, living, says_ended = _postcodes_around(rows, list(own.values()))
    counted = [row for code, row in own.items() if living.get(code, 0) >= FEWEST_POSTCODES]
    left_out = sum(0 < living.get(code, 0) < FEWEST_POSTCODES for code in own)
    middles = [Point(row.lat, row.lon) for row in counted]
    around = towns.postcodes_around(middles, lats, lons)
    settlements = _settlements(edition, authority)
    sectors = tuple(
        Sector(row.code, _nearest(point, settlements), point, towns.is_in_a_town(near))
        for row, point, near in zip(counted, middles, around, strict=True)
    )
    drawn = sector_map([(sector.code, sector.point) for sector in sectors], settlements)
    return Ground(sectors, drawn, left_out, says_ended)


def _postcodes_around(rows, own):
    """Latitudes and longitudes of all postcodes in and about the area that may be in use, how many each
    sector has, and whether any is known to have ended."""
    lats, lons = [row.lat for row in own], [row.lon for row in own]
    near = rows.filter(
        lat__range=(min(lats) - AROUND_LAT, max(lats) + AROUND_LAT),
        lon__range=(min(lons) - AROUND_LON, max(lons) + AROUND_LON),
    )
    found, living, says_ended = [], {}, False
    for code, packed in near.order_by("code").values_list("code", "units"):
        in_use = units.may_be_in_use(packed)
        says_ended |= not in_use.all()
        living[code] = int(in_use.sum())
        found.append(np.stack(units.points(packed))[:, in_use])
    lat, lon = np.concatenate(found, axis=1)
    return lat, lon, living, says_ended


def _settlements(edition, authority):
    cells = Cell.objects.filter(edition=edition, authority=authority, kind=Cell.Kind.SETTLEMENT)
    rows = cells.order_by("-population", "slug").values_list("name", "lat", "lon", "population")
    return [Named(name, Point(lat, lon), population) for name, lat, lon, population in rows]


def _nearest(point, settlements):
    """The name of the nearest settlement of the area; of none, none."""
    return min(settlements, key=lambda each: miles_between(point, each.point)).name if settlements else ""
