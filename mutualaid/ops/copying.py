"""How is a whole database copied into a file while people work in it, and put back?

SQLite copies itself (``VACUUM INTO``): what was deleted is not in the copy. PostgreSQL's own
pg_dump copies what one snapshot sees, and the counts are taken from that same snapshot.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from mutualaid.ops.acting import told_while_it_grows
from mutualaid.ops.archives import NotWritten, Say, settle_in

# Whoever was signed in then is not signed in by a restored backup: they may have signed out since. What was
# half-written when a screen locked is good for hours only, and how often somebody tried for minutes.
LEFT_OUT = ("django_session", "accounts_signedin", "accounts_draft", "accounts_tried")
# What libpq is told of by its environment, and so stands in no list of processes.
TOLD = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
TOLD |= {name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")}
NO_TOOL = "{} is not on this machine: install PostgreSQL’s client programs, of the server’s version or later."

Look = Callable[[Any], Any]  # given a cursor on the copy, or on exactly what it copied


def copy(to: Path, *, look: Look, progress: Say) -> Any:
    """Copy the database into the file ``to``; gives what ``look`` saw in it. Raises NotWritten."""
    return (_copy_postgresql if connection.vendor == "postgresql" else _copy_sqlite)(to, look, progress)


def put_back(file: Path, *, settle: Callable[[], None]) -> None:
    """Make the empty database what ``file`` holds: whole or not at all. Raises NotWritten.

    ``settle`` is called when it can be asked; on SQLite before it takes its place.
    """
    if connection.vendor == "postgresql":
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(file))
        settle()
    else:
        _put_back_sqlite(file, settle)


def is_empty() -> bool:
    """Is there no table in the database at all?"""
    return not connection.introspection.table_names()


def tools_ready(tool: str) -> None:
    """Raises NotWritten where PostgreSQL's own program is missing, or older than the server."""
    if connection.vendor != "postgresql":
        return
    if not shutil.which(tool):
        raise NotWritten(NO_TOOL.format(tool))
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    ours, theirs = int(re.search(r"(\d+)[.\d]*", said)[1]), connection.pg_version // 10_000
    if ours < theirs:
        raise NotWritten(f"{tool} {ours} is older than the server, {theirs}: install PostgreSQL {theirs}’s programs.")


def _copy_sqlite(to: Path, look: Look, progress: Say) -> Any:
    to.touch(mode=0o600)
    with told_while_it_grows(to, progress), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(to)])
    with closing(sqlite3.connect(to)) as held, held:
        held.execute("PRAGMA secure_delete = ON")
        there = {table for (table,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in there.intersection(LEFT_OUT):
            held.execute(f"DELETE FROM {table}")
        return look(held.cursor())


def _copy_postgresql(to: Path, look: Look, progress: Say) -> Any:
    tools_ready("pg_dump")
    to.touch(mode=0o600)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        left_out = [f"--exclude-table-data=*.{table}" for table in LEFT_OUT]
        with told_while_it_grows(to, progress):
            _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}", *left_out)
        return look(cursor)


def _put_back_sqlite(file: Path, settle: Callable[[], None]) -> None:
    """Everything is checked and settled beside the real one; then it takes its place at once."""
    name = Path(connection.settings_dict["NAME"])
    with _standing_on(file):
        settle()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for left in ("-wal", "-shm"):  # of a database that was here before: it would be read into this one
        name.with_name(name.name + left).unlink(missing_ok=True)
    settle_in(file, name)


@contextmanager
def _standing_on(file: Path) -> Iterator[None]:
    """Django's connection is to this file meanwhile."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def _run(tool: str, *asked: str) -> None:
    """Run one of PostgreSQL's programs on our database. Of what it says only the first line is repeated:
    the ones after it can hold a row."""
    params = connection.get_connection_params()
    env = os.environ | {TOLD[name]: str(value) for name, value in params.items() if name in TOLD and value}
    into = [f"--dbname={params['dbname']}"] if tool == "pg_restore" else []
    done = subprocess.run([tool, *into, *asked], env=env, capture_output=True, text=True, errors="replace")
    if done.returncode:
        first = next(iter(done.stderr.splitlines()), f"{tool} ended with {done.returncode}")
        raise NotWritten(f"{first.rstrip('.')}.")
