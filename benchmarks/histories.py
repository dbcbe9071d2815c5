"""Three years of invented histories: a million referrals of 300 services in 150 areas, which reports are measured on.

Laid down as plain rows, with the triggers and indexes out of the way for as long as it takes;
then a sample is held against what the triggers would have refused. Each lot of people has a
chance of its own, so that a database grows to the same rows however often it is stopped on the way.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from time import monotonic

from django.core.management import call_command
from django.db import connection, transaction

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.ops.histories import laying, lives, rows
from mutualaid.ops.histories.lives import Offered, Team
from mutualaid.ops.histories.telling import Told
from referrals.models import Commission, InTreatment, Membership, OfferSnapshot, Person, Referral, Service
from referrals.reports.periods import Quarter

AREAS, SERVICES, MONTHS, SEED = 150, 300, 36, 12
TODAY = dt.date(2026, 11, 28)  # so that the same rows are laid on whatever day
NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
SETTINGS = ("community", "community", "community", "community", "prison", "community", "residential", "inpatient")
COMMISSIONER = "bench-commissioner@example.org"
TRIGGERS = import_module("referrals.migrations.0002_rows_belong_to_their_person")
SAMPLE = 50_000
LOTS_AT_ONCE = 100  # keys are random: each commit writes most pages of their indexes anew


def prepared(referrals: int) -> None:
    """At least so many referrals are there, and the acts that go with them. From nothing a million take minutes."""
    call_command("migrate", verbosity=0)
    call_command("load_programmes", verbosity=0)
    _ground()
    there = Referral.objects.count()
    if there >= referrals:
        return
    print(f"Laying down histories, from {there:,} referrals to {referrals:,}", flush=True)
    began, laid, said_at = monotonic(), Counter(), monotonic()
    with _out_of_the_way():
        lots = _lots(Person.objects.count() // laying.AT_A_TIME)
        while there + laid[rows.Referral] < referrals:
            with transaction.atomic():
                for _number in range(LOTS_AT_ONCE):
                    if there + laid[rows.Referral] < referrals:
                        laid.update(next(lots))
                    if monotonic() - said_at > 10:
                        said_at = monotonic()
                        print(f"  {there + laid[rows.Referral]:,} referrals after {said_at - began:.0f} s", flush=True)
        print(f"  the last after {monotonic() - began:.0f} s; making the indexes", flush=True)
    _hold_against_the_triggers()
    _tell_how_many_are_in_treatment()
    _analyse()
    acts = sum(_count(table) for table in rows.ACTS)
    print(f"  {Person.objects.count():,} people, {acts:,} acts, after {monotonic() - began:.0f} s", flush=True)


def _ground() -> None:
    """Who works where, and who reads of the first area."""
    if Service.objects.exists():
        return
    with transaction.atomic():
        numbers = range(1, AREAS + 1)
        areas = [Area(code=f"E99{number:06}", name=f"Invented area {number}", nation="england") for number in numbers]
        Area.objects.bulk_create(areas, ignore_conflicts=True)
        OfferSnapshot.objects.create(digest="0" * 64, content={}, made_at=NOW)
        for number in range(SERVICES):
            setting = SETTINGS[number % len(SETTINGS)]
            service = Service.objects.create(name=f"Invented service {number:03}", setting=setting)
            service.areas.set([areas[number % AREAS]])
            worker = User.objects.create_user(f"bench-history-{number}@example.org", None)
            Membership.objects.create(user=worker, service=service, role="keyworker", began_at=NOW)
        reader = User.objects.create_user(COMMISSIONER, None)
        Commission.objects.create(user=reader, area=areas[0], began_at=NOW)


def _lots(done: int) -> Iterator[dict[type, int]]:
    """Lot after lot without end; the people of each are of all services in turn."""
    teams = list(_teams())
    offered = Offered(laying.options(), dict.fromkeys(laying.FOR_WHOM, "0" * 64))
    until = TODAY.toordinal()
    days = MONTHS * 365 // 12

    def lot(number: int) -> Iterator[Told]:
        chance = random.Random(f"{SEED}-{number}")
        for at in range(number * laying.AT_A_TIME, (number + 1) * laying.AT_A_TIME):
            began = until - chance.randrange(days)
            yield lives.live(teams[at % len(teams)], at, began, offered=offered, until=until, chance=chance)

    while True:
        yield from laying.lay(lot(done), guarded=False)
        done += 1


def _teams() -> Iterator[Team]:
    habits = random.Random(SEED)
    for membership in Membership.objects.select_related("service").order_by("service__name"):
        service = membership.service
        good = habits.betavariate(5, 2)
        yield Team(
            service=service.pk.hex,
            setting=service.setting,
            area=service.areas.get().pk,
            workers=(membership.user_id.hex,),
            references="BH-",
            informs=0.65 + 0.32 * good,
            plans=0.7 + 0.28 * good,
            links=0.5 + 0.4 * good,
            asks=0.55 + 0.42 * good,
        )


@contextmanager
def _out_of_the_way() -> Iterator[None]:
    """No trigger, foreign key or index is kept up to date meanwhile; all of them are there again afterwards."""
    indexes = _indexes()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -3000000")
            TRIGGERS.take_away(None, connection.schema_editor())
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in indexes.values():
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT; SET synchronous_commit = DEFAULT")
            else:
                TRIGGERS.make(None, connection.schema_editor())
                cursor.execute("PRAGMA foreign_keys = ON")
                cursor.execute("PRAGMA synchronous = FULL")
                cursor.execute("PRAGMA cache_size = -2000")


def _indexes() -> dict[str, str]:
    """{name: the statement that makes it}, of all on the tables of rows but those that are part of a table."""
    tables = [_table(table) for table in rows.TABLES]
    marks = ", ".join(["%s"] * len(tables))
    if connection.vendor == "postgresql":
        statement = f"""SELECT indexname, indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename IN ({marks})
            AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
    else:
        statement = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(statement, tables)
        return dict(cursor.fetchall())


