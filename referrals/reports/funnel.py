"""Is a service’s share further from the others’ than chance and ordinary difference would put it? Pure.

Limits as Spiegelhalter draws them for services that differ by more than chance (Quality and
Safety in Health Care 2005; 14: 347-351): z-scores drawn in at a tenth on either side, then an
additive variance between services. Shares are on the arcsine scale, where how far they scatter
does not depend on what they are. Why: docs/decisions/0017-services-are-compared-by-a-funnel.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import asin, pi, sin, sqrt

from referrals.reports.figures import OWN_TREND_UNDER, Figures

FEWEST = 10  # services: of fewer, how much they ordinarily differ cannot be told
WINSORISED = 0.1  # of the z-scores, on either side
Z95, Z998 = 1.959964, 3.090232


class Verdict(Enum):
    """How one service reads. Never how it ranks."""

    TOO_FEW_PEOPLE = "too few people"
    NOT_ASKED = "nobody asked too many of them"
    TOO_FEW_SERVICES = "too few services to compare"
    WITHIN = "within limits"
    HIGHER_THAN_95 = "above the 95% limit"
    LOWER_THAN_95 = "below the 95% limit"
    HIGHER = "above the 99.8% limit"
    LOWER = "below the 99.8% limit"


@dataclass(frozen=True, slots=True)
class Funnel:
    """``target`` is the share of all services together, 0 to 1. ``between`` is the variance of services about it
    on the arcsine scale, and ``noise`` that of one count by its rounding, in people squared."""

    target: float
    between: float
    noise: float = 0.0

    def limits(self, people: int, z: float) -> tuple[float, float]:
        """The shares, 0 to 1, between which ``z`` standard deviations leave a service of so many people."""
        middle, reach = _arcsine(self.target), z * sqrt(_variance(people, self.target, self.noise) + self.between)
        return sin(max(0.0, middle - reach)) ** 2, sin(min(pi / 2, middle + reach)) ** 2

    def verdict(self, part: int, people: int) -> Verdict:
        """Of a service that can be compared."""
        share = min(part, people) / people
        (low95, high95), (low998, high998) = self.limits(people, Z95), self.limits(people, Z998)
        if low95 <= share <= high95:
            return Verdict.WITHIN
        if share > high95:
            return Verdict.HIGHER if share > high998 else Verdict.HIGHER_THAN_95
        return Verdict.LOWER if share < low998 else Verdict.LOWER_THAN_95


def funnel(services: Sequence[tuple[int, int]], *, noise: float = 0.0) -> Funnel | None:
    """Around all ``services`` together, each (part, people) with somebody in it. Nothing where they are too few."""
    if len(services) < FEWEST:
        return None
    whole = sum(people for _part, people in services)
    target = sum(min(part, people) for part, people in services) / whole
    if not 0 < target < 1:
        return None  # all alike: there is nothing to tell apart
    variances = [_variance(people, target, noise) for _part, people in services]
    scores = [
        (_arcsine(min(part, people) / people) - _arcsine(target)) / sqrt(variance)
        for (part, people), variance in zip(services, variances, strict=True)
    ]
    return Funnel(target, _between(winsorised(scores), variances), noise)


def compared(services: Sequence[Figures], *, quarters: int = 1) -> Funnel | None:
    """The funnel of those among ``services`` that can be compared, by who is connected."""
    base = services[0].base if services else 1
    pairs = [(each["connected"], each["introduced"]) for each in services if each.can_be_compared]
    return funnel(pairs, noise=rounding(base) * quarters)


def read(service: Figures, among: Funnel | None) -> Verdict:
    """How one service reads among those of like setting."""
    if not service.can_be_compared:
        return Verdict.NOT_ASKED if service["introduced"] >= OWN_TREND_UNDER else Verdict.TOO_FEW_PEOPLE
    return among.verdict(service["connected"], service["introduced"]) if among else Verdict.TOO_FEW_SERVICES


def rounding(base: int) -> float:
    """The variance of one count that was rounded at random to ``base``, the average over what it can have been."""
    return (base * base - 1) / 6


def winsorised(scores: Sequence[float]) -> list[float]:
    """The most extreme tenth on either side, drawn in to the next."""
    ordered, each_side = sorted(scores), int(WINSORISED * len(scores))
    low, high = ordered[each_side], ordered[-1 - each_side]
    return [min(max(score, low), high) for score in scores]


def _between(scores: Sequence[float], variances: Sequence[float]) -> float:
    """The additive variance by moments (DerSimonian and Laird); 0 where chance alone would scatter them as far."""
    number, weights = len(scores), [1 / variance for variance in variances]
    over = sum(score * score for score in scores) - (number - 1)
    return max(0.0, over / (sum(weights) - sum(weight * weight for weight in weights) / sum(weights)))


def _variance(people: int, target: float, noise: float) -> float:
    """Of the arcsine of a service’s share, were it alike: by chance, and by the rounding of both its counts."""
    by_rounding = noise * (1 + target * target) / (target * (1 - target) * people)
    return (1 + by_rounding) / (4 * people)


def _arcsine(share: float) -> float:
    return asin(sqrt(share))
