"""A hall closed, a meeting called off or moved, its terms: each is told, seen in the history, and undone."""

import datetime as dt

import pytest
from django.urls import reverse

from directory.models import Closure, Move, Spell
from mutualaid.accounts.models import User
from tests.conftest import PASSWORD
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, page_of, undoing
from tests.factories import ClosureFactory, MeetingFactory, MoveFactory, SpellFactory

pytestmark = pytest.mark.django_db
ACTS = {"close_venue": "closing", "call_off": "off", "move": "move", "set_terms": "terms"}
TUESDAY = "2026-12-01"
GIVEN = {
    "close_venue": {
        "first": TUESDAY,
        "lasts": "until",
        "last": "2026-12-14",
        "reason": "a new floor",
        "how": "contact",
    },
    "call_off": {"first": TUESDAY, "lasts": "one", "last": "", "how": "contact"},
    "move": {"was_on": TUESDAY, "to_on": "2026-12-02", "to_at": "11:00", "how": "visitors"},
    "set_terms": {
        "how": "contact",
        "term-TOTAL_FORMS": "3",
        "term-INITIAL_FORMS": "0",
        "term-0-first": "2026-09-01",
        "term-0-last": "2026-12-18",
    },
}


def place(name, meeting):
    return page_of(name, meeting.venue if name == "close_venue" else meeting)


def tell(client, name, meeting, **typed):
    given = {f"{ACTS[name]}-{field}": value for field, value in (GIVEN[name] | typed).items()}
    return client.post(place(name, meeting), given)


def history_of(client, thing):
    return Page(client.get(page_of(f"{thing._meta.model_name}_history", thing))).text


def test_a_hall_is_closed_for_a_fortnight_and_opened_again(signed_in, client, editor, meeting):
    assert tell(signed_in, "close_venue", meeting)["Location"] == page_of("venue", meeting.venue)
    told = Closure.objects.get()
    assert (told.first_on, told.last_on, told.reason) == (dt.date(2026, 12, 1), dt.date(2026, 12, 14), "a new floor")
    assert (told.how, told.made_by) == ("contact", editor)
    for page in (page_of("venue", meeting.venue), page_of("meeting", meeting), page_of("meeting_otherwise", meeting)):
        assert "Closed 1 to 14 December: a new floor" in Page(signed_in.get(page)).text
    assert "Closed 1 to 14 December: a new floor" in history_of(signed_in, meeting.venue)
    back = signed_in.post(undoing(told), {"from_its_page": "yes"})
    assert back["Location"] == page_of("venue", meeting.venue)
    assert "Nobody has told us that it is closed." in Page(signed_in.get(back["Location"])).text
    text = history_of(signed_in, meeting.venue)
    assert "Undone: Closed 1 to 14 December: a new floor" in text
    assert text.count("An Editor") == 3  # who closed it, who opened it, who is signed in
    assert ">Undo<" not in signed_in.get(page_of("venue_history", meeting.venue)).content.decode()


@pytest.mark.parametrize(
    ("lasts", "last", "ends"),
    [("one", "", dt.date(2026, 12, 1)), ("until", "2026-12-08", dt.date(2026, 12, 8)), ("open", "", None)],
)
def test_a_meeting_is_called_off_for_a_day_a_while_or_until_further_notice(signed_in, meeting, lasts, last, ends):
    response = tell(signed_in, "call_off", meeting, lasts=lasts, last=last)
    assert response["Location"] == page_of("meeting_otherwise", meeting)
    told = Spell.objects.get()
    assert (told.kind, told.last_on) == ("break", ends)
    back = signed_in.post(undoing(told), {"from_its_page": "yes"})
    assert back["Location"] == page_of("meeting_otherwise", meeting)
    assert not Spell.objects.standing().exists()


def test_one_meeting_is_moved_and_its_history_says_so(signed_in, meeting):
    assert tell(signed_in, "move", meeting).status_code == 302
    told = Move.objects.get()
    assert (told.was_on, told.to_on, told.to_at) == (dt.date(2026, 12, 1), dt.date(2026, 12, 2), dt.time(11))
    text = history_of(signed_in, meeting)
    assert "Moved from Tuesday 1 December to Wednesday 2 December 11am" in text
    assert "Told by people who went." in text
    assert signed_in.post(undoing(told))["Location"] == page_of("meeting_history", meeting)


