"""Where does each sector's disc stand on the page? Pure.

Discs stand on the sectors' middles; those that would cover one another are moved apart,
so that each can be read. Units are those of the drawing: the fewer sectors, the closer
to a small phone's pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.great_circle import EARTH_RADIUS_MILES
from directory.places import Point

MILES_A_DEGREE = math.radians(1) * EARTH_RADIUS_MILES
FEW = 24  # up to so many, each disc has its code below it
SMALL, LARGE = 240.0, 520.0  # the longer side of what the middles span
LARGEST, SMALLEST = 15.0, 9.0  # radii
FILLED = 0.3  # of the ground, at most, where there are many
ROUNDS = 400
NAMES = 8
LETTER, LINE = 0.56, 1.2  # of a letter's height: how wide one is, how far apart lines are
SCALES = (1, 2, 3, 5, 10, 20, 25, 50)

Places = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Named:
    """A settlement, and how many live there."""

    name: str
    point: Point
    population: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the drawing, and what is written there."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class SectorMap:
    """A drawing: a disc for each sector, in their order; names of settlements; and so many miles of scale."""

    width: float
    height: float
    radius: float
    discs: tuple[Spot, ...]
    names: tuple[Spot, ...]
    codes: bool  # is there room for each sector's code?
    letters: float  # how high names are
    miles: int
    scale: float  # how long so many miles are; 0 where one point has none

    @property
    def scale_y(self) -> float:
        """Where the scale stands, below the discs."""
        return round(self.height - self.letters - 4, 1)


def sector_map(sectors: Sequence[tuple[str, Point]], settlements: Sequence[Named]) -> SectorMap:
    """Lay out the discs of (code, middle), and the main settlements' names where there is room."""
    few = len(sectors) <= FEW
    letters = 12.0 if few else 20.0
    flat = _flat([point for _, point in sectors], [each.point for each in settlements])
    middles, towns = flat[: len(sectors)], flat[len(sectors) :]
    a_mile = _a_mile(middles, SMALL if few else LARGE)
    span = np.ptp(middles, axis=0) * a_mile if len(middles) else np.zeros(2)
    radius = LARGEST if few else _radius(len(sectors), span)
    discs = _apart(middles * a_mile, 2 * radius + (letters + 2 if few else 2))
    edge = radius + (letters * LINE if few else 4)
    least = discs.min(axis=0) - edge if len(discs) else np.zeros(2)
    size = np.maximum((discs.max(axis=0) if len(discs) else np.zeros(2)) + edge - least, 4 * LARGEST)
    discs, towns = discs - least, towns * a_mile - least
    miles, scale = _scale(a_mile, size[0]) if np.any(span) else (0, 0.0)
    return SectorMap(
        width=round(float(size[0]), 1),
        height=round(float(size[1] + 2 * letters), 1),  # the scale stands below
        radius=round(radius, 1),
        discs=tuple(Spot(_one(x), _one(y), code) for (x, y), (code, _) in zip(discs.tolist(), sectors, strict=True)),
        names=() if few else _names(settlements, towns, discs, radius, letters, size),
        codes=few,
        letters=letters,
        miles=miles,
        scale=scale,
    )


def _one(number: float) -> float:
    return round(number, 1)


def _flat(*points: Sequence[Point]) -> Places:
    """Miles east and south of a corner that is the same for all; good for one area."""
    every = [point for some in points for point in some]
    if not every:
        return np.zeros((0, 2))
    lat, lon = np.array([point.lat for point in every]), np.array([point.lon for point in every])
    narrowing = math.cos(math.radians(float(np.median(lat))))
    return np.stack([lon * narrowing, -lat], axis=1) * MILES_A_DEGREE


def _a_mile(middles: Places, longest: float) -> float:
    """How long a mile is in the drawing."""
    span = float(np.ptp(middles, axis=0).max()) if len(middles) else 0.0
    return longest / span if span else 1.0


def _radius(how_many: int, span: Places) -> float:
    ground = (span[0] + 2 * LARGEST) * (span[1] + 2 * LARGEST)
    return float(np.clip(math.sqrt(FILLED * ground / (math.pi * how_many)), SMALLEST, LARGEST))


def _apart(middles: Places, least: float) -> Places:
    """The same places, those nearer to each other than ``least`` pushed apart, a little at a time."""
    # Two in one place would not know which way to go.
    turns = np.arange(len(middles)) * 2.399963
    places = middles + 0.01 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for _ in range(ROUNDS):
        between = places[:, None] - places[None]
        apart = np.sqrt((between**2).sum(axis=2))
        np.fill_diagonal(apart, math.inf)
        push = np.clip(least - apart, 0, None)
        if push.max(initial=0) < 0.5:
            break
        places = places + ((push / apart)[:, :, None] * between).sum(axis=1) * 0.4
    return places


def _scale(a_mile: float, width: float) -> tuple[int, float]:
    """A round number of miles, at most a third of the drawing where one so short is there; and how long they are."""
    miles = max((each for each in SCALES if each * a_mile <= width / 3), default=SCALES[0])
    return miles, _one(miles * a_mile)


def _names(
    settlements: Sequence[Named], towns: Places, discs: Places, radius: float, letters: float, size: Places
) -> tuple[Spot, ...]:
    """The names of the largest that find room clear of discs and of each other, beside, above or below."""
    found: list[Spot] = []
    for at in sorted(range(len(settlements)), key=lambda at: (-settlements[at].population, settlements[at].name)):
        name, (x, y) = settlements[at].name, towns[at].tolist()
        half = len(name) * letters * LETTER / 2
        for up, along in ((0, 0), (-1, 0), (1, 0), (0, 1), (0, -1), (-2, 0), (2, 0), (-1, 1), (1, -1), (-1, -1), (1, 1)):
            spot = Spot(_one(x + along * (half + radius)), _one(y + up * (radius + letters / 2)), name)
            if _is_clear(spot, half, letters, discs, radius, found, size):
                found.append(spot)
                break
        if len(found) == NAMES:
            break
    return tuple(found)


def _is_clear(
    spot: Spot, half: float, letters: float, discs: Places, radius: float, others: list[Spot], size: Places
) -> bool:
    """Is the name inside the drawing, over no disc and over no other name? A spot is the middle of its name."""
    inside = half <= spot.x <= size[0] - half and letters <= spot.y <= size[1] - letters
    aside = np.clip(np.abs(discs[:, 0] - spot.x) - half, 0, None)
    over = np.clip(np.abs(discs[:, 1] - spot.y) - letters / 2, 0, None)
    clear = bool((aside**2 + over**2 > radius**2).all())
    return inside and clear and all(
        abs(other.x - spot.x) > half + len(other.text) * letters * LETTER / 2 or abs(other.y - spot.y) > letters * LINE
        for other in others
    )
