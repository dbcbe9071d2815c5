"""The one door: what may somebody read of what was counted, and as what?

Pages, charts and files read the ``Report`` that is made here, and nothing else of people's
counts; a test of the architecture says so. A commissioner gets frozen, protected figures of
the areas they answer for, from a fixed menu; a manager gets their own service's exact ones,
live. Every report that is made leaves a line in the trail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals import access
from referrals.models import Commission, Frozen, Person, Service, Setting
from referrals.pathway import day_of
from referrals.reports import counting, freezing, periods
from referrals.reports.counting import Asked
from referrals.reports.disclosure import Profile
from referrals.reports.figures import Figures
from referrals.reports.freezing import PROFILES
from referrals.reports.measures import IN_TREATMENT, Phase
from referrals.reports.periods import NoSuchPeriod, Period, Quarter


class Version(TextChoices):
    """Which of the figures of one period."""

    FIRST = "first", _("As first published")
    NOW = "now", _("As now known")
    LIVE = "live", _("As it stands today")


class NotYours(Exception):
    """There is no such report for them: a 404, whether or not it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one setting, kept apart from the others; of clients."""

    setting: str
    phase: str
    figures: Figures

    @property
    def name(self) -> str:
        return str(Setting(self.setting).label)

    @property
    def after(self) -> bool:
        return self.phase == Phase.AFTER


@dataclass(frozen=True, slots=True)
class OfService:
    """One service of the main setting, by name."""

    name: str
    figures: Figures
    told: bool  # how many it has in treatment


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter of the trend."""

    quarter: Quarter
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one report says about people, and all that any page, chart or file of it may read."""

    name: str  # of the area or the service
    period: Period
    version: str
    as_of: dt.date
    profile: Profile | None  # none where the figures are a service's own exact ones
    setting: str  # the main one: the headline's
    main: Figures
    family: Figures
    others: tuple[Line, ...] = ()
    services: tuple[OfService, ...] = ()
    elsewhere: tuple[Figures, ...] = ()
    trend: tuple[Point, ...] = ()
    area: Area | None = None  # none where they are a service's own
    not_yet: int = 0  # introduced less than sixteen weeks ago: only a service's own live figures know

    @property
    def live(self) -> bool:
        return self.version == Version.LIVE

    @property
    def version_name(self) -> str:
        return str(Version(self.version).label)


@dataclass(frozen=True, slots=True)
class Menu:
    """What there is to choose from, for one area: nothing else can be asked for."""

    area: Area
    quarters: tuple[Quarter, ...]
    years: tuple[periods.Year, ...]


def areas(user: User) -> list[Area]:
    """The areas that ``user`` answers for, A to Z."""
    return [commission.area for commission in Commission.objects.now().of(user).for_a_list()]


def services(user: User) -> list[Service]:
    """The services whose own figures ``user`` may read, A to Z."""
    return list(Service.objects.open().filter(pk__in=access.managed(user)).order_by("name", "pk"))


def menu(user: User, code: str) -> Menu:
    """The quarters and years that have been frozen for an area, the newest first. Raises NotYours."""
    area = _area(user, code)
    firsts = Frozen.objects.filter(area=area.pk).order_by("-quarter").values_list("quarter", flat=True).distinct()
    quarters = [Quarter(first) for first in firsts]
    return Menu(area, tuple(quarters), tuple(periods.years(quarters)))


def of_area(user: User, code: str, slug: str, version: str, *, now: dt.datetime, how: str = "page") -> Report:
    """The frozen figures of an area. Raises NotYours. ``how`` says to the trail whether it was a page or a file."""
    area = _area(user, code)
    period = _period(slug)
    if version not in (Version.FIRST, Version.NOW):
        raise NotYours
    wanted = _trend_of(period)
    rows = list(_rows(area.pk, wanted, version))
    by_quarter = {Quarter(row.quarter): row for row in rows}
    if not by_quarter.keys() >= set(period.quarters):
        raise NotYours
    frozen = [by_quarter[quarter] for quarter in period.quarters]
    rule = PROFILES[frozen[-1].profile]
    units = [unit for row in frozen for unit in row.units]
    trail.record("report.read", actor=user.pk, at=now, facts=_told(period, version, how) | {"of": area.pk.lower()})
    setting = _main_setting(units)
    theirs = {unit["service"] for unit in units}
    return Report(
        name=area.name,
        area=area,
        period=period,
        version=version,
        as_of=max(row.frozen_on for row in frozen),
        profile=rule,
        setting=setting,
        main=_sum(units, rule, setting=setting, kind=Person.Kind.CLIENT, phase=Phase.HERE),
        family=_sum(units, rule, kind=Person.Kind.SOMEONE_CLOSE),
        others=_others(units, rule, setting),
        services=_services(units, rule, setting, frozen),
        elsewhere=_elsewhere(period, version, rule, setting, theirs),
        trend=tuple(
            Point(
                quarter,
                _sum(by_quarter[quarter].units, rule, setting=setting, kind=Person.Kind.CLIENT, phase=Phase.HERE),
            )
            for quarter in wanted
            if quarter in by_quarter
        ),
    )


def of_service(user: User, key: UUID, slug: str, *, now: dt.datetime, how: str = "page") -> Report:
    """A service's own figures, exact, as they stand now. Raises NotYours."""
    service, period = _service(user, key), _period(slug)
    wanted = [quarter for quarter in _trend_of(period) if quarter.first <= day_of(now)]
    if not wanted or not set(period.quarters) <= set(periods.latest(day_of(now))):
        raise NotYours
    counted = {quarter: _live(Asked(quarter, now, service=service.pk)) for quarter in wanted}
    units = [unit for quarter in period.quarters for unit in counted[quarter]]
    trail.record(
        "report.read",
        actor=user.pk,
        at=now,
        service=service.pk,
        facts=_told(period, Version.LIVE, how),
    )
    own = {"setting": service.setting, "kind": Person.Kind.CLIENT, "phase": Phase.HERE}
    return Report(
        name=service.name,
        period=period,
        version=Version.LIVE,
        as_of=day_of(now),
        profile=None,
        setting=service.setting,
        main=_sum(units, None, **own),
        family=_sum(units, None, kind=Person.Kind.SOMEONE_CLOSE),
        others=_others(units, None, service.setting),
        trend=tuple(Point(quarter, _sum(counted[quarter], None, **own)) for quarter in wanted),
        not_yet=sum(counting.not_yet(Asked(quarter, now, service=service.pk)) for quarter in period.quarters),
    )


