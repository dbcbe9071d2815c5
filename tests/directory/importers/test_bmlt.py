import datetime as dt
import json

import pytest

from directory.importers import bmlt, cells, mapping
from directory.importers.json_feed import FeedRefused
from directory.importers.listed import Problem, Rejection, Repair, When
from directory.importers.row import NEEDS_PASSCODE
from directory.places import Point
from tests.directory.importers.feeds import (
    RESULT,
    SOURCE,
    result_meeting,
    result_problem,
    result_row,
    results,
)

ROOM = "https://zoom.us/j/123456789"


def test_a_search_result_is_a_meeting_known_by_its_server_and_number():
    listed = result_meeting()
    assert listed.key == "bmlt.example.org/main 12"
    assert result_meeting(root_server_uri="http://bmlt.example.org/main").key == listed.key
    assert result_meeting(root_server_id="40").key == "40 12"
    assert (listed.facts.name, listed.facts.mode, listed.facts.openness) == ("Tuesday Lamp", "in_person", "closed")
    assert listed.facts.when == (When(2, dt.time(19, 30), 90),)
    assert listed.venue.point == Point(53.4805, -2.2350)
    assert (listed.venue.name, listed.venue.address) == ("Invented Hall", "1 Example Street, Manchester")


def test_nothing_of_a_contact_is_kept():
    said = str(result_row())
    assert "Avery" not in said
    assert "900123" not in said


@pytest.mark.parametrize(("number", "weekday"), [("1", 7), ("2", 1), ("7", 6), (1, 7)])
def test_days_count_from_sunday_as_one(number, weekday):
    assert result_meeting(weekday_tinyint=number).facts.when[0].weekday == weekday


def test_a_feed_that_counts_its_days_from_nought_is_refused_whole():
    with pytest.raises(FeedRefused, match="numbers a day 0 where this format’s run from 1"):
        results(*(RESULT | {"id_bigint": str(day), "weekday_tinyint": str(day)} for day in range(7)))


@pytest.mark.parametrize(
    ("given", "minutes", "repaired"),
    [
        ("01:30:00", 90, False),
        ("00:00:00", None, False),
        ("", None, False),
        ("90", 90, False),
        ("24:00:00", None, True),
        ("-1:00:00", None, True),
    ],
)
def test_a_length_of_nought_is_not_stated_and_one_that_cannot_be_is_said(given, minutes, repaired):
    outcome = result_row(duration_time=given)
    assert outcome.meeting.facts.when[0].minutes == minutes
    assert (Repair.DURATION in [repair.kind for repair in outcome.repairs]) == repaired


@pytest.mark.parametrize(("number", "weekday"), [("3", 3), ("7", 7), ("1", 1)])
def test_midnight_at_the_end_of_a_day_begins_the_next(number, weekday):
    assert result_meeting(start_time="24:00:00", weekday_tinyint=number).facts.when == (When(weekday, dt.time(0), 90),)


@pytest.mark.parametrize(("ids", "openness"), [("4", "closed"), ("17", "open"), ("4,17", "conflict"), ("", "unknown")])
def test_open_and_closed_are_three_valued_and_both_is_a_conflict(ids, openness):
    assert result_meeting(format_shared_id_list=ids, formats="").facts.openness == openness


def test_formats_are_known_by_world_id_whatever_their_letters_and_language():
    facts = result_meeting(format_shared_id_list="33, 60,24", formats="RL,uk,SL").facts
    assert facts.step_free == "yes"
    assert facts.language == "Ukrainian and American Sign Language"


def test_a_format_nobody_else_knows_keeps_its_name_and_an_unknown_one_its_letters():
    assert result_meeting(format_shared_id_list="52").facts.formats == ("ID; at the door",)
    assert result_meeting(format_shared_id_list="", formats="ID,ZZ").facts.formats == ("ID; at the door", "ZZ")


