"""Who has looked at whom? Every page that shows a person says so to the trail: one event a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from mutualaid.audit import trail
from mutualaid.audit.models import Event
from referrals.models import Person

MOST = 200  # of the newest that a manager is shown
# What the trail calls it, in words; whatever else was done is told in the record itself.
WHAT = {
    "caseload.seen": _("Looked at a caseload"),
    "person.seen": _("Looked at this record"),
    "person.found": _("Found it by its reference"),
    "introduce.seen": _("Opened Introduce"),
    "introduced.seen": _("Looked at what came of an introduction"),
    "together.seen": _("Opened Introduce for several people at once"),
    "option.seen": _("Looked at one option"),
    "connect.seen": _("Opened a plan"),
    "card.seen": _("Opened the card to take away"),
    "ask.seen": _("Opened how it went"),
    "asked.seen": _("Looked at what was answered"),
    "person.looks_seen": _("Looked at who has looked"),
}
DID = _("Recorded something")


@dataclass(frozen=True, slots=True)
class Look:
    """One event about somebody: when, who and what."""

    at: dt.datetime
    who: str
    what: str


def saw_caseload(user: User, people: Sequence[UUID], *, at: dt.datetime, service: UUID | None = None) -> None:
    """One event for the whole page, with everybody on it."""
    trail.record("caseload.seen", actor=user.pk, at=at, service=service, subjects=people)


def saw(user: User, person: Person, *, at: dt.datetime, what: str = "person.seen") -> None:
    """They looked at one person."""
    trail.record(what, actor=user.pk, at=at, service=person.service_id, subjects=[person.pk])


def who_looked(person: Person) -> list[Look]:
    """The newest of what the trail holds about somebody. Whether one may ask is for the page to say."""
    events = list(Event.objects.about(person.pk).newest_first()[:MOST])
    names = _names(event.actor for event in events if event.actor)
    return [
        Look(event.at, names.get(event.actor, ""), str(WHAT.get(event.what, DID)))  # a job has no name
        for event in events
    ]


def _names(keys: Iterable[UUID]) -> dict[UUID, str]:
    return {user.pk: user.name or user.email for user in User.objects.filter(pk__in=set(keys))}
