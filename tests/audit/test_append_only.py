import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from mutualaid.audit import append_only, chain, trail
from mutualaid.audit.models import Event, Mention, Seal
from tests.audit.conftest import recorded, somebody
from tests.conftest import NOW

MODELS = (Event, Mention, Seal)
SQL = [
    "UPDATE audit_event SET what = 'x.y'",
    "UPDATE audit_mention SET event_id = 7",
    "UPDATE audit_seal SET count = 1",
    "DELETE FROM audit_event",
    "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "DELETE FROM audit_mention",
    "DELETE FROM audit_seal",
]
SQLITE = [
    "INSERT OR REPLACE INTO audit_event SELECT id, 'x.y', actor, service, subjects, facts, at FROM audit_event",
    "INSERT OR REPLACE INTO audit_seal SELECT * FROM audit_seal",
    "UPDATE OR REPLACE audit_event SET id = id + 1",
]
POSTGRESQL = [
    "TRUNCATE audit_event",
    "TRUNCATE audit_mention",
    "TRUNCATE audit_seal",
    "TRUNCATE audit_event CASCADE",
    "INSERT INTO audit_seal SELECT * FROM audit_seal ON CONFLICT (number) DO UPDATE SET count = 1",
]


@pytest.fixture
def sealed(events):
    assert list(chain.seal(now=NOW))
    assert Mention.objects.exists()


def everything():
    return [list(model.objects.order_by("pk").values_list()) for model in MODELS]


def refused(act):
    before = everything()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        act()
    assert everything() == before


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", SQL)
def test_the_database_refuses_to_change_the_trail(sealed, sql):
    refused(lambda: raw(sql))


@pytest.mark.parametrize("sql", SQLITE)
def test_sqlite_does_not_replace_either(sealed, sql):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite’s own words")
    refused(lambda: raw(sql))


@pytest.mark.postgres
@pytest.mark.parametrize("sql", POSTGRESQL)
def test_postgresql_does_not_empty_it_either(sealed, sql):
    refused(lambda: raw(sql))


@pytest.mark.postgres
def test_a_role_that_may_only_read_and_add_records_and_cannot_take_the_refusals_away(sealed):
    """What docs/security.md asks operators to give the site."""
    role = f"site_{uuid.uuid4().hex}"
    raw(f"CREATE ROLE {role}")
    raw(f"GRANT SELECT, INSERT ON audit_event, audit_mention, audit_seal TO {role}")
    raw(f"SET LOCAL ROLE {role}")
    made = trail.record("person.seen", actor=None, subjects=[somebody(70)], at=NOW)
    assert Event.objects.about(somebody(70)).get() == made
    for sql in ("DELETE FROM audit_event", "DROP TRIGGER audit_event_no_update ON audit_event", "TRUNCATE audit_seal"):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            raw(sql)
    raw("RESET ROLE")


@pytest.mark.parametrize("model", [Event, Seal])
def test_our_own_words_for_it_are_refused_too(sealed, model):
    refused(lambda: model.objects.order_by("pk").first().save())
    refused(lambda: model.objects.order_by("pk").first().delete())
    refused(lambda: model.objects.all().delete())


def test_many_at_once_are_refused_too(sealed):
    refused(lambda: Event.objects.update(what="x.y"))
    refused(lambda: Seal.objects.update(count=1))
    refused(lambda: Mention.objects.all().delete())
    refused(lambda: Mention.objects.update(event_id=1))


def test_going_back_and_forth_leaves_it_guarded(sealed):
    append_only.lift(connection)
    append_only.put(connection)
    refused(lambda: raw("DELETE FROM audit_event"))


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_no_database_but_the_tests_is_flushed(db, settings, mode):
    settings.TEST = False
    with pytest.raises(CommandError, match="make a new database"):
        call_command("flush", interactive=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_between_two_tests_the_trail_is_emptied_and_guarded_again(time):
    assert not Event.objects.exists()
    assert not Mention.objects.exists()
    assert not Seal.objects.exists()
    recorded(3)
    assert list(chain.seal(now=NOW))
    refused(lambda: raw("DELETE FROM audit_event"))
    refused(lambda: raw("UPDATE audit_seal SET count = 1"))