def test_terms_are_given_shown_again_and_replaced(signed_in, meeting):
    assert tell(signed_in, "set_terms", meeting).status_code == 302
    form = signed_in.get(page_of("meeting_otherwise", meeting)).context["terms"]
    assert form.terms.forms[0]["first"].value() == "2026-09-01"
    more = {"term-0-last": "2026-12-11", "term-1-first": "2027-01-05", "term-1-last": "2027-03-20"}
    assert tell(signed_in, "set_terms", meeting, **more).status_code == 302
    assert [str(one.last_on) for one in Spell.objects.terms()] == ["2026-12-11", "2027-03-20"]


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("close_venue", {"last": "2026-11-30"}, "Enter a last day that is not before the first"),
        ("close_venue", {"reason": ""}, "Say why it is closed"),
        ("close_venue", {"reason": "x" * 201}, "Make it 200 letters or fewer"),
        ("close_venue", {"last": "9999-12-31"}, "Choose days within ten years of today."),
        ("close_venue", {"first": "0001-01-01"}, "Choose days within ten years of today."),
        ("close_venue", {"lasts": "open"}, "Choose that it lasts until this day, or empty it"),
        ("call_off", {"first": "soon"}, "Enter a day, like 2026-11-24"),
        ("call_off", {"first": "2026-02-30"}, "Enter a day, like 2026-11-24"),
        ("call_off", {"first": ""}, "Enter the first day, like 2026-11-24"),
        ("call_off", {"lasts": ""}, "Choose how long"),
        ("call_off", {"lasts": "ever"}, "Choose how long"),
        ("call_off", {"lasts": "until"}, "Enter the last day, like 2026-11-24"),
        ("call_off", {"first": "2026-12-02"}, "there is nothing to call off"),
        ("call_off", {"first": "9999-12-31"}, "Choose days within ten years of today."),
        ("call_off", {"how": ""}, "Choose who says so"),
        ("call_off", {"how": "hearsay"}, "Choose who says so"),
        ("call_off", {"how": "source"}, "Choose who says so"),
        ("move", {"was_on": "2026-12-02"}, "It does not meet on Wednesday 2 December"),
        ("move", {"was_on": "9998-06-01"}, "Choose days within ten years of today."),
        ("move", {"to_on": "9999-12-31"}, "Choose days within ten years of today."),
        ("move", {"to_on": ""}, "Enter the day on which it meets instead"),
        ("move", {"to_at": "25:00"}, "Enter a time, like 19:30"),
        ("move", {"to_at": "11:00+05:00"}, "Enter a time, like 19:30"),
        ("set_terms", {"term-0-first": "", "term-0-last": ""}, "Give the first and the last day of a term"),
        ("set_terms", {"term-0-last": ""}, "Give a term both its first and its last day"),
        ("set_terms", {"term-0-last": "2026-08-01"}, "Enter a last day that is not before the first"),
        ("set_terms", {"term-0-last": "9999-12-31"}, "Choose days within ten years of today."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, meeting, name, typed, told):
    response = tell(signed_in, name, meeting, **typed)
    page = Page(response)
    assert response.status_code == 200
    assert "There is a problem" in page.text
    assert told in page.text
    assert page.titled.startswith("Error:")
    assert len(page.ids) == len(set(page.ids))
    for value in (value for value in (GIVEN[name] | typed).values() if value not in {"ever", "hearsay", "source"}):
        assert value in page.markup, value
    assert not any(model.objects.exists() for model in (Closure, Spell, Move))


def test_a_form_that_was_tampered_with_is_answered_with_a_sentence(signed_in, meeting):
    page = Page(tell(signed_in, "set_terms", meeting, **{"term-TOTAL_FORMS": "rubbish"}))
    assert "Give the first and the last day of a term" in page.text


def test_the_second_of_two_editors_is_told_in_a_sentence(signed_in, meeting):
    for name in ("close_venue", "call_off"):
        tell(signed_in, name, meeting)
        assert "That is on record already." in Page(tell(signed_in, name, meeting)).text
    tell(signed_in, "move", meeting)
    assert "That day has been moved already" in Page(tell(signed_in, "move", meeting, to_on="2026-12-03")).text
    told = Closure.objects.get()
    signed_in.post(undoing(told))
    back = signed_in.post(undoing(told))
    assert "Somebody has undone this already." in Page(signed_in.get(back["Location"])).text


def test_every_page_is_kept_from_those_without_the_power_and_takes_posts_alone(signed_in, meeting):
    page = page_of("meeting_otherwise", meeting)
    acts = [place(name, meeting) for name in ACTS]
    assert [signed_in.get(address).status_code for address in (page, *acts)] == [200, 405, 405, 405, 405]
    assert signed_in.get(reverse("editing:meeting_otherwise", args=[NOWHERE])).status_code == 404
    for name in ACTS:
        assert signed_in.post(reverse(f"editing:{name}", args=[NOWHERE])).status_code == 404
    signed_in.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    assert signed_in.get(page).status_code == 404
    assert {signed_in.post(address).status_code for address in acts} == {404}
    signed_in.logout()
    assert signed_in.get(page)["Location"].startswith("/accounts/sign-in/")
    assert all(signed_in.post(address)["Location"].startswith("/accounts/sign-in/") for address in acts)


def test_what_is_asked_of_the_database_does_not_grow(signed_in, meeting, costs_the_same):
    def add():
        for days in range(3):
            told = {"first_on": dt.date(2026, 12, 1 + days), "made_by": None}
            SpellFactory(meeting=meeting, **told)
            ClosureFactory(venue=meeting.venue, **told)
        MoveFactory(meeting=meeting, was_on=dt.date(2026, 12, 8))
        MeetingFactory(venue=meeting.venue)

    SpellFactory(meeting=meeting)
    for name in ("meeting_otherwise", "meeting_history", "meeting"):
        costs_the_same(page_of(name, meeting), add=add if name == "meeting_otherwise" else lambda: None)
    for name in ("venue", "venue_history"):
        costs_the_same(page_of(name, meeting.venue), add=lambda: ClosureFactory(venue=meeting.venue))
