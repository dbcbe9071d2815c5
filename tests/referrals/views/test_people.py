"""Adding somebody, and the record of one person: for those who work with them, and nobody else."""

import uuid

import pytest

from directory.models import Area
from mutualaid.audit.models import Event
from referrals.models import Episode, Person
from tests.directory.views.checklist import Page
from tests.referrals.factories import (
    TODAY,
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    MembershipFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
    WorkerFactory,
)

NOWHERE = uuid.UUID("7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867")
ADD = "/referrals/people/add/"


@pytest.fixture
def manager(person):
    return WorkerFactory(service=person.service, service__role="manager")


def record_of(person):
    return f"/referrals/people/{person.pk}/"


def add(client, **said):
    return client.post(ADD, {"reference": "RH-5000", "started_on": "2026-11-24", "kind": "client"} | said)


# --- Adding --------------------------------------------------------------------------------------


def test_one_answer_is_needed_where_the_rest_is_as_it_stands(signed_in):
    form = signed_in.get(ADD).context["form"]
    as_shown = {field.html_name: field.value() for field in form if field.value() and field.field.required}
    assert set(as_shown) == {"started_on", "kind"}
    response = signed_in.post(ADD, as_shown | {"started_on": "2026-11-24", "reference": "rh-5000"})
    added = Person.objects.get(pk=response.headers["Location"].split("/")[3])
    assert (added.reference, added.kind, added.needs) == ("RH-5000", "client", [])
    assert added.episodes.get().started_on == TODAY


def test_what_they_have_told_us_is_kept_where_it_is_said(signed_in, worker):
    said = {"age_band": "30_44", "prescribed": "yes", "needs": ["large_print", "interpreter"], "structured": "no"}
    add(signed_in, kind="someone_close", **said)
    added = Person.objects.known_as("RH-5000", worker.memberships.get().service).get()
    assert (added.kind, added.age_band, added.prescribed) == ("someone_close", "30_44", "yes")
    assert added.needs == ["large_print", "interpreter"]
    assert not added.episodes.get().structured


