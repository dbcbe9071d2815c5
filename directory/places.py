"""What we mean by a place: a point, how exactly it is known, and the cell that gives it an address. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["postcode", "sector", "outcode", "settlement", "point"]


@dataclass(frozen=True, slots=True)
class Point:
    """WGS84 degrees."""

    lat: float
    lon: float


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
