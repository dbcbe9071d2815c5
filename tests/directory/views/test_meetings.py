import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from tests.directory.views.checklist import Page, sound
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, SourceFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(clock):
    return MeetingFactory(
        name="Invented Tuesday Group",
        programme__name="Invented Fellowship",
        venue=VenueFactory(name="Invented Hall", postcode="ZZ1 1ZZ"),
        openness="closed",
        step_free="yes",
        formats=["Discussion", "Newcomers"],
        notes="Use the <b>side</b> door.",
        private_notes="The passcode is 1234.",
    )


def test_it_says_when_where_who_and_how_we_know(client, meeting):
    page = sound(client.get(meeting.get_absolute_url()))
    for words in (
        "Next Tonight 7.30pm , 24 November 2026",
        "Every Tuesday 7.30pm",
        "Invented Hall 1 Example Street ZZ1 1ZZ",
        "Step-free way in Yes",
        "Hearing loop Not known",
        "For people with the problem (that’s you if you want to stop)",
        "Discussion and Newcomers",
        "Last seen on its list 14 November 2026, 10 days ago",
        "Not confirmed by anybody yet",
    ):
        assert words in page.text, words


def test_a_list_of_a_summer_day_is_said_to_be_of_that_day(client, clock):
    at = dt.datetime(2026, 8, 5, tzinfo=ZoneInfo("Europe/London"))  # the day before, in UTC
    text = Page(
        client.get(MeetingFactory(seen_in_source_at=at, confirmed_at=at, confirmed_by="editor").get_absolute_url())
    ).text
    assert "Last seen on its list 5 August 2026, 3 months ago" in text
    assert "Last confirmed 5 August 2026, 3 months ago" in text


def test_what_is_private_is_on_no_page_and_notes_are_only_words(client, meeting):
    markup = client.get(meeting.get_absolute_url()).content.decode()
    assert "1234" not in markup
    assert "&lt;b&gt;side&lt;/b&gt;" in markup


def test_the_title_says_no_problem_and_no_person(client, meeting):
    assert Page(client.get(meeting.get_absolute_url())).titled == "Invented Tuesday Group - Every option"


@pytest.mark.parametrize(("trait", "words"), [("online", "Join Invented"), ("by_phone", "01632 960014")])
def test_one_joined_from_afar_has_its_way_in(client, clock, trait, words):
    meeting = MeetingFactory(**{trait: True}, name="Invented")
    page = sound(client.get(meeting.get_absolute_url()))
    assert words in page.text
    assert "Urgent help in the UK" in page.text


@pytest.mark.parametrize(
    ("nation", "title"),
    [("scotland", "Urgent help in Scotland"), ("northern_ireland", "Urgent help in Northern Ireland")],
)
def test_urgent_help_is_that_of_the_nation_it_meets_in(client, clock, nation, title):
    meeting = MeetingFactory(venue=VenueFactory(nation=nation))
    assert title in Page(client.get(meeting.get_absolute_url())).text


def test_one_that_meets_no_more_says_that_the_next_is_not_known(client, clock):
    assert "Next Not known" in Page(client.get(MeetingFactory(pattern=False).get_absolute_url())).text


def test_the_next_is_the_soonest_of_its_times(client, meeting):
    PatternFactory(meeting=meeting, weekday=2, starts_at="16:00")
    page = Page(client.get(meeting.get_absolute_url()))
    assert "Next Today 4pm" in page.text


def test_one_nobody_has_vouched_for_lately_says_so(client, clock):
    assert "Nobody has told us" in Page(client.get(MeetingFactory(stale=True).get_absolute_url())).text


def test_one_that_has_gone_offers_the_others(client, clock):
    response = client.get(MeetingFactory(withdrawn=True, programme__name="Invented").get_absolute_url())
    assert response.status_code == 410
    page = sound(response)
    assert "This meeting has gone" in page.text
    assert "Other ways into Invented" in page.links
    assert {"/"} in page.links.values()


def test_one_that_has_gone_leads_to_the_options_where_it_was(client, clock, small_geography):
    stamp(ProgrammeFactory(approach="secular"))
    venue = VenueFactory(lat=53.4835, lon=-2.2312)
    response = client.get(MeetingFactory(withdrawn=True, venue=venue).get_absolute_url())
    links = Page(response).links
    assert any(href.startswith("/near/m1") for found in links.values() for href in found)
    (jump,) = links["Secular"]
    assert jump.startswith("/near/m1")
    assert "#" in jump


