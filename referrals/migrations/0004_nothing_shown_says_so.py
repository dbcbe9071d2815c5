"""Of offers that showed nothing, take away the snapshot of what stood on the page, or of nothing at all."""

import hashlib
import json

from django.db import migrations

NOTHING_SHOWN = ("rather_not", "not_yet")
NONE_OF_THEM = {"form": 1, "groups": [], "family": [], "community": [], "staff": [], "elsewhere": []}


def forget(apps, schema_editor):
    offers = apps.get_model("referrals", "Offer").objects.using(schema_editor.connection.alias)
    offers.filter(state__in=NOTHING_SHOWN).update(snapshot=None)


def rest_on_an_empty_one(apps, schema_editor):
    alias = schema_editor.connection.alias
    offers = apps.get_model("referrals", "Offer").objects.using(alias).filter(snapshot=None).order_by("made_at")
    if first := offers.first():
        written = json.dumps(NONE_OF_THEM, sort_keys=True, separators=(",", ":"))
        empty, _made = (
            apps.get_model("referrals", "OfferSnapshot")
            .objects.using(alias)
            .get_or_create(
                digest=hashlib.sha256(written.encode()).hexdigest(),
                defaults={"content": NONE_OF_THEM, "made_at": first.made_at},
            )
        )
        offers.update(snapshot=empty)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_an_offer_that_showed_nothing")]

    operations = [migrations.RunPython(forget, rest_on_an_empty_one)]
