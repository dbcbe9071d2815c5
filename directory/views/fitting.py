"""How large can the letters be so that a sheet is two sides of A4? Pure.

Counts lines as the style sheet sets them (static/src/sheet.scss), a little on the wide
side, and is held to real pages by tests of both the browser's printer and the PDF.
Every option has letters of one size: larger ones where there is less to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MM = 25.4 / 72  # in a point
SIDE, COLUMN = 283.0, 93.5  # mm: how high a side is inside its margins, how wide a column
LINE, LETTER = 1.15, 0.47  # of the size of the letters: how high a line is, how wide a letter on the whole
BETWEEN = 0.33  # lines, from one option to the next
TITLE, HEAD, FOOT = (
    2.0,
    11.0,
    18.0,
)  # lines: of a section, at the top, and of the numbers to ring with what stands beside
MORE = 2.0  # lines: that there are more for others
SPARE = 2.5  # lines: an option is never broken, so the foot of a column or a side may stay empty
SIZES = (11.0, 10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # points
SMALLEST_FOR_A_SIDE_OF_ITS_OWN = 7.5
LARGEST_AROUND = 10.0


@dataclass(frozen=True, slots=True)
class Fit:
    """In points: the letters of every option, and of what stands around them.

    ``begins_anew`` where what cannot be reached has side two to itself.
    """

    points: float
    around: float
    begins_anew: bool

    @property
    def names(self) -> str:
        """As the style sheet calls it: s85 is 8.5 points."""
        return f"sheet--s{self.points * 10:g} sheet--around-s{self.around * 10:g}"


def fit(*, families: int, reachable: Sequence[int], others: Sequence[Sequence[int]]) -> Fit:
    """The largest letters that fit. How long each option of each section is; ``families`` are in the range."""
    around = HEAD + TITLE + math.ceil(families / 2) + FOOT
    for points in SIZES:
        one, two = _columns([reachable], points), _columns(others, points) + MORE
        if points >= SMALLEST_FOR_A_SIDE_OF_ITS_OWN and around + one <= _side(points) and two <= _side(points):
            return Fit(points, _around(around, points, room=SIDE * (1 - one / _side(points))), begins_anew=True)
    for points in SIZES:
        all_of_it = around + _columns([reachable], points) + _columns(others, points) + MORE
        if all_of_it <= 2 * (_side(points) - SPARE):
            return Fit(points, points, begins_anew=False)
    return Fit(SIZES[-1], SIZES[-1], begins_anew=False)


def _around(lines: float, points: float, *, room: float) -> float:
    """How large the numbers to ring and the range can be, where the options leave ``room`` mm beside them."""
    larger = (size for size in SIZES if points < size <= LARGEST_AROUND and lines * size * LINE * MM <= room)
    return next(larger, points)


def _side(points: float) -> float:
    """How many lines high a side is."""
    return SIDE / (points * LINE * MM)


def _columns(sections: Sequence[Sequence[int]], points: float) -> float:
    """How many lines high are the sections, one after another in two columns, each under its title?"""
    lengths = [length for section in sections for length in section]
    lines = sum(math.ceil(length * LETTER * points * MM / COLUMN) + BETWEEN for length in lengths)
    return (lines + TITLE * len(sections)) / 2 + SPARE
