"""Ask the database for plain values, by the queries of the models, composed once.

An object for each row costs the ORM half a minute for a quarter of a million, and to
compose a query anew costs it more than one changed meeting. What is asked stays in the
models' words; only the values come as the database has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

AT_ONCE = 5_000
SINCE = 1 << 62  # stands in a statement for a revision


class Numbered(dict[Any, int]):
    """Things by number: each gets the next when it is first asked for."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


class Made(dict[Any, Any]):
    """What was made of each thing, once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make

    def __missing__(self, thing: Any) -> Any:
        made = self[thing] = self._make(thing)
        return made


def columns(
    rows: Callable[[int | None], QuerySet],
    *names: str,
    since: int | None,
    **made: Callable[[Sequence[Any]], Iterable[Any]],
) -> list[list[Any]]:
    """The values of each of ``names``, as the database gives them or, a lot at a time, as they are ``made``."""
    statement, values = _composed(rows, names, since is not None, settings.PRODUCTION, connection.vendor)
    found: list[list[Any]] = [[] for _name in names]
    # Very many do not come all at once: PostgreSQL's client would keep them.
    with connection.chunked_cursor() if since is None else connection.cursor() as cursor:
        cursor.execute(statement, [since if value == SINCE else value for value in values])
        while some := cursor.fetchmany(AT_ONCE):
            for name, column, lot in zip(names, found, zip(*some, strict=True), strict=True):
                column.extend(made[name](lot) if name in made else lot)
    return found


@lru_cache(maxsize=64)
def _composed(
    rows: Callable[[int | None], QuerySet], names: tuple[str, ...], since: bool, production: bool, vendor: str
) -> tuple[str, Sequence[Any]]:
    """The statement and its values. What may be shown is another thing in production."""
    return rows(SINCE if since else None).values_list(*names).query.sql_with_params()


def digits(key: str | UUID) -> str:
    """The 32 digits of a key, which is how SQLite keeps it."""
    return key if isinstance(key, str) else key.hex


def digits_of(keys: list[Any]) -> list[str]:
    """The same of very many."""
    return keys if not keys or isinstance(keys[0], str) else [key.hex for key in keys]


def moment(told: str) -> dt.datetime:
    """A moment that was asked for as a text, in UTC."""
    said = dt.datetime.fromisoformat(told)
    return said.astimezone(dt.UTC) if said.tzinfo else said.replace(tzinfo=dt.UTC)
