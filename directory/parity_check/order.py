"""Is it in the order of the schedule, and is the first screen as it must be? Clauses 6 and 7. Pure.

The schedule is worked out again from its words in docs/parity.md. Over the weeks it is counted exactly, not
sampled: in 2n weeks each of n stands in every position twice, and before each other n times.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from directory import turns
from directory.options import Option, Options
from directory.parity_check.facts import Facts
from directory.parity_check.faults import Fault
from directory.recurrence import LONDON
from directory.search import Order
from directory.vocabulary import FAMILY_ROTATION_KEYS

MONDAY = dt.date(2024, 1, 1)
ORDER = ("reachable", "online", "not_near")
A_DAY = dt.timedelta(hours=24)
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def turn(cell: str, now: dt.datetime) -> int:
    """The cell’s number, read in base 36, plus the weeks since Monday 1 January 2024."""
    return int(cell.replace("-", ""), 36) + (now.astimezone(LONDON).date() - MONDAY).days // 7


def scheduled(keys: Sequence[str], t: int) -> list[str]:
    """The base order turned by t mod n, and reversed when t div n is odd."""
    base, n = sorted(keys), len(keys)
    order = [base[(at + t) % n] for at in range(n)]
    return order if (t // n) % 2 == 0 else list(reversed(order))


class Schedule:
    """Judges the order of answers, and counts how fair it is over the weeks."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._counted: dict[tuple[tuple[str, ...], int], tuple[int, int]] = {}

    def faults(self, found: Options) -> Iterator[Fault]:
        for name, block in _blocks(found):
            for band in ORDER:
                shown = [option for option in block if option.band == band and option.slug in self.facts.programmes]
                if len({option.slug for option in shown}) == len(shown):  # twice is a fault of clause 1
                    yield from self._band(f"{name}, {band}", shown, found)
        yield from self._range(found)
        yield from _first_rows(found)

    # --- Clause 6 ---------------------------------------------------------

    def _band(self, name: str, shown: list[Option], found: Options) -> Iterator[Fault]:
        right = self.fair(shown, turn(found.search.place.cell, found.now))
        order = found.search.order
        if order is Order.NEAREST:
            right.sort(key=_miles)
        elif order is Order.SOONEST:
            right.sort(key=_start)
        elif order is Order.A_TO_Z:
            right.sort(key=lambda option: option.name.casefold())
        elif not _is_interleaved(shown):
            yield Fault(6, f"In {name} a family appears again before each has appeared once.")
        for at, (one, other) in enumerate(zip(shown, right, strict=True)):
            if one.slug != other.slug:
                yield Fault(6, f"In {name} {one.slug} stands at {at + 1}, where {other.slug} should.")
                return

    def fair(self, shown: Sequence[Option], t: int) -> list[Option]:
        """Families in turn, each in its own programmes’ turn, and none again until each has appeared."""
        by_key = {self.facts.programmes[option.slug].key: option for option in shown}
        families: dict[str, list[str]] = {}
        for key, option in by_key.items():
            families.setdefault(FAMILY_ROTATION_KEYS[option.approach], []).append(key)
        queues = [scheduled(families[family], t) for family in scheduled(list(families), t)] if families else []
        longest = max(map(len, queues), default=0)
        return [by_key[queue[at]] for at in range(longest) for queue in queues if at < len(queue)]

    def deviation(self, found: Options) -> tuple[int, int, int]:
        """(lists counted, the most that a count of positions is out, the most that one of precedence is): 0 and 0."""
        t = turn(found.search.place.cell, found.now)
        lists = [keys for _, block in _blocks(found) for band in ORDER for keys in self._lists(block, band)]
        counted = [self._exactly(keys, t) for keys in lists]
        return len(lists), max((out for out, _ in counted), default=0), max((out for _, out in counted), default=0)

    def _lists(self, block: Sequence[Option], band: str) -> Iterator[tuple[str, ...]]:
        """The keys of a band’s families, and those of each family’s programmes."""
        families: dict[str, set[str]] = {}
        for option in block:
            if option.band == band and option.slug in self.facts.programmes:
                family = FAMILY_ROTATION_KEYS[option.approach]
                families.setdefault(family, set()).add(self.facts.programmes[option.slug].key)
        if families:
            yield tuple(sorted(families))
            yield from (tuple(sorted(keys)) for keys in families.values())

    def _exactly(self, keys: tuple[str, ...], t: int) -> tuple[int, int]:
        """From the schedule that pages use, 2n weeks of it. What is the same list at the same turn is counted once."""
        known = (keys, t % (2 * len(keys)))
        if known not in self._counted:
            self._counted[known] = exact_deviation(keys, t, order=lambda week: turns.turned(keys, key=str, t=week))
        return self._counted[known]

    # --- Clause 7 ---------------------------------------------------------

    def _range(self, found: Options) -> Iterator[Fault]:
        """One line for each family, in the order of the schedule, ending in its nearest reach."""
        t = turn(found.search.place.cell, found.now)
        expected: list[tuple[str, tuple[int, float, dt.datetime]]] = []
        for name, block in _blocks(found)[:2]:
            families: dict[str, list[Option]] = {}
            for option in block:
                families.setdefault(option.approach, []).append(option)
            keys = {FAMILY_ROTATION_KEYS[family]: family for family in families}
            for key in scheduled(list(keys), t) if keys else ():
                expected.append((f"{name}, {keys[key]}", min(_reach(option) for option in families[keys[key]])))
        told = [(f"{line.block}, {line.approach}", _reach(line.best)) for line in found.range]
        if [line for line, _ in told] != [line for line, _ in expected]:
            yield Fault(7, "The range has not one line for each family, in the order of the week.")
        elif told != expected:
            wrong = next(line for (line, said), (_, right) in zip(told, expected, strict=True) if said != right)
            yield Fault(7, f"The range’s line for {wrong} does not end in its best way in.")


