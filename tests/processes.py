"""What a process of its own has to be told to stand on this test's database, or on an empty one beside it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

# Every row of every table, in ways that do not hang on their order.
CONTENT = """
import hashlib, json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall())
        found[table] = [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]
print(json.dumps(found))
"""

RUN = "from django.core.management import execute_from_command_line as run\nrun(sys.argv)"


def database_url(name=None):
    """The address of the database that this test uses, or of another by its side."""
    given = connection.settings_dict
    name = name or given["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    who = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    where = f"{quote(given['HOST'], safe='')}:{given['PORT']}" if given["HOST"] else ""
    return f"postgres://{who}@{where}/{name}"


@contextmanager
def empty_database(folder):
    """The address of an empty database, of the kind that this test uses, gone afterwards."""
    if connection.vendor == "sqlite":
        yield database_url(folder / "another.sqlite3")
        return
    name = f"{connection.settings_dict['NAME']}_another"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield database_url(name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(*words, url=None, before="", said=""):
    """Run manage.py in a process of its own; ``before`` is Python that it runs first, ``said`` what it is told."""
    env = os.environ | {"MUTUALAID_MODE": "test", "PYTHONPATH": ".", "DATABASE_URL": url or database_url()}
    code = f"import sys, django\ndjango.setup()\n{before}\n{RUN}"
    env["DJANGO_SETTINGS_MODULE"] = "mutualaid.settings"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, input=said)
