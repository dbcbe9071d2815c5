"""What would a list of meetings look like, if every one of them were invented? Pure.

Nothing here can be taken for a real meeting: names say so, halls and streets are
invented and without a postcode, positions are scattered about the middle of a town,
telephone numbers are from the ranges kept for drama and links lead to example.org.
How many meetings a programme has says nothing about the real one.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from directory.importers.cells import venue_key
from directory.importers.listed import OUTSIDE, Facts, ListedMeeting, ListedVenue, When
from directory.places import Point

MILES_FROM_THE_MIDDLE = 1.5
MILES_A_DEGREE = 69.0
ONLINE_IN_TEN_THOUSAND = 700
# Any Monday: fortnightly meetings are counted from it.
ANCHOR = dt.date(2026, 1, 5)

# How each programme meets, dealt out in an order that means nothing.
EVERYWHERE, CITIES, FEW, ONLINE, NOWHERE = "everywhere", "cities", "few", "online", "nowhere"
REACH = (EVERYWHERE, CITIES, ONLINE, EVERYWHERE, FEW, CITIES, NOWHERE, EVERYWHERE)

EVENING = (dt.time(18), dt.time(19), dt.time(19, 30), dt.time(20))
TIMES = (*EVENING, *EVENING, dt.time(10), dt.time(12, 30), dt.time(14), dt.time(23, 30))
LENGTHS = (60, 60, 75, 90, 120, None)
FORMATS = ((), ("Discussion",), ("Speaker",), ("Newcomers",), ("Reading",), ("Discussion", "Refreshments"))
ANSWERS = ("unknown", "unknown", "unknown", "yes", "yes", "no")

# The awkward cases: one meeting in NINE is one of these, in turn.
NINE = 9
AWKWARD: tuple[dict[str, Any], ...] = (
    {"restricted_to": ("women",)},
    {"restricted_to": ("men",)},
    {"openness": "conflict"},
    {"restricted_to": ("lgbt",)},
    {"language": "Polish"},
    {"restricted_to": ("profession",), "notes": "For people who work in one invented profession."},
    {"notes": "The invented stairs are steep. Ring the invented bell twice."},
    {"restricted_to": ("young_people",)},
    {"restricted_to": ("women", "lgbt")},
    {"setting": "custody", "notes": "Not for the public: no page may show this."},
    {"language": "Welsh"},
    {"setting": "residents", "notes": "For residents only: no page may show this."},
    {"private_notes": "Passcode 000000: no page may show this."},
)


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement to lay meetings over."""

    slug: str
    label: str
    point: Point
    nation: str
    authority: str
    weight: float = 1.0  # how often it comes up


@dataclass(frozen=True, slots=True)
class Ground:
    """The towns: the biggest of each nation, the next, and small ones with a meeting each time they are named."""

    principal: tuple[Town, ...]
    other: tuple[Town, ...]
    small: tuple[Town, ...]


