from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

triggers = import_module("referrals.migrations.0002_rows_belong_to_their_person")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_nothing_shown_says_so")]

    operations = [
        migrations.RunPython(triggers.take_away, triggers.make),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["rather_not", "not_yet"], snapshot__isnull=True)
                | (~Q(state__in=["rather_not", "not_yet"]) & Q(snapshot__isnull=False)),
                name="offer_shown_is_kept_as_shown",
                violation_error_message="What was shown is kept with it; where nothing was shown, nothing is.",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="lapsed_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("newer", "Asked again since"),
                    ("episode", "That time in treatment ended"),
                    ("district", "Moved to another district"),
                    ("year", "A year has passed"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(triggers.make, triggers.take_away),
    ]
