"""No referral without an offer: every door is tried, and the database itself refuses. On both databases.

The site has no admin, and no address where programs reach people. Somebody may give it one one day: so a plain
admin and a plain JSON view are made here, as they would be without a thought of ours.
"""

import json
import uuid

import pytest
from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.db import IntegrityError, connection, transaction
from django.http import JsonResponse
from django.urls import include, path

from mutualaid.audit.models import Event
from referrals.models import Mark, Offer, Plan, Referral, Step
from tests.conftest import NOW
from tests.factories import ProgrammeFactory
from tests.referrals.factories import TODAY, OfferFactory, PersonFactory, ReferralFactory

pytestmark = pytest.mark.django_db(transaction=True)  # so that what is refused at the commit is refused
LEFT_BEHIND = (Referral, Step, Plan, Mark)


class PlainAdmin(ModelAdmin):
    def has_permission(self, request, obj=None):
        return True

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = has_permission


class WithoutOffer(PlainAdmin):
    exclude = ("offer", "last_review")


class WithOffer(PlainAdmin):
    exclude = ("last_review",)


def open_to_all(name, admin):
    """An admin that asks nobody who they are: nothing but the database stands between it and the rows."""
    site = AdminSite(name=name)
    site.has_permission = lambda request: True
    site.register(Referral, admin)
    return site.urls


def program(request):
    """What a program would be given that may create rows."""
    return JsonResponse({"id": str(Referral.objects.create(**json.loads(request.body)).pk)})


urlpatterns = [
    path("admin/with/", open_to_all("with", WithOffer)),
    path("admin/without/", open_to_all("without", WithoutOffer)),
    path("api/v1/referrals/", program),
    path("", include("mutualaid.urls")),
]


@pytest.fixture
def person():
    return PersonFactory(reference="RH-2041")


@pytest.fixture
def client(client, person):
    client.force_login(person.keyworker)
    return client


@pytest.fixture
def elses():
    """An offer made to somebody else."""
    return OfferFactory()


def facts(person, offer):
    """Everything that a referral says, by its columns."""
    return {
        "id": uuid.uuid4(),
        "service_id": person.service_id,
        "person_id": person.pk,
        "episode_id": person.episodes.get().pk,
        "offer_id": offer,
        "programme_id": ProgrammeFactory().pk,
        "stage": "introduce",
        "due_on": TODAY,
        "began_at": NOW,
        "version": 0,
    }


def offers_that_are_none(person):
    """None at all; one that is nowhere; somebody else’s."""
    return [None, uuid.uuid4(), OfferFactory().pk]


def refused(act, *, keeps=0):
    """The database refuses, not we before it; and nothing is left behind."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    said = str(error.value).lower()
    assert "offer_id" in said or "somebody else" in said, said
    assert [model.objects.count() for model in LEFT_BEHIND] == [keeps, 0, 0, 0]
    assert not Event.objects.filter(what__startswith="referral.").exists()


def by_sql(row):
    """A plain INSERT, that knows nothing of Django."""
    keys = {name: value.hex if isinstance(value, uuid.UUID) and IS_LITE else value for name, value in row.items()}
    names, places = ", ".join(keys), ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO referrals_referral ({names}) VALUES ({places})", list(keys.values()))


IS_LITE = connection.vendor == "sqlite"
WAYS = {
    "create": lambda row: Referral.objects.create(**row),
    "save": lambda row: Referral(**row).save(),
    "get_or_create": lambda row: Referral.objects.get_or_create(**row),
    "update_or_create": lambda row: Referral.objects.update_or_create(id=row["id"], defaults=row),
    "bulk_create": lambda row: Referral.objects.bulk_create([Referral(**row)]),
    "bulk_create, conflicts ignored": lambda row: Referral.objects.bulk_create(
        [Referral(**row)], update_conflicts=True, update_fields=["stage"], unique_fields=["id"]
    ),
    "SQL": by_sql,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", [0, 1, 2], ids=["none", "nowhere", "somebody else’s"])
def test_no_referral_is_made_without_an_offer(person, way, which):
    row = facts(person, offers_that_are_none(person)[which])
    refused(lambda: WAYS[way](row))


@pytest.mark.parametrize("way", WAYS)
def test_with_its_own_offer_each_of_these_ways_makes_one(person, way):
    WAYS[way](facts(person, OfferFactory(person=person).pk))
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("which", [0, 1, 2], ids=["none", "nowhere", "somebody else’s"])
def test_a_referral_is_not_parted_from_its_offer(person, which):
    made = ReferralFactory(person=person)
    offer = offers_that_are_none(person)[which]
    refused(lambda: Referral.objects.filter(pk=made.pk).update(offer=offer), keeps=1)
    made.offer_id = offer
    refused(made.save, keeps=1)
    refused(lambda: Referral.objects.bulk_update([made], ["offer"]), keeps=1)
    with connection.cursor() as cursor:
        keys = [key.hex if key and IS_LITE else key for key in (offer, made.pk)]
        refused(lambda: cursor.execute("UPDATE referrals_referral SET offer_id = %s WHERE id = %s", keys), keeps=1)


def test_an_offer_that_a_referral_rests_on_does_not_go(person):
    made = ReferralFactory(person=person)
    key = made.offer_id.hex if IS_LITE else made.offer_id
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM referrals_offer WHERE id = %s", [key])
    assert Offer.objects.get() == Referral.objects.get().offer


def test_our_own_pages_make_none_and_say_what_to_do(client, person):
    earlier = ReferralFactory(person=person)
    Offer.objects.update(lapsed_at=NOW, lapsed_because="district")
    before = set(Referral.objects.values_list("pk", flat=True))
    answer = client.post(f"/referrals/options/{earlier.pk}/another/", {"programme": ProgrammeFactory().slug})
    assert answer.status_code == 302
    answer = client.post(f"/referrals/people/{person.pk}/introduce/", {"save": "yes", "try": "example"})
    assert answer.status_code == 422
    assert set(Referral.objects.values_list("pk", flat=True)) == before


def test_a_form_made_of_the_model_is_refused(person):
    form_of = forms.modelform_factory(Referral, exclude=["offer", "last_review"])
    form = form_of(typed(person))
    assert form.is_valid(), form.errors
    refused(form.save)


def typed(person, **more):
    row = facts(person, None)
    names = ("service", "person", "episode", "programme")
    given = {name: str(row[f"{name}_id"]) for name in names}
    given |= {"stage": "introduce", "due_on": "2026-12-01", "version": "0", "began_at": "2026-11-24 12:00"}
    return given | {"began_at_0": "2026-11-24", "began_at_1": "12:00"} | more  # an admin asks for the parts


@pytest.mark.urls(__name__)
def test_a_plain_admin_is_refused(client, person, elses):
    refused(lambda: client.post("/admin/without/referrals/referral/add/", typed(person)))
    refused(lambda: client.post("/admin/with/referrals/referral/add/", typed(person, offer=str(elses.pk))))
    made = ReferralFactory(person=person)
    change = f"/admin/with/referrals/referral/{made.pk}/change/"
    refused(lambda: client.post(change, typed(person, offer=str(elses.pk))), keeps=1)


@pytest.mark.urls(__name__)
def test_a_program_that_creates_rows_is_refused(client, person):
    def send(offer):
        row = {name: str(value) if value is not None else None for name, value in facts(person, offer).items()}
        return client.post("/api/v1/referrals/", json.dumps(row), content_type="application/json")

    for offer in offers_that_are_none(person):
        refused(lambda offer=offer: send(offer))
    assert send(OfferFactory(person=person).pk).status_code == 200
    assert Referral.objects.count() == 1
