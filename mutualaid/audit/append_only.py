"""What makes the database itself refuse to change the trail, and write whom each event names?

The triggers are made by a migration. One that alters these tables has to put them again:
SQLite makes a table anew to alter it, and its triggers go with the old one.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = {"audit_event": "id", "audit_mention": "", "audit_seal": "number"}
REFUSAL = "The trail is only ever added to."


def put(connection: BaseDatabaseWrapper) -> None:
    """From now on nothing here is changed or deleted."""
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def lift(connection: BaseDatabaseWrapper) -> None:
    """For a migration that goes back, and for the tests' own database between two tests."""
    _run(connection, _lift_postgresql() if connection.vendor == "postgresql" else _lift_sqlite())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    statements = [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in TABLES
        for act in ("update", "delete")
    ]
    # INSERT OR REPLACE deletes without asking the trigger above.
    statements += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, key in TABLES.items()
        if key
    ]
    return [
        *statements,
        "CREATE TRIGGER audit_event_names AFTER INSERT ON audit_event BEGIN "
        "INSERT INTO audit_mention (subject, event_id) "
        "SELECT DISTINCT named.value, NEW.id FROM json_each(NEW.subjects) AS named; END",
    ]


def _lift_sqlite() -> list[str]:
    names = [f"{table}_no_{act}" for table in TABLES for act in ("update", "delete")]
    names += [f"{table}_no_replace" for table, key in TABLES.items() if key]
    return [f"DROP TRIGGER {name}" for name in (*names, "audit_event_names")]


def _postgresql() -> list[str]:
    refusals = [
        f"CREATE TRIGGER {table}_no_{when.split()[0].lower()} BEFORE {when} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
        for when, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ]
    return [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE FUNCTION audit_name_subjects() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO audit_mention (subject, event_id) SELECT DISTINCT named.value::uuid, NEW.id "
        "FROM jsonb_array_elements_text(NEW.subjects) AS named(value); RETURN NULL; END $$",
        *refusals,
        "CREATE TRIGGER audit_event_names AFTER INSERT ON audit_event "
        "FOR EACH ROW WHEN (NEW.subjects <> '[]'::jsonb) EXECUTE FUNCTION audit_name_subjects()",
    ]


def _lift_postgresql() -> list[str]:
    # Their triggers go with them.
    return ["DROP FUNCTION audit_refuse() CASCADE", "DROP FUNCTION audit_name_subjects() CASCADE"]
