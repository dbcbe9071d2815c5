"""How each figure of a report follows from the counts that are printed, worked out by hand; 0 is what is hidden."""

from fractions import Fraction
from math import ceil, floor, sqrt

KINDS = ("once_not_asked", "once_lost_touch", "once_rather_not", "once_cant_recall")


def _not_been(n):
    return max(0, n["planned"] - n["once"] - sum(n[kind] for kind in KINDS))


SUMS = {
    "only once": lambda n: max(0, n["once"] - n["connected"]),
    "other reasons": lambda n: sum(n[kind] for kind in KINDS[1:]),
    "no plan": lambda n: max(0, n["introduced"] - n["planned"]),
    "not been": _not_been,
    "not known": lambda n: sum(n[kind] for kind in KINDS),
    "most said": lambda n: max(number for cell, number in n.items() if cell.startswith("way_")),
}


def worked_out(what, n):
    """The number that ``what`` should be, of the cells ``n``. Raises KeyError where one of them is not printed."""
    if isinstance(what, str):
        return SUMS[what](n) if what in SUMS else n[what]
    kind, part, *among = what
    if kind == "silent":
        return _silent(part, n)
    if kind == "drawn":
        return _drawn(part, n)
    if kind == "up to the whole":
        return min(n[part], n["introduced"])
    count, whole = worked_out(part, n), n[among[0] if among else "introduced"]
    if not count or not whole:
        return 0
    count = min(count, whole)
    if kind == "most":
        return _percent(min(count + _silent(part, n), whole), whole)
    return _percent(count, whole) if kind == "share" else _wilson(count, whole)[("low", "high").index(kind)]


def _silent(step, n):
    """Of how many it is not known: neither in the step, nor known not to be."""
    known_not = _not_been(n) + (n["stopped"] if step == "still" else 0)
    return max(0, n["introduced"] - n[step] - known_not) if n[step] else 0


def _drawn(step, n):
    """How much of a bar is hatched as not known."""
    return min(_silent(step, n), n["introduced"] - min(n[step], n["introduced"]))


def _percent(part, whole):
    return floor(Fraction(100 * part, whole) + Fraction(1, 2))


def _wilson(part, whole, z=1.959964):
    """Whole per cent, outwards: where the score test of a share would just not refuse what is seen."""
    middle = 2 * part + z * z
    half = z * sqrt(z * z + 4 * part * (whole - part) / whole)
    low, high = ((middle + sign * half) / (2 * (whole + z * z)) for sign in (-1, 1))
    return floor(100 * max(0.0, low)), ceil(100 * min(1.0, high))
