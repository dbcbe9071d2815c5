"""Nobody who signs in goes anywhere without a second factor; a code opens once; what makes codes is sealed."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from mutualaid.accounts.access import WHOEVER_IS_SIGNED_IN
from mutualaid.accounts.models import Role, User
from tests.accounts.conftest import (
    CODE,
    RECOVERY,
    SET_UP,
    VERIFY,
    code_of,
    codes_on,
    force,
    give_password,
    secret_on,
    text,
)
from tests.architecture.test_access import pages
from tests.conftest import PASSWORD, half_way

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["", *Role.values])
def test_whoever_signs_in_sets_one_up_before_any_page_opens(client, role):
    ann = User.objects.create_user("ann@example.org", PASSWORD, role=role)
    assert give_password(client, ann).status_code == 302
    for address in ("/editing/", "/accounts/", "/accounts/people/", "/accounts/sessions/"):
        assert client.get(address)["Location"].startswith(SET_UP), address
    assert client.post("/accounts/sessions/end/")["Location"] == SET_UP


def test_every_page_that_wants_somebody_signed_in_wants_the_second_factor_but_those_that_set_it_up_and_the_lock():
    open_half_way = {
        where
        for where, view in pages(get_resolver().url_patterns)
        if getattr(view, "login_required", True) and getattr(view, "is_open_half_way", False)
    }
    assert {where.rstrip("/").removeprefix("accounts/") for where in open_half_way} == {
        *("password/again", "second-factor/set-up", "second-factor/verify", "lock", "locked")
    }


def test_no_page_of_an_account_is_anybody_elses():
    seen = {str(view.may_be_seen_by) for where, view in pages(get_resolver().url_patterns) if where[:8] == "accounts"}
    assert seen == {"whoever signs in", WHOEVER_IS_SIGNED_IN, "account.manage"}


def test_the_demonstration_waives_it(client, editor, settings):
    settings.DEMO = True
    half_way(force(editor))
    give_password(client, editor)
    assert client.get("/editing/").status_code == 200


def test_it_is_set_up_and_what_was_asked_for_opens(client, editor, clock):
    give_password(client, editor)
    page = client.get(client.get("/editing/")["Location"])
    secret = secret_on(page)
    assert 'style="' not in page.content.decode()
    assert "data:" not in page.content.decode()
    assert client.post(SET_UP, {"code": code_of(secret)})["Location"] == RECOVERY
    assert client.get("/editing/").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "x" * 41, "\x00", "１２３４５６", "🔑", "A" * 40, "-1"])
def test_a_wrong_code_sets_nothing_up_and_the_secret_stays(client, editor, code):
    give_password(client, editor)
    secret = secret_on(client.get(SET_UP))
    answer = client.post(SET_UP, {"code": code})
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)
    assert secret_on(answer) == secret
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_the_code_and_a_code_opens_once(client, editor, set_up, clock):
    secret, _ = set_up(editor)
    assert give_password(client, editor)["Location"] == CODE
    assert client.get("/editing/")["Location"].startswith("/accounts/sign-in/")
    code = code_of(secret)
    assert client.post(CODE, {"code": code})["Location"] == "/editing/"
    assert client.get("/editing/").status_code == 200
    for later in (1, 29, 31, 29):  # a minute and a half, as long as the clock of a telephone may be off
        clock.shift(later)
        other = type(client)()
        give_password(other, editor)
        assert "wrong or was used already" in text(other.post(CODE, {"code": code}))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_telephone_may_be_half_a_minute_off(client, editor, set_up, steps):
    secret, _ = set_up(editor)
    give_password(client, editor)
    assert client.post(CODE, {"code": code_of(secret, steps=steps)}).status_code == 302


@pytest.mark.parametrize("steps", [-3, 2])
def test_but_no_more(client, editor, set_up, steps):
    secret, _ = set_up(editor)
    give_password(client, editor)
    assert client.post(CODE, {"code": code_of(secret, steps=steps)}).status_code == 200


def test_a_code_typed_in_groups_is_the_same_code(client, editor, set_up):
    secret, _ = set_up(editor)
    give_password(client, editor)
    code = code_of(secret)
    assert client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


@pytest.mark.parametrize("given", [{}, {"code": ""}, {"credential": "x"}, {"code": "\x00"}, {"code": "٣" * 6}])
def test_whatever_is_sent_for_a_code_is_answered_in_a_sentence(client, editor, set_up, given):
    set_up(editor)
    give_password(client, editor)
    answer = client.post(CODE, given)
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_codes_cannot_be_tried_for_ever(client, editor, set_up):
    secret, _ = set_up(editor)
    give_password(client, editor)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    assert "Wait five minutes" in text(client.post(CODE, {"code": code_of(secret)}))


def test_half_way_in_somebody_may_begin_again(client, editor, set_up):
    set_up(editor)
    give_password(client, editor)
    assert client.get("/accounts/sign-in/")["Location"] == CODE
    client.post("/accounts/sign-out/")
    assert client.get("/accounts/sign-in/").status_code == 200


def test_a_session_from_before_is_asked_for_the_code(editor, set_up):
    secret, _ = set_up(editor)
    client = half_way(force(editor))
    assert client.get("/editing/")["Location"] == f"{VERIFY}?next=%2Fediting%2F"
    assert client.post(f"{VERIFY}?next=https://example.org/", {"code": code_of(secret)})["Location"] == "/editing/"
    assert client.get("/editing/").status_code == 200


def test_one_who_has_one_is_not_offered_another_secret(editor, set_up):
    set_up(editor)
    assert half_way(force(editor)).get(SET_UP)["Location"] == VERIFY
    assert force(editor).get(SET_UP)["Location"] == RECOVERY


def test_recovery_codes_are_shown_once_each_opens_once_and_new_ones_end_the_old(client, editor, set_up, clock):
    _, codes = set_up(editor)
    assert len(set(codes)) == 10
    give_password(client, editor)
    assert client.post(CODE, {"code": codes[3]}).status_code == 302
    other = type(client)()
    give_password(other, editor)
    clock.shift(600)
    assert other.post(CODE, {"code": codes[3]}).status_code == 200
    clock.shift(-600)
    page = client.get(RECOVERY)
    assert not codes_on(page)
    assert "9 of your codes are not used yet" in text(page)
    assert client.post(RECOVERY)["Location"] == RECOVERY
    fresh = codes_on(client.get(RECOVERY))
    assert not set(fresh) & set(codes)
    assert other.post(CODE, {"code": codes[4]}).status_code == 200
    assert other.post(CODE, {"code": fresh[0]}).status_code == 302


def test_what_opens_an_account_is_changed_only_after_the_password_again(editor, set_up, clock):
    set_up(editor)
    client = force(editor)
    clock.shift(301)
    for answer in (client.get(RECOVERY), client.post(RECOVERY), client.post("/accounts/second-factor/replace/")):
        assert answer["Location"].startswith("/accounts/password/again/")
    assert "not your password" in text(client.post("/accounts/password/again/", {"password": "wrong"}))
    assert client.post("/accounts/password/again/?next=/accounts/recovery-codes/", {"password": PASSWORD}).status_code
    assert client.get(RECOVERY).status_code == 200


def test_another_telephone_takes_the_place_of_the_old_one(editor, set_up, clock):
    old, _ = set_up(editor)
    client = force(editor)
    assert client.post("/accounts/second-factor/replace/")["Location"] == SET_UP
    assert client.get("/editing/")["Location"].startswith(SET_UP)  # until it is set up, nothing opens
    client.post("/accounts/password/again/", {"password": PASSWORD})
    new = secret_on(client.get(SET_UP))
    assert new != old
    assert client.post(SET_UP, {"code": code_of(old)}).status_code == 200
    assert client.post(SET_UP, {"code": code_of(new)}).status_code == 302
    assert client.get("/editing/").status_code == 200


def test_one_that_is_set_up_twice_at_once_is_set_up_once(editor, clock):
    one, other = (half_way(force(editor)) for _ in range(2))
    secrets = [secret_on(client.get(SET_UP)) for client in (one, other)]
    assert one.post(SET_UP, {"code": code_of(secrets[0])})["Location"] == RECOVERY
    assert other.post(SET_UP, {"code": code_of(secrets[1])})["Location"] == VERIFY
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_once_used_a_page_asks_the_database_nothing_of_it(client, editor, clock):
    client.force_login(editor)
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/sessions/")
    assert not [query["sql"] for query in asked if "mfa" in query["sql"]]
    assert len(asked) == 4  # the session, who it is, where they are signed in, and which of those still stand
