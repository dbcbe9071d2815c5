"""Invented histories laid down in the database: many rows at a time, every promise of the database kept.

For the demonstration and for benchmarks alone; what is done for somebody real is recorded through
``referrals.pathway``. The trail knows nothing of these acts: nobody did them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db import connection

from directory.models import Meeting, Programme
from directory.vocabulary import Approach, Nation, Who
from mutualaid.ops.histories import rows
from mutualaid.ops.histories.telling import Option, Told
from referrals.models import Person

AT_A_TIME = 2_000  # people
MEETINGS_EACH = 12
FOR_WHOM = {"client": Who.ME, "someone_close": Who.SOMEONE_CLOSE}


def options() -> dict[str, tuple[Option, ...]]:
    """{kind of person: what somebody in treatment in England, or close to them, may be told of}."""
    programmes = list(Programme.objects.current().order_by("rotation_key"))
    meetings: dict[UUID, list[str]] = {programme.pk: [] for programme in programmes}
    for pk, programme in Meeting.objects.listed().order_by("pk").values_list("pk", "programme"):
        if programme in meetings and len(meetings[programme]) < MEETINGS_EACH:
            meetings[programme].append(pk.hex)
    return {
        kind: tuple(
            Option(one.pk.hex, one.approach, str(one.kind), tuple(meetings[one.pk]))
            for one in programmes
            if could_be_tried(one, who)
        )
        for kind, who in FOR_WHOM.items()
    }


def could_be_tried(programme: Programme, who: str = Who.ME) -> bool:
    """Groups for somebody in treatment for alcohol or drugs in England, or close to them; none that staff run."""
    for_them = who in programme.serves and programme.approach != Approach.STAFF
    here = not programme.nations or Nation.ENGLAND in programme.nations
    return for_them and here and (not programme.problems or not {"alcohol", "drugs"}.isdisjoint(programme.problems))


def lay(people: Iterable[Told], *, guarded: bool = True) -> Iterator[dict[type, int]]:
    """Lay them down, some at a time: {class of row: how many} of each lot that is there.

    ``guarded``: the database’s triggers stand, so that a review is there before a referral names it as its last.
    """
    people = iter(people)
    while some := [told.whole() for told in islice(people, AT_A_TIME)]:
        laid = {}
        for table in rows.TABLES:
            made = [row for whole in some for row in whole[table]]
            laid[table] = len(made)
            _insert(table, _sealed(made) if table is rows.Person else _without_reviews(made, table, guarded))
        if guarded:
            _name_last_reviews([row for whole in some for row in whole[rows.Referral] if row.last_review_id])
        yield laid


def _without_reviews(made: Sequence[tuple], table: type, guarded: bool) -> Sequence[tuple]:
    return [row._replace(last_review_id=None) for row in made] if guarded and table is rows.Referral else made


def _sealed(made: Iterable[rows.Person]) -> Iterator[tuple]:
    """Each with the reference sealed, and the hash it is found by, where it was plain."""
    for row in made:
        person = Person(pk=UUID(row.id))
        person.reference = row.reference
        yield (*row[:2], person.reference_sealed, person.reference_index, *row[3:])


def _columns(table: type) -> list[str]:
    named = []
    for column in table._fields:
        named += ["reference_sealed", "reference_index"] if column == "reference" else [column]
    return named


def _insert(table: type, made: Iterable[tuple]) -> None:
    columns = _columns(table)
    into = f"referrals_{table.__name__.lower()} ({', '.join(map(connection.ops.quote_name, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = io.StringIO("".join("\t".join(map(_copied, row)) + "\n" for row in made))
            cursor.copy_expert(f"COPY {into} FROM STDIN", lines)
        else:
            places = ", ".join("?" * len(columns))
            cursor.cursor.connection.executemany(f"INSERT INTO {into} VALUES ({places})", made)


def _copied(value: object) -> str:
    """As COPY reads it. No text of ours has a tab, a line's end or a backslash in it."""
    if value is None:
        return r"\N"
    return rf"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _name_last_reviews(referrals: Iterable[rows.Referral]) -> None:
    statement = "UPDATE referrals_referral SET last_review_id = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(row.last_review_id, row.id) for row in referrals])
