"""When a quarter is whole, its figures are protected and frozen; no exact count is kept.

With each new quarter the earlier ones are frozen again as they are known by then, beside what
was published first: both can be read, and neither is changed. Every count goes through
``disclosure.protect``, and nothing else makes a ``Frozen``.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from mutualaid.audit import trail
from referrals.models import Chance, Frozen, Person, Service
from referrals.models.report import FrozenQuerySet
from referrals.pathway import day_of
from referrals.reports import counting, periods
from referrals.reports.counting import Asked, Counts, Unit
from referrals.reports.disclosure import BELOW_5, BELOW_8, Profile, protect, turn
from referrals.reports.measures import CELLS, CLOSED, Phase, relations
from referrals.reports.periods import Quarter

log = logging.getLogger(__name__)
EVERYWHERE = "all"  # in place of an area’s code: each service's few figures, to compare like with like
PROFILES = {str(profile.below): profile for profile in (BELOW_5, BELOW_8)}
PHASES = tuple(Phase.values)  # from the day they were introduced; then from the day they left
COMPARED = ("introduced", "planned", "connected", "once_not_asked")


class NotOnTheMenu(ValueError):
    """An area pays for somebody at a service that does not list it: whoever opens services adds it to that one."""


@dataclass(frozen=True, slots=True)
class Done:
    """One area of one quarter; ``frozen`` is whether it went well."""

    area: str
    quarter: Quarter
    frozen: bool = True


def profile() -> Profile:
    """The rule that this site publishes by: one for all readers, for two of the same counts would tell more."""
    return PROFILES[settings.REPORTS_HIDE_BELOW]


def due(*, today: dt.date) -> list[Quarter]:
    """The quarters that can be frozen and are not, the oldest first."""
    done = set(Frozen.objects.filter(area=EVERYWHERE).values_list("quarter", flat=True))
    return [quarter for quarter in reversed(periods.mature(today)) if quarter.first not in done]


def behind(*, today: dt.date) -> tuple[list[Quarter], dt.date]:
    """The earlier quarters of the menu, the oldest first, not frozen again since the newest came; and since when.

    With each new quarter the earlier ones are frozen again, as they are known by then.
    """
    days: dict[Quarter, list[dt.date]] = {}
    rows = Frozen.objects.filter(area=EVERYWHERE).order_by("frozen_on")
    for first, day in rows.values_list("quarter", "frozen_on"):
        days.setdefault(Quarter(first), []).append(day)
    menu = [quarter for quarter in reversed(periods.mature(today)) if quarter in days]
    since = max((days[quarter][0] for quarter in menu), default=today)
    return [quarter for quarter in menu if days[quarter][-1] < since], since


def freeze_due(*, now: dt.datetime) -> Iterator[Done]:
    """Everything that is due, the new quarters first: whatever is done of it, as it is done."""
    today = day_of(now)
    for quarter in due(today=today):
        yield from freeze(quarter, now=now, since=quarter.first)
    earlier, since = behind(today=today)
    for quarter in earlier:
        yield from freeze(quarter, now=now, since=since)


def freeze(quarter: Quarter, *, now: dt.datetime, since: dt.date | None = None) -> Iterator[Done]:
    """Freeze one quarter for every area that figures are made for: the areas as they are done, or where it went wrong.

    Whole areas, or nothing of one. Stopped anywhere it can be run again: what was frozen ``since`` then, today
    unless it is said, is left as it is. Where one area went wrong the quarter is not whole, and stays due.
    """
    today = day_of(now)
    if quarter.mature_on > today:
        raise ValueError(f"{quarter.slug} can be counted from {quarter.mature_on}.")
    since = since or today
    whole, done = True, set(_since(since, quarter).values_list("area", flat=True))
    for area in counting.whom(quarter):
        if area not in done:
            done_now = Done(area, quarter, frozen=_is_frozen(area, quarter, now))
            whole = whole and done_now.frozen
            yield done_now
    if whole and EVERYWHERE not in done and _freeze_everywhere(quarter, since=since, now=now):
        trail.record("report.frozen", actor=None, at=now, facts={"first": quarter.first})


def _is_frozen(area: str, quarter: Quarter, now: dt.datetime) -> bool:
    """What goes wrong in one area keeps no other waiting."""
    try:
        freeze_area(area, quarter, now=now)
    except Exception as error:
        # Its words may hold a count or a name: the log has its kind alone.
        log.error("report.not_frozen", extra={"area": area, "error": type(error).__name__})
        return False
    return True


def freeze_area(area: str, quarter: Quarter, *, now: dt.datetime) -> None:
    """Keep the protected figures of one area and quarter, unless another run has kept them today."""
    with _as_at_one_moment():
        counted = counting.count(Asked(quarter, now, area=area))
    _keep(area, quarter, list(protected(counted, area, quarter)), now)


@contextmanager
def _as_at_one_moment() -> Iterator[None]:
    """What is recorded while it is counted is in all of the statements or in none; and nobody who records waits."""
    if connection.in_atomic_block:  # the caller's transaction is the moment
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the write lock
            try:
                yield
            finally:
                cursor.execute("COMMIT")


def units_of(area: str) -> list[Unit]:
    """The units that an area's figures are printed of: because its services are there, not because anybody is in them.

    Those that were printed before stay, whatever has changed of their service since.
    """
    units = {
        Unit(key, setting, phase, kind)
        for key, setting in Service.objects.filter(areas=area).values_list("pk", "setting")
        for phase in (PHASES if setting in CLOSED else PHASES[:1])
        for kind in Person.Kind.values
    }
    for printed in Frozen.objects.filter(area=area).values_list("units", flat=True):
        units |= {Unit(UUID(one["service"]), one["setting"], one["phase"], one["kind"]) for one in printed}
    return sorted(units)


def protected(counted: Counts, area: str, quarter: Quarter) -> Iterator[dict[str, Any]]:
    """Each unit with its counts rounded, in an order that says nothing. Raises NotOnTheMenu."""
    units = units_of(area)
    if counted.keys() - set(units):
        raise NotOnTheMenu(area)
    secret, rule, names = _secret(), profile(), _names(units)
    for unit in units:
        rounded = dict.fromkeys(CELLS, 0)  # whatever the turns, of nobody that is what is printed
        if cells := counted.get(unit):
            known_as = "|".join((area, quarter.slug, unit.service.hex, unit.setting, unit.phase, unit.kind))
            rounded = protect(
                cells, relations(cells), rule, lambda cell, known_as=known_as: turn(secret, known_as, cell, rule.base)
            )
        yield asdict(unit) | {"service": unit.service.hex, "name": names[unit.service], "cells": rounded}


def _since(day: dt.date, quarter: Quarter) -> FrozenQuerySet:
    return Frozen.objects.filter(quarter=quarter.first, frozen_on__gte=day)


def _freeze_everywhere(quarter: Quarter, *, since: dt.date, now: dt.datetime) -> bool:
    """Of each service what a comparison reads, from what its areas publish: nothing is counted again.

    False where another run has kept it today.
    """
    services: dict[tuple[str, str], dict[str, int]] = {}
    newest = {row.area: row for row in _since(since, quarter).exclude(area=EVERYWHERE).order_by("frozen_on")}
    for unit in (unit for row in newest.values() for unit in row.units):
        if unit["phase"] == "here" and unit["kind"] == "client":
            cells = services.setdefault((unit["setting"], unit["service"]), dict.fromkeys(COMPARED, 0))
            for cell in COMPARED:
                cells[cell] += unit["cells"].get(cell, 0)
    units = [{"setting": setting, "service": key, "cells": cells} for (setting, key), cells in sorted(services.items())]
    return _keep(EVERYWHERE, quarter, units, now)


def _keep(area: str, quarter: Quarter, units: list[Mapping[str, Any]], now: dt.datetime) -> bool:
    """Was it kept? Not where another run was quicker."""
    figures = {"made_at": now, "profile": settings.REPORTS_HIDE_BELOW, "units": units}
    _kept, new = Frozen.objects.get_or_create(area=area, quarter=quarter.first, frozen_on=day_of(now), defaults=figures)
    return new


def _names(counted: Iterable[Unit]) -> dict[Any, str]:
    return dict(Service.objects.filter(pk__in={unit.service for unit in counted}).values_list("pk", "name"))


def _secret() -> bytes:
    """Made once, the first time that anything is frozen; of two made at once the first stays."""
    chance = Chance.objects.first()
    if chance is None:
        new = Chance()
        new.secret = secrets.token_hex(32)
        chance, _made = Chance.objects.get_or_create(
            only=True, defaults={"id": new.pk, "secret_sealed": new.secret_sealed}
        )
    return bytes.fromhex(chance.secret)
