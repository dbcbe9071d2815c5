"""Meetings taken away in a calendar: what the file says, and what it keeps to itself."""

import datetime as dt
import uuid

import icalendar
import pytest

from directory.forms import CalendarForm
from tests.directory.views.checklist import Page, sound
from tests.factories import CellFactory, ClosureFactory, MeetingFactory, PatternFactory, VenueFactory

NEAR = "/near/invented-town/calendar/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(clock):
    return MeetingFactory(
        name="Invented Tuesday Group",
        programme__name="Invented Fellowship",
        mode="hybrid",
        join_url="https://example.org/join?pwd=1234",
        venue=VenueFactory(name="Invented Hall", postcode="ZZ1 1ZZ"),
        notes="The side door.",
        private_notes="The passcode is 1234.",
    )


@pytest.fixture
def town(clock):
    return CellFactory(slug="invented-town", name="Invented Town")


def events(response):
    assert response.status_code == 200, response.status_code
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    return icalendar.Calendar.from_ical(response.content).events


def test_one_meeting_is_called_by_its_time_and_nothing_else(client, meeting):
    response = client.get(f"/meetings/{meeting.pk}.ics")
    (event,) = events(response)
    assert (str(event["SUMMARY"]), event.get("LOCATION")) == ("Meeting 7.30", None)
    assert response.headers["Cache-Control"] == "public, max-age=60"
    said = response.content.decode()
    for kept in ("1234", "Invented", "example.org", "side door", "ZZ1"):
        assert kept not in said, kept
    assert not response.cookies


def test_its_title_and_its_address_are_the_visitors_choice(client, meeting):
    said = {"title": "  Choir \n practice ", "with_address": "on"}
    response = client.post(f"/meetings/{meeting.pk}.ics", said)
    (event,) = events(response)
    assert str(event["SUMMARY"]) == "Choir practice"
    assert str(event["LOCATION"]) == "Invented Hall, 1 Example Street, ZZ1 1ZZ"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_closed_hall_is_told(client, meeting):
    ClosureFactory(venue=meeting.venue, first_on=dt.date(2026, 12, 1), last_on=dt.date(2026, 12, 8))
    (event,) = events(client.get(f"/meetings/{meeting.pk}.ics"))
    assert [one.dt.date() for one in event["EXDATE"].dts] == [dt.date(2026, 12, 1), dt.date(2026, 12, 8)]


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({}, "Whether it is on, on bank holidays, is not stated."),
        ({"term_time_only": True}, "In term time only: ring first."),
        ({"says_when": "Not in snow."}, "Its list says more about when: check first."),
    ],
)
def test_what_is_not_stated_is_said(client, clock, stated, sentence):
    meeting = MeetingFactory(**stated)
    (event,) = events(client.get(f"/meetings/{meeting.pk}.ics"))
    assert sentence in event["DESCRIPTION"]
    assert "Made 24 November 2026." in event["DESCRIPTION"]


def test_how_long_it_lasts_is_not_invented(client, clock):
    meeting = MeetingFactory(pattern__minutes=None, bank_holidays="yes")
    (event,) = events(client.get(f"/meetings/{meeting.pk}.ics"))
    assert "How long it lasts is not stated." in event["DESCRIPTION"]
    assert "bank holidays" not in event["DESCRIPTION"]


@pytest.mark.parametrize("title", ["x" * 61, "a\x00b"])
def test_a_title_that_cannot_be_is_said_and_kept(client, meeting, title):
    response = client.post(f"/meetings/{meeting.pk}.ics", {"title": title})
    assert response.status_code == 422
    page = sound(response, kept=False)
    assert page.titled.startswith("Error:")
    assert 'class="filters" open' in page.markup


def test_a_title_writes_nothing_else_into_the_file(client, meeting):
    (event,) = events(client.post(f"/meetings/{meeting.pk}.ics", {"title": "A\r\nLOCATION:B"}))
    assert str(event["SUMMARY"]) == "A LOCATION:B"
    assert "LOCATION" not in event


