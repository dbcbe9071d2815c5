"""Which options could serve somebody who may set out from home, from work or from somewhere else?

The same options that each place shows (parity, clause 1), each once: in the best of its
bands, with the best of its ways in. They stand in the order of the first place's turn, so
that one place alone is answered as ``parity.options`` answers. Knows places and no people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from directory import parity
from directory.first_screen import miles
from directory.following import Directory
from directory.options import Band, Option, Options, WayIn
from directory.search import Search
from directory.vocabulary import Listing

REACH = {band: at for at, band in enumerate(Band)}
FULLEST: dict[str, int] = {Listing.WHOLE: 0, Listing.PART: 1, Listing.NONE: 2}
ROUNDING = 1e-6  # of a mile: an inch or so

Best = TypeVar("Best")


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Every option, and which place its ways in are measured from: by slug, counted from 0; absent where none is."""

    options: Options
    nearest_from: dict[str, int]
    soonest_from: dict[str, int]


@dataclass(frozen=True, slots=True)
class Family:
    """An approach family inside a band, in its programmes' own order."""

    approach: str
    options: tuple[Option, ...]


def options(searches: Sequence[Search], *, directory: Directory, now: dt.datetime) -> Several:
    """``searches`` differ in their place alone, and there is one at least."""
    found = [parity.options(search, directory=directory, now=now) for search in searches]
    views: dict[str, dict[int, Option]] = {}
    for at, seen in enumerate(found):
        for option in seen.every:
            views.setdefault(option.slug, {})[at] = option
    elsewhere = {each.slug: each for seen in found for each in seen.elsewhere if each.slug not in views}
    nearest = {slug: _where(seen, lambda option: _closeness(option, searches[0])) for slug, seen in views.items()}
    soonest = {slug: _where(seen, _soonest) for slug, seen in views.items()}
    made = [_best(seen, nearest=nearest[slug], soonest=soonest[slug]) for slug, seen in views.items()]
    return Several(
        options=parity.laid_out(
            made,
            elsewhere=list(elsewhere.values()),
            search=searches[0],
            directory=directory,
            now=now,
        ),
        nearest_from={slug: at for slug, at in nearest.items() if at is not None},
        soonest_from={slug: at for slug, at in soonest.items() if at is not None},
    )


def by_family(shown: Sequence[Option]) -> dict[Band, tuple[Family, ...]]:
    """The desk's order: the list as it stands, grouped by family inside each band.

    Families keep the week's turn and programmes their order inside the family, so that page, sheet and desk agree.
    """
    bands: dict[Band, dict[str, list[Option]]] = {band: {} for band in Band}
    for option in shown:
        bands[option.band].setdefault(option.approach, []).append(option)
    return {
        band: tuple(Family(approach, tuple(those)) for approach, those in families.items())
        for band, families in bands.items()
    }


def _where(seen: dict[int, Option], worth: Callable[[Option], tuple[float, ...] | None]) -> int | None:
    """From which place its way in is the best; of equals the first; None where there is no way in."""
    told = {at: found for at, option in seen.items() if (found := worth(option)) is not None}
    return min(told, key=told.__getitem__, default=None)


def _closeness(option: Option, search: Search) -> tuple[float, ...] | None:
    """As one place chooses: what was asked for and within the distance, within it, what was asked for, anything."""
    way = option.nearest
    if way is None:
        return None
    within = miles(option) <= search.miles
    return (not (within and way.inside_filters), not within, not way.inside_filters, miles(option))


def _soonest(option: Option) -> tuple[float, ...] | None:
    return (option.soonest.next_start.timestamp(), option.soonest.miles or 0) if option.soonest else None


def _best(seen: dict[int, Option], *, nearest: int | None, soonest: int | None) -> Option:
    """One option as the best of its places has it."""
    views = list(seen.values())
    held = min(views, key=lambda option: FULLEST[option.listing])
    near = seen[nearest].nearest if nearest is not None else None
    return replace(
        views[0],
        band=min((option.band for option in views), key=REACH.__getitem__),
        listing=held.listing,
        listing_as_of=held.listing_as_of,
        nearest=near,
        soonest=seen[soonest].soonest if soonest is not None else None,
        second=_second([option.second for option in views], near),
        online=_first([option.online for option in views]),
        contact=_first([option.contact for option in views]),
        meetings=max(option.meetings for option in views),  # of one place: two may see the same meeting
        not_checked=all(option.not_checked for option in views),
    )


def _second(ways: Sequence[WayIn | None], nearest: WayIn | None) -> WayIn | None:
    """The nearest that is for some people only, where it is nearer than the best way in."""
    second = min((way for way in ways if way), key=_miles, default=None)
    return second if second and (nearest is None or _miles(second) <= _miles(nearest) + ROUNDING) else None


def _miles(way: WayIn) -> float:
    return float("inf") if way.miles is None else way.miles


def _first(found: Sequence[Best | None]) -> Best | None:
    return next((each for each in found if each is not None), None)
