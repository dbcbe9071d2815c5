"""Somebody's own account: its password, forgotten or changed, and where it is signed in."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from mutualaid.accounts import retention
from mutualaid.accounts.models import Draft, SignedIn, Tried, User
from tests.accounts.conftest import force, give_password, text
from tests.conftest import PASSWORD
from tests.referrals.factories import somebody
from tests.walk import area_of_the_walk

pytestmark = pytest.mark.django_db
FORGOTTEN, SENT, CHOOSE = (f"/accounts/password/{part}/" for part in ("forgotten", "forgotten/sent", "choose"))
PASSWORD_PAGE, SESSIONS = "/accounts/password/", "/accounts/sessions/"
NEW = "another lamp river"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
)
EDGE = f"{CHROME} Edg/143.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def link():
    return re.search(r"http://localhost:8000(/\S+)", mail.outbox[-1].body)[1]


def test_one_who_forgot_it_is_sent_a_link_and_chooses_another(client, editor, clock):
    elsewhere = force(editor)
    asked = client.post(FORGOTTEN, {"email": "Editor@Example.org"})
    assert asked["Location"] == SENT
    assert mail.outbox[0].to == [editor.email]
    assert "ditor" not in mail.outbox[0].subject + mail.outbox[0].body
    assert client.get(link())["Location"] == CHOOSE
    chosen = client.post(CHOOSE, {"password1": NEW, "password2": NEW})
    assert chosen["Location"] == "/accounts/sign-in/"
    assert elsewhere.get("/editing/").status_code == 302
    assert give_password(client, editor).status_code == 200
    assert give_password(client, editor, NEW).status_code == 302
    client.get(link())
    assert "opens nothing" in text(client.get(CHOOSE))


def test_a_link_is_good_for_an_hour(client, editor, clock):
    client.post(FORGOTTEN, {"email": editor.email})
    clock.shift(3601)
    client.get(link())
    assert "opens nothing" in text(client.get(CHOOSE))


def test_known_or_not_the_answer_is_the_same_and_only_the_known_get_mail(client, editor):
    User.objects.create_user("closed@example.org", PASSWORD, is_active=False)
    pages = []
    for email in (editor.email, "nobody@example.org", "closed@example.org"):
        answer = client.post(FORGOTTEN, {"email": email})
        pages.append((answer.status_code, answer["Location"], client.get(SENT).content))
    assert len({page[:2] for page in pages}) == 1
    assert [message.to for message in mail.outbox] == [[editor.email]]


def test_the_answer_does_not_wait_for_the_mail(client, editor, settings):
    settings.MAIL_BESIDE = True
    client.post(FORGOTTEN, {"email": editor.email})
    for _ in range(100):
        if mail.outbox:
            break
        time.sleep(0.05)
    assert mail.outbox[0].to == [editor.email]


@pytest.mark.parametrize("email", [None, "", "ann", "\x00@example.org", "x" * 1000])
def test_what_is_no_address_is_told(client, email):
    assert "Enter" in text(client.post(FORGOTTEN, {"email": email} if email is not None else {}))


def test_nobody_is_sent_link_after_link(client, editor):
    for email in (editor.email, "nobody@example.org"):
        told = [client.post(FORGOTTEN, {"email": email}).status_code for _ in range(4)]
        assert told == [302, 302, 302, 429]
    assert len(mail.outbox) == 3
    assert "Wait five minutes" in text(client.post(FORGOTTEN, {"email": editor.email}))


def test_a_changed_password_ends_every_other_session(client, editor, clock):
    client.force_login(editor)
    clock.shift(600)
    elsewhere = force(editor)
    given = {"password": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(PASSWORD_PAGE, given)["Location"] == SESSIONS
    assert client.get("/editing/").status_code == 200
    assert elsewhere.get("/editing/").status_code == 302
    assert SignedIn.objects.get().session_key == client.session.session_key
    assert client.session["signed_in_at"] == int(time.time()) - 600  # its twelve hours do not begin again
    assert "this one" in text(client.get(SESSIONS))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Enter your password"),
        ({"password": "wrong", "password1": NEW, "password2": NEW}, "not your password"),
        ({"password": PASSWORD, "password1": "x", "password2": "x"}, "too short"),
        ({"password": PASSWORD, "password1": NEW, "password2": "y"}, "differ"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_is_changed(client, editor, given, told):
    client.force_login(editor)
    assert told in text(client.post(PASSWORD_PAGE, given))
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("curl/8", "A browser"),
        ("", "A browser"),
        ("\x00" * 5000, "A browser"),
    ],
)
def test_the_kind_of_browser_is_kept_and_nothing_else(client, editor, told, seen):
    client.post(
        "/accounts/sign-in/",
        {"login": editor.email, "password": PASSWORD},
        headers={"user-agent": told},
        REMOTE_ADDR="192.0.2.77",
    )
    assert SignedIn.objects.get().browser == seen
    assert "192.0.2" not in str(SignedIn.objects.values()) + str([one.get_decoded() for one in Session.objects.all()])


def test_one_session_is_ended_or_all_but_this(client, editor):
    client.force_login(editor)
    others = [force(editor) for _ in range(3)]
    page = text(client.get(SESSIONS))
    assert page.count("Signed in on") == 4
    one = SignedIn.objects.get(session_key=others[0].session.session_key)
    client.post(reverse("accounts:end_session", args=[one.pk]))
    assert [other.get("/editing/").status_code for other in others] == [302, 200, 200]
    client.post(reverse("accounts:end_others"))
    assert [other.get("/editing/").status_code for other in others] == [302, 302, 302]
    assert client.get("/editing/").status_code == 200


def test_nobody_ends_somebody_elses(client, editor, administrator):
    other = force(administrator)
    client.force_login(editor)
    theirs = SignedIn.objects.get(user=administrator)
    client.post(reverse("accounts:end_session", args=[theirs.pk]))
    client.post(reverse("accounts:end_others"))
    assert other.get("/editing/").status_code == 200


def test_signed_out_it_is_not_listed(client, editor):
    client.force_login(editor)
    elsewhere = force(editor)
    elsewhere.post("/accounts/sign-out/")
    assert text(client.get(SESSIONS)).count("Signed in on") == 1
    assert SignedIn.objects.count() == 1


def test_more_sessions_cost_no_more_queries(client, editor, costs_the_same):
    client.force_login(editor)
    costs_the_same(SESSIONS, add=lambda: [force(editor) for _ in range(3)])


@pytest.fixture
def commissioner(db):
    return somebody("commissioner", None, area_of_the_walk())


def test_one_begins_where_their_power_is(client, administrator, editor, commissioner, settings):
    settings.DEMO = True
    auditor = User.objects.create_user("auditor@example.org", PASSWORD, role="auditor")
    nobody = User.objects.create_user("nobody@example.org", PASSWORD)
    places = {editor: "/editing/", administrator: "/editing/", auditor: "/audit/", nobody: "/accounts/"}
    places[commissioner] = "/reports/"
    for user, place in places.items():
        assert give_password(Client(), user)["Location"] == place
    client.force_login(administrator)
    assert "Who works with this site" in text(client.get("/accounts/"))
    assert "Who works with this site" not in text(force(editor).get("/accounts/"))


def test_what_is_over_is_forgotten_once_an_hour(client, editor, clock, now, capsys):
    client.force_login(editor)
    give_password(Client(), editor, "a wrong password")
    Draft.objects.create(user=editor, made_at=now, held_sealed=b"")
    call_command("forget_what_is_over")
    assert (SignedIn.objects.count(), Draft.objects.count(), Session.objects.count()) == (1, 1, 1)
    clock.shift(12 * 3600 + 1)
    call_command("forget_what_is_over", "--dry-run")
    assert Draft.objects.exists()
    call_command("forget_what_is_over")
    assert [model.objects.count() for model in (SignedIn, Draft, Session, Tried)] == [0, 0, 0, 0]
    assert "drafts: 1" in capsys.readouterr().out
    assert set(retention.over(now=now)) == {"sessions", "browsers signed in", "drafts", "tries", "invitations"}
