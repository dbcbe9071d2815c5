"""The caseload's page: whose it is, what it costs, and that a reference is nowhere but on it."""

import datetime as dt

import pytest

from mutualaid.audit.models import Event
from mutualaid.sealing import seals
from tests.directory.views.checklist import Page
from tests.factories import ProgrammeFactory
from tests.referrals.factories import (
    TODAY,
    MembershipFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
    WorkerFactory,
)

NOBODY = "Nobody you work with has this reference"
DAY = dt.timedelta(days=1)


@pytest.fixture
def manager(person):
    return WorkerFactory(service=person.service, service__role="manager")


def find(client, reference):
    return client.post("/referrals/", {"reference": reference})


def seen(what="caseload.seen"):
    return [set(event.subjects) for event in Event.objects.filter(what=what).order_by("pk")]


def test_it_lists_each_person_and_option_with_one_act(signed_in, person):
    referral = ReferralFactory(person=person, programme__name="Invented lamps")
    page = Page(signed_in.get("/referrals/"))
    assert "Due today, 1 Tue 24 Nov" in page.text
    assert "Invented lamps Connect It came up Tue 24 Nov" in page.text
    assert page.links["RH-2041"] == {f"/referrals/people/{person.pk}/"}
    assert referral.programme.name not in page.titled
    assert "RH-2041" not in page.titled


def test_a_band_that_is_not_due_is_closed_and_counted(signed_in, person):
    ReferralFactory(person=person, due_on=TODAY + 60 * DAY)
    page = Page(signed_in.get("/referrals/"))
    assert "Later, 1" in page.text
    assert "<details>" in page.markup


def test_only_the_due_day_of_what_is_late_and_ours_to_ask_are_marked(signed_in, person):
    ReferralFactory(person=person, due_on=TODAY - DAY)
    ReferralFactory(person=person, due_on=TODAY + DAY)
    markup = Page(signed_in.get("/referrals/")).markup
    assert markup.count('people__due late"') == 1
    assert "ours to ask" not in markup


def test_each_look_is_one_event_with_everybody_on_the_page(signed_in, person, worker):
    other = PersonFactory(service=person.service, keyworker=worker)
    PersonFactory(service=person.service)
    signed_in.get("/referrals/")
    assert seen() == [{person.pk.hex, other.pk.hex}]
    event = Event.objects.get(what="caseload.seen")
    assert (event.actor, event.service) == (worker.pk, person.service_id)


def test_signed_out_it_asks_to_sign_in(client):
    assert client.get("/referrals/").headers["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("role", ["", "editor", "administrator"])
def test_whoever_works_with_nobody_finds_no_such_page(client, role):
    client.force_login(WorkerFactory(role=role))
    assert client.get("/referrals/").status_code == 404
    assert client.post("/referrals/list/").status_code == 404


def test_it_is_never_kept_by_a_browser(signed_in):
    assert "no-store" in signed_in.get("/referrals/").headers["Cache-Control"]


# --- Whose ---------------------------------------------------------------------------------------


def test_a_manager_chooses_whose(client, manager, person, worker):
    client.force_login(manager)
    assert "RH-2041" not in Page(client.get("/referrals/")).text
    for whose in ("everyone", str(worker.pk)):
        page = Page(client.get("/referrals/", {"whose": whose}))
        assert "RH-2041" in page.text
    assert "RH-2041" not in Page(client.get("/referrals/", {"whose": "nobody"})).text


@pytest.mark.parametrize("whose", ["everyone", "nobody", "nonsense", "\x00", "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"])
def test_a_keyworker_sees_their_own_whatever_they_ask(signed_in, person, whose):
    PersonFactory(service=person.service, reference="RH-77")
    page = Page(signed_in.get("/referrals/", {"whose": whose}))
    assert "RH-2041" in page.text
    assert "RH-77" not in page.text
    assert "Whose list" not in page.text


def test_a_manager_is_not_shown_the_list_of_another_services_keyworker(client, manager):
    other = PersonFactory(reference="RH-88")
    client.force_login(manager)
    page = Page(client.get("/referrals/", {"whose": str(other.keyworker.pk)}))
    assert "RH-88" not in page.text


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "\x00", "9" * 400])
def test_a_page_that_is_not_there_is_the_nearest_that_is(signed_in, page):
    assert "RH-2041" in Page(signed_in.get("/referrals/", {"page": page})).text