def exact_deviation(keys: Sequence[str], t: int, *, order: Callable[[int], list[str]]) -> tuple[int, int]:
    """How far out are the counts of positions (twice each) and of precedence (n each) over 2n weeks from ``t``?"""
    n = len(keys)
    weeks = [order(t + week) for week in range(2 * n)]
    stood = Counter((thing, at) for each in weeks for at, thing in enumerate(each))
    before = Counter(pair for each in weeks for pair in combinations(each, 2))
    positions = max(abs(stood[thing, at] - 2) for thing in keys for at in range(n))
    precedence = max((abs(before[one, other] - n) for one in keys for other in keys if one != other), default=0)
    return positions, precedence


def _blocks(found: Options) -> list[tuple[str, tuple[Option, ...]]]:
    blocks = (found.groups, found.family, found.community, found.staff)
    return list(zip(("groups", "family", "community", "staff"), blocks, strict=True))


def _is_interleaved(shown: Sequence[Option]) -> bool:
    sizes, seen = Counter(option.approach for option in shown), Counter[str]()
    for option in shown:
        seen[option.approach] += 1
        if any(seen[family] < min(seen[option.approach] - 1, sizes[family]) for family in sizes):
            return False
    return True


def _miles(option: Option) -> float:
    return option.nearest.miles if option.nearest and option.nearest.miles is not None else float("inf")


def _starts(option: Option) -> list[dt.datetime]:
    """When the ways in that its row shows next start."""
    near = option.nearest if option.band == "reachable" else None
    return [way.next_start for way in (near, option.soonest, option.online) if way]


def _start(option: Option) -> dt.datetime:
    return min(_starts(option), default=NEVER)


def _reach(option: Option) -> tuple[int, float, dt.datetime]:
    return ORDER.index(option.band), _miles(option), _start(option)


def _first_rows(found: Options) -> Iterator[Fault]:
    """Among the full rows: one that can be reached, one with steps, one without, one within a day, if there is any."""
    within = [option for option in found.groups if option.band != "not_near"]
    full = [option for option in within if option.slug not in found.folded]
    wishes: dict[str, Callable[[Option], bool]] = {
        "that can be reached": lambda option: option.band == "reachable",
        "with steps": lambda option: option.is_twelve_step,
        "without steps": lambda option: not option.is_twelve_step,
        "within a day": lambda option: any(start - found.now <= A_DAY for start in _starts(option)),
    }
    for said, wish in wishes.items():
        if any(map(wish, within)) and not any(map(wish, full)):
            yield Fault(7, f"No full row is of one {said}, and there is one.")
    if found.folded - {option.slug for option in within}:
        yield Fault(7, "Something is folded away that is neither to be reached nor joined from here.")
