"""A table with sealed texts in it, for as long as a test lasts."""

import uuid
from types import SimpleNamespace

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from mutualaid.sealing.fields import Sealed

registry = Apps()


def without_spaces(text):
    return text.replace(" ", "").upper()


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference_sealed = models.BinaryField(null=True)
    reference_index = models.BinaryField(null=True, unique=True)
    secret_sealed = models.BinaryField(null=True)

    reference = Sealed("reference_sealed", index="reference_index", normal=without_spaces)
    secret = Sealed("secret_sealed")

    class Meta:
        app_label = "tests"
        apps = registry

    def __str__(self):
        return str(self.pk)


class Proxy(Note):
    class Meta:
        app_label = "tests"
        apps = registry
        proxy = True

    def __str__(self):
        return str(self.pk)


@pytest.fixture
def note_apps():
    """As if this were all that is installed."""
    return SimpleNamespace(get_models=lambda **how: [Note, Proxy], get_app_configs=list)


@pytest.fixture
def notes(db):
    """Made by hand: SQLite's schema editor will not work inside the test's own transaction."""
    kinds = [f"{field.column} {field.db_type(connection)}" for field in Note._meta.local_fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {Note._meta.db_table} ({', '.join(kinds)}, UNIQUE (id), UNIQUE (reference_index))"
        )
    return Note
