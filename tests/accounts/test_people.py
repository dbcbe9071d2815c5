"""Who works with the site is an administrator's to say, and somebody always can."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from mutualaid.accounts import people
from mutualaid.accounts.models import Invitation, Role, SignedIn, User
from tests.accounts.conftest import CODE, SET_UP, force, give_password, text
from tests.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db
PEOPLE = "/accounts/people/"


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


def address(name, thing):
    return reverse(f"accounts:{name}", args=[thing.pk])


def test_it_lists_who_has_a_role_and_who_was_asked_and_asks_one_more(
    signed_in, editor, django_capture_on_commit_callbacks
):
    User.objects.create_user("keyworker@example.org", PASSWORD, name="A Keyworker")
    page = text(signed_in.get(PEOPLE))
    assert "An Editor" in page
    assert "A Keyworker" not in page
    with django_capture_on_commit_callbacks(execute=True):
        asked = signed_in.post(PEOPLE, {"email": "ann@example.org", "name": "Ann Lamp", "role": "auditor"})
    assert asked["Location"] == PEOPLE
    assert mail.outbox[0].to == ["ann@example.org"]
    page = text(signed_in.get(PEOPLE))
    assert "Ann Lamp" in page
    assert "Invited on" in page
    signed_in.post(address("withdraw", Invitation.objects.get()))
    assert "Ann Lamp" not in text(signed_in.get(PEOPLE))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Enter your e-mail address"),
        ({"email": "ann", "name": "x", "role": "editor"}, "like name@example.org"),
        ({"email": "ann@example.org", "name": "", "role": "editor"}, "Enter their name"),
        ({"email": "ann@example.org", "name": "x", "role": "king"}, "Choose one of these"),
        ({"email": "ann@example.org", "name": "x" * 101, "role": "editor"}, "There is a problem"),
        ({"email": "ann@example.org", "name": "\x00", "role": "editor"}, "There is a problem"),
        ({"email": "editor@example.org", "name": "x", "role": "auditor"}, "another role"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(signed_in, editor, given, told):
    page = signed_in.post(PEOPLE, given)
    assert told in text(page)
    if given.get("name") == "x":
        assert 'value="x"' in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["", Role.EDITOR, Role.AUDITOR])
def test_it_is_nobody_elses(role, editor, client):
    client.force_login(User.objects.create_user("ann@example.org", PASSWORD, role=role))
    assert client.get(PEOPLE).status_code == 404
    for name in ("close", "forget_second_factor"):
        assert client.post(address(name, editor)).status_code == 404


def test_a_closed_account_is_out_at_once_and_does_not_come_back(signed_in, editor, settings):
    theirs = force(editor)
    assert theirs.get("/editing/").status_code == 200
    assert signed_in.post(address("close", editor))["Location"] == PEOPLE
    assert theirs.get("/editing/").status_code == 302
    assert give_password(theirs, editor).status_code == 200
    assert "Closed. Whoever was signed in" in text(signed_in.get(PEOPLE))
    assert signed_in.post(address("close", editor)).status_code == 404


def test_nobody_closes_their_own_and_the_last_administrator_stays(signed_in, administrator, editor):
    signed_in.post(address("close", administrator))
    assert "Ask another administrator" in text(signed_in.get(PEOPLE))
    with pytest.raises(people.NotClosed, match="Invite another administrator first"):
        people.close(administrator, by=None, now=NOW)
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(administrator):
    pair = [administrator, User.objects.create_user("second@example.org", PASSWORD, role=Role.ADMINISTRATOR)]
    start = Barrier(2)

    def close(number):
        try:
            start.wait(10)
            people.close(pair[number], by=pair[1 - number], now=NOW)
        except people.NotClosed as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(close, range(2)))
    assert told[0] == ""
    assert "Invite another administrator first" in told[1]
    assert User.objects.open().filter(role=Role.ADMINISTRATOR).count() == 1


def test_one_who_lost_their_telephone_sets_up_another(signed_in, editor, set_up, clock):
    set_up(editor)
    theirs = force(editor)
    other = type(signed_in)()
    assert give_password(other, editor)["Location"] == CODE
    signed_in = force(User.objects.get(role=Role.ADMINISTRATOR))  # some minutes have gone
    signed_in.post(address("forget_second_factor", editor))
    assert theirs.get("/editing/").status_code == 302
    fresh = type(signed_in)()
    give_password(fresh, editor)
    assert fresh.get("/editing/")["Location"].startswith(SET_UP)


def test_from_the_command_line_too(editor, set_up, capsys):
    set_up(editor)
    call_command("forget_second_factor", "EDITOR@example.org")
    assert not SignedIn.objects.filter(user=editor).exists()
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("forget_second_factor", "nobody@example.org")


@pytest.mark.parametrize("name", ["close", "forget_second_factor", "withdraw"])
def test_what_is_not_there_is_missing_and_a_get_is_refused(signed_in, editor, name):
    nowhere = reverse(f"accounts:{name}", args=["7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"])
    assert signed_in.post(nowhere).status_code == 404
    assert signed_in.get(nowhere).status_code == 405


def test_more_people_cost_no_more_queries(client, administrator, costs_the_same):
    client.force_login(administrator)

    def add():
        for number in range(5):
            User.objects.create_user(f"ann-{number}@example.org", PASSWORD, role="editor")
            bob = User.objects.create_user(f"bob-{number}@example.org", PASSWORD, is_active=False)
            Invitation.objects.create(user=bob, key_hash=str(number), made_at=NOW, made_by=administrator)

    costs_the_same(PEOPLE, add=add)
