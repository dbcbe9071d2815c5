"""Where does each sector's disc stand on the page? Pure.

Discs stand on the sectors' middles; those that would cover one another are moved apart,
so that each can be read. Units are those of the drawing: the fewer sectors, the closer
to a small phone's pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.great_circle import EARTH_RADIUS_MILES
from directory.places import Point

MILES_A_DEGREE = math.radians(1) * EARTH_RADIUS_MILES
FEW = 24  # up to so many, each disc has its code below it
NEXT_TO_NOTHING = 1e-6  # miles: sectors that stand on one point
SMALL, LARGE = 240.0, 520.0  # the longer side of what the middles span
LARGEST, SMALLEST = 15.0, 9.0  # radii
FILLED = 0.2  # of the ground, at most, where there are many
CODE = 22.0  # how much farther apart discs stand with codes below them
ENLARGED = 1.25  # how much larger a drawing of few is shown, where there is room
ROUNDS = 400
NAMES, RINGS, WAYS = 8, 5, 16
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
class Name:
    """A settlement's name, the middle of which is ``at``, and the disc it is of; a line leads there from afar."""

    at: Spot
    of: Spot
    is_afar: bool


@dataclass(frozen=True, slots=True)
class SectorMap:
    """A drawing: a disc for each sector, in their order; names of settlements; and so many miles of scale."""

    width: float
    height: float
    radius: float
    discs: tuple[Spot, ...]
    names: tuple[Name, ...]
    codes: bool  # is there room for each sector's code?
    letters: float  # how high names are
    miles: int
    scale: float  # how long so many miles are; 0 where one point has none

    @property
    def numbers(self) -> float:
        """How high the numbers in the discs are."""
        return round(self.radius * 1.1, 1)

    @property
    def shown_width(self) -> float:
        """How wide it is shown where there is room, in pixels."""
        return round(self.width * (ENLARGED if self.codes else 1))

    @property
    def scale_y(self) -> float:
        """Where the scale stands, below the discs."""
        return round(self.height - self.letters - 4, 1)


def sector_map(sectors: Sequence[tuple[str, Point]], settlements: Sequence[Named]) -> SectorMap:
    """Lay out the discs of (code, middle), and the main settlements' names where there is room."""
    few = len(sectors) <= FEW
    letters = 12.0 if few else 18.0
    flat = _flat([point for _, point in sectors], [each.point for each in settlements])
    middles, towns = flat[: len(sectors)], flat[len(sectors) :]
    a_mile = _a_mile(middles, SMALL if few else LARGE)
    span = np.ptp(middles, axis=0) * a_mile if len(middles) else np.zeros(2)
    radius = LARGEST if few else _radius(len(sectors), span)
    places = _apart(middles * a_mile, 2 * radius + (CODE if few else 2))
    discs = [Spot(x, y, code) for (x, y), (code, _) in zip(places.tolist(), sectors, strict=True)]
    edge = radius + (letters * LINE if few else 4)
    named = [] if few else _names(settlements, _nearest(middles, towns), places, radius, letters)
    x, y, width, height = _around(discs, [name.at for name in named], edge, letters)
    miles, scale = _scale(a_mile, width) if np.any(span > NEXT_TO_NOTHING) else (0, 0.0)

    def moved(spot: Spot) -> Spot:
        return Spot(_one(spot.x - x), _one(spot.y - y), spot.text)

    return SectorMap(
        width=_one(width),
        height=_one(height + 2 * letters),  # the scale stands below
        radius=_one(radius),
        discs=tuple(moved(disc) for disc in discs),
        names=tuple(Name(moved(name.at), moved(name.of), name.is_afar) for name in named),
        codes=few,
        letters=letters,
        miles=miles,
        scale=scale,
    )


def _one(number: float) -> float:
    return round(float(number), 1)


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
    return longest / span if span > NEXT_TO_NOTHING else 1.0


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


def _nearest(middles: Places, towns: Places) -> list[int]:
    """For each town, the sector whose middle is nearest: discs may have moved, and a name moves with its disc."""
    return [int(((middles - town) ** 2).sum(axis=1).argmin()) for town in towns]


def _names(
    settlements: Sequence[Named], sectors: list[int], discs: Places, radius: float, letters: float
) -> list[Name]:
    """The names of the largest, each as near to its disc as there is room clear of discs and other names."""
    found: list[Name] = []
    room = _Room(discs, radius, letters)
    for at in sorted(range(len(settlements)), key=lambda at: (-settlements[at].population, settlements[at].name)):
        x, y = discs[sectors[at]].tolist()
        name = next(room.near(settlements[at].name, Spot(x, y), found), None)
        if name:
            found.append(name)
        if len(found) == NAMES:
            break
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """Where a name may stand."""

    discs: Places
    radius: float
    letters: float

    def near(self, text: str, disc: Spot, others: Sequence[Name]) -> Iterator[Name]:
        """Places for a name about its disc, ring after ring."""
        half = self.half(text)
        for ring in range(RINGS):
            far = self.radius + self.letters * (0.7 + ring)
            for way in range(WAYS):
                east, south = math.cos(way * math.tau / WAYS), math.sin(way * math.tau / WAYS)
                spot = Spot(disc.x + east * (far + half), disc.y + south * far, text)
                if self.is_clear(spot, others):
                    yield Name(spot, disc, is_afar=ring > 0)

    def half(self, text: str) -> float:
        """Half the width of a name."""
        return len(text) * self.letters * LETTER / 2

    def is_clear(self, spot: Spot, others: Sequence[Name]) -> bool:
        """Is the name over no disc, over no other name, and not so far out that all else would shrink?"""
        half, least, most = self.half(spot.text), self.discs[:, 0].min(), self.discs[:, 0].max()
        widest = max(most - least, LARGE) + 4 * self.radius
        if abs(spot.x - (least + most) / 2) + half > widest / 2:
            return False
        aside = np.clip(np.abs(self.discs[:, 0] - spot.x) - half, 0, None)
        over = np.clip(np.abs(self.discs[:, 1] - spot.y) - self.letters / 2, 0, None)
        return bool((aside**2 + over**2 > self.radius**2).all()) and all(
            abs(other.at.x - spot.x) > half + self.half(other.at.text) + self.letters / 2
            or abs(other.at.y - spot.y) > self.letters * LINE
            for other in others
        )


def _around(
    discs: Sequence[Spot], names: Sequence[Spot], edge: float, letters: float
) -> tuple[float, float, float, float]:
    """Left, top, width and height of what holds them all."""
    sides = [(disc.x, edge, disc.y, edge) for disc in discs]
    sides += [(name.x, len(name.text) * letters * LETTER / 2 + 2, name.y, letters) for name in names]
    if not sides:
        return 0.0, 0.0, 4 * LARGEST, 4 * LARGEST
    x, y = min(x - half for x, half, _, _ in sides), min(y - half for _, _, y, half in sides)
    width, height = max(x + half for x, half, _, _ in sides) - x, max(y + half for _, _, y, half in sides) - y
    return x, y, max(width, 4 * LARGEST), max(height, 4 * LARGEST)
