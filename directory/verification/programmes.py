"""What the catalogue's files say becomes what the database says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from directory import catalogue
from directory.models import Meeting, Programme
from directory.verification.changing import changing, upsert


def set_catalogue(
    entries: Sequence[catalogue.Entry], *, now: dt.datetime, dry_run: bool = False
) -> catalogue.Differences:
    """Make the catalogue what its files say, and tell every index of the meetings this touches.

    Nothing is written, and the revision stays, where nothing differs. Raises catalogue.CatalogueRefused.
    """
    differences = catalogue.compare(entries)
    if dry_run or not differences.anything:
        return differences
    with changing() as revision:
        differences = catalogue.compare(entries)  # again, now that nobody else can write
        kept, gone = (*differences.added, *differences.changed), differences.retired
        for programme in (*kept, *gone):
            programme.retired_at = now if programme in gone else None
            programme.revision = revision
        Programme.objects.bulk_create(differences.added)
        touched = [*differences.changed, *gone]
        upsert(Programme, touched, by=["id"], fields=[*catalogue.FIELDS, "retired_at", "revision"])
        Meeting.objects.filter(programme__in=touched).update(revision=revision)
    return differences
