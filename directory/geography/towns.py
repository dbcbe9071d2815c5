"""Which sectors are in a town, and which in the country? Pure.

A sector is in a town where 300 postcodes or more lie within a mile of its middle, its
own and its neighbours': about a hundred to the square mile, and perhaps 7,500 people.
By that rule three quarters of the country's sectors are, with 78% of its postcodes;
by the census about four people in five live in towns.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from directory.great_circle import EARTH_RADIUS_MILES, cosine, unit_vectors
from directory.places import Point

POSTCODES_IN_A_TOWN = 300
WITHIN_MILES = 1.0


def postcodes_around(middles: list[Point], lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]) -> list[int]:
    """How many of the postcodes at ``lats`` and ``lons`` (WGS84 degrees) lie within a mile of each middle."""
    order = np.argsort(lats)
    north, lat, lon = lats[order], np.radians(lats[order]), np.radians(lons[order])
    vectors = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    limit, degrees = cosine(WITHIN_MILES), np.degrees(WITHIN_MILES / EARTH_RADIUS_MILES) * 1.001
    found = []
    for middle, vector in zip(middles, unit_vectors(middles), strict=True):
        # Nothing farther north or south can be within a mile.
        first, last = np.searchsorted(north, [middle.lat - degrees, middle.lat + degrees]).tolist()
        found.append(int(np.count_nonzero(vectors[first:last] @ vector >= limit)))
    return found


def is_in_a_town(postcodes: int) -> bool:
    """Of a sector with so many postcodes within a mile of its middle."""
    return postcodes >= POSTCODES_IN_A_TOWN
