"""Where nothing can be reached: what works from anywhere. Nobody is left at the end of a road. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext

from directory.options import Option, Options, WayIn
from directory.recurrence import LONDON
from directory.vocabulary import Mode
from mutualaid.ui import words

MOST_JOINED, MOST_NUMBERS = 4, 3


@dataclass(frozen=True, slots=True)
class Joined:
    """A meeting to join from anywhere: ``said`` is "Tonight 7.30pm, online"."""

    meeting: UUID
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Number:
    """Somebody to ask for a lift."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class NothingNear:
    """What to do instead. ``is_tonight`` says that every one of ``joined`` is on today."""

    joined: tuple[Joined, ...]
    is_tonight: bool
    numbers: tuple[Number, ...]


@words.one_language()
def nothing_near(of: Options) -> NothingNear | None:
    """What works from anywhere; None while something can be reached, or where no kind of group is for this person."""
    if of.reachable or not of.groups:
        return None
    afar = sorted(
        ((option, option.online) for option in of.groups if option.online),
        key=lambda pair: pair[1].next_start,
    )
    today = [(option, way) for option, way in afar if _is_today(way, of.now)]
    return NothingNear(
        joined=tuple(_joined(option, way, of.now) for option, way in (today or afar)[:MOST_JOINED]),
        is_tonight=bool(today),
        numbers=_numbers(of),
    )


def _is_today(way: WayIn, now: dt.datetime) -> bool:
    return way.next_start.astimezone(LONDON).date() == now.astimezone(LONDON).date()


def _joined(option: Option, way: WayIn, now: dt.datetime) -> Joined:
    how = gettext("by phone") if way.mode == Mode.PHONE else gettext("online")
    said = gettext("%(when)s, %(how)s") % {"when": words.when(way.next_start, now=now), "how": how}
    return Joined(way.meeting, option.name, capfirst(said))


def _numbers(of: Options) -> tuple[Number, ...]:
    """In the order of the page: nobody's number stands first for its name."""
    told = (
        Number(option.name, option.contact.phone) for option in of.groups if option.contact and option.contact.phone
    )
    return tuple(told)[:MOST_NUMBERS]
