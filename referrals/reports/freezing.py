"""When a quarter is whole, its figures are protected and frozen; no exact count is kept.

Run again it freezes what is known by then beside what was published first: both can be read,
and neither is changed. Every count goes through ``disclosure.protect``, and nothing else
makes a ``Frozen``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from mutualaid.audit import trail
from referrals.models import Chance, Frozen, Service
from referrals.pathway import day_of
from referrals.reports import counting, periods
from referrals.reports.counting import Asked, Counts, Unit
from referrals.reports.disclosure import BELOW_5, BELOW_8, Profile, protect, turn
from referrals.reports.measures import relations
from referrals.reports.periods import Quarter

EVERYWHERE = "everywhere"  # in place of an area: each service's few figures, to compare like with like
PROFILES = {str(profile.below): profile for profile in (BELOW_5, BELOW_8)}
COMPARED = ("introduced", "planned", "connected", "once_not_asked")


def profile() -> Profile:
    """The rule that this site publishes by: one for all readers, for two of the same counts would tell more."""
    return PROFILES[settings.REPORTS_HIDE_BELOW]


def due(*, today: dt.date) -> list[Quarter]:
    """The quarters that can be frozen and are not, the oldest first."""
    done = set(Frozen.objects.filter(area=EVERYWHERE).values_list("quarter", flat=True))
    return [quarter for quarter in reversed(periods.mature(today)) if quarter.first not in done]


def freeze(quarter: Quarter, *, now: dt.datetime) -> Iterator[str]:
    """Freeze one quarter for every area that has anybody: the areas as they are done. Whole areas, or nothing of one.

    Stopped anywhere it can be run again: what was frozen today is left as it is.
    """
    today = day_of(now)
    if quarter.mature_on > today:
        raise ValueError(f"{quarter.slug} can be counted from {quarter.mature_on}.")
    done = set(Frozen.objects.filter(quarter=quarter.first, frozen_on=today).values_list("area", flat=True))
    for area in counting.whom(quarter):
        if area not in done:
            freeze_area(area, quarter, now=now)
            yield area
    if EVERYWHERE not in done:
        _freeze_everywhere(quarter, now=now)
        trail.record("report.frozen", actor=None, at=now, facts={"first": quarter.first})


@transaction.atomic
def freeze_area(area: str, quarter: Quarter, *, now: dt.datetime) -> Frozen:
    """The protected figures of one area and quarter."""
    counted = counting.count(Asked(quarter, now, area=area))
    return _keep(area, quarter, list(protected(counted, area, quarter)), now)


def protected(counted: Counts, area: str, quarter: Quarter) -> Iterator[dict[str, Any]]:
    """Each unit with its counts rounded, in an order that says nothing."""
    secret, rule, names = _secret(), profile(), _names(counted)
    for unit, cells in sorted(counted.items()):
        known_as = "|".join((area, quarter.slug, unit.service.hex, unit.setting, unit.phase, unit.kind))
        rounded = protect(
            cells, relations(cells), rule, lambda cell, known_as=known_as: turn(secret, known_as, cell, rule.base)
        )
        yield asdict(unit) | {"service": unit.service.hex, "name": names[unit.service], "cells": rounded}


def _freeze_everywhere(quarter: Quarter, *, now: dt.datetime) -> None:
    """Of each service what a comparison reads, from what its areas publish: nothing is counted again."""
    services: dict[tuple[str, str], dict[str, int]] = {}
    for row in (
        Frozen.objects.filter(quarter=quarter.first, frozen_on=day_of(now)).exclude(area=EVERYWHERE).order_by("area")
    ):
        for unit in row.units:
            if unit["phase"] == "here" and unit["kind"] == "client":
                cells = services.setdefault((unit["setting"], unit["service"]), dict.fromkeys(COMPARED, 0))
                for cell in COMPARED:
                    cells[cell] += unit["cells"].get(cell, 0)
    units = [{"setting": setting, "service": key, "cells": cells} for (setting, key), cells in sorted(services.items())]
    _keep(EVERYWHERE, quarter, units, now)


def _keep(area: str, quarter: Quarter, units: list[Mapping[str, Any]], now: dt.datetime) -> Frozen:
    return Frozen.objects.create(
        area=area,
        quarter=quarter.first,
        frozen_on=day_of(now),
        made_at=now,
        profile=settings.REPORTS_HIDE_BELOW,
        units=units,
    )


def _names(counted: Iterable[Unit]) -> dict[Any, str]:
    return dict(Service.objects.filter(pk__in={unit.service for unit in counted}).values_list("pk", "name"))


def _secret() -> bytes:
    """Made once, the first time that anything is frozen."""
    chance = Chance.objects.first()
    if chance is None:
        chance = Chance()
        chance.secret = secrets.token_hex(32)
        chance.save(force_insert=True)
    return bytes.fromhex(chance.secret)
