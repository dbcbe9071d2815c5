"""How often may somebody try? The same for every process, and nothing tells who tried."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from mutualaid.accounts import tries
from mutualaid.accounts.models import Tried, User
from tests.accounts.conftest import CODE, code_of
from tests.conftest import PASSWORD
from tests.directory.views.checklist import Page

SIGN_IN = "/accounts/sign-in/"
LIMIT = 5  # wrong passwords for one account within five minutes


def try_to_sign_in(client, email, password="a wrong password", address="192.0.2.1"):
    """What came of it, in a word."""
    answer = client.post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=address)
    if answer.status_code in {302, 429}:
        return {302: "in", 429: "too often"}[answer.status_code]
    return "wrong" if "do not belong together" in Page(answer).text else "too often"


@pytest.mark.django_db(transaction=True)
def test_240_tries_at_once_let_no_more_through_than_the_limit():
    """Each thread has a connection of its own and nothing is counted in memory, so processes are the same."""
    User.objects.create_user("editor@example.org", PASSWORD)

    def thirty(number):
        try:
            told = (try_to_sign_in(Client(), "editor@example.org", address=f"192.0.2.{number}") for _ in range(30))
            return Counter(told)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        told = sum(threads.map(thirty, range(8)), Counter())
    assert told.total() == 240
    assert 1 <= told["wrong"] <= LIMIT
    assert told["in"] == 0


@pytest.mark.django_db
def test_after_too_many_even_the_right_password_waits_and_other_accounts_do_not(client, editor):
    for _ in range(LIMIT):
        assert try_to_sign_in(client, editor.email) == "wrong"
    assert try_to_sign_in(client, editor.email.upper(), PASSWORD, "198.51.100.7") == "too often"
    page = client.post(SIGN_IN, {"login": editor.email, "password": PASSWORD})
    assert "Wait five minutes and try again" in Page(page).text
    User.objects.create_user("ann@example.org", PASSWORD)
    assert try_to_sign_in(client, "ann@example.org", PASSWORD) == "in"


@pytest.mark.django_db
def test_five_minutes_later_it_may_be_tried_again(client, editor, time_machine, now):
    time_machine.move_to(now, tick=False)
    for _ in range(LIMIT):
        try_to_sign_in(client, editor.email)
    assert try_to_sign_in(client, editor.email, PASSWORD) == "too often"
    time_machine.shift(301)
    assert try_to_sign_in(client, editor.email, PASSWORD) == "in"


@pytest.mark.django_db
def test_one_address_may_not_try_many_accounts(client):
    told = Counter(try_to_sign_in(client, f"nobody-{number}@example.org") for number in range(25))
    assert told == {"wrong": 20, "too often": 5}
    assert try_to_sign_in(client, "nobody@example.org", address="198.51.100.7") == "wrong"


@pytest.mark.django_db
def test_somebody_who_comes_in_has_not_used_up_a_try(client, editor):
    for _ in range(LIMIT + 1):
        assert try_to_sign_in(Client(), editor.email, PASSWORD) == "in"


@pytest.mark.django_db
def test_what_is_kept_tells_neither_who_nor_from_where(client, editor):
    try_to_sign_in(client, editor.email)
    rows = str(list(Tried.objects.values()))
    assert Tried.objects.exists()
    assert "editor" not in rows
    assert "192.0.2.1" not in rows


@pytest.mark.django_db
def test_the_site_s_cache_is_the_one_that_every_process_sees(settings):
    cache.set("lamp", 1)
    assert Tried.objects.count() == 1
    assert len(Tried.objects.get().cache_key) == 64
    settings.SECRET_KEY = "another"
    assert cache.get("lamp") is None


# --- A stranger keeps no owner out ------------------------------------------------------------------

HERE, ELSEWHERE, STRANGE = "192.0.2.1", "203.0.113.9", "198.51.100.7"


def come_in(secret, email, *, address):
    """Sign in with both; what came of it."""
    client = Client()
    came = try_to_sign_in(client, email, PASSWORD, address)
    if came != "in":
        return came
    answer = client.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR=address)
    return "in" if answer.status_code == 302 else "wrong code"


def a_stranger_tries(email, address=STRANGE):
    return Counter(try_to_sign_in(Client(), email, address=address) for _ in range(LIMIT + 1))


@pytest.mark.django_db
def test_from_where_its_owner_came_in_lately_a_stranger_elsewhere_locks_nobody_out(editor, set_up, clock):
    secret, _codes = set_up(editor)
    assert come_in(secret, editor.email, address=HERE) == "in"
    clock.shift(120)
    assert a_stranger_tries(editor.email) == {"wrong": LIMIT, "too often": 1}
    assert come_in(secret, editor.email, address=ELSEWHERE) == "too often"
    assert come_in(secret, editor.email.upper(), address=HERE) == "in"


@pytest.mark.django_db
def test_from_there_no_more_may_be_tried_than_from_anywhere(editor, set_up, clock):
    secret, _codes = set_up(editor)
    assert come_in(secret, editor.email, address=HERE) == "in"
    clock.shift(120)
    assert a_stranger_tries(editor.email, HERE) == {"wrong": LIMIT, "too often": 1}
    assert come_in(secret, editor.email, address=HERE) == "too often"


@pytest.mark.django_db
def test_a_password_alone_makes_no_address_known(editor, set_up, clock):
    secret, _codes = set_up(editor)
    assert try_to_sign_in(Client(), editor.email, PASSWORD, HERE) == "in"  # and no code after it
    a_stranger_tries(editor.email)
    assert come_in(secret, editor.email, address=HERE) == "too often"


@pytest.mark.django_db
def test_an_address_is_known_for_a_month_and_for_its_own_account(editor, set_up, clock):
    secret, _codes = set_up(editor)
    ann = User.objects.create_user("ann@example.org", PASSWORD)
    assert come_in(secret, editor.email, address=HERE) == "in"
    a_stranger_tries(ann.email)
    assert try_to_sign_in(Client(), ann.email, PASSWORD, HERE) == "too often"
    clock.shift(tries.KNOWN_FOR + 1)
    a_stranger_tries(editor.email)
    assert come_in(secret, editor.email, address=HERE) == "too often"


@pytest.mark.django_db
def test_who_was_let_in_from_where_is_kept_as_a_keyed_hash_and_no_address_behind_a_socket_is_known(editor, set_up):
    secret, _codes = set_up(editor)
    assert come_in(secret, editor.email, address=HERE) == "in"
    rows = str(list(Tried.objects.values()))
    assert HERE not in rows
    assert editor.email not in rows
    before = Tried.objects.count()
    tries.came_in(editor.email, address=tries.NOWHERE)
    assert Tried.objects.count() == before


@pytest.mark.django_db
def test_a_stranger_locks_nobody_out_of_their_own_locked_screen(client, editor, clock):
    client.force_login(editor)
    client.post("/accounts/lock/")
    a_stranger_tries(editor.email)
    assert client.post("/accounts/locked/", {"password": PASSWORD})["Location"] != "/accounts/locked/"
    assert client.get("/editing/").status_code == 200


@pytest.mark.django_db
def test_at_a_locked_screen_no_more_may_be_tried_and_others_are_not_locked_out_by_it(client, editor, clock):
    client.force_login(editor)
    client.post("/accounts/lock/")
    told = [Page(client.post("/accounts/locked/", {"password": "wrong"})).text for _ in range(LIMIT + 1)]
    assert sum("not your password" in each for each in told) == LIMIT
    assert client.post("/accounts/locked/", {"password": PASSWORD}).status_code == 200
    assert try_to_sign_in(Client(), editor.email, PASSWORD, ELSEWHERE) == "in"
