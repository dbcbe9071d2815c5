"""How lately was this known to be true? One rule, used everywhere. Pure.

Measured on real UK listings, about one meeting in ten has gone or moved after six
months and one in six after a year (docs/decisions/0005-freshness.md). So what was
seen or confirmed within six months is fresh, within a year ageing, and older than
that stale: still shown, marked, and never a best way in.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

FRESH_FOR = dt.timedelta(days=183)
STALE_AFTER = dt.timedelta(days=365)
# Within this, somebody confirmed it lately: what a report says of a whole list. Being seen on it is not enough.
CONFIRMED_LATELY = dt.timedelta(days=90)


class Freshness(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


def known_at(*, seen: dt.datetime, confirmed: dt.datetime | None) -> dt.datetime:
    """The latest moment somebody could still say it was so."""
    return max(seen, confirmed) if confirmed else seen


def freshness(known: dt.datetime, *, now: dt.datetime) -> Freshness:
    """How far to trust what was last known to be true at ``known``."""
    age = now - known
    if age <= FRESH_FOR:
        return Freshness.FRESH
    return Freshness.AGEING if age <= STALE_AFTER else Freshness.STALE


def confirmed_lately(confirmed: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Has somebody said so within ninety days?"""
    return confirmed is not None and confirmed >= now - CONFIRMED_LATELY
