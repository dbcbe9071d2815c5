"""Whose turn is it to stand first? The order that favours none (parity, clause 6). Pure.

A schedule, not a hash: it turns with the place and the week, so that page, sheet and
offer agree, and over the weeks everybody stands everywhere equally often.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

FIRST_MONDAY = dt.date(2024, 1, 1)  # weeks are counted from here; never change it

Thing = TypeVar("Thing")


def turn(cell: str, *, on: dt.date) -> int:
    """Where the schedule stands for a cell in the week of ``on``: the cell's number plus the weeks gone."""
    number = int(cell.replace("-", ""), 36)
    return number + (on - FIRST_MONDAY).days // 7


def turned(things: Iterable[Thing], *, key: Callable[[Thing], str], t: int) -> list[Thing]:
    """The things in the order of turn ``t``: their base order, turned by t mod n, reversed when t div n is odd.

    Over any 2n turns running each stands in every place exactly twice, and before each other exactly n times.
    """
    base = sorted(things, key=key)
    if not base:
        return []
    rounds, by = divmod(t, len(base))
    order = base[by:] + base[:by]
    return order[::-1] if rounds % 2 else order


def interleaved(
    things: Iterable[Thing],
    *,
    family: Callable[[Thing], str],
    family_key: Callable[[str], str],
    key: Callable[[Thing], str],
    t: int,
) -> list[Thing]:
    """Families in turn, and no family a second time until each has appeared once."""
    families: dict[str, list[Thing]] = {}
    for thing in things:
        families.setdefault(family(thing), []).append(thing)
    queues = [turned(families[name], key=key, t=t) for name in turned(families, key=family_key, t=t)]
    rounds = max(map(len, queues), default=0)
    return [queue[at] for at in range(rounds) for queue in queues if at < len(queue)]
