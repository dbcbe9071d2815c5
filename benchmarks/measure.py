"""Ratios to a floor, measured turn and turn about: machines are shared and noisy, so never bare times."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians in seconds. ``bar`` is the highest ratio we allow, or None where we only watch."""

    name: str
    median: float
    floor: float
    bar: float | None = None

    @property
    def ratio(self) -> float:
        return self.median / self.floor

    @property
    def holds(self) -> bool:
        return self.bar is None or self.ratio <= self.bar

    def plain(self) -> dict[str, str | float | bool | None]:
        return {
            "name": self.name,
            "median": self.median,
            "floor": self.floor,
            "ratio": round(self.ratio, 3),
            "bar": self.bar,
            "holds": self.holds,
        }


def seconds(act: Callable[[], object]) -> float:
    """How long it took, once."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def compare(
    name: str, act: Callable[[], object], floor: Callable[[], object], *, bar: float | None = None, rounds: int
) -> Measured:
    """Do one, then the other, over and over; the first tenth only warms them up."""
    taken = [(seconds(act), seconds(floor)) for _ in range(rounds)][rounds // 10 :]
    return Measured(
        name,
        median=statistics.median(each for each, _ in taken),
        floor=statistics.median(least for _, least in taken),
        bar=bar,
    )
