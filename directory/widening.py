"""How far must one look for there to be a choice? Pure.

Widening moves the first line and nothing else (parity, clause 5). Nobody who lives far from
everything should have to guess a number first: where nobody chose a distance and too few
families can be reached, the page looks further by itself and says so. It asks only what is
there, never what was marked, so that no mark ever moves the line.
"""

from __future__ import annotations

from collections.abc import Mapping

from directory.great_circle import cosine
from directory.search import DISTANCES, USUAL_MILES

# With fewer approach families than this there is no choice.
A_CHOICE = 2


def far_enough(reach: Mapping[str, float], families: Mapping[str, str]) -> float:
    """The least distance, from the usual one on, at which there is a choice.

    If there is none, the least at which there is most; if there is nothing, the widest. ``reach`` says how close
    each programme is (``Around.reach``), ``families`` the approach of each that could serve this person.
    """
    miles, number = _least([each for each in DISTANCES if each >= USUAL_MILES], reach, families)
    return miles if number else DISTANCES[-1]


def wider(reach: Mapping[str, float], miles: float, families: Mapping[str, str]) -> float | None:
    """Where somebody chose ``miles`` and there is no choice inside it: a wider distance that has more, or None."""
    found, _number = _least([miles, *(each for each in DISTANCES if each > miles)], reach, families)
    return found if found > miles else None


def _least(distances: list[float], reach: Mapping[str, float], families: Mapping[str, str]) -> tuple[float, int]:
    """And how many families are reached there."""
    best, most = distances[0], -1
    for miles in distances:
        number = _reached(miles, reach, families)
        if number > most:
            best, most = miles, number
        if number >= A_CHOICE:
            break
    return best, most


def _reached(miles: float, reach: Mapping[str, float], families: Mapping[str, str]) -> int:
    """How many families have a meeting inside ``miles`` that may be a best way in."""
    limit = cosine(miles)
    return len({families[slug] for slug, close in reach.items() if close >= limit and slug in families})
