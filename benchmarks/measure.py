"""Ratios to a floor, measured turn and turn about: machines are shared and noisy, so never bare times."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SEED = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians in seconds, or in what the name says. ``bar`` is the highest ratio we allow, or None where we only watch.

    ``between`` is where the ratio lies nineteen times in twenty, where rounds were paired.
    """

    name: str
    median: float
    floor: float
    bar: float | None = None
    between: tuple[float, float] | None = None
    paired: float | None = None  # the median of the rounds' ratios, where they were

    @property
    def ratio(self) -> float:
        return self.paired if self.paired is not None else self.median / self.floor

    @property
    def holds(self) -> bool:
        return self.bar is None or self.ratio <= self.bar

    def stored(self) -> dict[str, object]:
        """To be made again from, in another process."""
        return {"name": self.name, "median": self.median, "floor": self.floor, "bar": self.bar}

    def plain(self) -> dict[str, object]:
        return {
            "name": self.name,
            "median": self.median,
            "floor": self.floor,
            "ratio": round(self.ratio, 3),
            "between": self.between and [round(end, 3) for end in self.between],
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


def in_turn(acts: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """How long each took in every round, the first of a round being another each time; a tenth only warms them up."""
    names, taken = list(acts), {name: [] for name in acts}
    for number in range(rounds + rounds // 10):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            taken[name].append(seconds(acts[name]))
    return {name: each[rounds // 10 :] for name, each in taken.items()}


def paired(
    name: str, ours: Sequence[float], floor: Sequence[float], *, bar: float | None = None, draws: int = 2000
) -> Measured:
    """The median ratio of rounds, and between what it lies, by drawing rounds again and again (a bootstrap)."""
    ratios = [one / least for one, least in zip(ours, floor, strict=True)]
    chance = random.Random(SEED)
    medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(draws))
    return Measured(
        name,
        median=statistics.median(ours),
        floor=statistics.median(floor),
        bar=bar,
        between=(medians[draws // 40], medians[-draws // 40]),
        paired=statistics.median(ratios),
    )
