"""Invented caseloads in which every awkward case comes up: through the pathway's door, and as plain rows."""

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from directory.models import Area
from directory.vocabulary import Approach
from referrals.models import (
    AndNow,
    Barrier,
    Got,
    How,
    InTreatment,
    Mark,
    Offer,
    Still,
)
from referrals.reports.periods import Quarter
from tests.factories import ProgrammeFactory
from tests.referrals.factories import ServiceFactory, SnapshotFactory, WorkerFactory

LONDON = ZoneInfo("Europe/London")
QUARTERS = [Quarter(dt.date(2025, month, 1)) for month in (4, 7, 10)] + [Quarter(dt.date(2026, 1, 1))]
LATEST = dt.datetime(2026, 8, 20, 15, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
# The edges of quarters; days whose sixteen weeks end where the clocks change or in summer time; the changes.
DAYS = [
    *(dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2025, 9, 30), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    *(dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2025, 7, 6), dt.date(2025, 7, 5), dt.date(2025, 12, 7)),
    *(dt.date(2025, 12, 6), dt.date(2025, 10, 25), dt.date(2025, 10, 26), dt.date(2025, 10, 27)),
    *(dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 3, 30), dt.date(2026, 2, 10), dt.date(2025, 5, 5)),
]
OFFSETS = [*range(8), 13, 14, 27, 28, 41, 42, 43, 56, 70, 83, 84, 85, 98, 110, 111, 111, 112, 112, 113, 120, 150]
# Times of day in UTC: the midnights of both clocks, the last moment before each, and an afternoon.
CLOCKS = [
    *(dt.time(0, 0), dt.time(0, 30), dt.time(1, 30), dt.time(14, 0), dt.time(22, 59, 59, 999999)),
    *(dt.time(23, 0), dt.time(23, 30), dt.time(23, 59, 59, 999999)),
]
KINDS = ["mutual_aid"] * 5 + ["mutual_aid_unchecked", "recovery_community", "allied_peer_support", "service_run", ""]
SETTINGS = ["community", "community", "prison", "inpatient", "housing"]
STATES = Offer.State.values
SAID = [each for each in Mark.Said.values if each != Mark.Said.TALKED_ABOUT]  # of one programme


@dataclass
class World:
    """The services, who works there, the areas and the options; people are added by one of the two makers."""

    dice: random.Random
    areas: list
    services: list
    workers: dict
    programmes: list
    snapshot: object

    def any(self, some):
        return self.dice.choice(list(some))

    def chance(self, of_ten):
        return self.dice.random() * 10 < of_ten

    def some(self, values, most=3):
        return self.dice.sample(list(values), self.dice.randint(0, min(most, len(values))))


def empty(seed):
    """Everything but people, by this seed: the second service works for two areas, the last has told no number."""
    dice = random.Random(seed)
    codes = ["E00000001", "E00000002", "E00000003"]
    areas = [Area.objects.get_or_create(code=code, defaults={"name": code, "nation": "england"})[0] for code in codes]
    services = [ServiceFactory(setting=setting) for setting in SETTINGS]
    services[0].areas.add(areas[0])
    workers = {service.pk: [WorkerFactory(service=service) for _number in range(2)] for service in services}
    approaches = [Approach.TWELVE_STEP, Approach.TOOLS, Approach.COMMUNITY, Approach.TWELVE_STEP]
    programmes = [ProgrammeFactory(approach=each) for each in approaches]
    return World(dice, areas, services, workers, programmes, SnapshotFactory())


def tell_in_treatment(world):
    """Numbers in treatment: enough, too low, told late, of one area of two; and none of the last service."""
    for service in world.services[:-1]:
        areas = world.areas[:1] if service == world.services[2] else world.areas
        for area in areas:
            for quarter in QUARTERS:
                if world.chance(8):
                    InTreatment.objects.create(
                        service=service,
                        area=area.pk,
                        quarter=quarter.first,
                        people=world.any([0, 1, 3, 1000]),
                        said_by=world.workers[service.pk][0],
                        said_at=world.any([LATEST, LATER, LATEST - dt.timedelta(days=200)]),
                    )


def moment(day, clock):
    return dt.datetime.combine(day, clock, tzinfo=dt.UTC)


def answers(world):
    """One asking, of any kind that may be recorded."""
    how = world.any([*How.values, *["went"] * 6])
    known, nobody_asked = (
        how not in {"not_asked", "rather_not", "lost_touch", "cant_recall"},
        how
        in {
            "not_asked",
            "lost_touch",
        },
    )
    return {
        "how": how,
        "times": world.any(["", "once", "more"]) if how in {"went", "left_early"} else "",
        "and_now": "" if nobody_asked else world.any(["", *AndNow.values, "keep_going"]),
        "still": "" if nobody_asked or world.chance(5) else world.any(Still.values),
        "got": tuple(world.some(Got.values)) if known else (),
        "in_the_way": tuple(world.some(Barrier.values)) if world.chance(4) else (),
        "meeting_kind": world.any(KINDS),
    }