# --- Hiding --------------------------------------------------------------------------------------


def test_hidden_it_stays_hidden_and_nobody_is_sent_or_seen_until_it_is_asked_for(signed_in):
    assert signed_in.post("/referrals/list/", {"list": "hide"}).headers["Location"] == "/referrals/"
    for _ in range(2):
        page = Page(signed_in.get("/referrals/"))
        assert "RH-2041" not in page.markup
        assert "The list is hidden" in page.text
    assert seen() == []
    signed_in.post("/referrals/list/", {"list": "show"})
    assert "RH-2041" in Page(signed_in.get("/referrals/")).text


def test_hiding_is_posted(signed_in):
    assert signed_in.get("/referrals/list/").status_code == 405


# --- Finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["RH-2041", " rh-2041 ", "rh- 2041", "ＲＨ-2041"])
def test_a_reference_is_found_however_it_is_typed(signed_in, person, typed):
    assert find(signed_in, typed).headers["Location"] == f"/referrals/people/{person.pk}/"
    assert seen("person.found") == [{person.pk.hex}]


@pytest.mark.parametrize(
    "typed", ["RH-2042", "RH", "Smith", "\x00", "RH-2041\x00", "a" * 999, "‮", "🙂" * 50, "'; DROP TABLE"]
)
def test_what_is_not_found_is_answered_with_one_sentence_and_kept(signed_in, typed):
    response = find(signed_in, typed)
    assert response.status_code == 200
    page = Page(response)
    if "\x00" not in typed:
        assert NOBODY in page.text
    assert page.titled.startswith("Error:")


def test_whoever_one_may_not_see_is_answered_as_whoever_is_not_there(signed_in, person):
    PersonFactory(service=person.service, reference="RH-3000")
    PersonFactory(reference="RH-3001")
    there, elsewhere, nowhere = (Page(find(signed_in, one)).text for one in ("RH-3000", "RH-3001", "RH-3002"))
    assert NOBODY in there
    assert there == elsewhere == nowhere


def test_an_empty_reference_is_asked_for(signed_in):
    assert "Enter a reference, like RH-2041" in Page(find(signed_in, "")).text


def test_a_reference_of_two_services_is_chosen_between(signed_in, person, worker):
    other = ServiceFactory(name="Invented ward")
    MembershipFactory(user=worker, service=other)
    PersonFactory(service=other, keyworker=worker, reference="RH-2041")
    page = Page(find(signed_in, "RH-2041"))
    assert "Several of your services use this reference" in page.text
    assert len([words for words in page.links if words.startswith("RH-2041, ")]) == 2


# --- What it costs -------------------------------------------------------------------------------


def some(person, worker, number):
    """So many people, each with two options, an offer, a plan and a review."""
    programmes = [ProgrammeFactory() for _ in range(3)]
    for at in range(number):
        one = PersonFactory(service=person.service, keyworker=worker, reference=f"QQ-{person.pk.hex[:3]}{at:05}")
        OfferFactory(person=one)
        for programme in programmes[:2]:
            referral = ReferralFactory(person=one, programme=programme, stage="interest", version=1)
            PlanFactory(person=one, referral=referral)
            referral.last_review = ReviewFactory(person=one, referral=referral)
            referral.save()
            referral.steps.create(
                service=person.service,
                person=one,
                act="plan",
                before="connect",
                after="interest",
                number=1,
                at=referral.began_at,
                by=worker,
            )


@pytest.mark.parametrize("number", [5, 50, 200])
def test_it_asks_the_database_at_most_twelve_times_at_any_size(signed_in, asked, person, worker, number):
    some(person, worker, number - 1)
    queries = asked("/referrals/")
    assert len(queries) == 9
    assert sum("INSERT" in query for query in queries) == 1


def test_a_managers_list_asks_no_more_than_twelve_times(client, asked, manager, person, worker):
    client.force_login(manager)
    some(person, worker, 30)
    assert len(asked("/referrals/?whose=everyone")) <= 12


def test_each_reference_on_the_page_is_opened_once(signed_in, person, worker, monkeypatch):
    some(person, worker, 9)
    opened, unseal = [], seals.unseal
    monkeypatch.setattr(seals, "unseal", lambda *args, **how: opened.append(1) or unseal(*args, **how))
    signed_in.get("/referrals/")
    assert len(opened) == 10