def test_one_held_back_says_that_we_are_looking(client, clock, now):
    response = client.get(MeetingFactory(held_at=now, held_reason="A concern").get_absolute_url())
    assert response.status_code == 410
    assert "A concern" not in response.content.decode()


def test_one_merged_leads_to_the_other_for_good(client, meeting):
    merged = MeetingFactory(merged_into=meeting)
    response = client.get(merged.get_absolute_url())
    assert (response.status_code, response.headers["Location"]) == (301, meeting.get_absolute_url())


def test_it_says_which_other_lists_have_it(client, meeting, now):
    assert "Also listed by" not in Page(client.get(meeting.get_absolute_url())).text
    told = {"programme": meeting.programme, "merged_into": meeting, "venue": meeting.venue}
    MeetingFactory(source=SourceFactory(slug="feed", name="An invented feed"), **told)
    MeetingFactory(source=SourceFactory(slug="sheet", name="A sheet"), stale=True, **told)
    MeetingFactory(source=SourceFactory(slug="gone", name="A list it has gone from"), withdrawn=True, **told)
    MeetingFactory(source=SourceFactory(slug="held", name="A list in doubt"), held_at=now, held_reason="Why", **told)
    text = sound(client.get(meeting.get_absolute_url())).text
    assert "Also listed by A sheet, last seen there 12 July 2025, 16 months ago" in text
    assert "An invented feed, last seen there 14 November 2026, 10 days ago" in text
    assert "has gone from" not in text
    assert "in doubt" not in text


def test_a_list_we_may_not_show_is_not_named_either(client, meeting, settings):
    settings.PRODUCTION = True
    unlicensed = SourceFactory(slug="unlicensed", name="An unlicensed list", licence="none_stated")
    MeetingFactory(merged_into=meeting, venue=meeting.venue, source=unlicensed)
    assert "An unlicensed list" not in Page(client.get(meeting.get_absolute_url())).text


@pytest.mark.parametrize("facts", [{"setting": "custody"}, {"setting": "ward"}, {"abroad": True}])
def test_what_the_public_may_not_see_is_not_found(client, clock, facts):
    assert client.get(MeetingFactory(**facts).get_absolute_url()).status_code == 404
    assert client.get(MeetingFactory(**facts, withdrawn_at=clock).get_absolute_url()).status_code == 404
    held = MeetingFactory(**facts, held_at=clock, held_reason="A concern")
    assert client.get(held.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_a_list_with_no_licence_says_is_not_found_in_production(client, clock, settings, withdrawn):
    settings.PRODUCTION = True
    meeting = MeetingFactory(source=SourceFactory(slug="unlicensed", licence="none_stated"), withdrawn=withdrawn)
    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_one_in_a_time_zone_we_do_not_know_still_has_its_page(client, clock):
    meeting = MeetingFactory(time_zone="Mars/Olympus")
    assert "Next Not known" in sound(client.get(meeting.get_absolute_url())).text


def test_an_address_we_do_not_know_is_not_found(client, clock):
    sound(client.get(f"/meetings/{uuid.UUID(int=5)}/"), kept=False)
    assert client.get("/meetings/nonsense/").status_code == 404


def test_it_is_only_read(client, meeting):
    assert client.post(meeting.get_absolute_url()).status_code == 405


def test_one_of_a_programme_that_has_gone_has_gone_and_leads_on(client, clock, now):
    gone = MeetingFactory(programme__retired_at=now)
    response = client.get(gone.get_absolute_url())
    assert response.status_code == 410
    assert gone.programme.get_absolute_url() not in response.content.decode()


def test_it_says_what_kind_of_group_it_is_and_by_whose_answers(client, clock):
    told = {
        "": "Mutual aid As its programme.",
        "service": "Run by a service By this meeting’s own answers.",
    }
    for run_by, said in told.items():
        assert said in Page(client.get(MeetingFactory(run_by=run_by).get_absolute_url())).text


def test_one_outside_the_standard_is_taken_down_and_says_why(client, clock):
    response = client.get(MeetingFactory(charges_no_fee="no").get_absolute_url())
    assert response.status_code == 410
    assert "It does not meet our standard" in Page(response).text


def test_the_times_of_a_meeting_abroad_say_whose_they_are(client, clock):
    abroad = {"time_zone": "America/New_York", "pattern__weekday": 2, "pattern__starts_at": dt.time(20)}
    page = client.get(MeetingFactory(online=True, **abroad).get_absolute_url()).content.decode()
    assert "Every Tuesday 8pm, New York time" in page
