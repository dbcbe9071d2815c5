"""A group of people as numbers, and what may be said of them: shares, likely ranges, bounds. Pure.

The numbers are protected, or a service's own exact ones; everything shown is worked out
from these alone, so it tells nothing that they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor, sqrt

Z95 = 1.959964
CANNOT_COMPARE_OVER = 25  # per cent "nobody asked", of those who planned a visit
OWN_TREND_UNDER = 20  # people
HIDDEN = "*"
NOT_KNOWN = ("once_not_asked", "once_lost_touch", "once_rather_not", "once_cant_recall")


@dataclass(frozen=True, slots=True)
class Share:
    """Whole per cent: known; the likely range, which is chance; and the bounds, which are not knowing."""

    known: int
    low: int
    high: int
    at_most: int

    @classmethod
    def of(cls, part: int, whole: int, not_known: int = 0) -> Share:
        """``whole`` is over 0. A part that was rounded above its whole is all of it."""
        part = min(part, whole)
        low, high = wilson(part, whole)
        return cls(percent(part, whole), floor(low), ceil(high), percent(min(part + not_known, whole), whole))


def percent(part: int, whole: int) -> int:
    """Whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole)


def wilson(part: int, whole: int, z: float = Z95) -> tuple[float, float]:
    """The 95% Wilson score interval of ``part`` of ``whole``, in per cent. E. B. Wilson 1927."""
    share, squared = part / whole, z * z / whole
    middle = (share + squared / 2) / (1 + squared)
    half = z * sqrt(share * (1 - share) / whole + squared / (4 * whole)) / (1 + squared)
    return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))


@dataclass(frozen=True, slots=True)
class Figures:
    """{cell: number of people}. ``base`` is what each was rounded to; 1 where they are exact."""

    cells: Mapping[str, int] = field(default_factory=dict)
    base: int = 1

    @classmethod
    def together(cls, some: Iterable[Figures], base: int) -> Figures:
        """The sum of groups that share nobody."""
        cells: dict[str, int] = {}
        for each in some:
            for cell, number in each.cells.items():
                cells[cell] = cells.get(cell, 0) + number
        return cls(cells, base)

    def __getitem__(self, cell: str) -> int:
        return self.cells.get(cell, 0)

    def __bool__(self) -> bool:
        """Is there anybody to speak of?"""
        return self["introduced"] > 0

    @property
    def exact(self) -> bool:
        return self.base == 1

    def hides(self, cell: str) -> bool:
        """Is it fewer than may be said?"""
        return not self.exact and self[cell] == 0

    def shown(self, cell: str) -> str:
        """The number, or the mark of a hidden one."""
        return HIDDEN if self.hides(cell) else f"{self[cell]:,}"

    def sum(self, *cells: str) -> int:
        return sum(self[cell] for cell in cells)

    def share(self, cell: str, among: str = "introduced", silent: int = 0) -> Share | None:
        """Nothing where either is hidden, or there is nobody. Of ``silent`` people it is not known."""
        if self[among] <= 0 or self.hides(cell):
            return None
        return Share.of(self[cell], self[among], silent)

    @property
    def known_not_been(self) -> int:
        """How many planned a visit and have told that they have not been."""
        return max(0, self["planned"] - self.sum("once", *NOT_KNOWN))

    def silent(self, step: str) -> int:
        """Of how many introduced it is not known whether they are in ``step``: but who is, or is known not to be."""
        known_not = self.known_not_been + (self["stopped"] if step == "still" else 0)
        return max(0, self["introduced"] - self[step] - known_not)

    @property
    def not_asked_share(self) -> int:
        """Of those who planned a visit, the per cent whom nobody asked how it went; 0 where hidden."""
        planned = self["planned"]
        return percent(min(self["once_not_asked"], planned), planned) if planned else 0

    @property
    def can_be_compared(self) -> bool:
        """Enough people, and enough of them asked."""
        return self["introduced"] >= OWN_TREND_UNDER and self.not_asked_share <= CANNOT_COMPARE_OVER