@pytest.mark.parametrize(
    ("fields", "mode"),
    [
        ({"venue_type": "1"}, "in_person"),
        ({"venue_type": "2", "virtual_meeting_link": ROOM}, "online"),
        ({"venue_type": "3", "virtual_meeting_link": ROOM}, "hybrid"),
        ({"venue_type": "2", "phone_meeting_number": "0808 157 0123"}, "phone"),
        ({"venue_type": ""}, "in_person"),
        ({"venue_type": "", "format_shared_id_list": "54", "virtual_meeting_link": ROOM}, "online"),
        ({"venue_type": "", "format_shared_id_list": "56", "virtual_meeting_link": ROOM}, "hybrid"),
        ({"venue_type": "1", "format_shared_id_list": "55,54", "virtual_meeting_link": ROOM}, "online"),
    ],
)
def test_how_people_meet_is_its_venue_type_or_in_old_servers_its_formats(fields, mode):
    listed = result_meeting(**fields)
    assert listed.facts.mode == mode
    assert (listed.venue is None) == (mode in {"online", "phone"})


def test_a_closed_place_with_nothing_online_is_refused():
    problem = result_problem(format_shared_id_list="55")
    assert (problem.kind, problem.says) == (Rejection.NOWHERE, "Tuesday Lamp, M1 1AE, Tuesday, Invented Area")


def test_a_virtual_meeting_without_a_link_is_refused():
    assert result_problem(venue_type="2").kind is Rejection.JOINING_LINK


def test_an_unpublished_row_is_refused_and_named_with_its_service_body():
    problem = result_problem(published="0", service_body_bigint="8", service_body_name="Another Area")
    assert problem.kind is Rejection.UNPUBLISHED
    assert problem.says.endswith("Another Area")


def test_the_name_old_servers_put_before_a_value_is_left_out():
    facts = result_meeting(bus_lines="Bus Lines#@-@#Bus Lines#@-@#59, 79", train_lines="Train Lines#@-@#").facts
    assert facts.notes == "Bus: 59, 79"


def test_markup_and_entities_are_taken_out_of_its_words():
    listed = result_meeting(meeting_name="Lamp &amp; Table", comments="Ring twice.<br>Tea &amp; cake.")
    assert listed.facts.name == "Lamp & Table"
    assert listed.facts.notes == "Ring twice.\nTea & cake."


def test_a_passcode_reaches_no_public_fact_in_any_language():
    fields = {"venue_type": "2", "virtual_meeting_link": ROOM + "?pwd=rosebud"}
    facts = result_meeting(
        **fields, virtual_meeting_additional_info="Passwort: rosebud. Avery anrufen: 07700 900123"
    ).facts
    assert facts.join_url == ROOM
    assert facts.notes == NEEDS_PASSCODE
    assert "rosebud" in facts.private_notes
    assert "900123" not in facts.private_notes


def test_a_server_abroad_is_outside_and_keeps_its_time_zone():
    own = 'nation = "outside"\ntime_zone = "Europe/Berlin"\n'
    meeting = result_row(location_nation="", location_postal_code_1="10249", own=own).meeting
    assert (meeting.venue.nation, meeting.facts.time_zone) == ("outside", "Europe/Berlin")
    assert result_row(time_zone="Europe/Lisbon", own=own).meeting.facts.time_zone == "Europe/Lisbon"


def test_a_result_without_its_number_is_refused():
    assert result_problem(id_bigint="").kind is Rejection.SHAPE


def test_what_is_no_record_is_a_problem_of_its_own():
    outcomes = results(RESULT, "lamp", None)
    assert [outcome.kind for outcome in outcomes if isinstance(outcome, Problem)] == [Rejection.SHAPE] * 2


def test_records_of_another_format_are_refused_whole():
    with pytest.raises(FeedRefused, match="not BMLT’s search results"):
        bmlt.check_first({"slug": "lamp", "day": 2, "time": "19:30"})
    bmlt.check_first(RESULT)


@pytest.mark.realdata
def test_every_world_id_of_the_default_formats_is_understood(real_data):
    formats = json.loads((real_data / "standards" / "bmlt-default-formats.json").read_text())
    world_ids = {one["worldid_mixed"] for one in formats} - {"", "LANG"}
    (rule,) = mapping.read(SOURCE, known=bmlt.KNOWN).rules
    assert {cells.folded(one) for one in world_ids} <= set(rule.values)
