"""How is a public fact changed so that every process hears of it?

One transaction, one writer at a time, each changed row stamped with the revision it
belongs to, and the revision bumped as the last statement before commit, so that a
process that reads revision n has every row stamped n or less.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction

from directory.models import DirectoryRevision

# The revisions of one database, between two times that it is restored.
GENERATION = 10**9


@contextmanager
def changing() -> Iterator[int]:
    """Change public facts; yields the revision to stamp them with.

    Hold it briefly: on SQLite nobody else can write meanwhile.
    """
    with transaction.atomic():
        revision, _ = DirectoryRevision.objects.select_for_update().get_or_create(pk=1)
        number = revision.number + 1
        yield number
        DirectoryRevision.objects.filter(pk=1).update(number=number)


def revision_now() -> int:
    """How far the directory has moved on; whatever is changed from here on gets a greater number."""
    return DirectoryRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def begin_again(*, now: dt.datetime) -> int:
    """The database was restored: its numbers go on far above any that a running process can know.

    From the number alone each sees that what it holds may be of rows that are not here, and reads
    everything again; also where the backup has caught up with it by then.
    """
    number = int(now.timestamp()) * GENERATION
    with transaction.atomic():
        DirectoryRevision.objects.update_or_create(pk=1, defaults={"number": number})
    return number


def same_generation(one: int, other: int) -> bool:
    """Are both revisions of the database as it was last restored?"""
    return one // GENERATION == other // GENERATION


def upsert(model: type[models.Model], rows: list, *, by: list[str], fields: list[str]) -> None:
    """Write rows that exist already, in a few statements: bulk_update would take one CASE a row and field."""
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=by, update_fields=fields)