@dataclass(frozen=True, slots=True)
class Meets:
    """A programme that meets, and where: ``nations`` empty means all."""

    slug: str
    reach: str
    nations: tuple[str, ...] = ()

    def at(self, town: Town) -> bool:
        return not self.nations or town.nation in self.nations


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting to invent. No town: it is online or by phone."""

    programme: str
    town: Town | None


def meetings(programmes: Sequence[Meets], ground: Ground, *, count: int, seed: int) -> tuple[ListedMeeting, ...]:
    """Exactly ``count`` meetings, the same for the same arguments; none where nobody meets or there is nowhere to."""
    if not ground.principal or all(programme.reach == NOWHERE for programme in programmes):
        return ()
    slots = islice(_slots(programmes, ground, random.Random(seed)), count - 1)
    invented = [_meeting(number, slot, random.Random(f"{seed} {number}")) for number, slot in enumerate(slots, 1)]
    return (*invented, _abroad(count, programmes[0].slug))


def _slots(programmes: Sequence[Meets], ground: Ground, chance: random.Random) -> Iterator[Slot]:
    """Where everybody meets: first what every page needs to show, then more of the same for ever."""
    reaching = {reach: [one for one in programmes if one.reach == reach] for reach in REACH}
    for one in programmes:
        online = {ONLINE: 5, EVERYWHERE: 2, CITIES: 1}.get(one.reach, 0)
        yield from (Slot(one.slug, None) for _ in range(online))
    for town in ground.principal:
        yield from (Slot(one.slug, town) for one in reaching[EVERYWHERE] + reaching[CITIES] if one.at(town))
    for one, town in zip(reaching[FEW], cycle(ground.principal), strict=False):
        if one.at(town):
            yield Slot(one.slug, town)
    for one, town in zip(cycle(reaching[EVERYWHERE] or programmes), ground.small, strict=False):
        if one.at(town):
            yield Slot(one.slug, town)
    yield from _more(reaching, ground, chance)


def _more(reaching: Mapping[str, list[Meets]], ground: Ground, chance: random.Random) -> Iterator[Slot]:
    """Meetings without end, more of them in bigger towns."""
    towns = ground.principal + ground.other
    sums = [sum(town.weight for town in towns[: at + 1]) for at in range(len(towns))]
    online = reaching[ONLINE] + reaching[EVERYWHERE] + reaching[CITIES]
    anywhere, cities = reaching[EVERYWHERE], reaching[EVERYWHERE] + reaching[CITIES]
    while True:
        town = chance.choices(towns, cum_weights=sums)[0]
        choice = [one for one in (cities if town in ground.principal else anywhere) if one.at(town)]
        if online and (not choice or chance.randrange(10_000) < ONLINE_IN_TEN_THOUSAND):
            yield Slot(chance.choice(online).slug, None)
        elif choice:
            yield Slot(chance.choice(choice).slug, town)
        else:
            yield Slot(chance.choice(reaching[FEW]).slug, town)


def _meeting(number: int, slot: Slot, chance: random.Random) -> ListedMeeting:
    venue = _venue(slot.town, chance) if slot.town else None
    facts: dict[str, Any] = {
        "openness": chance.choice(("unknown", "open", "closed", "closed")),
        "step_free": chance.choice(ANSWERS) if venue else "unknown",
        "hearing_loop": chance.choice(ANSWERS) if venue else "unknown",
        "children_welcome": chance.choice(ANSWERS),
        "newcomers": chance.choice(ANSWERS),
        "formats": chance.choice(FORMATS),
        **(AWKWARD[number // NINE % len(AWKWARD)] if number % NINE == 0 else {}),
    }
    return ListedMeeting(
        row=number,
        key=f"demonstration-{number}",
        facts=Facts(
            programme=slot.programme,
            name=f"Demonstration meeting {number} (not real)",
            venue=venue.key if venue else "",
            when=_when(chance),
            **_how(number, in_person=venue is not None, chance=chance),
            **facts,
        ),
        venue=venue,
    )


def _how(number: int, *, in_person: bool, chance: random.Random) -> dict[str, Any]:
    """In person or hybrid; online, now and then from abroad; or by phone."""
    link = f"https://example.org/demonstration/{number}"
    if in_person:
        return {"mode": "hybrid", "join_url": link} if chance.random() < 0.07 else {"mode": "in_person"}
    drawn = chance.random()
    if drawn < 0.15:
        return {"mode": "phone", "phone": f"0808 157 0{number % 1000:03}"}
    zone = "America/New_York" if drawn > 0.9 else "Europe/London"
    return {"mode": "online", "join_url": link, "time_zone": zone}


def _when(chance: random.Random) -> tuple[When, ...]:
    """Mostly weekly, some twice a week, a few fortnightly or once a month."""
    first = When(chance.randint(1, 7), chance.choice(TIMES), chance.choice(LENGTHS))
    drawn = chance.random()
    if drawn < 0.03:
        return (When(first.weekday, first.starts_at, first.minutes, "fortnightly", anchor_on=ANCHOR),)
    if drawn < 0.06:
        return (When(first.weekday, first.starts_at, first.minutes, "monthly", nth=chance.choice((1, 2, 3, 4, -1))),)
    if drawn < 0.12:
        return first, When(first.weekday % 7 + 1, first.starts_at, first.minutes)
    return (first,)


def _venue(town: Town, chance: random.Random) -> ListedVenue:
    """One of a town's invented halls; bigger towns have more, and several programmes share one."""
    hall = chance.randint(1, 2 + int(6 * town.weight))
    return _hall(town, hall)


def _hall(town: Town, number: int) -> ListedVenue:
    """The same hall of the same town is always in the same place."""
    chance = random.Random(f"{town.slug} {number}")
    far, way = MILES_FROM_THE_MIDDLE * math.sqrt(chance.random()), 2 * math.pi * chance.random()
    point = Point(
        round(town.point.lat + far * math.cos(way) / MILES_A_DEGREE, 4),
        round(town.point.lon + far * math.sin(way) / (MILES_A_DEGREE * math.cos(math.radians(town.point.lat))), 4),
    )
    name, address = f"Invented Hall {number}", f"{number} Example Street, {town.label}"
    return ListedVenue(
        key=venue_key(name, address, "", point),
        name=name,
        address=address,
        postcode="",
        point=point,
        nation=town.nation,
        precision="sector" if chance.random() < 0.1 else "given",
        authority=town.authority,
    )


def _abroad(number: int, programme: str) -> ListedMeeting:
    """A meeting outside our area, which is kept and counted and never listed."""
    there = Town("abroad", "Dublin", Point(53.35, -6.26), OUTSIDE, "")
    return _meeting(number, Slot(programme, there), random.Random(number))