def people_behind(user: User, key: UUID, slug: str, cell: str, phase: str, kind: str, *, now: dt.datetime):
    """The people that one of a service's own figures counts, for its manager to see. Raises NotYours."""
    service, period = _service(user, key), _period(slug)
    if cell not in counting.FLAGS or phase not in Phase.values or kind not in Person.Kind.values:
        raise NotYours
    keys = {
        person
        for quarter in period.quarters
        for person in counting.behind(Asked(quarter, now, service=service.pk), cell, phase=phase, kind=kind)
    }
    return Person.objects.visible_to(user).filter(pk__in=keys, service=service)


def _told(period: Period, version: str, how: str) -> dict[str, object]:
    """Which report it was, as the trail keeps facts: codes, numbers and days."""
    return {"first": period.first, "quarters": len(period.quarters), "as": str(version), "how": how}


def _area(user: User, code: str) -> Area:
    """Raises NotYours, whether there is no such area or somebody else answers for it."""
    commission = Commission.objects.now().of(user).filter(area=code).select_related("area").first()
    if commission is None:
        raise NotYours
    return commission.area


def _service(user: User, key: UUID) -> Service:
    service = Service.objects.managed_by(user).filter(pk=key).first()
    if service is None:
        raise NotYours
    return service


def _period(slug: str) -> Period:
    try:
        return periods.period(slug)
    except NoSuchPeriod:
        raise NotYours from None


