"""How many people does a service have in treatment? Its manager says; the site knows only those it was told of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals import access
from referrals.models import InTreatment, Service
from referrals.reports.periods import Quarter


@transaction.atomic
def tell(service: Service, *, area: str, quarter: dt.date, people: int, by: User, at: dt.datetime) -> InTreatment:
    """Keep the number for one area and quarter (its first day), in place of the one before. Raises access.Denied."""
    access.check_can_manage(by, service)
    said = {"people": people, "said_by": by, "said_at": at}
    told, _new = InTreatment.objects.update_or_create(service=service, area=area, quarter=quarter, defaults=said)
    trail.record(
        "in_treatment.told", actor=by.pk, at=at, service=service.pk, facts={"of": area.lower(), "first": quarter}
    )
    return told


@dataclass(frozen=True, slots=True)
class Told:
    """One number that was said."""

    area: str
    quarter: Quarter
    people: int


def told(service: Service) -> list[Told]:
    """What the service has said, the newest quarter first."""
    names = dict(Area.objects.values_list("pk", "name"))
    said = InTreatment.objects.said_by_service(service)
    return [Told(names.get(each.area, each.area), Quarter(each.quarter), each.people) for each in said]
