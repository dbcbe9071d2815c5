"""What was deleted: does it still stand in the database's files?

SQLite is written anew without it, and its log emptied. PostgreSQL is told that the place is free;
the bytes stand there until something else is written over them, and in backups and archived logs
until those are thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import OperationalError, connection

GONE = "Nothing of it stands in the database’s file any more. Backups made before still hold it."
BUSY = (
    "It is deleted, but somebody was reading: bytes of it stand in the file until this is run again, or the file is "
    "next written anew."
)
VACUUMED = (
    "PostgreSQL has its place back. Bytes may stand there until others are written over them; archived logs and "
    "backups made before still hold it."
)


def give_back(tables: Iterable[str]) -> str:
    """Give back the place of what was deleted from ``tables``; a sentence on what is left of it. In no transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM " + ", ".join(connection.ops.quote_name(table) for table in tables))
            return VACUUMED
        try:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:
            return BUSY
        (busy, *_pages) = cursor.fetchone()
        return BUSY if busy else GONE
