"""What we mean by a place: a point, how exactly it is known, and the cell that gives it an address. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The box that holds the UK, in WGS84 degrees.
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5

Precision = Literal["postcode", "sector", "outcode", "settlement", "point"]


@dataclass(frozen=True, slots=True)
class Point:
    """WGS84 degrees."""

    lat: float
    lon: float

    @property
    def in_the_uk(self) -> bool:
        """Is it inside the box that holds the UK? Much of Ireland and some of France is in there too."""
        return SOUTH <= self.lat <= NORTH and WEST <= self.lon <= EAST


@dataclass(frozen=True, slots=True)
class LocalName:
    """What a place is called in another language: "cy" (Welsh), "gd" (Scottish Gaelic) or "ga" (Irish)."""

    language: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to look for meetings from.

    ``label`` is for people ("M1 1", "Newport (Gwent)"); ``cell`` is the slug in its
    address ("m1-1"); ``precision`` says what ``point`` is the middle of. Anything but
    postcode and point reads "about". ``also`` is what to show beside the label.
    """

    label: str
    cell: str
    point: Point
    precision: Precision
    nation: str
    authority: str = ""
    also: tuple[LocalName, ...] = ()
    has_ended: bool = False  # a postcode that is no longer in use

    @property
    def is_exact(self) -> bool:
        return self.precision in {"postcode", "point"}
