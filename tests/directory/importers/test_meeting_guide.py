import datetime as dt
import json

import pytest

from directory.importers import cells, mapping, meeting_guide
from directory.importers.json_feed import FeedRefused
from directory.importers.listed import Problem, Rejection, Repair, When
from directory.importers.row import NEEDS_PASSCODE
from directory.places import Point
from tests.directory.importers.feeds import GUIDE, SOURCE, guide, guide_meeting, guide_problem, guide_row

ROOM = "https://zoom.us/j/123456789"


def test_a_record_is_a_meeting_known_by_its_slug():
    listed = guide_meeting()
    assert (listed.row, listed.key) == (1, "tuesday-lamp")
    assert (listed.facts.programme, listed.facts.name, listed.facts.mode) == ("open-door", "Tuesday Lamp", "in_person")
    assert listed.facts.when == (When(2, dt.time(19, 30), 90),)
    assert listed.venue.point == Point(53.4805, -2.2350)
    assert (listed.venue.name, listed.venue.postcode) == ("Invented Hall", "M1 1AE")
    assert (listed.facts.openness, listed.facts.formats) == ("closed", ("Discussion",))


def test_nothing_of_a_contact_is_kept():
    said = str(guide_row())
    assert "Avery" not in said
    assert "900123" not in said


def test_coordinates_are_read_from_texts_too():
    assert guide_meeting(latitude="53.4805", longitude="-2.2350").venue.point == Point(53.4805, -2.2350)


@pytest.mark.parametrize(("day", "weekday"), [(0, 7), ("0", 7), (1, 1), (6, 6)])
def test_days_count_from_sunday_as_nought(day, weekday):
    assert guide_meeting(day=day).facts.when[0].weekday == weekday


def test_several_days_are_several_times_of_one_meeting():
    assert [when.weekday for when in guide_meeting(day=[5, 0, 2, 5]).facts.when] == [2, 5, 7]


@pytest.mark.parametrize("day", [None, [], "", 8, "Someday"])
def test_a_record_without_a_day_is_refused(day):
    assert guide_problem(day=day).kind is Rejection.DAY


def test_a_feed_that_counts_its_days_from_one_is_refused_whole():
    with pytest.raises(FeedRefused, match="numbers a day 7 where this format’s run from 0"):
        guide(*(GUIDE | {"slug": str(day), "day": day} for day in range(1, 8)))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("19:30", "21:00", 90),
        ("23:30", "00:30", 60),
        ("19:30", "", None),
        ("19:30", None, None),
        ("19:30", "21.00", 90),
    ],
)
def test_its_length_is_from_start_to_end_past_midnight_where_it_has_to(start, end, minutes):
    assert guide_meeting(time=start, end_time=end).facts.when[0].minutes == minutes


def test_a_length_of_minus_one_hour_is_not_stated():
    outcome = guide_row(time="19:30", end_time="18:30")
    assert outcome.meeting.facts.when[0].minutes is None
    assert [repair.kind for repair in outcome.repairs] == [Repair.DURATION]


@pytest.mark.parametrize(
    ("types", "openness"),
    [(["O"], "open"), (["C"], "closed"), (["O", "C"], "conflict"), ([], "unknown"), (None, "unknown"), ("O", "open")],
)
def test_open_and_closed_are_three_valued_and_both_is_a_conflict(types, openness):
    assert guide_meeting(types=types).facts.openness == openness


def test_uk_is_ukrainian_and_sl_is_slovenian():
    assert guide_meeting(types=["UK", "SL"]).facts.language == "Ukrainian and Slovenian"


def test_an_unknown_type_is_kept_as_it_stands_and_small_letters_are_the_same_type():
    facts = guide_meeting(types=["ASBI", "onl", "x", "[open]"]).facts
    assert facts.formats == ("ASBI", "[open]")
    assert facts.step_free == "yes"


def test_for_women_and_for_men_is_for_everybody():
    assert guide_meeting(types=["W"]).facts.restricted_to == ("women",)
    assert guide_meeting(types=["W", "M"]).facts.restricted_to == ()


