"""How many? The exact counts of an area or a service, one statement each, the same on both databases.

Nothing here is for people to see: ``freezing`` protects what goes to commissioners, and
``live`` shows a service its own. Each unit is the people of one service, one setting, one
phase and one kind; units share nobody. What each cell means stands in ``measures``, how it
is asked of the database in ``statements``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from referrals.models import Episode, InTreatment, Service
from referrals.pathway import day_of
from referrals.reports.measures import CELLS, CLOSED, IN_TREATMENT, Phase, talked, wanted
from referrals.reports.periods import MATURE_AFTER, Quarter
from referrals.reports.statements import FLAGS, facts_of, families, units


@dataclass(frozen=True, order=True, slots=True)
class Unit:
    """Whose counts these are: people of one service, setting, phase and kind (Person.Kind)."""

    service: UUID
    setting: str
    phase: str
    kind: str


Counts = Mapping[Unit, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which people: those that an area pays for, or those of a service; by what was recorded before ``known_by``."""

    quarter: Quarter
    known_by: dt.datetime
    area: str = ""
    service: UUID | None = None
    worker: UUID | None = None

    @property
    def mature_by(self) -> dt.date:
        """Whoever was introduced, or got out, before this day has been counted for sixteen weeks."""
        return day_of(self.known_by) - MATURE_AFTER + dt.timedelta(days=1)


def count(asked: Asked) -> Counts:
    """{unit: {cell: how many}}, every cell of ``measures.CELLS`` in each. Three statements, four of a service."""
    nothing = dict.fromkeys(CELLS, 0)
    counted = {
        unit: nothing | dict(zip(FLAGS, numbers, strict=True))
        for unit, *numbers in _rows(units(asked), _values(asked, told=1))
    }
    for unit, approach, talked_about, wanted_to_try in _rows(families(asked), _values(asked)):
        counted[unit] |= {talked(approach): talked_about, wanted(approach): wanted_to_try}
    for unit, told in _told(asked, counted).items():
        known = sum(counted[unit][cell] for cell in ("introduced", "already_going", "left"))
        if told >= known:  # else the number is older than what has been recorded since: not known
            counted[unit][IN_TREATMENT] = told
    return counted


def behind(asked: Asked, cell: str, *, phase: str, kind: str) -> list[UUID]:
    """The keys of the people behind one count of a service. Who may see them is for the page to ask."""
    statement = f"{facts_of(asked)} SELECT DISTINCT f.person_id FROM facts f WHERE f.phase = %s AND f.kind = %s"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} AND {FLAGS[cell]}", [*_values(asked, told=1), phase, kind])
        return [_uuid(row[0]) for row in cursor.fetchall()]


def not_yet(asked: Asked) -> int:
    """How many clients and families of a service were introduced in the quarter less than sixteen weeks ago."""
    since = max(asked.mature_by, asked.quarter.first)
    return Episode.objects.filter(
        service=asked.service, introduced_on__gte=since, introduced_on__lt=asked.quarter.end
    ).count()


def whom(quarter: Quarter) -> list[str]:
    """The areas that figures are made for: where a service works, and any that pays for somebody beside."""
    of = Episode.objects.exclude(area="")
    began = of.filter(introduced_on__gte=quarter.first, introduced_on__lt=quarter.end)
    out = of.filter(
        ended_on__gte=quarter.first, ended_on__lt=quarter.end, setting__in=CLOSED, introduced_on__isnull=False
    )
    told = InTreatment.objects.filter(quarter=quarter.first)
    return sorted(
        {
            *began.values_list("area", flat=True),
            *out.values_list("area", flat=True),
            *told.values_list("area", flat=True),
            *Service.objects.exclude(areas=None).values_list("areas", flat=True),
        }
    )


def _told(asked: Asked, counted: Counts) -> dict[Unit, int]:
    """What the services have said of those in treatment, for the clients of each from the day they were introduced.

    Of a service that works for several areas it is known where it has told of each that anybody counted is of.
    """
    if asked.worker:
        return {}
    told = InTreatment.objects.filter(quarter=asked.quarter.first, said_at__lt=asked.known_by)
    told = told.filter(area=asked.area) if asked.area else told.filter(service=asked.service)
    rows = list(told.values_list("service", "service__setting", "area", "people"))
    if asked.service and _are_of_others(asked, [area for _service, _setting, area, _people in rows]):
        return {}
    found: dict[Unit, int] = {}
    for service, setting, _area, people in rows:
        unit = Unit(service, setting, Phase.HERE, "client")
        if unit in counted:
            found[unit] = found.get(unit, 0) + people
    return found


def _are_of_others(asked: Asked, areas: list[str]) -> bool:
    """Does anybody but these areas pay for one of the clients who were introduced?"""
    introduced = Episode.objects.filter(service=asked.service, setting=F("service__setting"), person__kind="client")
    introduced = introduced.filter(introduced_on__gte=asked.quarter.first, introduced_on__lt=asked.quarter.end)
    return introduced.filter(introduced_on__lt=asked.mature_by).exclude(area__in=areas).exists()


def _rows(statement: str, values: Sequence[Any]) -> list[list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [[Unit(_uuid(service), *rest[:3]), *rest[3:]] for service, *rest in cursor.fetchall()]


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _plain(value: UUID | None) -> UUID | str | None:
    """A key as the database holds it: SQLite has no type of its own for one."""
    return value.hex if value and connection.vendor == "sqlite" else value


def _values(asked: Asked, told: int = 0) -> list[Any]:
    """The parameters of ``_cohort``, and of ``_heard`` where it is asked, in their order."""
    whose: list[Any] = [asked.area] if asked.area else [_plain(asked.service)]
    if asked.worker:
        whose.append(_plain(asked.worker))
    window: list[Any] = [*whose, asked.quarter.first, asked.quarter.end, asked.mature_by]
    window = [day.isoformat() if isinstance(day, dt.date) else day for day in window]
    moment = connection.ops.adapt_datetimefield_value(asked.known_by)
    return [*window, *window, *([moment] * told)]