def test_each_fact_has_its_reason_beside_it(signed_in):
    page = Page(signed_in.get(ADD))
    assert "So that young people see groups for young people first." in page.text
    assert "So that they are told things in a way that works for them, as is their right." in page.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reference": ""}, "Enter the reference that your service uses"),
        ({"reference": "Smith"}, "We do not keep names"),
        ({"reference": "SMITH1"}, "could be a name"),
        ({"reference": "12/03/1980"}, "date of birth"),
        ({"reference": "A1" * 60}, "at most 20 letters"),
        ({"reference": "\x00"}, "Enter the reference that your service uses"),
        ({"started_on": ""}, "Enter the day it started"),
        ({"started_on": "2026-02-30"}, "Enter the day it started"),
        ({"started_on": "2026-11-25"}, "today or before"),
        ({"started_on": "0001-01-01"}, "Give the day"),
        ({"kind": "nonsense"}, "Choose one of these"),
        ({"age_band": "\x00"}, "Choose one of these"),
        ({"needs": ["nonsense"]}, "Choose among these"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(signed_in, said, told):
    response = add(signed_in, gender="woman", **said)
    page = Page(response)
    assert response.status_code == 200
    assert told in page.text
    assert page.titled.startswith("Error:")
    assert response.context["form"]["gender"].value() == "woman"
    assert not Person.objects.filter(gender="woman").exists()


def test_what_is_wrong_behind_the_fold_is_open_to_be_seen(signed_in):
    assert "<details" in Page(signed_in.get(ADD)).markup
    assert '<details class="fold" open>' in Page(add(signed_in, needs=["nonsense"])).markup


def test_a_reference_that_is_known_leads_to_its_record_where_one_may_see_it(signed_in, person):
    page = Page(add(signed_in, reference="rh-2041"))
    assert page.links["Open the record with this reference"] == {record_of(person)}


def test_of_a_colleagues_person_no_more_is_told_than_whom_to_ask(signed_in, person):
    other = PersonFactory(service=person.service, reference="RH-6000")
    page = Page(add(signed_in, reference="RH-6000"))
    assert "ask its manager" in page.text
    assert str(other.pk) not in page.markup


def test_whoever_works_for_two_services_says_which(signed_in, worker, person):
    other = ServiceFactory(name="Invented ward")
    MembershipFactory(user=worker, service=other)
    assert "Choose the service they come to" in Page(add(signed_in)).text
    assert "Choose the service they come to" in Page(add(signed_in, service=str(ServiceFactory().pk))).text
    assert "Choose the service they come to" in Page(add(signed_in, service="\x00")).text
    add(signed_in, service=str(other.pk))
    assert Person.objects.known_as("RH-5000", other).exists()
    assert not Person.objects.known_as("RH-5000", person.service).exists()


# --- The record ----------------------------------------------------------------------------------


@pytest.fixture
def whole(person):
    """Somebody with one of everything."""
    OfferFactory(person=person, lapsed=True)
    referral = ReferralFactory(person=person, stage="interest", programme__name="Invented lamps", version=1)
    plan = PlanFactory(person=person, referral=referral, barriers=["nerves"], fixes=["company"])
    plan.words = "I would sit near the door"
    plan.save()
    ContactFactory(person=person, referral=referral)
    ReviewFactory(person=person, referral=referral, got=["welcome"], in_the_way=["travel"])
    facts = {"service": person.service, "person": person, "by": person.keyworker, "at": plan.made_at}
    for number, act in enumerate(("plan", "contact", "ask"), start=1):
        before = "connect" if act == "plan" else "interest"
        referral.steps.create(act=act, before=before, after="interest", number=number, **facts)
    ConsentFactory(person=person)
    return person


def test_it_tells_everything_in_words(signed_in, whole):
    text = Page(signed_in.get(record_of(whole))).text
    for said in (
        "Invented lamps Take an interest",
        "Planned when and how to go",
        "Who goes along: myself",
        "In their words: I would sit near the door",
        "In the way: Nerves",
        "What would help: Someone to go with",
        "They did it themselves",
        "Went",
        "What they got from it: Felt welcome",
        "Looked at together",
        "Asked again since",
        "Get in touch with a group",
        "Since 25 October 2026",
        "Not said",
    ):
        assert said in text, said


def test_it_is_titled_with_nothing_of_them(signed_in, whole):
    page = Page(signed_in.get(record_of(whole)))
    assert page.titled == "A record - Every option"
    assert "no-store" in signed_in.get(record_of(whole)).headers["Cache-Control"]


def test_each_look_is_one_event(signed_in, whole, worker):
    signed_in.get(record_of(whole))
    [event] = Event.objects.filter(what="person.seen")
    assert (event.actor, event.subjects) == (worker.pk, [whole.pk.hex])


def test_it_costs_the_same_however_much_there_is(signed_in, asked, whole):
    before = len(asked(record_of(whole)))
    for _ in range(5):
        referral = ReferralFactory(person=whole)
        PlanFactory(person=whole, referral=referral)
        ReviewFactory(person=whole, referral=referral)
        ConsentFactory(person=whole)
        OfferFactory(person=whole, lapsed=True)
        EpisodeFactory(person=whole, ended=True, started_on=TODAY)
    assert len(asked(record_of(whole))) == before


def test_nothing_on_it_makes_anybody_go(signed_in, whole):
    text = Page(signed_in.get(record_of(whole))).text.lower()
    assert not [word for word in ("compulsory", "must attend", "attendance", "proof", "mandat") if word in text]


@pytest.mark.parametrize(
    ("ending", "offered"), [("completed", True), ("transfer", True), ("custody", True), ("died", False)]
)
def test_whoever_has_left_may_come_back(signed_in, person, ending, offered):
    Episode.objects.filter(person=person).update(
        ended_on=TODAY, ending=ending, ended_by=person.keyworker, way_back="" if ending == "died" else "given"
    )
    page = Page(signed_in.get(record_of(person)))
    assert ("Start a new time in treatment" in page.links) is offered
    assert "End this time in treatment" not in page.links


PAGES = ["", "hand-over/", "end/", "facts/", "reference/", "start/", "consent/"]


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_each_page_asks_to_sign_in(client, person, page):
    assert client.get(record_of(person) + page).headers["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("page", PAGES)
def test_for_whoever_may_not_see_them_nobody_is_there(client, person, page):
    strangers = [
        WorkerFactory(service=person.service),
        WorkerFactory(service=ServiceFactory(), service__role="manager"),
        WorkerFactory(role="editor"),
        WorkerFactory(role="administrator"),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(record_of(person) + page).status_code == 404
        assert client.post(record_of(person) + page, {}).status_code in {404, 405}
    assert not Event.objects.filter(what="person.seen").exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_key_that_is_nobodys_is_nobody(signed_in, page):
    assert signed_in.get(f"/referrals/people/{NOWHERE}/{page}").status_code == 404
    assert signed_in.get(f"/referrals/people/nonsense/{page}").status_code == 404


# --- Who has looked ------------------------------------------------------------------------------


def test_a_manager_is_told_who_has_looked(client, person, worker, manager):
    client.force_login(worker)
    client.get(record_of(person))
    client.get("/referrals/")
    client.force_login(manager)
    text = Page(client.get(record_of(person) + "looks/")).text
    assert f"{worker.name} , 3pm, Tuesday 24 November 2026: Looked at this record" in text
    assert "Looked at a caseload" in text
    assert f"{manager.name} , 3pm, Tuesday 24 November 2026: Looked at who has looked" in text


def test_a_keyworker_is_not(signed_in, person):
    assert signed_in.get(record_of(person) + "looks/").status_code == 404
    assert "Who has looked" not in Page(signed_in.get(record_of(person))).links


def test_nor_a_manager_of_another_service_who_is_their_keyworker(client, person, worker):
    MembershipFactory(user=worker, service=ServiceFactory(), role="manager")
    client.force_login(worker)
    assert client.get(record_of(person)).status_code == 200
    assert client.get(record_of(person) + "looks/").status_code == 404


def test_looks_are_as_many_as_can_be_read_and_cost_the_same(client, asked, person, manager):
    client.force_login(manager)
    before = len(asked(record_of(person) + "looks/"))
    for _ in range(20):
        client.get(record_of(person))
    assert len(asked(record_of(person) + "looks/")) == before


def test_those_close_to_a_client_are_never_linked_to_one():
    named = {field.name for field in Person._meta.get_fields() if field.related_model is Person}
    assert not named


def test_looking_changes_nothing_that_others_are_writing(signed_in, person):
    version = person.version
    signed_in.get(record_of(person))
    person.refresh_from_db()
    assert person.version == version


# --- Which area pays -----------------------------------------------------------------------------


def works_for(service, *codes):
    for code in codes:
        service.areas.add(Area.objects.get_or_create(code=code, defaults={"name": code, "nation": "england"})[0])


def _added():
    return next(person for person in Person.objects.all() if person.reference == "RH-5000")


def test_which_area_pays_is_plain_where_a_service_works_for_one(signed_in, worker):
    works_for(worker.memberships.get().service, "E00000001")
    assert "area" not in signed_in.get(ADD).context["form"].fields
    add(signed_in)
    assert _added().episodes.get().area == "E00000001"


def test_which_area_pays_is_asked_where_there_are_several(signed_in, worker):
    works_for(worker.memberships.get().service, "E00000001", "E00000002")
    for wrong in ("", "E00000003", "x\0"):
        response = add(signed_in, area=wrong)
        assert response.status_code == 200
        assert "Choose one of the areas" in response.content.decode()
    add(signed_in, area="E00000002")
    assert _added().episodes.get().area == "E00000002"
