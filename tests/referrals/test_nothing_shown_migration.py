"""The migration that takes away, from offers that showed nothing, the snapshot of what they did not show."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from referrals.models import Offer, Referral
from tests.referrals.factories import OfferFactory, ReferralFactory, SnapshotFactory

BEFORE = [("referrals", "0002_rows_belong_to_their_person")]
AFTER = [("referrals", "0006_a_service_is_open_once")]


@pytest.mark.django_db(transaction=True)
def test_offers_that_showed_nothing_say_so_and_the_triggers_are_there_again():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    shown, not_today, rather_not = OfferFactory(), OfferFactory(not_today=True), OfferFactory(rather_not=True)
    referral = ReferralFactory(person=not_today.person)
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(BEFORE)
        offers = executor.loader.project_state(BEFORE).apps.get_model("referrals", "Offer").objects
        empty = offers.get(pk=not_today.pk).snapshot
        assert (empty, empty.content["groups"]) == (offers.get(pk=rather_not.pk).snapshot, [])
        MigrationExecutor(connection).migrate(AFTER)
        assert Offer.objects.get(pk=shown.pk).snapshot == shown.snapshot
        assert set(Offer.objects.exclude(pk=shown.pk).values_list("snapshot", flat=True)) == {None}
        for act in (
            lambda: Referral.objects.filter(pk=referral.pk).update(offer=shown),
            lambda: Offer.objects.filter(pk=shown.pk).update(person=not_today.person),
            lambda: Offer.objects.filter(pk=not_today.pk).update(snapshot=SnapshotFactory()),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()
    finally:
        MigrationExecutor(connection).migrate(latest)
