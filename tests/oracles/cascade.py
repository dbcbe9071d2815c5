"""Units of people as a service might have them, counted person by person, and how the cells are related."""

from collections import Counter

from referrals.reports.disclosure import AtMost, Covered

# Why nobody knows; each of the connected is counted among those who have been once.
OTHER_KINDS = ("once_lost_touch", "once_rather_not", "once_too_soon")
CASCADE = (
    AtMost(("connected",), "once"),
    AtMost(("once",), "planned"),
    AtMost(("planned",), "chose"),
    AtMost(("chose",), "introduced"),
    AtMost(("once", "once_not_asked", *OTHER_KINDS), "introduced"),
    AtMost(("connected", "connected_not_asked", "connected_other"), "introduced"),
    AtMost(("once_not_asked",), "connected_not_asked"),
    AtMost(OTHER_KINDS, "connected_other"),
    AtMost(("still",), "once"),
    AtMost(("involved",), "once"),
    AtMost(("linked",), "chose"),
    Covered("linked", ("by_worker", "by_peer", "accompanied")),
    AtMost(("intensive",), "by_peer"),
    AtMost(("wanted_secular",), "chose"),
    AtMost(("talked_secular",), "introduced"),
    AtMost(("qs11_supported",), "qs11_told"),
    AtMost(("qs11_told",), "seeking_alcohol"),
    AtMost(("seeking_alcohol",), "introduced"),
    AtMost(("introduced", "already_going", "left"), "in_treatment"),
)
CELLS = sorted(
    {cell for each in CASCADE for cell in (each.whole, *(each.parts if isinstance(each, AtMost) else each.by))}
)
WAYS = [("by_worker",), ("by_peer",), ("by_peer", "intensive"), ("accompanied",), ("by_peer", "accompanied")]


def unit(people, rng):
    """{cell: count} of so many people in treatment."""
    counted = Counter(cell for _ in range(people) for cell in _person(rng))
    return {cell: counted[cell] for cell in CELLS}


def _person(rng):
    """The cells in which one person is counted."""
    yield "in_treatment"
    begun = rng.choices(["introduced", "already_going", "left", None], [65, 12, 8, 15])[0]
    if begun:
        yield begun
    if begun != "introduced":
        return
    if rng.random() < 0.6:
        yield "talked_secular"
    for cell in ("seeking_alcohol", "qs11_told", "qs11_supported"):
        if rng.random() < 0.35:
            break
        yield cell
    if rng.random() < 0.6:
        yield from _chose(rng)
    else:
        yield from _unknown(rng)


def _chose(rng):
    yield "chose"
    if rng.random() < 0.4:
        yield "wanted_secular"
    if rng.random() < 0.5:
        yield from ("linked", *rng.choice(WAYS))
    if rng.random() < 0.3:
        yield from _unknown(rng)
        return
    yield "planned"
    if rng.random() < 0.4:
        yield from _unknown(rng)
        return
    yield "once"
    yield from (cell for cell, often in (("still", 0.4), ("involved", 0.3)) if rng.random() < often)
    came_of_it = rng.choices(["connected", "connected_not_asked", "connected_other", None], [50, 25, 10, 15])[0]
    if came_of_it:
        yield came_of_it


def _unknown(rng):
    """Nobody knows whether they have been, for one of four reasons; or somebody knows that they have not."""
    kind = rng.choices(["not_asked", "other", None], [35, 25, 40])[0]
    if kind == "not_asked":
        yield from ("once_not_asked", "connected_not_asked")
    elif kind == "other":
        yield from (rng.choice(OTHER_KINDS), "connected_other")
