"""A suggestion changes nothing until somebody accepts it, in whole or in part."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directory import following, verification
from directory.models import Check, Meeting, Suggestion
from directory.verification.suggestions import CORRECTABLE, NOT_ON, NotAccepted
from mutualaid.accounts.models import User
from referrals.models import WasntOn
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


# --- It was not on --------------------------------------------------------------------------------

TODAY = dt.date(2026, 11, 24)


def test_that_it_was_not_on_waits_for_an_editor_and_tells_no_hour(meeting):
    said = verification.say_not_on(meeting, "nobody_there", on=TODAY)
    assert (said.kind, said.meeting, said.says) == ("correction", meeting, "Somebody went, and nobody was there.")
    assert said.made_at == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    assert list(Suggestion.objects.waiting()) == [said]


def test_what_waits_is_said_once_and_again_when_it_was_decided(meeting, editor, now):
    first = verification.say_not_on(meeting, "closed", on=TODAY)
    assert verification.say_not_on(meeting, "closed", on=TODAY) == first
    assert verification.say_not_on(meeting, "", on=TODAY) != first
    verification.decline(first, reason="It meets.", by=editor, at=now)
    assert verification.say_not_on(meeting, "closed", on=TODAY) != first


def test_of_one_that_was_merged_the_other_is_meant(meeting):
    other = MeetingFactory(programme=meeting.programme)
    meeting.merged_into = other
    meeting.save()
    assert verification.say_not_on(meeting, "moved", on=TODAY).meeting == other


def test_no_words_but_ours_can_be_said(meeting):
    with pytest.raises(KeyError):
        verification.say_not_on(meeting, "RH-2041 said so", on=TODAY)
    assert set(NOT_ON) == {"", *WasntOn.values}


def test_what_proposes_nothing_is_seen_to_by_hand(meeting, editor, now):
    before = Meeting.objects.values().get()
    decided = verification.accept(verification.say_not_on(meeting, "closed", on=TODAY), by=editor, at=now)
    assert decided.decision == "accepted"
    assert Meeting.objects.values().get() == before
    assert not Check.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_one_moment_say_it_once(meeting):
    start = Barrier(2)

    def say(_):
        try:
            start.wait(10)
            return verification.say_not_on(meeting, "closed", on=TODAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert len(set(threads.map(say, range(2)))) == 1
