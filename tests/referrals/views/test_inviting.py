"""A manager asks somebody to work for their service, takes it back, and says what somebody does there."""

from urllib.parse import urlencode

import pytest
from django.core import mail

from mutualaid.accounts.models import Invitation, Role, User
from referrals.models import Membership
from tests.directory.views.checklist import Page
from tests.referrals.factories import ServiceFactory, WorkerFactory, somebody
from tests.walk import area_of_the_walk

SERVICE = "/referrals/service/"
ASKED = {"email": "ann@example.org", "name": "Ann Lamp", "role": "keyworker"}


@pytest.fixture
def service():
    return ServiceFactory(name="Invented Lantern")


@pytest.fixture
def manager(service):
    return WorkerFactory(service=service, service__role="manager", name="Invented manager")


@pytest.fixture
def managing(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def invite(managing, service, django_capture_on_commit_callbacks):
    def invite(**said):
        with django_capture_on_commit_callbacks(execute=True):
            sent = urlencode(ASKED | said, errors="surrogatepass")
            form = "application/x-www-form-urlencoded"
            response = managing.post(f"{SERVICE}{service.pk}/invite/", sent, content_type=form)
        return managing.get(response["Location"]) if response.status_code == 302 else response

    return invite


def of(user):
    return Membership.objects.now().get(user=user)


def test_somebody_is_invited_shown_as_asked_and_taken_back(managing, invite):
    page = Page(invite())
    assert "Invited. The link in the mail is good for a week." in page.text
    assert "They have not answered yet. Invited on 24 November 2026." in page.text
    assert mail.outbox[0].to == ["ann@example.org"]
    ann = User.objects.get(email="ann@example.org")
    assert "Withdraw the invitation of Ann Lamp" in page.text
    page = Page(managing.post(f"{SERVICE}members/{of(ann).pk}/leave/", follow=True))
    assert "Withdrawn." in page.text
    assert "Ann Lamp" not in page.text
    assert not Invitation.objects.unanswered().exists()


def test_somebody_who_has_an_account_works_there_at_once(invite):
    known = WorkerFactory(name="A known worker")
    page = Page(invite(email=known.email.upper()))
    assert "They have an account already" in page.text
    assert "A known worker" in page.text
    assert "work for this service already" in Page(invite(email=known.email)).text


def test_people_are_not_given_to_somebody_who_has_not_answered(managing, invite, service):
    invite()
    assert "Ann Lamp" not in Page(managing.get(f"{SERVICE}{service.pk}/give/")).text


def test_a_role_is_changed_and_nothing_else_is_taken(managing, service):
    worker = WorkerFactory(service=service)
    for role, expected in (
        ("manager", "manager"),
        ("king", "manager"),
        ("\x00", "manager"),
        ("keyworker", "keyworker"),
    ):
        managing.post(f"{SERVICE}members/{of(worker).pk}/role/", {"role": role})
        assert of(worker).role == expected
    assert worker.memberships.count() == 3


def test_nobody_changes_what_they_themselves_do(managing, manager):
    assert managing.post(f"{SERVICE}members/{of(manager).pk}/role/", {"role": "keyworker"}).status_code == 404
    assert of(manager).role == "manager"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "ann"}, "like name@example.org"),
        ({"email": f"ann@{'example.' * 40}org"}, "at most 254 letters"),
        ({"email": "ann\x00@example.org"}, "There is a problem"),
        ({"email": "ann\ud800@example.org"}, "There is a problem"),
        ({"name": ""}, "Enter their name"),
        ({"name": "x" * 10**5}, "There is a problem"),
        ({"name": "\x00"}, "There is a problem"),
        ({"role": ""}, "Choose one of these"),
        ({"role": "administrator"}, "Choose one of these"),
    ],
)
def test_what_cannot_be_used_is_said_and_what_was_typed_stays(invite, said, told):
    response = invite(**said)
    page = Page(response)
    assert response.status_code == 200
    assert told in page.text
    assert page.titled.strip().startswith("Error:")
    values = {control["name"]: control.get("value") for control in page.controls if control.get("type") != "radio"}
    for name in {"email", "name"} - set(said):
        assert values[name] == ASKED[name]
    assert not mail.outbox


def test_it_costs_the_same_however_many_were_invited(managing, invite, asked):
    invite()
    before = len(asked(SERVICE))
    for number in range(4):
        invite(email=f"ann-{number}@example.org")
    assert len(asked(SERVICE)) == before


@pytest.mark.parametrize("who", ["keyworker", "stranger", "commissioner", *Role])
def test_nobody_else_finds_these_pages(client, service, manager, who):
    if who == "stranger":
        user = somebody("manager", ServiceFactory(), None)
    else:
        user = somebody(who, service, area_of_the_walk())
    client.force_login(user)
    assert client.get(f"{SERVICE}{service.pk}/invite/").status_code == 404
    assert client.post(f"{SERVICE}{service.pk}/invite/", ASKED).status_code == 404
    assert client.post(f"{SERVICE}members/{of(manager).pk}/role/", {"role": "keyworker"}).status_code == 404
    assert not User.objects.filter(email=ASKED["email"]).exists()
    assert of(manager).role == "manager"


def test_signed_out_they_ask_to_sign_in_and_a_role_is_posted(client, managing, service, manager):
    assert managing.get(f"{SERVICE}members/{of(manager).pk}/role/").status_code == 405
    client.logout()
    for address in (f"{SERVICE}{service.pk}/invite/", f"{SERVICE}members/{of(manager).pk}/role/"):
        assert client.post(address).headers["Location"].startswith("/accounts/sign-in/")
