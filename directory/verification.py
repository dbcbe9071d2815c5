"""The only writers of public facts.

Every change to a programme, venue, group or meeting goes through ``changing()``:
one transaction, one writer at a time, each changed row stamped with the revision
it belongs to, and the revision bumped as the last statement before commit, so that
a process that reads revision n has every row stamped n or less.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from directory.models import DirectoryRevision


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
