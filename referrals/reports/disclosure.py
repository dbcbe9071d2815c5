"""How counts of people are protected before anybody reads them: rounded at random, and no small one is learnt. Pure.

People are counted in units (area, service, setting, quarter, person or family) that share nobody. Inside a unit each
cell is rounded up or down to a multiple of the base by a turn of its own that nobody can guess and that never changes.
Readers know how the cells are related: what was rounded is therefore repaired until no cell can be narrowed through
another, by looking at the rounded numbers alone. The proof is in docs/protected-counts.md.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

LEAST_SECRET = 32  # bytes


@dataclass(frozen=True)
class Profile:
    """Counts below ``below`` may not be told from one another; every count is printed as a multiple of ``base``."""

    below: int
    base: int

    def __post_init__(self) -> None:
        if not 2 <= self.below <= self.base:
            raise ValueError(f"A base of {self.base} cannot hide every count below {self.below}.")


BELOW_5 = Profile(below=5, base=5)
BELOW_8 = Profile(below=8, base=10)


@dataclass(frozen=True)
class AtMost:
    """The parts are different people, and all of them are among the whole's."""

    parts: tuple[str, ...]
    whole: str


@dataclass(frozen=True)
class Covered:
    """Each of ``by`` is among the whole’s people, and each of the whole’s people is in at least one of ``by``."""

    whole: str
    by: tuple[str, ...]


Relation = AtMost | Covered


def turn(secret: bytes, unit: str, cell: str, base: int) -> int:
    """What is added to a cell before it is rounded down: 0 to base - 1, the same for ever.

    It may never change: two turns of one count would tell more than one. The base is not mixed in on purpose: with
    5 and 10 the coarser number then follows from the finer and a coin. Raises ValueError for a short secret.
    """
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"The secret of the turns needs {LEAST_SECRET} bytes.")
    digest = hmac.digest(secret, json.dumps([unit, cell]).encode(), "sha256")
    return int.from_bytes(digest, "big") % base


def low(shown: int, base: int) -> int:
    """The fewest people that ``shown`` can stand for."""
    return max(0, shown - (base - 1))


def high(shown: int, base: int) -> int:
    """The most people that ``shown`` can stand for."""
    return shown + base - 1


def protect(
    counts: Mapping[str, int], relations: Sequence[Relation], profile: Profile, turn_of: Callable[[str], int]
) -> dict[str, int]:
    """What may be printed of one unit's counts: {cell: multiple of the base}; 0 is printed as hidden.

    Raises ValueError where the relations cannot be kept, a turn is out of bounds, or the counts are wrong:
    negative, or at odds with their own relations.
    """
    relations = tuple(relations)
    check(relations)
    _refuse_wrong(counts, relations)
    return repaired({cell: _rounded(counts[cell], turn_of(cell), profile.base) for cell in counts}, relations, profile)


def repaired(rounded: Mapping[str, int], relations: Sequence[Relation], profile: Profile) -> dict[str, int]:
    """The rounded numbers made safe, from the parts to the wholes; safe ones stay as they are.

    It never sees the counts, so whatever it does adds nothing to what the rounded numbers tell. A number that was
    repaired can be further from its count than the base less one.
    """
    shown = dict(rounded)
    for cell, at_most, covered in _from_parts_to_wholes(tuple(relations)):
        if covered:
            shown[cell] = min(shown[cell], sum(shown[each] for each in covered.by))
        for relation in at_most:
            fewest = sum(low(shown[part], profile.base) for part in relation.parts)
            shown[cell] = max(shown[cell], _least_above(fewest, profile.base))
    return shown


def is_safe(shown: Mapping[str, int], relations: Sequence[Relation], profile: Profile) -> bool:
    """Does no cell's number narrow what another can stand for?"""
    at_most, covered = _spelt_out(relations)
    base = profile.base
    return all(
        sum(low(shown[part], base) for part in each.parts) <= low(shown[each.whole], base) for each in at_most
    ) and all(shown[each.whole] <= sum(shown[cell] for cell in each.by) for each in covered)


