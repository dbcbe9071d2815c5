"""Every row about somebody is of their service, and what it rests on is about the same person.

Two columns that must agree across two tables are beyond a CHECK, and SQLite adds no foreign
key of two columns to a table that is there: so triggers, the same on both databases. An
application that forgets is refused by the database.
"""

from django.db import migrations

# {table: the columns that name another row about the same person, and its table}
RESTS_ON = {
    "episode": {},
    "consent": {},
    "offer": {"episode_id": "episode"},
    "mark": {"offer_id": "offer"},
    "referral": {"episode_id": "episode", "offer_id": "offer", "last_review_id": "review"},
    "step": {"referral_id": "referral"},
    "plan": {"referral_id": "referral"},
    "contact": {"referral_id": "referral", "consent_id": "consent"},
    "review": {"referral_id": "referral", "plan_id": "plan"},
}
OF_ITS_SERVICE = "A row about somebody is of their own service."
OF_THE_SAME = "What it rests on is about somebody else."
STAYS = "A person stays with the service that added them."
STANDS = "A step stands as it was recorded."


def _wrong(table, columns):
    """(condition that must not be, sentence) of a row of this table."""
    yield (
        "NOT EXISTS (SELECT 1 FROM referrals_person p WHERE p.id = NEW.person_id AND p.service_id = NEW.service_id)",
        OF_ITS_SERVICE,
    )
    for column, parent in columns.items():
        yield (
            f"NEW.{column} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM referrals_{parent} o WHERE o.id = NEW.{column} AND o.person_id = NEW.person_id)",
            OF_THE_SAME,
        )


def _sqlite(name, table, when, conditions):
    refusals = "".join(f" SELECT RAISE(ABORT, '{said}') WHERE {wrong};" for wrong, said in conditions)
    return f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW BEGIN{refusals} END"


def _postgresql(name, table, when, conditions):
    refusals = "".join(
        f" IF {wrong} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation'; END IF;"
        for wrong, said in conditions
    )
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN{refusals} RETURN NEW; END $$"
    yield f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _triggers():
    """(name, table, when, conditions) of every one."""
    for name, columns in RESTS_ON.items():
        table, wrong = f"referrals_{name}", list(_wrong(name, columns))
        yield f"{table}_is_of_its_person", table, "INSERT", wrong
        watched = ", ".join(["person_id", "service_id", *columns])
        yield f"{table}_stays_of_its_person", table, f"UPDATE OF {watched}", wrong
    moved = [("NEW.service_id <> OLD.service_id", STAYS)]
    yield "referrals_person_stays", "referrals_person", "UPDATE OF service_id", moved
    yield "referrals_step_stands", "referrals_step", "UPDATE", [("1 = 1", STANDS)]


def make(apps, schema_editor):
    for name, table, when, conditions in _triggers():
        if schema_editor.connection.vendor == "postgresql":
            for statement in _postgresql(name, table, when, conditions):
                schema_editor.execute(statement)
        else:
            schema_editor.execute(_sqlite(name, table, when, conditions))


def take_away(apps, schema_editor):
    for name, table, _when, _conditions in _triggers():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_first")]

    operations = [migrations.RunPython(make, take_away)]
