"""What a process of its own has to be told to stand on this test's database."""

from urllib.parse import quote

from django.db import connection


def database_url():
    """The address of the database that this test uses."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    who = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    where = f"{quote(given['HOST'], safe='')}:{given['PORT']}" if given["HOST"] else ""
    return f"postgres://{who}@{where}/{given['NAME']}"
