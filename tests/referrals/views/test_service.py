"""The manager's page: who works here with how many, and that nobody is lost when somebody leaves."""

import pytest

from referrals.models import Membership, Person
from tests.directory.views.checklist import Page
from tests.referrals.factories import PersonFactory, ServiceFactory, WorkerFactory

SERVICE = "/referrals/service/"


@pytest.fixture
def manager(person):
    return WorkerFactory(service=person.service, service__role="manager", name="Invented manager")


@pytest.fixture
def managing(client, manager):
    client.force_login(manager)
    return client


def give(client, service, **said):
    return client.post(f"{SERVICE}{service.pk}/give/", said)


def leave(client, user):
    return client.post(f"{SERVICE}members/{user.memberships.get().pk}/leave/")


def test_it_says_who_works_here_since_when_and_with_how_many(managing, person, worker):
    PersonFactory(service=person.service, keyworker=worker)
    PersonFactory(service=person.service, keyworker=worker, episode=False)
    text = Page(managing.get(SERVICE)).text
    assert f"{worker.name} , Keyworker, since 24 November 2026: 2 people" in text
    assert "Invented manager , Service manager, since 24 November 2026: 0 people" in text


def test_it_costs_the_same_however_many_work_there(managing, asked, person):
    before = len(asked(SERVICE))
    for _ in range(5):
        PersonFactory(service=person.service)
    assert len(asked(SERVICE)) == before


def test_when_somebody_leaves_their_people_are_nobodys_until_they_are_given(managing, manager, person, worker):
    assert leave(managing, worker).status_code == 302
    page = Page(managing.get(SERVICE))
    assert "Nobody works with 1 person now." in page.text
    assert "RH-2041" in Page(managing.get("/referrals/", {"whose": "nobody"})).text
    give(managing, person.service, whose="", to=str(manager.pk))
    assert Person.objects.get(pk=person.pk).keyworker == manager
    assert "Nobody works with" not in Page(managing.get(SERVICE)).text
    assert "1 person was handed over." not in Page(managing.get(SERVICE)).text


def test_whoever_left_sees_nobody(client, managing, person, worker):
    leave(managing, worker)
    client.force_login(worker)
    assert client.get("/referrals/").status_code == 404
    assert client.get(f"/referrals/people/{person.pk}/").status_code == 404


def test_all_of_a_keyworkers_people_are_given_at_once(managing, manager, person, worker):
    PersonFactory(service=person.service)
    response = managing.post(
        f"{SERVICE}{person.service_id}/give/", {"whose": str(worker.pk), "to": str(manager.pk)}, follow=True
    )
    assert "1 person was handed over." in Page(response).text
    assert list(Person.objects.worked_with_by(manager.pk)) == [person]
    assert "Handed over to you, 1" in Page(managing.get("/referrals/")).text


@pytest.mark.parametrize("to", ["", "nonsense", "\x00", "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"])
def test_people_are_given_only_to_those_who_work_there(managing, person, worker, to):
    assert "Choose somebody who works for this service" in Page(give(managing, person.service, to=to)).text
    stranger = WorkerFactory(service=ServiceFactory())
    page = Page(give(managing, person.service, whose=str(worker.pk), to=str(stranger.pk)))
    assert "Choose somebody who works for this service" in page.text
    assert Person.objects.get(pk=person.pk).keyworker == worker


def test_nobodys_people_are_not_given_to_those_who_have_them(managing, person, worker):
    page = Page(give(managing, person.service, whose=str(worker.pk), to=str(worker.pk)))
    assert "They work with these people already" in page.text


def test_a_manager_does_not_end_their_own_work_here(managing, manager):
    assert leave(managing, manager).status_code == 404
    assert Membership.objects.now().filter(user=manager).exists()


@pytest.mark.parametrize("role", ["keyworker", "manager"])
def test_nobody_else_finds_these_pages(client, person, worker, role):
    stranger = WorkerFactory(service=ServiceFactory(), service__role=role)
    client.force_login(stranger)
    assert give(client, person.service, to=str(stranger.pk)).status_code == 404
    assert leave(client, worker).status_code == 404
    assert client.get(SERVICE).status_code == (200 if role == "manager" else 404)
    assert worker.name not in Page(client.get(SERVICE)).text


def test_signed_out_they_ask_to_sign_in(client, person):
    for address in (SERVICE, f"{SERVICE}{person.service_id}/give/"):
        assert client.get(address).headers["Location"].startswith("/accounts/sign-in/")


def test_leaving_is_posted(managing, worker):
    assert managing.get(f"{SERVICE}members/{worker.memberships.get().pk}/leave/").status_code == 405
