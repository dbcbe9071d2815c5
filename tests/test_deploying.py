"""The guide to a server: it names what the site reads, its commands are there, its rights are enough and no more."""

import ast
import re
import uuid

import pytest
from django.core.management import get_commands
from django.db import DatabaseError, connection, transaction

from mutualaid.audit import trail
from mutualaid.audit.models import Event
from referrals import pathway
from referrals.models import Person
from tests.architecture.reading import ROOT
from tests.conftest import NOW
from tests.referrals.factories import PersonFactory
from tests.test_settings import PRODUCTION

GUIDE = (ROOT / "docs" / "deploying.md").read_text()


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


def read_from_outside():
    """The names of the variables that the settings ask the environment for."""
    for node in ast.walk(ast.parse((ROOT / "mutualaid" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            of_env = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "env"
            if of_env or (isinstance(node.func, ast.Name) and node.func.id.startswith("_needed")):
                yield node.args[0].value


def table():
    """{variable: whether it is needed}, as the guide has it."""
    rows = re.findall(r"^\| `([A-Z_]+)` \|.*\| (yes|no) \|$", GUIDE, re.MULTILINE)
    return {name: needed == "yes" for name, needed in rows}


def test_every_variable_is_told_and_no_other():
    asked = set(read_from_outside()) - {"DATABASE_URL_NAME"}
    assert {"MUTUALAID_MODE", "KEY_RING", "PORT", "EMAIL_URL"} <= asked
    assert set(table()) == asked


def test_what_is_needed_is_what_production_does_not_start_without():
    assert {name for name, needed in table().items() if needed} == set(PRODUCTION)


def test_every_command_and_file_that_it_names_is_there():
    named = set(re.findall(r"(?:manage\.py|mutualaid-owner|`)\s?([a-z]+_[a-z_]+)\b", GUIDE))
    named |= set(re.findall(r"mutualaid-owner ([a-z_]+)", GUIDE))
    commands = named - {"mutualaid_owner", "mutualaid_site", "pg_dump"}
    assert {"backup", "seal_trail", "sweep_retention", "add_person", "forget_what_is_over"} <= commands
    assert commands <= set(get_commands())
    for name in ("bin/setup", "deploy/gunicorn.conf.py"):
        assert name in GUIDE
        assert (ROOT / name).exists()


def test_every_act_of_cron_is_told_to_be_done():
    (cron,) = blocks("cron")
    for act in ("sweep_retention", "backup"):
        assert re.search(rf"{act}[^&|\n]*--apply", cron), act
    assert cron.index("sweep_retention") < cron.index("backup /srv")


@pytest.fixture
def as_the_site(db):
    """The roles of the guide, made in this test's transaction, and a way to be the site's."""
    suffix = uuid.uuid4().hex[:8]
    made, granted = (block.replace("mutualaid_", f"m{suffix}_") for block in blocks("sql"))
    with connection.cursor() as cursor:
        cursor.execute(made)
        cursor.execute(granted)

    def become():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE m{suffix}_site")

    yield become
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.postgres
def test_the_site_s_role_can_do_the_site_s_work(as_the_site):
    person = PersonFactory()
    as_the_site()
    pathway.set_facts(person, {"age_band": "30_44"}, by=person.keyworker, at=NOW)
    assert Person.objects.get(pk=person.pk).age_band == "30_44"
    assert Event.objects.about(person.pk).count() == 1


@pytest.mark.postgres
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET what = 'a.b'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "DELETE FROM audit_mention",
        "UPDATE audit_seal SET digest = 'a'",
        "DROP TRIGGER audit_event_no_update ON audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP FUNCTION audit_refuse() CASCADE",
        "DROP TABLE referrals_step",
        "ALTER TABLE referrals_person ADD COLUMN x integer",
        "CREATE TABLE public.mine (x integer)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_site_s_role_can_do_no_more(as_the_site, sql):
    trail.record("job.finished", actor=None, at=NOW)
    as_the_site()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(sql)
