"""The migration that writes addresses in small letters, so that everybody still signs in."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("accounts", "0003_signing_in")], [("accounts", "0005_user_email_in_small_letters")]


@pytest.mark.django_db(transaction=True)
def test_addresses_that_were_there_are_written_in_small_letters():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(BEFORE)
        users = executor.loader.project_state(BEFORE).apps.get_model("accounts", "User").objects
        users.create(email="Ann@example.org", password="x")
        users.create(email="bob@example.org", password="x")
        executor = MigrationExecutor(connection)
        executor.migrate(AFTER)
        users = executor.loader.project_state(AFTER).apps.get_model("accounts", "User").objects
        assert sorted(users.values_list("email", flat=True)) == ["ann@example.org", "bob@example.org"]
        users.all().delete()
    finally:
        MigrationExecutor(connection).migrate(latest)
