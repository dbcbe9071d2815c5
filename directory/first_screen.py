"""What is seen first: the whole range in a line each, and which rows are full (parity, clause 7). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from directory.options import Band, Option, RangeLine
from directory.turns import turned
from directory.vocabulary import FAMILY_ROTATION_KEYS

A_DAY = dt.timedelta(hours=24)


def miles(option: Option) -> float:
    return option.nearest.miles if option.nearest and option.nearest.miles is not None else float("inf")


def starts(option: Option) -> list[dt.datetime]:
    """When the ways in shown on its row next start."""
    near = option.nearest if option.band is Band.REACHABLE else None
    return [way.next_start for way in (near, option.soonest, option.online) if way]


def next_start(option: Option) -> dt.datetime:
    return min(starts(option), default=dt.datetime.max.replace(tzinfo=dt.UTC))


def folded(groups: Sequence[Option], *, now: dt.datetime) -> frozenset[str]:
    """The slugs of those that go into their band's fold; the rows of the others are full.

    The first of each family is full. If that leaves out every option of the other kind
    (with steps, without), or every one within a day, the full rows run on until they
    hold it: order never changes, only where the fold begins.
    """
    bands = {band: [option for option in groups if option.band is band] for band in Band}
    full = {band: len({option.approach for option in those}) for band, those in bands.items()}
    full[Band.NOT_NEAR] = len(bands[Band.NOT_NEAR])  # a line each, never folded
    wishes: tuple[Callable[[Option], bool], ...] = (
        lambda option: option.is_twelve_step,
        lambda option: not option.is_twelve_step,
        lambda option: any(start - now <= A_DAY for start in starts(option)),
    )
    for wish in wishes:
        if any(wish(option) for band in (Band.REACHABLE, Band.ONLINE) for option in bands[band][: full[band]]):
            continue
        for band in (Band.REACHABLE, Band.ONLINE):
            found = [at for at, option in enumerate(bands[band]) if wish(option)]
            if found:
                full[band] = found[0] + 1
                break
    return frozenset(option.slug for band, those in bands.items() for option in those[full[band] :])


def the_range(shown: Sequence[Option], *, t: int) -> list[RangeLine]:
    """A line for each family: the first of its options in the nearest band, nearest where that is in person."""
    families: dict[str, list[Option]] = {}
    for option in shown:
        families.setdefault(option.approach, []).append(option)
    reach = {band: at for at, band in enumerate(Band)}
    lines = []
    for approach in turned(families, key=FAMILY_ROTATION_KEYS.__getitem__, t=t):
        best = min(families[approach], key=lambda option: (reach[option.band], miles(option), next_start(option)))
        lines.append(RangeLine(approach, best.block, best))
    return lines
