"""What stands in the trail, in the words of whoever may read it; and how far it is sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mutualaid.accounts.models import User
from mutualaid.audit import chain, trail
from mutualaid.audit.models import Event
from referrals.models import Service

ON_A_PAGE = 50
SUBJECTS_SHOWN = 5
HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events are asked for; nothing said is everything."""

    what: str = ""
    who: User | None = None
    service: Service | None = None
    about: UUID | None = None
    on: dt.date | None = None
    span: tuple[dt.datetime, dt.datetime] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One event. Those it is about are ids, and no more than ids."""

    number: int
    at: dt.datetime
    what: str
    who: str
    service: str
    subjects: list[str]
    more: int
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Read:
    """A page of events; ``older`` is the id that the next page is before, or None."""

    events: list[Told]
    older: int | None


@transaction.atomic
def read(asked: Asked, *, before: str, by: User, at: dt.datetime) -> Read:
    """The newest that were asked for. That ``by`` read them stands in the trail as well."""
    found = list(_found(asked, before)[: ON_A_PAGE + 1])
    page, more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
    facts = {
        "what": asked.what.strip("._") or None,
        "who": asked.who.pk if asked.who else None,
        "on": asked.on,
        "of": asked.service.pk if asked.service else None,
    }
    subjects = [asked.about] if asked.about else []
    trail.record("trail.read", actor=by.pk, at=at, subjects=subjects, facts=facts)
    return Read(_told(page), page[-1].pk if more else None)


def standing() -> dict[str, object]:
    """The newest seal, and how many events came after it. Whether all is as it was sealed, a command says."""
    return {"seal": chain.newest(), "unsealed": chain.unsealed()}


def _found(asked: Asked, before: str):
    events = Event.objects.newest_first()
    if asked.about:
        events = events.about(asked.about)
    if asked.what:
        events = events.of_kind(asked.what)
    if asked.who:
        events = events.by(asked.who.pk)
    if asked.service:
        events = events.for_service(asked.service.pk)
    if asked.span:
        events = events.between(*asked.span)
    if before.isascii() and before.isdigit() and len(before) < 20 and int(before) <= HIGHEST:
        events = events.before(int(before))
    return events


def _told(events: Iterable[Event]) -> list[Told]:
    events = list(events)
    users = User.objects.in_bulk({event.actor for event in events if event.actor})
    services = Service.objects.in_bulk({event.service for event in events if event.service})
    return [
        Told(
            event.pk,
            event.at,
            event.what,
            _name(users.get(event.actor), event.actor),
            _name(services.get(event.service), event.service),
            event.subjects[:SUBJECTS_SHOWN],
            max(0, len(event.subjects) - SUBJECTS_SHOWN),
            [(name, _plain(value)) for name, value in event.facts.items() if value is not None],
        )
        for event in events
    ]


def _name(known: User | Service | None, key: UUID | None) -> str:
    """Of whoever is there still; else the id, and nothing where a job did it."""
    if known is None:
        return key.hex if key else ""
    return known.name or str(known)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