def _hold_against_the_triggers() -> None:
    """Of a sample of each table, no row is of another service or rests on somebody else's: what a trigger refuses."""
    with connection.cursor() as cursor:
        for table, columns in TRIGGERS.RESTS_ON.items():
            for column, parent, same in [
                ("person_id", "person", "service_id"),
                *((column, parent, "person_id") for column, parent in columns.items()),
            ]:
                cursor.execute(
                    f"""SELECT COUNT(*) FROM (SELECT * FROM referrals_{table} LIMIT {SAMPLE}) x
                    LEFT JOIN referrals_{parent} o ON o.id = x.{column}
                    WHERE x.{column} IS NOT NULL AND (o.id IS NULL OR o.{same} <> x.{same})"""
                )
                if wrong := cursor.fetchone()[0]:
                    raise SystemExit(f"{wrong} rows of referrals_{table} would be refused for their {column}.")


def _tell_how_many_are_in_treatment() -> None:
    """Every service but one in eight has told a number for each quarter that is over."""
    InTreatment.objects.all().delete()
    quarters, quarter = [], Quarter.of(TODAY)
    for _number in range(MONTHS // 3):
        quarter = quarter.before
        quarters.append(quarter)
    each = Person.objects.count() // SERVICES
    InTreatment.objects.bulk_create(
        InTreatment(
            service=membership.service,
            area=membership.service.areas.get().pk,
            quarter=quarter.first,
            people=each,
            said_by=membership.user,
            said_at=NOW - dt.timedelta(days=1),
        )
        for number, membership in enumerate(Membership.objects.select_related("service", "user"))
        for quarter in quarters
        if number % 8
    )


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _table(table: type) -> str:
    return f"referrals_{table.__name__.lower()}"


def _count(table: type) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {_table(table)}")
        return cursor.fetchone()[0]
