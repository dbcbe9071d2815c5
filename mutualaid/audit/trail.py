"""How is it written down that something was done, or that somebody looked?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.timezone import is_naive

from mutualaid.audit.facts import NotForTheTrail, checked_what, plain_facts, plain_id
from mutualaid.audit.models import Event


def record(
    what: str,
    *,
    actor: UUID | None,
    at: dt.datetime,
    service: UUID | None = None,
    subjects: Iterable[UUID] = (),
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event to the trail: one insert and nothing else asked.

    ``subjects`` are all those a page showed or an act was done to, so a page of two hundred
    is one event. Inside a transaction the event stands or falls with what was done.
    Raises NotForTheTrail, and then nothing is written.
    """
    if is_naive(at):
        raise NotForTheTrail("Give the trail a moment with its time zone.")
    for one in (actor, service):
        if one is not None:
            plain_id(one)
    return Event.objects.create(
        what=checked_what(what),
        actor=actor,
        service=service,
        subjects=list(dict.fromkeys(plain_id(subject) for subject in subjects)),
        facts=plain_facts(facts or {}),
        at=at,
    )
