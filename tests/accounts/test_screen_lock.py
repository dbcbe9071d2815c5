"""The screen locks, what is half-written is kept sealed, and it is given back to whoever unlocks it."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutualaid.accounts import drafts, proofs, screen_lock
from mutualaid.accounts.models import Draft, User
from mutualaid.accounts.seats import ACTED_AT
from tests.accounts.conftest import force, give_password, text
from tests.conftest import PASSWORD
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
LOCK, LOCKED, NOT_SAVED = "/accounts/lock/", "/accounts/locked/", "/accounts/not-saved/"
QUARTER = 15 * 60
WORDS = "Invented words that were half-written"


@pytest.fixture
def signed_in(client, editor, clock):
    client.force_login(editor)
    return client


@pytest.fixture
def form(clock):
    """Where a form of the editors goes."""
    return reverse("editing:meeting", args=[MeetingFactory().pk])


def unlock(client, password=PASSWORD):
    return client.post(LOCKED, {"password": password})


def hidden(page):
    """The fields that are sent again, by name, in their order."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.content.decode())
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def test_a_quarter_of_an_hour_is_let_be_and_a_second_more_is_not(signed_in, clock):
    clock.shift(QUARTER)
    assert signed_in.get("/editing/").status_code == 200
    clock.shift(QUARTER + 1)
    assert signed_in.get("/editing/")["Location"] == LOCKED
    assert signed_in.get("/editing/")["Location"] == LOCKED  # asking again is not being there


