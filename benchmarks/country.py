"""Invented meetings all over the country, as many as wanted, more of them where more people live.

The same for the same count: a seeded chance, real postcodes weighted by how many each
sector has, and all that a real list has in it: halls that are shared, meetings for some
people only, twice a week, fortnightly and monthly, breaks, moves, closed halls, terms.
How many meetings a programme has says nothing about the real one.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from directory.geography import units
from directory.models import (
    Closure,
    DirectoryRevision,
    Meeting,
    Move,
    Pattern,
    Programme,
    Sector,
    Source,
    Spell,
    Venue,
)

SEED = 12
MEETINGS_TO_A_HALL = 3
BATCH = 5_000
LASTS = dt.timedelta(days=30)  # then what was seen today is seen too long ago: laid down anew
ANCHOR = dt.date(2026, 1, 5)
HOURS = (10, 12, 14, 18, 18, 19, 19, 19, 20, 20)
READ = (0, 0, 0, 0, 0, 0, 0, 0, 250, 450)  # days since its list was read, of ten lists
RESTRICTED = (["women"], ["men"], ["lgbt"], ["young_people"], ["women", "lgbt"], ["profession"])
LANGUAGES = ("Polish", "Welsh", "Farsi")


def prepared(count: int) -> None:
    """Lay them down, or find them there: a quarter of a million take two minutes, the first time."""
    call_command("migrate", verbosity=0)
    call_command("load_programmes", verbosity=0)
    call_command("load_geography", verbosity=0)
    now = timezone.now().replace(microsecond=0)
    if Meeting.objects.filter(seen_in_source_at__gte=now - LASTS).exists() and Meeting.objects.count() == count:
        return
    with transaction.atomic():
        for model in (Closure, Move, Spell, Pattern, Meeting, Venue, Source):
            model.objects.all().delete()
        _lay(count, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _lay(count: int, now: dt.datetime) -> None:
    chance = random.Random(SEED)
    sources = [_source(number) for number in range(len(READ))]
    halls = list(_halls(max(1, count // MEETINGS_TO_A_HALL), chance))
    Venue.objects.bulk_create(halls, BATCH)
    closed = chance.sample(halls, len(halls) // 200)
    Closure.objects.bulk_create(
        Closure(venue=hall, how="source", made_at=now, reason="Invented works", **_days(now, chance)) for hall in closed
    )
    programmes = list(Programme.objects.current().filter(paused_at=None).order_by("rotation_key"))
    shares = list(accumulate(1 / (place + 1) for place in range(len(programmes))))
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        meetings = [
            _meeting(number, chance.choices(programmes, cum_weights=shares)[0], halls, sources, now, chance)
            for number in numbers
        ]
        Meeting.objects.bulk_create(meetings)
        Pattern.objects.bulk_create(pattern for meeting in meetings for pattern in _patterns(meeting, chance))
        Spell.objects.bulk_create(
            Spell(meeting=meeting, how="source", made_at=now, kind="break", **_days(now, chance))
            for meeting in chance.sample(meetings, len(meetings) // 100)
        )
        Move.objects.bulk_create(
            Move(
                **{"meeting": meeting, "how": "source", "made_at": now, "was_on": day},
                **{"to_on": day + dt.timedelta(days=1), "to_at": dt.time(17)},
            )
            for meeting in chance.sample(meetings, len(meetings) // 300)
            for day in [now.date() + dt.timedelta(days=chance.randrange(30))]
        )
        print(f"  {numbers[-1] + 1:,} meetings", flush=True)
    DirectoryRevision.objects.update_or_create(pk=1, defaults={"number": 1})


def _source(number: int) -> Source:
    name = f"Invented list {number}"
    return Source.objects.create(slug=f"invented-{number}", name=name, licence="own", is_demonstration=True)


def _halls(count: int, chance: random.Random) -> Iterator[Venue]:
    """Each at a real postcode's point; a sector with more postcodes has more of them."""
    weights = Sector.objects.filter(edition__is_current=True).order_by("code").values_list("pk", "postcodes")
    keys, postcodes = zip(*weights, strict=True)
    drawn: dict[int, int] = {}
    for key in chance.choices(keys, cum_weights=list(accumulate(postcodes)), k=count):
        drawn[key] = drawn.get(key, 0) + 1
    number = 0
    for sector in Sector.objects.order_by("pk").iterator(chunk_size=500):
        if sector.pk in drawn:
            packed = bytes(sector.units)
            endings, (lats, lons) = units.endings(packed), units.points(packed)
            for at in chance.choices(range(len(endings)), k=drawn[sector.pk]):
                number += 1
                yield Venue(
                    id=_key(chance),
                    name=f"Invented Hall {number}",
                    address=f"{number % 200} Example Street, Invented Town {number % 900}",
                    postcode=f"{sector.code}{endings[at]}",
                    lat=float(lats[at]),
                    lon=float(lons[at]),
                    precision="given",
                    nation=sector.nation,
                    authority=sector.authority,
                )


