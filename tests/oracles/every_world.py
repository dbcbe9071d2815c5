"""Every world there could be, every turn, and what each would have published: what a reader can tell, listed."""

from collections import defaultdict
from itertools import product


def holds(world, relations):
    """Could these be counts of people who are related so?"""
    for each in relations:
        whole = world[each.whole]
        if hasattr(each, "parts"):
            if sum(world[part] for part in each.parts) > whole:
                return False
        elif whole > sum(world[one] for one in each.by) or whole < max(world[one] for one in each.by):
            return False
    return True


def worlds(cells, relations, most):
    """Every {cell: count} of at most ``most`` people that keeps the relations."""
    for counts in product(range(most + 1), repeat=len(cells)):
        world = dict(zip(cells, counts, strict=True))
        if holds(world, relations):
            yield world


def told(cells, relations, base, most, publish):
    """{publication: {cell: every count that it has in some world that could, by some turns, have given it}}.

    ``publish(rounded)`` gives what is printed, {cell: number}. Each cell has a turn of its own, so each may be any of
    the numbers that some turn gives. Left out: publications that could stand for more than ``most`` people.
    """
    found, publications = defaultdict(lambda: defaultdict(set)), {}
    for world in worlds(cells, relations, most):
        either = [sorted({base * ((world[cell] + turn) // base) for turn in range(base)}) for cell in cells]
        for rounded in product(*either):
            if rounded not in publications:
                publications[rounded] = _printed(publish, cells, rounded)
            for cell in cells:
                found[publications[rounded]][cell].add(world[cell])
    return {shown: counts for shown, counts in found.items() if max(shown) + base - 1 <= most}


def told_by_two(cells, relations, base, most, publish, change=None, unchanged=()):
    """{(first, later publication): {cell: every count that it can have had at first}}; each cell keeps its turn.

    The reader may know by how many each cell has changed, {cell: people}, or of some cells that they have not.
    """
    found, publications = defaultdict(lambda: defaultdict(set)), {}
    every = list(worlds(cells, relations, most))

    def printed(world, turns):
        rounded = tuple(base * ((world[cell] + turn) // base) for cell, turn in zip(cells, turns, strict=True))
        if rounded not in publications:
            publications[rounded] = _printed(publish, cells, rounded)
        return publications[rounded]

    def known(world):
        return tuple(world[cell] for cell in unchanged)

    for turns in product(range(base), repeat=len(cells)):
        firsts = [(world, printed(world, turns)) for world in every]
        laters = defaultdict(set)
        for world, shown in firsts:
            laters[known(world)].add(shown)
        for world, first in firsts:
            if change is None:
                possible = laters[known(world)]
            else:
                changed = {cell: world[cell] + change.get(cell, 0) for cell in cells}
                possible = [printed(changed, turns)] if holds(changed, relations) else []
            for later in possible:
                for cell in cells:
                    found[first, later][cell].add(world[cell])
    return {pair: counts for pair, counts in found.items() if max(pair[0] + pair[1]) + base - 1 <= most}


def narrowed(shown, counts, cells, base):
    """[(cell, its printed number, what it can be)] where that is less than the requirement says."""
    return [
        (cell, number, sorted(counts[cell]))
        for cell, number in zip(cells, shown, strict=True)
        if not counts[cell] >= {*range(max(0, number - base + 1), number + base)}
    ]


def _printed(publish, cells, rounded):
    shown = publish(dict(zip(cells, rounded, strict=True)))
    return tuple(shown[cell] for cell in cells)