def test_the_time_of_the_last_act_is_written_once_a_minute_at_most(signed_in, clock):
    began = signed_in.session[ACTED_AT]
    clock.shift(59)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get("/accounts/sessions/")
    assert not [query for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert signed_in.session[ACTED_AT] == began
    clock.shift(1)
    signed_in.get("/accounts/sessions/")
    assert signed_in.session[ACTED_AT] == began + 60


def test_a_page_that_was_asked_for_opens_when_it_is_unlocked(signed_in, clock):
    clock.shift(QUARTER + 1)
    signed_in.get("/editing/programmes/?page=2")
    page = signed_in.get(LOCKED)
    assert page.status_code == 200
    assert "An Editor" not in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "not your password" in text(unlock(signed_in, "wrong"))
    assert signed_in.get("/editing/")["Location"] == LOCKED
    assert unlock(signed_in)["Location"] == "/editing/"
    assert signed_in.get("/editing/").status_code == 200


def test_the_password_cannot_be_tried_for_ever_there_either(signed_in, clock):
    signed_in.post(LOCK)
    for _ in range(5):
        unlock(signed_in, "wrong")
    assert "Wait five minutes" in text(unlock(signed_in))


@pytest.mark.parametrize(
    "address", ["/accounts/people/", "/accounts/sessions/", "/accounts/recovery-codes/", NOT_SAVED]
)
def test_behind_the_lock_nothing_opens(administrator, client, address, clock):
    client.force_login(administrator)
    client.post(LOCK)
    assert client.get(address)["Location"] == LOCKED
    assert client.post("/accounts/still-here/")["Location"] == LOCKED


def test_public_pages_know_of_no_lock(signed_in):
    signed_in.post(LOCK)
    assert signed_in.get("/about/privacy/").status_code == 200


def test_a_save_that_came_too_late_is_sent_again_and_then_forgotten(signed_in, form, clock):
    clock.shift(QUARTER + 1)
    given = {"name": WORDS, "why": 'They rang <us> & "wrote"', "days": ["2", "3"]}
    assert signed_in.post(form, given)["Location"] == LOCKED
    assert WORDS not in bytes(Draft.objects.get().held_sealed).decode("latin-1")
    assert unlock(signed_in)["Location"] == NOT_SAVED
    page = signed_in.get(NOT_SAVED)
    assert f'<form method="post" action="{form}">' in page.content.decode()
    draft = Draft.objects.get()
    assert hidden(page) == [
        ("_draft", str(draft.pk)),
        ("name", WORDS),
        ("why", "They rang &lt;us&gt; &amp; &quot;wrote&quot;"),
        ("days", "2"),
        ("days", "3"),
    ]
    again = signed_in.post(form, given | {"_draft": str(draft.pk)})
    assert again.status_code == 200  # the form asks for more, and shows what was typed
    assert WORDS in again.content.decode()
    assert not Draft.objects.exists()
    assert signed_in.get(NOT_SAVED)["Location"] == "/editing/"


def test_a_script_sends_what_is_half_written_along(signed_in, form):
    sent = {"name": WORDS, "_kept_for": f"{form}?page=2", "csrfmiddlewaretoken": "x", "_files": "1"}
    assert signed_in.post(LOCK, sent)["Location"] == LOCKED
    unlock(signed_in)
    page = signed_in.get(NOT_SAVED)
    assert "A file that went with it is not kept" in text(page)
    assert f'action="{form}?page=2"' in page.content.decode()
    assert ("name", WORDS) in hidden(page)
    assert "_kept_for" not in page.content.decode()


@pytest.mark.parametrize(
    "to",
    [
        "https://example.org/editing/",
        "//example.org/editing/",
        "javascript:alert(1)",
        "/about/privacy/",
        "/nowhere/",
        "/accounts/password/",
        "/accounts/sign-out/",
        "/editing/imports/start/",
        "editing/",
        "/\\example.org/",
        "\x00",
        "/editing/\x00",
        "http://[",
        "/" * 5000,
    ],
)
def test_nothing_is_kept_for_an_address_that_is_none_of_ours_or_takes_a_password(signed_in, to):
    assert signed_in.post(LOCK, {"name": WORDS, "_kept_for": to})["Location"] == LOCKED
    assert not Draft.objects.exists()


def test_a_post_without_its_token_is_not_kept(editor, form, clock):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    clock.shift(QUARTER + 1)
    assert strict.post(form, {"name": WORDS}).status_code == 403
    assert strict.post("/editing/imports/start/", {"name": WORDS}).status_code == 302
    assert strict.post(LOCK, {"name": WORDS, "_kept_for": form}).status_code == 403
    assert not Draft.objects.exists()


def test_a_password_typed_too_late_is_not_kept(signed_in, clock):
    clock.shift(QUARTER + 1)
    signed_in.post("/accounts/password/", {"password": PASSWORD, "password1": "x" * 12})
    assert not Draft.objects.exists()


def test_an_empty_form_is_not_kept(signed_in, form, clock):
    clock.shift(QUARTER + 1)
    signed_in.post(form, {"name": "", "csrfmiddlewaretoken": "x"})
    assert not Draft.objects.exists()


def test_what_a_browser_cannot_mean_is_kept_as_it_is(signed_in, form, clock):
    clock.shift(QUARTER + 1)
    signed_in.post(form, {"name": "\x00\x01" + "lamp" * 100_000, "": "x", "why": "\ud83d".encode("utf-8", "replace")})
    unlock(signed_in)
    assert signed_in.get(NOT_SAVED).status_code == 200


def test_drafts_are_nobody_elses_and_one_of_another_s_is_not_thrown_away(signed_in, form):
    signed_in.post(LOCK, {"name": WORDS, "_kept_for": form})
    draft = Draft.objects.get()
    other = force(User.objects.create_user("ann@example.org", PASSWORD, role="editor"))
    assert other.get(NOT_SAVED)["Location"] == "/editing/"
    other.post(f"/accounts/not-saved/{draft.pk}/throw-away/")
    other.post(form, {"_draft": str(draft.pk)})
    assert Draft.objects.get() == draft
    Draft.objects.filter(pk=draft.pk).update(user=User.objects.get(email="ann@example.org"))
    assert other.get(NOT_SAVED)["Location"] == "/editing/"  # given to them in the database, it opens for nobody


def test_one_is_thrown_away(signed_in, form):
    for name in ("one", "two"):
        signed_in.post(LOCK, {"name": name, "_kept_for": form})
    unlock(signed_in)
    one = Draft.objects.order_by("made_at").first()
    assert signed_in.post(f"/accounts/not-saved/{one.pk}/throw-away/")["Location"] == NOT_SAVED
    assert Draft.objects.count() == 1


def test_a_draft_that_is_met_by_the_lock_again_is_kept_once(signed_in, form, clock):
    signed_in.post(LOCK, {"name": WORDS, "_kept_for": form})
    draft = Draft.objects.get()
    assert signed_in.post(form, {"name": WORDS, "_draft": str(draft.pk)})["Location"] == LOCKED
    assert Draft.objects.get() != draft


def test_a_refusal_does_not_lose_the_draft(client, editor, form, clock):
    client.force_login(editor)
    client.post(LOCK, {"name": WORDS, "_kept_for": form})
    unlock(client)
    User.objects.update(role="")
    assert client.post(form, {"name": WORDS, "_draft": str(Draft.objects.get().pk)}).status_code == 404
    assert Draft.objects.exists()


def test_only_so_many_are_kept(signed_in, form, clock):
    for number in range(drafts.AT_MOST + 3):
        clock.shift(1)
        signed_in.post(LOCK, {"name": str(number), "_kept_for": form})
    assert Draft.objects.count() == drafts.AT_MOST
    unlock(signed_in)
    assert "Kept at" in text(signed_in.get(NOT_SAVED))
    assert drafts.of(User.objects.get(), now=Draft.objects.latest("made_at").made_at)[0].fields == [("name", "3")]


def test_signing_out_forgets_what_was_not_saved_also_when_it_is_locked(signed_in, form):
    signed_in.post(LOCK, {"name": WORDS, "_kept_for": form})
    assert signed_in.post("/accounts/sign-out/").status_code == 302
    assert not Draft.objects.exists()
    assert not any(cookie.value for cookie in signed_in.cookies.values())


def test_twelve_hours_after_signing_in_it_is_over_and_a_late_save_waits_for_the_next_sign_in(
    signed_in, editor, form, clock, settings
):
    settings.DEMO = True  # which asks for no second factor
    for _ in range(12 * 6):
        clock.shift(10 * 60)
        assert signed_in.get("/accounts/sessions/").status_code == 200
    clock.shift(1)
    assert signed_in.post(form, {"name": WORDS})["Location"].startswith("/accounts/sign-in/")
    assert "_auth_user_id" not in signed_in.session
    assert give_password(signed_in, editor)["Location"] == NOT_SAVED
    assert ("name", WORDS) in hidden(signed_in.get(NOT_SAVED))


def test_what_somebody_filled_in_is_told_and_what_the_page_put_beside_it_is_only_sent(signed_in, form):
    seen = signing.dumps({"name": "lamp"})
    typed = {"name": WORDS, "address": "https://example.org/a:b:c", "note": "at 10:30:00 or 11:00:00"}
    signed_in.post(LOCK, {**typed, "seen": seen, "times-TOTAL_FORMS": "1", "_kept_for": form})
    unlock(signed_in)
    page = signed_in.get(NOT_SAVED)
    assert {("seen", seen), ("times-TOTAL_FORMS", "1")} < set(hidden(page))
    assert page.context["drafts"][0].told == list(typed.items())


def test_a_draft_is_over_after_twelve_hours(editor, form, now):
    given = Client().request().wsgi_request.POST.copy()
    given["name"] = WORDS
    drafts.keep(editor, given, to=form, now=now)
    last = now + Draft.GOOD_FOR
    assert drafts.of(editor, now=last - dt.timedelta(seconds=1))
    assert not drafts.of(editor, now=last)


def test_whoever_types_is_there(signed_in, clock):
    for _ in range(3):
        clock.shift(QUARTER - 60)
        assert signed_in.post("/accounts/still-here/").status_code == 204
    assert signed_in.get("/editing/").status_code == 200
    assert signed_in.get("/accounts/still-here/").status_code == 405


def test_unlocking_counts_as_giving_the_password(signed_in, clock):
    clock.shift(600)
    signed_in.post(LOCK)
    unlock(signed_in)
    request = signed_in.get("/accounts/").wsgi_request
    assert proofs.lately(request, now=dt.datetime.now(dt.UTC))


def test_a_session_that_does_not_say_since_when_begins_now(signed_in, clock):
    session = signed_in.session
    for name in ("signed_in_at", ACTED_AT):
        del session[name]
    session.save()
    assert signed_in.get("/accounts/").status_code == 200
    assert {"signed_in_at", ACTED_AT} <= set(signed_in.session.keys())
    assert not screen_lock.is_locked({}, now=dt.datetime.now(dt.UTC))
