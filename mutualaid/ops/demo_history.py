"""The demonstration’s past: two years of invented histories, and the quarters frozen from them.

The commissioner's area has six services in the community and one or more in each other
setting; services of other areas stand beside them where like is compared with like. Each quarter was
frozen on the day it could be counted, and again today, so that both versions are there to read.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from directory.models import Area, Cell
from directory.recurrence import LONDON
from mutualaid.accounts.models import User
from mutualaid.ops.demo_people import SINCE, TOWN
from mutualaid.ops.histories import laying, lives
from mutualaid.ops.histories.lives import Offered, Team
from mutualaid.ops.histories.telling import Told
from mutualaid.ops.stories import SERVICES
from referrals import staffing
from referrals.models import Episode, InTreatment, OfferSnapshot, Service
from referrals.pathway import day_of
from referrals.reports import freezing, periods
from referrals.reports.periods import Quarter

SEED = 5
BEFORE = dt.timedelta(days=30)  # of history before the first quarter of the menu
ELSEWHERE_QUARTERS = 5  # mature ones


@dataclass(frozen=True, slots=True)
class Invented:
    """A service and its habits (``lives.Team``), and how many come into treatment there in a quarter."""

    name: str
    setting: str
    each_quarter: int
    informs: float
    plans: float
    links: float
    asks: float
    tells: bool = True  # how many it has in treatment


# Of the commissioner's area. The first is the manager's own, and stands already, as do two others.
HERE = (
    Invented(*SERVICES[TOWN], 27, 0.94, 0.95, 0.85, 0.94),
    Invented("Invented Canalside Treatment Service", "community", 32, 0.96, 0.98, 0.92, 0.98),
    Invented("Invented Hillside Treatment Service", "community", 29, 0.93, 0.94, 0.85, 0.93),
    Invented("Invented Market Square Treatment Service", "community", 28, 0.86, 0.88, 0.78, 0.80, tells=False),
    Invented("Invented Old Mill Treatment Service", "community", 26, 0.72, 0.75, 0.60, 0.65),
    Invented("Invented Parkside Treatment Service", "community", 7, 0.92, 0.90, 0.85, 0.90),
    Invented(*SERVICES["ward"], 5, 0.90, 0.85, 0.75, 0.85),
    Invented(*SERVICES["wing"], 6, 0.88, 0.80, 0.60, 0.80),
    Invented(*SERVICES["house"], 4, 0.90, 0.85, 0.70, 0.85),
    Invented("Invented Residential Rehabilitation", "residential", 4, 0.95, 0.90, 0.80, 0.85),
    Invented("Invented Surgery", "primary_care", 4, 0.90, 0.90, 0.50, 0.85),
)
# Of each of two other areas. Reports give these no name.
ELSEWHERE = tuple(
    Invented(f"Invented Service {number}", "community", *habits)
    for number, habits in enumerate(
        (
            (28, 0.94, 0.95, 0.80, 0.95),
            (27, 0.97, 0.98, 0.90, 0.97),
            (29, 0.93, 0.96, 0.70, 0.92),
            (34, 0.95, 0.94, 0.75, 0.96),
            (27, 0.75, 0.80, 0.60, 0.70),
        ),
        start=1,
    )
)
OTHER_AREAS = 2


def load(*, now: dt.datetime, share: float = 1.0) -> bool:
    """All of it or nothing; of the people that ``share``. False where it is there."""
    if Service.objects.filter(name=HERE[1].name).exists():
        return False
    with transaction.atomic():
        telling = _Telling(now)
        for _laid in laying.lay(telling.people(share)):
            pass
        telling.say_how_many_are_in_treatment()
        _freeze(telling.menu, now)
    return True


class _Telling:
    """Who works where, and everybody's history."""

    def __init__(self, now: dt.datetime) -> None:
        self.now, self.today = now, day_of(now)
        self.menu = periods.mature(self.today)[::-1]  # the oldest first
        self.chance = random.Random(SEED)
        snapshots = {row.content["who"]: row.pk for row in OfferSnapshot.objects.order_by("-made_at", "pk")}
        found = {kind: snapshots[who] for kind, who in laying.FOR_WHOM.items()}
        self.offered = Offered(laying.options(), found)
        town = Service.objects.get(name=HERE[0].name)
        self.area = town.areas.get()
        self.services = {each: self._service(each, self.area) for each in HERE}
        self.elsewhere = [(each, self._service(each, area)) for area in self._other_areas() for each in ELSEWHERE]

    def _other_areas(self) -> list[Area]:
        cells = Cell.objects.filter(edition__is_current=True, kind=Cell.Kind.SETTLEMENT).order_by("-population", "slug")
        codes = dict.fromkeys(cells.exclude(authority=self.area.pk).values_list("authority", flat=True)[:200])
        areas = Area.objects.in_bulk(list(codes))
        return [areas[code] for code in codes if code in areas][:OTHER_AREAS]

    def _service(self, each: Invented, area: Area) -> Service:
        known = Service.objects.filter(Q(areas=area), name=each.name).first()
        if known:
            return known
        named = each.name if area == self.area else f"{each.name} ({area.name})"
        how = {"setting": each.setting, "areas": [area], "telephone": "020 7946 0999", "by": None}
        return staffing.open_service(name=named, at=self.now - SINCE, **how)

    def people(self, share: float) -> Iterator[Told]:
        first = self.menu[0].first - BEFORE
        for number, (each, service) in enumerate(self.services.items(), start=1):
            yield from self._of(each, service, self.area.pk, (first, self.today), number, share)
        compared = (self.menu[-ELSEWHERE_QUARTERS].first, self.menu[-1].end)
        for number, (each, service) in enumerate(self.elsewhere, start=len(self.services) + 1):
            yield from self._of(each, service, service.areas.get().pk, compared, number, share)

    def _of(
        self, each: Invented, service: Service, area: str, between: tuple[dt.date, dt.date], number: int, share: float
    ) -> Iterator[Told]:
        stands = each.name in {name for name, _setting in SERVICES.values()}
        team = Team(
            service=service.pk.hex,
            setting=each.setting,
            area=area,
            workers=(self._worker(service, number, gone=stands).pk.hex,),
            references=f"DEMO-{number:02}-",
            informs=each.informs,
            plans=each.plans,
            links=each.links,
            asks=each.asks,
            ends_all=stands,  # its list is that of the forty
        )
        began, ended = (day.toordinal() for day in between)
        days, until = ended - began, self.today.toordinal()
        for at in range(round(share * each.each_quarter * days / 91)):
            on = began + self.chance.randrange(days)
            yield lives.live(team, at + 1, on, offered=self.offered, until=until, chance=self.chance)

    def _worker(self, service: Service, number: int, *, gone: bool) -> User:
        """Whoever worked with them: nobody who can sign in, and at the services of the forty somebody who has left."""
        name = "An invented keyworker who has left" if gone else "An invented keyworker elsewhere"
        user = User.objects.create_user(f"history-{number}@example.org", None, name=name, is_active=False)
        membership = staffing.join(user, service, role="keyworker", by=None, at=self.now - SINCE)
        if gone:
            staffing.leave(membership, by=None, at=self.now - dt.timedelta(days=1))
        return user

    def say_how_many_are_in_treatment(self) -> None:
        """Ten days after each quarter, of all but those that do not tell."""
        services = {service.pk: service for each, service in self.services.items() if each.tells}
        for quarter in self.menu:
            there = Episode.objects.filter(service__in=services, area=self.area.pk, person__kind="client")
            there = there.filter(started_on__lt=quarter.end).exclude(ended_on__lt=quarter.first)
            counted: dict = {}
            for service in there.values_list("service", flat=True):
                counted[service] = counted.get(service, 0) + 1
            said_at = _morning(quarter.end + dt.timedelta(days=10))
            for pk, people in counted.items():
                said_by = services[pk].memberships.order_by("began_at", "pk").first().user
                about = {"service_id": pk, "area": self.area.pk, "quarter": quarter.first}
                InTreatment.objects.create(**about, people=people, said_by=said_by, said_at=said_at)


def _freeze(menu: list[Quarter], now: dt.datetime) -> None:
    """Each quarter on the day it could be counted, and again today."""
    for quarter in menu:
        list(freezing.freeze(quarter, now=_morning(quarter.mature_on)))
    for quarter in menu:
        list(freezing.freeze(quarter, now=now))


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(3), LONDON)
