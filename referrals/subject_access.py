"""What do we hold about somebody, in words that they can read? All of it, and who has looked.

Whoever recorded something in somebody's care is named: a health record says who wrote in it (Data
Protection Act 2018, Schedule 2, paragraph 17). Whoever only looked is told of by their role and the
day, which answers who saw it without turning colleagues into suspects. Nobody's e-mail address is in
it, and nobody else who stood on the same page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutualaid.accounts.models import User
from mutualaid.audit.models import Event
from referrals.models import Consent, Contact, Episode, Mark, Membership, Offer, Person, Plan, Referral, Review, Step
from referrals.papers import how_long
from referrals.retention import RULES
from referrals.stages import Act
from referrals.telling import ONLY_TECHNICAL, Fact, label, record

TITLES: dict[type[models.Model], Any] = {
    Person: gettext_lazy("About you"),
    Episode: gettext_lazy("Your times in treatment"),
    Consent: gettext_lazy("What you agreed to"),
    Offer: gettext_lazy("When every option was shown to you"),
    Mark: gettext_lazy("What you said about them"),
    Referral: gettext_lazy("Each option that came up"),
    Step: gettext_lazy("What was done, step by step"),
    Plan: gettext_lazy("What was planned"),
    Contact: gettext_lazy("Who was rung, or written to"),
    Review: gettext_lazy("How it went, as you told it"),
}
DONE = {
    "person.seen": gettext_lazy("Looked at your record"),
    "people.listed": gettext_lazy("Looked at a list that you stood on"),
    "caseload.seen": gettext_lazy("Looked at a list that you stood on"),
    "person.found": gettext_lazy("Found your record by its reference"),
    "person.added": gettext_lazy("Began your record"),
    "person.disclosed": gettext_lazy("Made a copy of your record for you"),
    "person.facts_set": gettext_lazy("Changed what is held about you"),
    "person.handed_over": gettext_lazy("Handed you over to another worker"),
    "person.taken_on": gettext_lazy("Took you on"),
    "person.reference_corrected": gettext_lazy("Corrected your reference"),
    "consent.given": gettext_lazy("Recorded that you agreed to something"),
    "consent.withdrawn": gettext_lazy("Recorded that you took an agreement back"),
    "offer.made": gettext_lazy("Recorded that every option was shown to you"),
    "offer.lapsed": gettext_lazy("Recorded that what was shown no longer stands"),
    "episode.started": gettext_lazy("Recorded that your treatment started"),
    "episode.ended": gettext_lazy("Recorded that your treatment ended"),
} | {f"referral.{act}": act.label for act in Act}
HEXADECIMAL = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Section:
    """All records of one kind; why each thing in them is kept, and for how long."""

    title: str
    records: list[list[Fact]]
    kept: list[tuple[str, str, str]]  # label, why, how long


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the trail."""

    at: dt.datetime
    what: str
    done: str
    role: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is held about somebody."""

    service: str
    made_at: dt.datetime
    sections: list[Section]
    looks: list[Look]

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "service": self.service,
            "made_at": self.made_at.isoformat(),
            "sections": [
                {
                    "title": section.title,
                    "records": [
                        {fact.name: {"label": fact.label, "held": fact.held, "words": fact.words} for fact in record}
                        for record in section.records
                    ],
                    "kept": [dict(zip(("what", "why", "how_long"), one, strict=True)) for one in section.kept],
                }
                for section in self.sections
            ],
            "looks": [
                {"at": look.at.isoformat(), "what": look.what, "words": look.done, "by": look.role, "facts": look.facts}
                for look in self.looks
            ],
        }


def everything(person: Person, *, now: dt.datetime) -> Everything:
    """All of it, opened. Whether they are who they say is for whoever asks to know."""
    sections = [_section(model, _rows(model, person)) for model in TITLES]
    looks = list(_looks(person))
    return Everything(person.service.name, now, sections, looks)


def _rows(model: type[models.Model], person: Person) -> list[models.Model]:
    if model is Person:
        return [person]
    joined = [field.name for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    theirs = model._base_manager.filter(person=person).select_related(*joined)
    when = next((name for name in _moments(model)), "pk")
    return list(theirs.order_by(when, "pk"))


def _moments(model: type[models.Model]) -> Iterator[str]:
    """By what its records are told in order: the day or moment that comes first in it."""
    wanted = ("started_on", "given_at", "made_at", "began_at", "at", "asked_at")
    yield from (name for name in wanted if name in {field.name for field in model._meta.fields})


def _section(model: type[models.Model], rows: list[models.Model]) -> Section:
    rules = {
        label(field): RULES[f"{model.__name__}.{field.name}"]
        for field in model._meta.fields
        if field.name not in ONLY_TECHNICAL
    }
    kept = [(what, str(rule.reason), how_long(rule)) for what, rule in rules.items()]
    return Section(str(TITLES[model]), [record(row) for row in rows], kept)


def _looks(person: Person) -> Iterator[Look]:
    """Who did what and who looked, the oldest first, each by the role they had then."""
    events = list(Event.objects.filter(mentions__subject=person.pk).order_by("pk"))
    actors = {event.actor for event in events if event.actor}
    worked = list(Membership.objects.filter(user__in=actors, service=person.service).order_by("began_at"))
    site = {user.pk: user.get_role_display() for user in User.objects.filter(pk__in=actors)}
    for event in events:
        done = str(DONE.get(event.what, capfirst(re.sub(r"[._]", " ", event.what))))
        # The ids of others are none of theirs.
        facts = {name: one for name, one in event.facts.items() if not HEXADECIMAL.fullmatch(str(one))}
        yield Look(event.at, event.what, done, _role(event, worked, site), facts)


def _role(event: Event, worked: list[Membership], site: dict[UUID, str]) -> str:
    if event.actor is None:
        return _("The site itself, or whoever runs it")
    for one in worked:
        if one.user_id == event.actor and one.began_at <= event.at and not (one.ended_at and one.ended_at < event.at):
            return str(one.get_role_display())
    return site.get(event.actor) or _("Somebody who worked here")
