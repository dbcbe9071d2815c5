"""How is a programme reached by ways of its own, its site or its number, in one nation? Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.freshness import FRESH_FOR
from directory.options import Contact

FROM_AFAR = {"phone", "online"}  # somebody is there: a site alone only tells


@dataclass(frozen=True, slots=True)
class OwnWays:
    """The same for whoever asks and wherever from. A day is the last on which that is so; None is never."""

    contact: Contact | None
    checked_until: dt.date | None  # any of them was checked within six months
    from_afar_until: dt.date | None  # and of those that people answer


def own_ways(given: Sequence[Mapping[str, str]]) -> OwnWays:
    """``given`` as the programme's file has them, those that serve one nation."""
    return OwnWays(
        contact=_contact(given),
        checked_until=_checked_until(given),
        from_afar_until=_checked_until(way for way in given if way["kind"] in FROM_AFAR),
    )


def _contact(given: Sequence[Mapping[str, str]]) -> Contact | None:
    """The first site and number. The date is of the one checked longest ago; none if either never was."""
    first = {way["kind"]: way for way in reversed(given)}
    told = [first[kind] for kind in ("site", "phone") if kind in first]
    if not told:
        return None
    dates = _checked_on(told)
    return Contact(
        site=first["site"]["value"] if "site" in first else None,
        phone=first["phone"]["value"] if "phone" in first else None,
        checked_on=min(dates) if len(dates) == len(told) else None,
    )


def _checked_until(given: Iterable[Mapping[str, str]]) -> dt.date | None:
    dates = _checked_on(given)
    return max(dates) + FRESH_FOR if dates else None


def _checked_on(given: Iterable[Mapping[str, str]]) -> list[dt.date]:
    return [dt.date.fromisoformat(way["checked_on"]) for way in given if way.get("checked_on")]
