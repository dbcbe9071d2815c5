"""Somebody comes into treatment, is worked with by another, or comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from referrals import access, references
from referrals.models import Episode, Membership, Person, Service
from referrals.pathway.acts import AlreadyKnown, NotRecorded, day_of, held_open, locked_person, touched, trace

# What may be known of somebody, each optional. Its reason and how long it is kept: referrals/retention.py.
FACTS = ("age_band", "gender", "substances", "prescribed", "needs")


def add_person(
    service: Service,
    *,
    reference: str,
    started_on: dt.date,
    by: User,
    at: dt.datetime,
    kind: str = Person.Kind.CLIENT,
    structured: bool = True,
    area: str = "",
    keyworker: User | None = None,
    facts: Mapping[str, object] | None = None,
) -> Person:
    """Somebody, from the day their treatment starts. ``by`` works with them unless ``keyworker`` says who does.

    Raises access.Denied, references.NotAReference, NotRecorded or AlreadyKnown.
    """
    access.check_can_add(by, service)
    reference = references.checked(reference)
    check_starts(started_on, at)
    if known := Person.objects.known_as(reference, service).first():
        raise AlreadyKnown(known)
    person = Person(service=service, kind=kind, keyworker=keyworker or by, added_at=at, added_by=by)
    _tell(person, facts or {})
    person.reference = reference
    try:
        with transaction.atomic():
            held_open(service.pk)
            person.save(force_insert=True)
            _start(person, started_on, structured=structured, area=area)
            trace("person.added", person, by=by, at=at)
    except IntegrityError:
        # Somebody else added the same reference at the same moment.
        if known := Person.objects.known_as(reference, service).first():
            raise AlreadyKnown(known) from None
        raise
    return person


@transaction.atomic
def start_episode(
    person: Person,
    *,
    started_on: dt.date,
    by: User,
    at: dt.datetime,
    structured: bool = True,
    area: str = "",
    seen: int | None = None,
) -> Episode:
    """They come back into treatment. Raises access.Denied, ChangedMeanwhile or NotRecorded."""
    held_open(person.service_id)
    person = locked_person(person, by=by, seen=seen)
    check_starts(started_on, at)
    earlier = Episode.objects.filter(person=person)
    if earlier.open().exists():
        raise NotRecorded(str(_("They are in treatment here already: end that time first.")))
    if earlier.filter(ending=Episode.Ending.DIED).exists():
        raise NotRecorded(str(_("Their record says that they died. Ask the service’s manager.")))
    episode = _start(person, started_on, structured=structured, area=area)
    touched(person)
    trace("episode.started", person, by=by, at=at)
    return episode


@transaction.atomic
def set_facts(
    person: Person, facts: Mapping[str, object], *, by: User, at: dt.datetime, seen: int | None = None
) -> Person:
    """What they have told us, as it is now. Raises access.Denied or ChangedMeanwhile."""
    person = locked_person(person, by=by, seen=seen)
    _tell(person, facts)
    person.save(update_fields=list(FACTS))
    touched(person)
    trace("person.facts_set", person, by=by, at=at)
    return person


@transaction.atomic
def correct_reference(person: Person, reference: str, *, by: User, at: dt.datetime, seen: int | None = None) -> Person:
    """It was typed wrongly. Raises access.Denied, ChangedMeanwhile, references.NotAReference or AlreadyKnown."""
    person = locked_person(person, by=by, seen=seen)
    reference = references.checked(reference)
    known = Person.objects.known_as(reference, person.service).exclude(pk=person.pk).first()
    if known:
        raise AlreadyKnown(known)
    person.reference = reference
    person.save(update_fields=["reference_sealed", "reference_index"])
    touched(person)
    trace("person.reference_corrected", person, by=by, at=at)
    return person


@transaction.atomic
def hand_over(person: Person, *, to: User, by: User, at: dt.datetime, seen: int | None = None) -> Person:
    """Another of the service works with them from now on; it stands on their list as handed over.

    Raises access.Denied, ChangedMeanwhile or NotRecorded.
    """
    person = locked_person(person, by=by, seen=seen)
    if person.keyworker_id == to.pk:
        raise NotRecorded(str(_("They work with this person already: choose somebody else.")))
    if not Membership.objects.now().filter(user=to, service=person.service_id).exists():
        raise NotRecorded(str(_("Choose somebody who works for this service.")))
    person.keyworker, person.handed_over_at = to, at
    person.save(update_fields=["keyworker", "handed_over_at"])
    touched(person)
    trace("person.handed_over", person, by=by, at=at, to=to.pk)
    return person


@transaction.atomic
def take_on(person: Person, *, by: User, at: dt.datetime) -> Person:
    """Whoever they were handed over to has seen it, and nobody for them. Raises access.Denied or NotRecorded."""
    person = locked_person(person, by=by)
    if person.keyworker_id != by.pk:
        raise NotRecorded(str(_("They have been handed over to somebody else, who takes them on.")))
    person.handed_over_at = None
    person.save(update_fields=["handed_over_at"])
    trace("person.taken_on", person, by=by, at=at)
    return person


def check_starts(started_on: dt.date, at: dt.datetime) -> None:
    """Raises NotRecorded for a day on which no time in treatment can have started."""
    if started_on > day_of(at):
        raise NotRecorded(str(_("Treatment starts today or before: give the day it started.")))
    if started_on.year < 1990:
        raise NotRecorded(str(_("Give the day that this time in treatment started.")))


def _tell(person: Person, facts: Mapping[str, object]) -> None:
    for name, value in facts.items():
        assert name in FACTS, f"{name} is not kept about anybody"
        setattr(person, name, value)


def _start(person: Person, started_on: dt.date, *, structured: bool, area: str) -> Episode:
    return Episode.objects.create(
        service_id=person.service_id,
        person=person,
        started_on=started_on,
        structured=structured,
        setting=person.service.setting,
        area=area or _only_area(person.service),
    )


def _only_area(service: Service) -> str:
    """Who pays is plain where a service works for one area alone."""
    codes = list(service.areas.values_list("pk", flat=True)[:2])
    return codes[0] if len(codes) == 1 else ""
