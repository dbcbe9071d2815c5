"""A suggestion changes nothing until somebody accepts it, in whole or in part."""

import pytest

from directory import following, verification
from directory.models import Check, Meeting, Suggestion
from directory.verification.suggestions import CORRECTABLE, NotAccepted
from mutualaid.accounts.models import User
from tests.factories import MeetingFactory, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("editor@example.org")


@pytest.fixture
def meeting():
    meeting = MeetingFactory(name="Invented meeting")
    stamp(meeting)
    return meeting


def suggest(meeting, now, **proposed):
    return Suggestion.objects.create(kind="correction", meeting=meeting, proposed=proposed, made_at=now)


def test_accepting_makes_it_so_in_every_index_and_confirms_it(meeting, editor, now):
    following.directory()
    decided = verification.accept(suggest(meeting, now, name="Another name", step_free="yes"), by=editor, at=now)
    meeting.refresh_from_db()
    assert (meeting.name, meeting.step_free, meeting.confirmed_by) == ("Another name", "yes", "editor")
    assert (decided.decision, decided.decided_by, decided.decided_at) == ("accepted", editor, now)
    assert [row.name for row in following.directory().index.rows] == ["Another name"]
    assert Check.objects.get().outcome == "not_as_listed"


def test_it_may_be_accepted_in_part(meeting, editor, now):
    suggestion = suggest(meeting, now, name="Another name", step_free="yes")
    verification.accept(suggestion, fields=["step_free"], by=editor, at=now)
    meeting.refresh_from_db()
    assert (meeting.name, meeting.step_free) == ("Invented meeting", "yes")


@pytest.mark.parametrize(
    ("proposed", "told"),
    [
        ({"source_key": "mine"}, "cannot change source_key"),
        ({"private_notes": "x", "held_at": None}, "cannot change held_at, private_notes"),
        ({}, "Nothing is proposed"),
        ({"openness": "sometimes"}, "not a valid choice"),
        ({"mode": "online"}, "joining link"),
        ({"name": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_stand_changes_nothing_and_stays_undecided(meeting, editor, now, proposed, told):
    suggestion, before = suggest(meeting, now, **proposed), Meeting.objects.values().get()
    with pytest.raises(NotAccepted, match=told):
        verification.accept(suggestion, by=editor, at=now)
    suggestion.refresh_from_db()
    assert suggestion.decision == ""
    assert Meeting.objects.values().get() == before
    assert not Check.objects.exists()


def test_declining_says_why_and_leaves_the_meeting(meeting, editor, now):
    decided = verification.decline(suggest(meeting, now, name="No"), reason="It is so already.", by=editor, at=now)
    meeting.refresh_from_db()
    assert (decided.decision, decided.reason, meeting.name) == ("declined", "It is so already.", "Invented meeting")
    assert not Suggestion.objects.waiting()


def test_what_is_decided_is_not_decided_again(meeting, editor, now):
    suggestion = suggest(meeting, now, name="Another name")
    verification.decline(suggestion, reason="It is so already.", by=editor, at=now)
    for decide in (verification.accept, lambda *it, **how: verification.decline(*it, reason="Again.", **how)):
        with pytest.raises(NotAccepted, match="decided this already"):
            decide(suggestion, by=editor, at=now)


def test_a_group_not_listed_is_accepted_once_an_editor_has_entered_it(editor, now):
    suggestion = Suggestion.objects.create(kind="new_group", says="They meet on Tuesdays.", made_at=now)
    assert verification.accept(suggestion, by=editor, at=now).decision == "accepted"


def test_what_may_be_corrected_is_a_field_of_a_meeting_and_nothing_private():
    fields = {field.name for field in MeetingFactory._meta.model._meta.get_fields()}
    assert set(CORRECTABLE) <= fields
    assert not {"private_notes", "source", "source_key", "confirmed_at", "held_at"} & set(CORRECTABLE)
