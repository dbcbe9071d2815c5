"""Does it look as far as it should, and does nothing that is marked move that? Clauses 2 and 5. Pure.

Where nobody chose a distance: the least from the usual one on at which two families of the bands can be reached in
person; if there is none, the least that reaches most; if that is nothing, the widest. What was chosen is kept, and a
wider one that reaches more is offered where there are no two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from directory.options import Options
from directory.parity_check.faults import Fault
from directory.parity_check.seen import A_HAIR, Here
from directory.parity_check.whole import Whole, block_of, could_serve, sends_nobody
from directory.search import Search

USUAL, WIDEST = 5, 25
LINES = (1, 3, USUAL, 10, WIDEST)  # miles
A_CHOICE = 2


def faults(search: Search, found: Options, here: Here, whole: Whole) -> Iterator[Fault]:
    """Of what was asked, and what was answered."""
    miles = found.search.miles
    if replace(found.search, miles=search.miles) != search:
        yield Fault(2, "What is answered is not what was asked.")
    reach = list(_reach(search, here, whole))
    right = {_far_enough(search, reach, allowed) for allowed in (-A_HAIR, A_HAIR)}
    if miles not in right:
        should = " or ".join(f"{each:g}" for each in sorted(right))
        yield Fault(5, f"It looks within {miles:g} miles, and should within {should}.")
    offered = {_wider(search, reach, allowed) for allowed in (-A_HAIR, A_HAIR)}
    if found.wider not in offered:
        yield Fault(5, f"It offers to look within {found.wider} miles, and should offer {offered}.")


def _reach(search: Search, here: Here, whole: Whole) -> Iterator[tuple[str, float]]:
    """The family of each programme that this person could go to, and how near it is, whatever was marked."""
    for slug, programme in whole.current.items():
        goes = could_serve(programme, search) and not sends_nobody(programme, search)
        if goes and block_of(programme, search) == "groups":
            yield programme.approach, float(here.nearest_of_all[here.columns.place[slug]])


def _far_enough(search: Search, reach: Sequence[tuple[str, float]], allowed: float) -> float:
    if not search.widens:
        return search.miles
    miles, families = _first_with_most([line for line in LINES if line >= USUAL], reach, allowed)
    return miles if families else WIDEST


def _wider(search: Search, reach: Sequence[tuple[str, float]], allowed: float) -> float | None:
    """What is offered beside a distance that was chosen."""
    if search.widens:
        return None
    lines = [search.miles, *(line for line in LINES if line > search.miles)]
    miles, _families = _first_with_most(lines, reach, allowed)
    return miles if miles > search.miles else None


def _first_with_most(lines: Sequence[float], reach: Sequence[tuple[str, float]], allowed: float) -> tuple[float, int]:
    """The first line that reaches two families, else the first of those that reach most; and how many it reaches."""
    reached = {line: len({family for family, miles in reach if miles <= line + allowed}) for line in lines}
    enough = min(A_CHOICE, max(reached.values()))
    return next((line, number) for line, number in reached.items() if number >= enough)
