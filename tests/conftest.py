"""What every test stands on."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.dispatch import receiver
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from directory import areas, following, geocoding, likenesses
from directory.views import sheet
from mutualaid.accounts import proofs, seats
from mutualaid.accounts.models import Role, User
from tests.geography_edition import small_geography, small_geography_files, whole_country

__all__ = ["small_geography", "small_geography_files", "whole_country"]

# Playwright runs an event loop beside tests that also use the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What an example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile("ours", deadline=None)
hypothesis_settings.load_profile("ours")

PASSWORD = "lamp river oak stone"
DATABASE = {"db", "transactional_db"}
NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)  # a Tuesday afternoon in London


def pytest_collection_modifyitems(config, items):
    """What never asks a database has nothing to say of PostgreSQL: SQLite’s run has said it."""
    if connection.vendor != "postgresql":
        return
    asks = [item for item in items if item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
    items[:] = asks


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test's rows are never committed. PostgreSQL's autovacuum, which sees none of them, writes down that the
    tables are empty, and the planner then reads thousands of rows once for each: hours, now and then."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in connection.introspection.table_names():
                    cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = false)")


@pytest.fixture
def now():
    return NOW


@receiver(user_logged_in)
def forced_in_with_everything(sender, request, user, **more):
    """``force_login`` stands for the whole way in: its bare request has no address, and a second factor was used.

    A test of the second factor takes that away again: ``half_way(client)``.
    """
    if not request.path:
        proofs.second_factor_used(request, user)
        seats.take(request, user, now=timezone.now())


def half_way(client):
    """Their password was enough so far."""
    session = client.session
    for record in session[proofs.AUTHENTICATION_METHODS_SESSION_KEY]:
        record["method"] = "password"
    session.save()
    return client


@pytest.fixture
def administrator(db):
    """Somebody who may let others in."""
    return User.objects.create_user("administrator@example.org", PASSWORD, name="An Admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def editor(db):
    """Somebody who may edit the directory."""
    return User.objects.create_user("editor@example.org", PASSWORD, name="An Editor", role=Role.EDITOR)


@pytest.fixture
def costs_the_same(client):
    """Does a page ask the database as often with more rows in it?"""

    def check(address, *, add):
        client.get(address)  # what is read once is read
        with CaptureQueriesContext(connection) as before:
            client.get(address)
        add()
        client.get(address)
        with CaptureQueriesContext(connection) as after:
            client.get(address)
        assert len(after) == len(before), [query["sql"] for query in after]

    return check


@pytest.fixture(autouse=True)
def fresh_memory():
    """Tests' revisions go backwards and their editions come again: no test sees what another's left in memory."""
    following.forget()
    geocoding.forget()
    areas.forget()
    likenesses.forget()
    sheet.PACE.forget()
    yield
    following.forget()


@pytest.fixture(scope="session")
def real_data():
    """The folder of real listings and postcodes; tests that read it skip where it is absent."""
    folder = Path(os.environ.get("MUTUALAID_TEST_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data is not here: {folder}")
    return folder
