from django.db import migrations

from mutualaid.audit import append_only


def put(apps, schema_editor):
    append_only.put(schema_editor.connection)


def lift(apps, schema_editor):
    append_only.lift(schema_editor.connection)


class Migration(migrations.Migration):
    """The database itself keeps the trail as it was written."""

    dependencies = [
        ('audit', '0001_first'),
    ]

    operations = [
        migrations.RunPython(put, lift),
    ]
