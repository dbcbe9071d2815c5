"""What is in a backup, and how is the site put back from one?

The counts, the trail's newest digest and the ids of the keys are read from the copy itself, or
from the snapshot it was made of. Files under var/ are not in it: a list that an editor sent is
gone after a day anyway, and its page says to send it again; what the site serves is built anew.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from directory import verification
from mutualaid.audit import chain
from mutualaid.ops import archives, copying
from mutualaid.ops.archives import Manifest, NotABackup, NotWritten, Say
from mutualaid.sealing.fields import sealed_of
from mutualaid.sealing.keys import ID_LENGTH, KeyRing

# A full disk, a folder that may not be written, a database file that is damaged.
TROUBLE = (OSError, DatabaseError, sqlite3.Error)


def back_up(folder: Path, *, now: dt.datetime, progress: Say) -> tuple[Path, Manifest, str]:
    """One more file in ``folder``, whole or not there: where, what is in it and its SHA-256. Raises NotWritten."""
    to = folder / archives.name_of(now)
    try:
        with archives.workplace(folder) as place:
            database = place / "database"
            manifest = copying.copy(database, look=lambda cursor: described(cursor, now=now), progress=progress)
            return to, manifest, archives.write(database, manifest, place=place, to=to, progress=progress)
    except TROUBLE as error:
        raise NotWritten(f"The backup could not be written to {folder}: {_why(error)}.") from None


def described(cursor: Any, *, now: dt.datetime) -> Manifest:
    """What the database says of itself to ``cursor``, in ids and numbers alone."""
    tables = sorted(connection.introspection.table_names(cursor))
    if "django_migrations" not in tables:
        raise NotWritten("There is nothing here to back up: run manage.py migrate first.")
    counts = {table: _one(cursor, f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}") for table in tables}
    return Manifest(
        form=archives.FORM,
        version=tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"],
        database=connection.vendor,
        made_at=now.isoformat(timespec="seconds"),
        migrations=_migrations(cursor),
        counts=counts | {table: 0 for table in copying.LEFT_OUT if table in counts},
        trail=_one(cursor, "SELECT digest FROM audit_seal ORDER BY number DESC LIMIT 1") or "",
        keys=sorted(_keys(cursor, set(tables))),
    )


def check(manifest: Manifest) -> None:
    """Can this site be put back from it? Raises NotABackup."""
    if manifest.database != connection.vendor:
        raise NotABackup(
            f"This backup is of {manifest.database} and the site is on {connection.vendor}: "
            "set DATABASE_URL to an empty database of its kind."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if unknown:
        raise NotABackup(
            f"This backup is of a newer version, {manifest.version} with {unknown[0]}: install that first."
        )
    if not copying.is_empty():
        raise NotABackup("This database is not empty. A backup is restored into an empty one only: make one for it.")


def keys_missing(manifest: Manifest) -> list[str]:
    """The ids of keys that something in it was sealed with, and KEY_RING does not hold."""
    held = {key.id.hex() for key in KeyRing(settings.KEY_RING)}
    return [key for key in manifest.keys if key not in held]


def restore(file: Path, manifest: Manifest, *, expect: str, now: dt.datetime, progress: Say) -> None:
    """Make the empty database what the archive holds, and check it. Raises NotABackup or NotWritten.

    ``expect`` is a digest of the trail that was kept elsewhere, or the archive's own.
    """
    sqlite = connection.vendor == "sqlite"
    folder = Path(connection.settings_dict["NAME"]).parent if sqlite else settings.VAR_DIR
    try:
        with archives.workplace(folder) as place:
            check(manifest)  # again: another restore may have been at work here
            unpacked = place / manifest.member
            archives.unpack(file, manifest, to=unpacked, progress=progress)
            copying.put_back(unpacked, settle=lambda: _settle(manifest, expect=expect, now=now))
    except TROUBLE as error:
        raise NotWritten(f"It could not be restored: {_why(error)}.") from None


def _settle(manifest: Manifest, *, expect: str, now: dt.datetime) -> None:
    """Compare what was put back with what was to be, and have every process read the directory again."""
    with connection.cursor() as cursor:
        found = described(cursor, now=now)
    wrong = [
        table for table in {*manifest.counts, *found.counts} if manifest.counts.get(table) != found.counts.get(table)
    ]
    if wrong:
        raise NotABackup(
            f"What came back differs from what was backed up, in {', '.join(sorted(wrong))}: do not use it."
        )
    if fault := next(chain.faults(chain.Read(), expect=expect), None):
        raise NotABackup(f"The trail in this backup is not as it was sealed: do not use it. {fault}")
    verification.begin_again(now=now)


def _migrations(cursor: Any) -> dict[str, list[str]]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    applied = defaultdict(list)
    for app, name in cursor.fetchall():
        applied[app].append(name)
    return dict(applied)


def _keys(cursor: Any, tables: set[str]) -> Iterator[str]:
    """The id of each key that sealed something: it stands before what is sealed, so nothing is opened."""
    found = set()
    for table, column in _sealed_columns():
        if table in tables:
            quoted = connection.ops.quote_name(column)
            cursor.execute(
                f"SELECT DISTINCT substr({quoted}, 2, {ID_LENGTH}) FROM {connection.ops.quote_name(table)} "
                f"WHERE {quoted} IS NOT NULL"
            )
            found |= {bytes(key).hex() for (key,) in cursor.fetchall()}
    yield from found


def _sealed_columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for one in [] if model._meta.proxy else sealed_of(model):
            yield model._meta.db_table, model._meta.get_field(one.column).column


def _why(error: Exception) -> str:
    """In the system's words: its first line, without the row that PostgreSQL adds on the next."""
    said = error.strerror if isinstance(error, OSError) else str(error).partition("\n")[0]
    return (said or type(error).__name__).rstrip(".")


def _one(cursor: Any, sql: str) -> Any:
    cursor.execute(sql)
    return (cursor.fetchone() or (None,))[0]