def _meeting(number: int, programme, halls: list[Venue], sources: list[Source], now, chance: random.Random) -> Meeting:
    read = chance.randrange(len(READ))
    confirmed = now - dt.timedelta(seconds=chance.randrange(400 * 86_400)) if chance.random() < 0.2 else None
    mode = chance.choices(("in_person", "hybrid", "online", "phone"), (84, 7, 7, 2))[0]
    facts: dict[str, Any] = {"venue": chance.choice(halls)} if mode in ("in_person", "hybrid") else {}
    if mode in ("hybrid", "online"):
        facts["join_url"] = f"https://example.org/invented/{number}"
    if mode == "phone":
        facts["phone"] = f"0808 157 0{number % 1000:03}"
    if chance.random() < 0.1:
        facts["restricted_to"] = chance.choice(RESTRICTED)
    if chance.random() < 0.03:
        facts["language"] = chance.choice(LANGUAGES)
    if chance.random() < 0.025:
        facts["run_by"] = "service"
    return Meeting(
        id=_key(chance),
        programme=programme,
        source=sources[read],
        source_key=f"invented-{number}",
        name=f"Invented meeting {number} (not real)",
        mode=mode,
        time_zone="America/New_York" if mode == "online" and chance.random() < 0.1 else "Europe/London",
        openness=chance.choice(("unknown", "open", "closed", "closed")),
        step_free=chance.choice(("unknown", "unknown", "yes", "no")),
        newcomers=chance.choice(("unknown", "unknown", "unknown", "yes")),
        formats=chance.choice(([], [], ["Discussion"], ["Speaker"])),
        bank_holidays=chance.choices(("unknown", "yes", "no"), (75, 20, 5))[0],
        term_time_only=chance.random() < 0.005,
        says_when="At other times too: ring first." if chance.random() < 0.02 else "",
        seen_in_source_at=now - dt.timedelta(days=READ[read]),
        confirmed_at=confirmed,
        confirmed_by="editor" if confirmed else "",
        revision=1,
        **facts,
    )


def _patterns(meeting: Meeting, chance: random.Random) -> Iterator[Pattern]:
    weekday, drawn = chance.randint(1, 7), chance.random()
    at = dt.time(chance.choice(HOURS), chance.choice((0, 0, 30, 30, 15)))
    minutes = chance.choice((60, 60, 75, 90, None))
    kind: dict[str, Any] = {}
    if drawn < 0.03:
        kind = {"kind": "fortnightly", "anchor_on": ANCHOR}
    elif drawn < 0.06:
        kind = {"kind": "monthly", "nth": chance.choice((1, 2, 3, 4, -1))}
    elif drawn < 0.07:
        kind = {"not_nth": chance.choice((1, -1))}
    yield Pattern(meeting=meeting, weekday=weekday, starts_at=at, minutes=minutes, **kind)
    if drawn > 0.94:
        yield Pattern(meeting=meeting, weekday=weekday % 7 + 1, starts_at=at, minutes=minutes)


def _days(now: dt.datetime, chance: random.Random) -> dict[str, dt.date]:
    first = now.date() + dt.timedelta(days=chance.randrange(-10, 60))
    return {"first_on": first, "last_on": first + dt.timedelta(days=chance.randrange(30))}


def _key(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
