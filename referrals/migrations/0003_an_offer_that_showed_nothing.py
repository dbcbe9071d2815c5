"""Whoever would rather not look, or not today, was shown nothing: their offer rests on no snapshot.

SQLite makes a table anew to alter it, and drops its triggers: all are taken off before and put again after.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

triggers = import_module("referrals.migrations.0002_rows_belong_to_their_person")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_rows_belong_to_their_person")]

    operations = [
        migrations.RunPython(triggers.take_away, triggers.make),
        migrations.AlterField(
            model_name="offer",
            name="snapshot",
            field=models.ForeignKey(
                blank=True,
                help_text="What was shown; none where nothing was",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="referrals.offersnapshot",
            ),
        ),
        migrations.RunPython(triggers.make, triggers.take_away),
    ]