@pytest.mark.parametrize("gone", [{"withdrawn": True}, {"setting": "custody"}, {"pattern": False}])
def test_what_is_not_listed_or_does_not_meet_has_no_file(client, clock, gone):
    meeting = MeetingFactory(**gone)
    expected = 404 if "setting" in gone else 302
    assert client.get(f"/meetings/{meeting.pk}.ics").status_code == expected
    assert client.post(f"/meetings/{meeting.pk}.ics", {"title": "x" * 100}).status_code in {302, 404, 422}
    assert client.get(f"/meetings/{uuid.uuid4()}.ics").status_code == 404


def test_a_page_offers_a_calendar_only_where_something_would_be_in_it(client, meeting):
    assert "Put it in your calendar" in Page(client.get(meeting.get_absolute_url())).text
    ended = MeetingFactory(pattern__valid_to=dt.date(2026, 1, 1))
    assert "Put it in your calendar" not in Page(client.get(ended.get_absolute_url())).text


# --- A chosen few ---------------------------------------------------------


def test_every_meeting_near_a_place_can_be_marked(client, town, meeting):
    page = sound(client.get(NEAR))
    assert "Invented Tuesday Group" in page.text
    assert f'value="{meeting.pk}"' in page.markup
    links = Page(client.get("/near/invented-town/meetings/?day=tue")).links
    assert links["Put some of these in your calendar"] == {f"{NEAR}?day=tue"}


def test_a_chosen_few_are_in_one_file(client, town, meeting):
    other = MeetingFactory(pattern__weekday=5, pattern__starts_at=dt.time(10), bank_holidays="yes")
    left = MeetingFactory()
    response = client.post(NEAR, {"meeting": [meeting.pk, other.pk, meeting.pk], "make": "1"})
    assert sorted(str(event["SUMMARY"]) for event in events(response)) == ["Meeting 10.00", "Meeting 7.30"]
    assert str(left.pk) not in response.content.decode()


def test_a_meeting_that_meets_twice_is_one_choice_and_two_in_the_calendar(client, town, meeting):
    PatternFactory(meeting=meeting, weekday=4, starts_at=dt.time(12))
    assert Page(client.get(NEAR)).markup.count(f'value="{meeting.pk}"') == 1
    assert len(events(client.post(NEAR, {"meeting": [meeting.pk], "make": "1"}))) == 2


def test_what_is_marked_on_one_page_is_carried_to_the_next(client, town):
    made = [MeetingFactory() for _ in range(25)]
    first = Page(client.get(NEAR))
    there = [one for one in made if f'value="{one.pk}"' in first.markup]
    assert len(there) == 20
    second = client.post(NEAR, {"meeting": [there[0].pk], "page": "2"})
    page = sound(second, kept=False)
    assert f'<input type="hidden" name="meeting" value="{there[0].pk}">' in page.markup
    assert "1 is marked on another page." in page.text


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ([], "Mark at least one meeting"),
        (["nonsense", "\x00", "x" * 10_000], "Mark at least one meeting"),
        ([str(uuid.UUID(int=n)) for n in range(CalendarForm.AT_MOST + 1)], "Mark 50 meetings or fewer"),
        ([str(uuid.UUID(int=1))], "None of these meets in the next half year. Mark others."),
    ],
)
def test_what_cannot_be_a_calendar_is_said(client, town, marked, sentence):
    response = client.post(NEAR, {"meeting": marked, "make": "1"})
    assert response.status_code == 422
    assert sentence in sound(response, kept=False).text


def test_whom_it_is_for_stays_out_of_every_address(client, town, meeting):
    response = client.post(NEAR, {"who": "me", "problem": "alcohol"})
    page = sound(response, kept=False)
    assert '<input type="hidden" name="problem" value="alcohol">' in page.markup
    assert not [link for found in page.links.values() for link in found if "alcohol" in link]


def test_nothing_near_says_that_it_may_be_a_gap_in_what_we_know(client, town):
    assert "a gap in what we know" in sound(client.get(NEAR)).text


def test_it_costs_the_same_however_many(client, town, django_assert_max_num_queries):
    made = [MeetingFactory() for _ in range(12)]
    client.get(NEAR)
    with django_assert_max_num_queries(4):
        client.get(NEAR)
    with django_assert_max_num_queries(8):
        client.post(NEAR, {"meeting": [one.pk for one in made], "make": "1"})
