"""By which ways was somebody helped to a group? Told from the steps really done; nobody types it. Pure.

The ways are a set, not a ladder: somebody may have been linked by the worker and by a
peer, and gone with company. None is ranked. docs/reference/methods.md says each rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TOUCHPOINTS_WITHIN = dt.timedelta(weeks=6)
# The words of referrals.models: Contact.Who, Contact.Reached, With and How.
BY_SERVICE = frozenset({"together", "worker"})
SOMEBODY_WHO_GOES = frozenset({"member", "peer"})
ON_THEIR_OWN = "myself"
WENT = frozenset({"went", "left_early"})
NOBODY_ASKED = frozenset({"not_asked", "lost_touch"})


class Method(TextChoices):
    """How somebody was linked to a group. A to Z by what people read."""

    ACCOMPANIED = "accompanied", _("Accompanied")
    INFORMATION = "information", _("Information only")
    INTENSIVE = "intensive", _("Intensive referral")
    WORKER_LINK = "worker_link", _("Link by the worker")
    PEER_LINK = "peer_link", _("Link to a peer or member")


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody got in touch with the group on that day."""

    on: dt.date
    who: str
    reached: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A visit was planned on that day, with somebody or not."""

    on: dt.date
    with_whom: str


@dataclass(frozen=True, slots=True)
class Heard:
    """They were asked how it went on that day; ``with_whom`` is of the visit that was asked about."""

    on: dt.date
    how: str
    with_whom: str = ""


def methods(called: Sequence[Called], meant: Sequence[Meant], heard: Sequence[Heard]) -> frozenset[Method]:
    """Every way that was really gone, for one person and one option. Information only where there is no other."""
    ways = {
        Method.WORKER_LINK: any(each.who in BY_SERVICE and each.reached == "helpline" for each in called),
        Method.PEER_LINK: any(_with_somebody_who_goes(each) for each in called),
        Method.ACCOMPANIED: any(each.how in WENT and each.with_whom not in {"", ON_THEIR_OWN} for each in heard),
        Method.INTENSIVE: any(_is_intensive(first, heard) for first in _first_touchpoints(called, meant)),
    }
    return frozenset(way for way, gone in ways.items() if gone) or frozenset({Method.INFORMATION})


def _with_somebody_who_goes(each: Called) -> bool:
    return each.who in BY_SERVICE and each.reached in SOMEBODY_WHO_GOES


def _first_touchpoints(called: Iterable[Called], meant: Iterable[Meant]) -> set[dt.date]:
    """The days on which they rang somebody who goes, together in the session, and planned a visit."""
    planned = {each.on for each in meant}
    rang = {each.on for each in called if each.who == "together" and each.reached in SOMEBODY_WHO_GOES}
    return rang & planned


def _is_intensive(first: dt.date, heard: Iterable[Heard]) -> bool:
    """Were they asked how it went on two days after ``first``, all three within six weeks?"""
    asked = {each.on for each in heard if each.how not in NOBODY_ASKED}
    return len([on for on in asked if first < on <= first + TOUCHPOINTS_WITHIN]) >= 2
