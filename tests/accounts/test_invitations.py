"""Somebody is asked, answers once within a week, and only then has an account that opens."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from mutualaid.accounts import invitations, people
from mutualaid.accounts.models import Invitation, Role, User
from mutualaid.audit.models import Event
from tests.accounts.conftest import SET_UP, code_of, give_password, secret_on, text
from tests.conftest import NOW, PASSWORD

CHOOSE = "/accounts/password/choose/"
ANN = "ann@example.org"


def link_in(message):
    return re.search(r"http://localhost:8000(/\S+)", message.body)[1]


@pytest.fixture
def invite(db, administrator, django_capture_on_commit_callbacks):
    """Asks somebody, and gives the link that was mailed."""

    def invite(email=ANN, *, name="Ann Lamp", role=Role.EDITOR, now=NOW):
        with django_capture_on_commit_callbacks(execute=True):
            user = invitations.invite(email, name=name, role=role, by=administrator, now=now)
        return user, link_in(mail.outbox[-1]) if mail.outbox else ""

    return invite


def choose(client, link, password=PASSWORD, again=None):
    client.get(link)
    return client.post(CHOOSE, {"password1": password, "password2": again or password})


def test_they_choose_a_password_sign_in_and_set_up_a_second_factor(client, invite, clock):
    ann, link = invite("Ann@Example.org")
    assert (ann.email, ann.role, ann.is_active, ann.name) == (ANN, "editor", False, "Ann Lamp")
    assert client.get(link)["Location"] == CHOOSE
    assert "Welcome: choose a password" in text(client.get(CHOOSE))
    assert choose(client, link)["Location"] == "/accounts/sign-in/"
    assert give_password(client, ann)["Location"] == "/editing/"
    assert client.get("/editing/")["Location"].startswith(SET_UP)


def test_the_mail_says_nothing_of_anybody_and_its_key_is_kept_nowhere(invite):
    _, link = invite()
    sent = mail.outbox[0]
    assert sent.to == [ANN]
    for word in ("Ann", "Lamp", "ann@", "ditor", "Admin"):
        assert word not in sent.subject + sent.body
    key = link.partition("key=")[2]
    assert len(key) >= 40
    assert key not in str(list(Invitation.objects.values()))


def test_until_it_is_answered_nothing_opens_the_account(client, invite, clock):
    ann, _ = invite()
    assert not ann.has_usable_password()
    assert give_password(client, ann).status_code == 200
    client.post("/accounts/password/forgotten/", {"email": ANN})
    assert len(mail.outbox) == 1


def test_a_link_opens_once(client, invite, clock):
    ann, link = invite()
    choose(client, link)
    client.get(link)
    assert "opens nothing any more" in text(client.get(CHOOSE))
    assert "opens nothing any more" in text(choose(client, link, "another lamp river"))
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


@pytest.mark.parametrize(("days", "told"), [(6.99, "Welcome"), (7, "opens nothing")])
def test_a_link_is_good_for_a_week(client, invite, clock, days, told):
    _, link = invite()
    clock.shift(days * 24 * 3600)
    client.get(link)
    assert told in text(client.get(CHOOSE))


@pytest.mark.parametrize("key", ["", "x", "\x00", "a-b", "0" * 32 + "-x", "é", "x" * 10_000, "%ed%a0%bd"])
def test_a_made_up_key_opens_nothing(client, db, key):
    client.get(CHOOSE, {"key": key})
    assert "opens nothing any more" in text(client.get(CHOOSE))
    assert "opens nothing any more" in text(client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD}))


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("short", "short", "too short"),
        (PASSWORD, "another", "differ"),
        ("", "", "Enter a password"),
        ("password1234", "password1234", "too common"),
        ("x" * 1001, "x" * 1001, "1,000 letters"),
        ("\x00" * 20, "\x00" * 20, "There is a problem"),
        (ANN, ANN, "too similar"),
    ],
)
def test_a_password_that_will_not_do_is_told_in_a_sentence(client, invite, clock, one, other, told):
    ann, link = invite()
    client.get(link)
    assert told in text(client.post(CHOOSE, {"password1": one, "password2": other}))
    ann.refresh_from_db()
    assert not ann.is_active


def test_another_invitation_takes_the_place_of_the_first(client, invite, clock):
    ann, first = invite()
    again, second = invite(role="", name="")
    assert again == ann
    assert (again.role, again.name) == ("editor", "Ann Lamp")
    client.get(first)
    assert "opens nothing" in text(client.get(CHOOSE))
    assert choose(client, second).status_code == 302


def test_somebody_who_has_an_account_keeps_it_and_is_sent_nothing(invite, editor):
    user, _ = invite("EDITOR@example.org", name="Somebody Else", role="")
    user.refresh_from_db()
    assert (user, user.name, user.role, mail.outbox) == (editor, "An Editor", "editor", [])
    assert user.check_password(PASSWORD)


def test_a_site_role_is_given_to_one_who_has_none_and_not_changed(invite, editor):
    bob = User.objects.create_user("bob@example.org", PASSWORD)
    assert invite("bob@example.org", role=Role.AUDITOR)[0].role == Role.AUDITOR
    with pytest.raises(invitations.NotInvited, match="another role"):
        invite(editor.email, role=Role.ADMINISTRATOR)
    bob.refresh_from_db()
    assert bob.role == Role.AUDITOR


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "ann@example.org\nbcc: x@example.org", "\x00@example.org", "é" * 300]
)
def test_nobody_is_asked_at_what_is_no_address(db, administrator, email):
    with pytest.raises(invitations.NotInvited, match=r"like name@example\.org"):
        invitations.invite(email, name="Ann", by=administrator, now=NOW)


def test_one_that_is_withdrawn_leaves_no_role_behind(client, invite, administrator, clock):
    ann, link = invite(role=Role.ADMINISTRATOR)
    invitations.withdraw(Invitation.objects.get(), by=administrator, now=NOW)
    client.get(link)
    assert "opens nothing" in text(client.get(CHOOSE))
    _, link = invite(role="")
    choose(client, link)
    ann.refresh_from_db()
    assert (ann.is_active, ann.role) == (True, "")


def test_a_closed_account_that_is_asked_again_begins_again(client, invite, administrator, editor, clock):
    people.close(editor, by=administrator, now=NOW)
    again, link = invite(editor.email, role="", name="")
    assert again == editor
    choose(client, link, "another lamp river")
    editor.refresh_from_db()
    assert (editor.is_active, editor.role) == (True, "")
    assert editor.check_password("another lamp river")


def test_a_mail_that_cannot_be_sent_is_said_on_the_page_and_its_address_in_no_log(
    client, administrator, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    client.force_login(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/people/", {"email": ANN, "name": "Ann Lamp", "role": "editor"})
    assert "The mail could not be sent" in text(client.get("/accounts/people/"))
    assert "mail.failed" in caplog.text
    assert ANN not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_or_ask_at_once_one_is_told(administrator):
    def at_once(act):
        start = Barrier(2)

        def run(number):
            try:
                start.wait(10)
                return act(number)
            except invitations.NotInvited as error:
                return str(error)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            return list(threads.map(run, range(2)))

    at_once(lambda number: invitations.invite(ANN, name="Ann", role="editor", by=administrator, now=NOW))
    assert Invitation.objects.unanswered().count() == 1
    one = Invitation.objects.unanswered().get()
    told = at_once(lambda number: invitations.answer(one, password=f"{PASSWORD} {number}", now=NOW))
    assert sorted(told) == [False, True]
    assert User.objects.get(email=ANN).check_password(f"{PASSWORD} {told.index(True)}")


def test_an_invitation_is_not_both_answered_and_withdrawn(invite):
    invite()
    with pytest.raises(IntegrityError, match="invitation_ends_one_way"), transaction.atomic():
        Invitation.objects.update(answered_at=NOW, withdrawn_at=NOW)


def test_nobody_has_two_open_invitations(invite):
    ann, _ = invite()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(user=ann, key_hash="x", made_at=NOW)


def test_addresses_are_kept_in_small_letters(db):
    with pytest.raises(IntegrityError, match="user_email_in_small_letters"), transaction.atomic():
        User.objects.create(email="Ann@example.org")


def test_from_the_command_line(db, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("invite", ANN, "--name", "Ann Lamp", "--role", "administrator")
    assert mail.outbox[0].to == [ANN]
    assert User.objects.get().role == Role.ADMINISTRATOR
    with pytest.raises(CommandError, match="like name"):
        call_command("invite", "ann", "--name", "Ann Lamp", "--role", "administrator")


def test_what_was_done_to_an_account_is_in_the_trail_without_its_address(client, invite, administrator, clock):
    ann, link = invite()
    choose(client, link)
    give_password(client, ann)
    client.post(SET_UP, {"code": code_of(secret_on(client.get(SET_UP)))})
    given = {"password": PASSWORD, "password1": "another lamp river", "password2": "another lamp river"}
    client.post("/accounts/password/", given)
    ann.refresh_from_db()
    people.forget_second_factor(ann, by=administrator, now=NOW)
    people.close(ann, by=administrator, now=NOW + dt.timedelta(days=1))
    told = list(Event.objects.order_by("pk"))
    assert [one.what for one in told] == [
        *("account.invited", "account.opened", "account.signed_in", "second_factor.set_up", "password.chosen"),
        *("second_factor.forgotten", "account.closed"),
    ]
    assert ANN not in str([one.facts for one in told])