@lru_cache(maxsize=64)
def check(relations: tuple[Relation, ...]) -> None:
    """Raises ValueError, with a sentence, where the proof does not hold for these relations."""
    at_most, covers = _spelt_out(relations)
    below = _below(at_most)
    for each in at_most:
        if not each.parts or len({*each.parts, each.whole}) <= len(each.parts):
            raise ValueError(f"{each.whole}: give it parts, each once and none of them itself.")
        for one, other in combinations(each.parts, 2):
            if shared := below[one] & below[other]:
                raise ValueError(f"{each.whole}: {min(shared)} is in both {one} and {other}, which share nobody.")
    if len({cover.whole for cover in covers}) < len(covers):
        raise ValueError("A cell is covered once.")
    for cover in covers:
        if not cover.by or len({*cover.by}) < len(cover.by):
            raise ValueError(f"{cover.whole}: say what covers it, each once.")
        one_by_one = [(cell,) for cell in cover.by]
        if [each for each in at_most if each.whole == cover.whole and each.parts not in one_by_one]:
            raise ValueError(f"{cover.whole}: it has no parts but what covers it, one by one.")
        tied = {part for each in at_most for part in each.parts if part in cover.by and each.whole != cover.whole}
        if any(len(each.parts) > 1 for each in at_most if tied & {*each.parts}):
            raise ValueError(f"{cover.whole}: what covers it can be one of several parts of nothing else.")
        if len(tied) > 1 or len(tied) * 3 > len(cover.by):
            raise ValueError(f"{cover.whole}: of what covers it one, among three, may be a part of something else.")
        if [each for each in covers if each.whole in cover.by]:
            raise ValueError(f"{cover.whole}: what covers it cannot itself be covered.")


def _refuse_wrong(counts: Mapping[str, int], relations: Sequence[Relation]) -> None:
    """Counts that cannot be: somebody counted wrongly, and rounding would hide it."""
    at_most, covers = _spelt_out(relations)
    named = {cell for each in at_most for cell in (*each.parts, each.whole)}
    if missing := named - counts.keys():
        raise ValueError(f"{', '.join(sorted(missing))}: related, but not counted.")
    if negative := [cell for cell, count in counts.items() if count < 0]:
        raise ValueError(f"{', '.join(sorted(negative))}: fewer than nobody.")
    for each in at_most:
        if sum(counts[part] for part in each.parts) > counts[each.whole]:
            raise ValueError(f"{each.whole}: fewer people than in its parts, {', '.join(each.parts)}.")
    for cover in covers:
        if counts[cover.whole] > sum(counts[cell] for cell in cover.by):
            raise ValueError(f"{cover.whole}: more people than in all that covers it, {', '.join(cover.by)}.")


def _rounded(count: int, turned: int, base: int) -> int:
    """Up or down to a multiple of the base. Over all turns the average is the count."""
    if not 0 <= turned < base:
        raise ValueError(f"A turn is 0 to {base - 1}.")
    return base * ((count + turned) // base)


def _least_above(fewest: int, base: int) -> int:
    """The smallest multiple of the base that stands for at least ``fewest`` people."""
    return -(-(fewest + base - 1) // base) * base if fewest else 0


def _spelt_out(relations: Sequence[Relation]) -> tuple[list[AtMost], list[Covered]]:
    """Every relation of parts and wholes, those that a cover means included; and the covers."""
    covers = [each for each in relations if isinstance(each, Covered)]
    at_most = [each for each in relations if isinstance(each, AtMost)]
    return at_most + [AtMost((cell,), cover.whole) for cover in covers for cell in cover.by], covers


def _order(at_most: Sequence[AtMost]) -> list[str]:
    """The cells, each after all of its parts. Raises ValueError where there is no such order."""
    parts: dict[str, set[str]] = {}
    for each in at_most:
        parts.setdefault(each.whole, set()).update(each.parts)
    try:
        return list(TopologicalSorter(parts).static_order())
    except CycleError as error:
        raise ValueError(f"{error.args[1][0]}: it is among its own parts.") from None


def _below(at_most: Sequence[AtMost]) -> dict[str, set[str]]:
    """{cell: itself and everything that it is made of}."""
    below: dict[str, set[str]] = {}
    for cell in _order(at_most):
        parts = [part for each in at_most if each.whole == cell for part in each.parts]
        below[cell] = {cell}.union(*(below[part] for part in parts))
    return below


@lru_cache(maxsize=64)
def _from_parts_to_wholes(
    relations: tuple[Relation, ...],
) -> tuple[tuple[str, tuple[AtMost, ...], Covered | None], ...]:
    """Each whole after all of its parts: (cell, what it is the whole of, what covers it)."""
    at_most, covers = _spelt_out(relations)
    cover_of = {cover.whole: cover for cover in covers}
    return tuple(
        (cell, wholes, cover_of.get(cell))
        for cell in _order(at_most)
        if (wholes := tuple(each for each in at_most if each.whole == cell))
    )
