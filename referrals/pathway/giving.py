"""All the people of one keyworker, or those whom nobody works with, are given to another at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals import access
from referrals.models import Membership, Person, Service
from referrals.pathway.acts import NotRecorded


@transaction.atomic
def give_all(service: Service, *, of: User | None, to: User, by: User, at: dt.datetime) -> int:
    """Everybody of the service whom ``of`` works with, or whom nobody does, is handed over to ``to``.

    Returns how many. Raises access.Denied or NotRecorded.
    """
    access.check_can_manage(by, service)
    if of is not None and of.pk == to.pk:
        raise NotRecorded(str(_("They work with these people already: choose somebody else.")))
    if not Membership.objects.now().filter(user=to, service=service).exists():
        raise NotRecorded(str(_("Choose somebody who works for this service.")))
    people = Person.objects.of(service)
    theirs = people.nobodys() if of is None else people.worked_with_by(of.pk)
    held = Person.objects.select_for_update().filter(pk__in=theirs.values("pk")).order_by("pk")
    keys = [person.pk for person in held]
    if keys:
        Person.objects.filter(pk__in=keys).update(keyworker=to, handed_over_at=at, version=F("version") + 1)
        trail.record("person.handed_over", actor=by.pk, at=at, service=service.pk, subjects=keys, facts={"to": to.pk})
    return len(keys)
