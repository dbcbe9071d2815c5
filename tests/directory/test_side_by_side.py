"""What two meetings say alike and where they differ, in words."""

import pytest

from directory import side_by_side
from directory.duplicates import Reason
from directory.importers.listed import When
from tests.conftest import NOW
from tests.factories import MeetingFactory, PatternFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db


def rows(one, other):
    return {row.label: row for row in side_by_side.rows(one, other)}


def test_what_neither_says_is_left_out_and_what_one_says_differs():
    one, other = MeetingFactory(name="Lamp"), MeetingFactory(name="Lamp", step_free="yes")
    found = rows(one, other)
    assert not found["Name"].differs
    assert (found["Step-free way in"].one, found["Step-free way in"].other) == ("", "Yes")
    assert found["Step-free way in"].differs
    assert "Hearing loop" not in found


def test_two_rows_of_one_hall_say_the_same_of_it():
    facts = {"name": "Invented Hall", "postcode": "M1 1AE"}
    one, other = (MeetingFactory(venue=VenueFactory(**facts)) for _ in range(2))
    found = rows(one, other)
    assert not any(found[label].differs for label in ("Venue", "Address", "Postcode"))
    online = rows(one, MeetingFactory(online=True))
    assert (online["Venue"].other, online["Joining link"].one) == ("", "")


def test_times_are_compared_as_they_are_said():
    one, other = MeetingFactory(), MeetingFactory()
    PatternFactory(meeting=other, kind="monthly", nth=-1, weekday=5)
    assert "The last Friday of the month" in rows(one, other)["Times"].other


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ({}, "Their halls are under ¼ mile from each other."),
        ({"lat": 53.5}, "Their halls are about 1¼ miles from each other."),
        ({"nation": "outside", "lat": None, "lon": None}, "We do not know how far their halls are from each other."),
    ],
)
def test_how_far_their_halls_are_from_each_other_is_a_sentence(there, told):
    one, other = MeetingFactory(), MeetingFactory(venue=VenueFactory(**there))
    assert side_by_side.apart(one, other) == told


def test_one_hall_and_none_have_sentences_of_their_own():
    one = MeetingFactory()
    assert side_by_side.apart(one, MeetingFactory(venue=one.venue)) == "Both are in one and the same hall."
    assert side_by_side.apart(one, MeetingFactory(online=True)) == "At least one of them has no hall."


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "Yes"),
        ({"withdrawn": True}, "No: withdrawn"),
        ({"held_at": NOW, "held_reason": "A concern"}, "No: held"),
        ({"says_stopped": "No more."}, "No"),
    ],
)
def test_whether_each_is_shown_to_everybody_is_said(facts, told):
    one, other = MeetingFactory(**facts), MeetingFactory(confirmed_at=NOW, confirmed_by="contact")
    stamp(one, other)
    found = {row.label: row for row in side_by_side.provenance(one, other)}
    assert found["Shown to everybody"].one == told
    assert (found["Confirmed"].one, found["Confirmed"].other) == (
        "Not by anybody yet",
        "24 November 2026, by the group",
    )
    assert found["Last seen on it"].one == "14 November 2026"


def test_every_reason_is_said_as_the_command_says_it_and_what_an_editor_wrote_as_they_wrote_it():
    assert side_by_side.reasons(Reason) == [str(reason) for reason in Reason]
    assert side_by_side.reasons(["same hall", "They rang."]) == ["same hall", "They rang."]


def test_times_of_a_list_are_said_as_everywhere():
    at = NOW.time()
    weekly, monthly = When(2, at), When(5, at, kind="monthly", nth=1)
    assert side_by_side.times([weekly, monthly]) == "Every Tuesday 3pm; The first Friday of the month 3pm"
    assert side_by_side.times([When(2, at, kind="fortnightly", anchor_on=NOW.date())]) == "Every other Tuesday 3pm"
