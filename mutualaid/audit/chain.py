"""Was the trail changed since it was sealed?

Each seal covers a run of events and the digest of the seal before it. Whoever changes an
event has to make every later seal again, and then the newest differs from the one that
was kept elsewhere. That the end was cut off is seen by nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import DataError, OperationalError, connection, transaction
from django.db.models import Max

from mutualaid.audit.canonical import Digest, Row
from mutualaid.audit.models import Event, Mention, Seal

RUN = 1000  # events under one seal: what a change is narrowed down to
BATCH = 200  # events held at once, each of which may name hundreds
PATIENCE = "2s"  # while we wait for a writer, other writers wait for us

# What a row says that was altered beyond reading. A connection that is lost is no such thing.
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DataError)
LOCK_NOT_AVAILABLE = "55P03"


class Busy(Exception):
    """Somebody was writing all the while. Nothing was sealed, and nothing was lost."""


@dataclass(slots=True)
class Read:
    """How much of the trail was read."""

    seals: int = 0
    events: int = 0
    unsealed: int = 0
    newest: str = ""
    found: bool = False  # the digest that was kept elsewhere


def seal(*, now: dt.datetime) -> Iterator[Seal]:
    """Seal all that is not, a run at a time. Raises Busy. Stopped anywhere, the next time carries on."""
    upto = _settled()
    while made := _seal_one(upto, now):
        yield made


@transaction.atomic
def _settled() -> int:
    """The highest id below which no other event will appear.

    PostgreSQL gives out ids before it commits. Whoever has one holds a lock on the table until
    then; once we have ours, every id given out is there to be read or never will be.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            try:
                cursor.execute("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE")
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
                raise Busy from None
    highest: int | None = Event.objects.aggregate(highest=Max("pk"))["highest"]
    return highest or 0


@transaction.atomic
def _seal_one(upto: int, now: dt.datetime) -> Seal | None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # one at a time; SQLite has one writer anyway
            cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")
    before = newest() or _none()
    first = before.last + 1
    ids = Event.objects.filter(pk__gte=first, pk__lte=upto).order_by("pk").values_list("pk", flat=True)
    last = max(ids[:RUN], default=None)
    if last is None:
        return None
    start = {"number": before.number + 1, "first": first, "last": last, "previous": before.digest, "sealed_at": now}
    digest = Digest(**start)
    for batch in _events(first, last):
        digest.take(batch)
    return Seal.objects.create(**start, count=digest.count, digest=digest.value())


def newest() -> Seal | None:
    """The last seal that was made."""
    return Seal.objects.order_by("number").last()


def unsealed() -> int:
    """How many events came after it."""
    return Event.objects.filter(pk__gt=(newest() or _none()).last).count()


def newest_digest() -> str:
    """What to keep elsewhere; nothing where nothing is sealed."""
    return (newest() or _none()).digest


def _none() -> Seal:
    """What the first seal follows."""
    return Seal(number=0, last=0, digest="")


def faults(read: Read, *, expect: str = "") -> Iterator[str]:
    """Every difference between what was sealed and what is there, as a sentence; counts are put into ``read``."""
    before, recomputed = _none(), ""
    try:
        for each in _seals():
            yield from _between(before, each, recomputed)
            digest = Digest(
                number=each.number,
                first=each.first,
                last=each.last,
                previous=each.previous,
                sealed_at=each.sealed_at,
            )
            yield from _inside(each, digest)
            read.seals, read.events = read.seals + 1, read.events + digest.count
            read.found = read.found or each.digest == expect
            before, recomputed, read.newest = each, digest.value(), each.digest
    except UNREADABLE:
        yield f"A seal after seal {before.number} was altered: it cannot be read."
        return
    read.unsealed = Event.objects.filter(pk__gt=before.last).count()
    if expect and not read.found:
        yield "The seal kept elsewhere is not here: the end of the trail was cut off, or all of it was made again."


def _between(before: Seal, each: Seal, recomputed: str) -> Iterator[str]:
    """Does a seal follow the one before it?"""
    if each.number != before.number + 1 or each.first != before.last + 1:
        yield f"Between seal {before.number} and seal {each.number}: a seal was removed, inserted or altered."
    elif each.previous != before.digest:
        altered = before if each.previous == recomputed else each
        yield f"Seal {altered.number} was altered."


def _inside(each: Seal, digest: Digest) -> Iterator[str]:
    """Are the events of a run what was sealed, and found by those they name?"""
    run = f"Events {each.first} to {each.last} (seal {each.number})"
    named_elsewhere = False
    start = each.first
    try:
        for batch in _events(each.first, each.last):
            digest.take(batch)
            named_elsewhere |= _named(start, batch[-1].id) != _names(batch)
            start = batch[-1].id + 1
        named_elsewhere |= bool(_named(start, each.last))
    except UNREADABLE:
        yield f"{run}: changed, one of them cannot be read."
        return
    if digest.value() != each.digest:
        yield f"{run}: {_how(digest.count, each.count)}"
    elif digest.count != each.count:
        yield f"Seal {each.number} was altered."
    if named_elsewhere:
        yield f"{run}: whom they name was changed in audit_mention."


def _how(found: int, sealed: int) -> str:
    if found < sealed:
        return f"removed, {found:,} instead of {sealed:,}."
    if found > sealed:
        return f"inserted, {found:,} instead of {sealed:,}."
    return "changed or put in another order, or their seal was altered."


def _events(first: int, last: int) -> Iterator[Sequence[Row]]:
    """A few at a time by their ids: behind PgBouncer no cursor of the server's can be kept open."""
    columns = ("id", "what", "actor", "service", "subjects", "facts", "at")
    while batch := [
        Row(*values)
        for values in Event.objects.filter(pk__gte=first, pk__lte=last).order_by("pk").values_list(*columns)[:BATCH]
    ]:
        yield batch
        first = batch[-1].id + 1


def _seals() -> Iterator[Seal]:
    after = -1
    while batch := list(Seal.objects.filter(number__gt=after).order_by("number")[:RUN]):
        yield from batch
        after = batch[-1].number


def _named(first: int, last: int) -> Counter[tuple[int, str]]:
    """Who is found by the events of these ids."""
    rows = Mention.objects.filter(event_id__gte=first, event_id__lte=last).values_list("event_id", "subject")
    return Counter((event, subject.hex) for event, subject in rows)


def _names(batch: Sequence[Row]) -> Counter[tuple[int, str]]:
    """Whom the events themselves name."""
    return Counter((event.id, subject) for event in batch for subject in event.subjects)