def _trend_of(period: Period) -> list[Quarter]:
    """The quarters up to the last of a period, as many as a trend has; all of the period's among them."""
    quarter, back = period.quarters[-1], []
    for _number in range(periods.KEPT):
        back.append(quarter)
        quarter = quarter.before
    return back[::-1]


def _rows(area: str, quarters: Iterable[Quarter], version: str) -> Iterable[Frozen]:
    frozen = Frozen.objects.filter(area=area, quarter__in=[quarter.first for quarter in quarters])
    return frozen.first_published() if version == Version.FIRST else frozen.now_known()


def _live(asked: Asked) -> list[dict]:
    """A service's exact counts in the shape in which frozen ones are kept."""
    counted = counting.count(asked)
    return [
        {"service": unit.service.hex, "setting": unit.setting, "phase": unit.phase, "kind": unit.kind, "cells": cells}
        for unit, cells in counted.items()
    ]


def _sum(units: Iterable[dict], rule: Profile | None, **which: str) -> Figures:
    """The units that are all of ``which``, together."""
    chosen = (unit["cells"] for unit in units if all(unit[key] == value for key, value in which.items()))
    return Figures.together(map(Figures, chosen), rule.base if rule else 1)


def _main_setting(units: Sequence[dict]) -> str:
    """In the community, where anybody is; else where most were introduced, the first A to Z of equals."""
    introduced: dict[str, int] = {}
    for unit in units:
        if unit["kind"] == Person.Kind.CLIENT and unit["phase"] == Phase.HERE:
            introduced[unit["setting"]] = introduced.get(unit["setting"], 0) + unit["cells"]["introduced"]
    if Setting.COMMUNITY in introduced or not introduced:
        return Setting.COMMUNITY
    return min(introduced, key=lambda setting: (-introduced[setting], setting))


def _others(units: Sequence[dict], rule: Profile | None, main: str) -> tuple[Line, ...]:
    """The other settings A to Z by what people read, each from where its clock starts."""
    clients = [unit for unit in units if unit["kind"] == Person.Kind.CLIENT]
    found = {(unit["setting"], unit["phase"]) for unit in clients} - {(str(main), str(Phase.HERE))}
    lines = [Line(setting, phase, _sum(clients, rule, setting=setting, phase=phase)) for setting, phase in found]
    return tuple(sorted(lines, key=lambda line: (line.name, line.phase == Phase.AFTER)))


def _services(units: Sequence[dict], rule: Profile, setting: str, frozen: Sequence[Frozen]) -> tuple[OfService, ...]:
    """The services of one setting, A to Z."""
    here = [unit for unit in units if _is_compared(unit) and unit["setting"] == setting]
    names = {unit["service"]: unit["name"] for unit in here}
    told = {
        key: sum(unit["service"] == key and IN_TREATMENT in unit["cells"] for unit in here) == len(frozen)
        for key in names
    }
    each = [OfService(name, _sum(here, rule, service=key), told[key]) for key, name in names.items()]
    return tuple(sorted(each, key=lambda service: (service.name, service.figures["introduced"])))


def _is_compared(unit: dict) -> bool:
    return unit["kind"] == Person.Kind.CLIENT and unit["phase"] == Phase.HERE


def _elsewhere(period: Period, version: str, rule: Profile, setting: str, theirs: set[str]) -> tuple[Figures, ...]:
    """Services of like setting that work for other areas alone: by figures, smallest first, and nothing else."""
    rows = _rows(freezing.EVERYWHERE, period.quarters, version)
    units = [unit for row in rows for unit in row.units if unit["setting"] == setting and unit["service"] not in theirs]
    keys = {unit["service"] for unit in units}
    by_key: dict[str, list[Figures]] = {key: [] for key in keys}
    for unit in units:
        by_key[unit["service"]].append(Figures(unit["cells"]))
    each = [Figures.together(some, rule.base) for some in by_key.values()]
    return tuple(sorted(each, key=lambda one: (one["introduced"], one["connected"], one["once_not_asked"])))
