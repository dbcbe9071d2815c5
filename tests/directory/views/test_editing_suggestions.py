"""Suggestions wait for an editor, who accepts them in whole or in part, or declines them with a reason."""

import pytest
from django.urls import reverse

from directory.models import Meeting, Suggestion
from mutualaid.accounts.models import User
from tests.conftest import PASSWORD
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, page_of
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
QUEUE = "/editing/suggestions/"
PROPOSED = {"name": "Lamp", "step_free": "yes", "restricted_to": ["women"]}


@pytest.fixture
def suggestion(meeting, now):
    said = {"says": "It is called Lamp.\nThere is a ramp.", "proposed": PROPOSED, "made_at": now}
    return meeting.suggestions.create(kind="correction", **said)


def decide(client, suggestion, **typed):
    return client.post(page_of("decide_suggestion", suggestion), typed)


def test_what_is_suggested_stands_beside_what_is_listed(signed_in, suggestion):
    page = Page(signed_in.get(QUEUE))
    assert "1 waits, and changes nothing until you decide." in page.text
    assert "There is a ramp." in page.text
    assert "Name: it says “Invented meeting” and should say “Lamp”" in page.text
    assert "For some people only: it says “nothing” and should say “Women”" in page.text
    assert len(page.ids) == len(set(page.ids))


def test_part_of_it_is_taken(signed_in, editor, suggestion):
    response = decide(signed_in, suggestion, to="accept", fields_taken=["name", "step_free"])
    assert response["Location"] == QUEUE
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.step_free, meeting.restricted_to) == ("Lamp", "yes", [])
    suggestion.refresh_from_db()
    assert (suggestion.decision, suggestion.decided_by) == ("accepted", editor)
    assert "Nothing waits." in Page(signed_in.get(QUEUE)).text


def test_it_is_declined_for_a_reason(signed_in, suggestion):
    decide(signed_in, suggestion, to="decline", reason="They have moved.")
    suggestion.refresh_from_db()
    assert (suggestion.decision, suggestion.reason) == ("declined", "They have moved.")
    assert Meeting.objects.get().name == "Invented meeting"


def test_a_group_that_is_not_listed_is_accepted_when_it_was_dealt_with(signed_in, now):
    suggestion = Suggestion.objects.create(kind="new_group", says="A group in Leeds.", made_at=now)
    assert "it was dealt with by hand" in Page(signed_in.get(QUEUE)).text
    decide(signed_in, suggestion, to="accept")
    suggestion.refresh_from_db()
    assert suggestion.decision == "accepted"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Choose what is to be done"),
        ({"to": "ignore"}, "Choose what is to be done"),
        ({"to": "accept"}, "Tick what to take of it, or decline it"),
        ({"to": "decline", "reason": ""}, "Say why it is declined"),
        ({"to": "decline", "reason": "x" * 301}, "Make it 300 letters or fewer"),
        ({"to": "accept", "fields_taken": ["withdrawn_at"]}, "withdrawn_at"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, suggestion, typed, told):
    response = decide(signed_in, suggestion, **{"reason": "Kept as typed."} | typed)
    page = Page(response)
    assert response.status_code == 200
    assert "There is a problem" in page.text
    assert told in page.text
    assert page.titled.startswith("Error:")
    assert ({"reason": "Kept as typed."} | typed)["reason"] in page.markup
    suggestion.refresh_from_db()
    assert suggestion.decision == ""


@pytest.mark.parametrize(
    ("proposed", "told"),
    [
        ({"name": {"a": 1}}, "Nothing is proposed that could be taken"),
        ({"restricted_to": "women"}, "Nothing is proposed that could be taken"),
        ({"restricted_to": [["women"]]}, "Nothing is proposed that could be taken"),
        ({"phone": 7, "held_at": "now"}, "Nothing is proposed that could be taken"),
        ({"mode": "rubbish"}, "not a valid choice"),
        ({"mode": "online"}, "Give a venue for in-person meetings"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_changes_nothing(signed_in, suggestion, proposed, told):
    Suggestion.objects.update(proposed=proposed)
    before = Meeting.objects.values().get()
    assert signed_in.get(QUEUE).status_code == 200
    page = Page(decide(signed_in, suggestion, to="accept", fields_taken=list(proposed)))
    assert told in page.text
    assert Meeting.objects.values().get() == before


def test_the_second_of_two_editors_is_told_that_it_is_decided(signed_in, suggestion):
    decide(signed_in, suggestion, to="decline", reason="They have moved.")
    response = decide(signed_in, suggestion, to="accept", fields_taken=["name"])
    assert "Somebody has decided this already" in Page(signed_in.get(response["Location"])).text
    assert Meeting.objects.get().name == "Invented meeting"


def test_each_is_kept_from_those_without_the_power(signed_in, suggestion):
    address = page_of("decide_suggestion", suggestion)
    assert signed_in.get(address).status_code == signed_in.post(QUEUE).status_code == 405
    assert signed_in.post(reverse("editing:decide_suggestion", args=[NOWHERE])).status_code == 404
    signed_in.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    assert signed_in.get(QUEUE).status_code == signed_in.post(address).status_code == 404
    signed_in.logout()
    for response in (signed_in.get(QUEUE), signed_in.post(address)):
        assert response["Location"].startswith("/accounts/sign-in/")


def test_what_is_asked_of_the_database_does_not_grow(signed_in, suggestion, now, costs_the_same):
    costs_the_same(
        QUEUE,
        add=lambda: MeetingFactory().suggestions.create(kind="correction", proposed=PROPOSED, made_at=now),
    )