@pytest.mark.parametrize(
    ("fields", "mode"),
    [
        ({}, "in_person"),
        ({"conference_url": ROOM}, "hybrid"),
        ({"conference_url": ROOM, "types": ["TC"]}, "online"),
        ({"conference_url": ROOM, "approximate": "yes"}, "online"),
        ({"conference_url": ROOM, "approximate": True}, "online"),
        ({"conference_url": ROOM, "approximate": None, "formatted_address": "Leeds, UK"}, "online"),
        ({"conference_url": ROOM, "approximate": None, "formatted_address": "2 High St, Leeds, LS1, UK"}, "hybrid"),
        ({"conference_phone": "0808 157 0123", "types": ["TC"]}, "phone"),
        ({"conference_phone": "0808 157 0123"}, "in_person"),
        ({"conference_url": "in the usual room"}, "in_person"),
        ({"attendance_option": "online", "conference_url": ROOM}, "online"),
        ({"attendance_option": "inactive", "conference_url": ROOM}, "online"),
        ({"attendance_option": "in_person", "conference_url": ""}, "in_person"),
    ],
)
def test_how_people_meet_is_by_what_the_record_gives_them(fields, mode):
    assert guide_meeting(**fields).facts.mode == mode


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"types": ["TC"]}, "closed for now"),
        ({"attendance_option": "inactive"}, "closed for now"),
        ({"approximate": "yes"}, "only roughly given"),
    ],
)
def test_what_nobody_could_go_to_is_refused(fields, sentence):
    problem = guide_problem(**fields)
    assert problem.kind is Rejection.NOWHERE
    assert sentence in problem.reason
    assert problem.says == "Tuesday Lamp, M1 1AE, Tuesday"


def test_a_passcode_reaches_no_public_fact():
    fields = {
        "conference_url": ROOM + "?pwd=rosebud",
        "conference_url_notes": "Passcode: rosebud",
        "conference_phone": "+448081570123,,123456789#,,*7654#",
        "notes": "<p>Tea &amp; cake.</p>",
    }
    facts = guide_meeting(**fields).facts
    assert facts.join_url == ROOM
    assert facts.phone == "+448081570123"
    assert facts.notes == f"Tea & cake.\n{NEEDS_PASSCODE}"
    assert "rosebud" in facts.private_notes
    assert "7654#" in facts.private_notes


def test_an_address_is_read_from_its_parts_or_whole():
    assert guide_meeting().venue.address == "1 Example Street, Manchester, M1 1AE, UK"
    venue = guide_meeting(address="1 Example Street", city="Manchester", postal_code="m1 1ag").venue
    assert (venue.address, venue.postcode) == ("1 Example Street, Manchester", "M1 1AG")


def test_part_of_a_postcode_is_kept_as_given():
    assert guide_meeting(postal_code="BN2").venue.postcode == "BN2"


@pytest.mark.parametrize(("country", "nation"), [("IE", "outside"), ("GB", ""), ("Peru", "outside"), ("", "outside")])
def test_a_country_the_feed_does_not_map_is_where_its_mapping_says(country, nation):
    own = 'nation = "outside"\n'
    assert guide_row(country=country, own=own).meeting.venue.nation == nation


def test_the_first_region_can_be_the_nation():
    own = '[columns]\nnation = "region"\n[values.nation]\nWales = "wales"\n'
    assert guide_row(regions=["Wales", "Gwent"], own=own).meeting.venue.nation == "wales"


def test_a_meetings_own_time_zone_is_kept():
    assert guide_meeting().facts.time_zone == "Europe/London"
    assert guide_meeting(timezone="America/New_York").facts.time_zone == "America/New_York"
    assert guide_problem(timezone="Middle/Earth").kind is Rejection.TIME


def test_a_record_without_a_slug_is_refused_and_a_number_is_one():
    assert guide_problem(slug="").kind is Rejection.SHAPE
    assert guide_meeting(slug=4711).key == "4711"


def test_what_is_no_record_is_a_problem_of_its_own():
    outcomes = guide(GUIDE, "lamp", None)
    assert [outcome.kind for outcome in outcomes if isinstance(outcome, Problem)] == [Rejection.SHAPE] * 2


def test_records_of_another_format_are_refused_whole():
    with pytest.raises(FeedRefused, match="not a Meeting Guide feed"):
        guide({"id_bigint": "1", "weekday_tinyint": "2", "meeting_name": "Lamp"})


def test_the_identity_is_the_formats_own():
    with pytest.raises(mapping.MappingRefused, match="Take “identity” out"):
        mapping.read('identity = ["name"]\n' + SOURCE, known=meeting_guide.KNOWN)


@pytest.mark.realdata
def test_every_type_of_the_specification_is_understood(real_data):
    types = json.loads((real_data / "standards" / "meeting-guide-types.json").read_text())
    (rule,) = mapping.read(SOURCE, known=meeting_guide.KNOWN).rules
    assert {cells.folded(code) for code in types} | {"onl"} == set(rule.values)
