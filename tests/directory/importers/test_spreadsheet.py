import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import mapping, spreadsheet
from directory.importers.listed import Problem, Rejection, Repair, When
from directory.importers.row import ALSO_ONLINE, NEEDS_PASSCODE, SheetRefused
from directory.importers.row import identity as identity_of
from directory.places import Point
from tests.directory.importers.sheets import HEADER, MAPPING, meeting, outcomes, problem, repairs, row, sheet

HALF_PAST_SEVEN = When(2, dt.time(19, 30), 90)


def read(text, **options):
    return list(spreadsheet.read(io.StringIO(text, newline=""), mapping.read(MAPPING), **options))


def test_a_row_is_a_meeting_at_a_venue():
    listed = meeting()
    assert listed.row == 2
    assert listed.key == "open-door|m1 1ae|2|19:30|tuesday lamp"
    assert listed.facts.programme == "open-door"
    assert listed.facts.when == (HALF_PAST_SEVEN,)
    assert listed.facts.mode == "in_person"
    assert listed.venue.point == Point(53.4805, -2.2350)
    assert (listed.venue.name, listed.venue.postcode, listed.venue.nation) == ("Invented Hall", "M1 1AE", "england")
    assert repairs() == []


def test_false_is_not_stated_and_never_no():
    facts = meeting(Ramp="False", Open="False", Openness="").facts
    assert (facts.step_free, facts.openness, facts.newcomers) == ("unknown", "unknown", "unknown")
    assert meeting(Ramp="True").facts.step_free == "yes"


@pytest.mark.parametrize(
    ("cells", "openness"),
    [
        ({"Openness": "Open"}, "open"),
        ({"Openness": "Members only"}, "closed"),
        ({"Openness": "Members only", "Open": "True"}, "closed"),
        ({"Open": "True"}, "open"),
        ({"Openness": "Open", "Format": "Closed"}, "conflict"),
        ({"Openness": "By the moon"}, "unknown"),
    ],
)
def test_open_and_closed_come_from_words_and_contradictions_are_kept(cells, openness):
    assert meeting(**cells).facts.openness == openness


def test_yes_and_no_at_once_is_not_known_and_counted():
    assert meeting(Format="Children,No children").facts.children_welcome == "unknown"
    assert repairs(Format="Children,No children") == [Repair.CONTRADICTION]


def test_words_that_say_a_fact_are_not_said_again_as_formats():
    facts = meeting(Format="In-person,Newcomer,Step Meeting,Women, Step Meeting").facts
    assert facts.formats == ("Step Meeting",)
    assert facts.restricted_to == ("women",)
    assert facts.newcomers == "yes"


def test_for_women_and_for_men_is_for_everybody():
    assert meeting(Format="Women,Men").facts.restricted_to == ()


def test_a_title_can_say_a_language_and_for_whom():
    facts = meeting(Title="Women’S Lamp, Polish & Russian").facts
    assert facts.language == "Polish and Russian"
    assert facts.restricted_to == ("women",)
    assert facts.name == "Women’s Lamp, Polish & Russian"
    assert meeting(Title="Polishing The Lamp").facts.language == ""


@pytest.mark.parametrize(
    ("cells", "kind", "sentence"),
    [
        ({"Kind": "ZZ"}, Rejection.PROGRAMME, "“ZZ” is not a programme in the mapping"),
        ({"Kind": ""}, Rejection.PROGRAMME, "It names no programme"),
        ({"Title": " "}, Rejection.NAME, "It has no name"),
        ({"Title": "x" * 201}, Rejection.TOO_LONG, "“Title” has 201 characters"),
        ({"Venue": "x" * 201}, Rejection.TOO_LONG, "“Venue” has 201 characters"),
        ({"Day": "Funday"}, Rejection.DAY, "“Funday” is not a day"),
        ({"Day": ""}, Rejection.DAY, "It has no day"),
        ({"Time": ""}, Rejection.TIME, "It has no time"),
        ({"Time": "25:00"}, Rejection.TIME, "“25:00” is not a time of day"),
        ({"Format": "Online"}, Rejection.JOINING_LINK, "no joining link"),
    ],
)
def test_a_row_that_is_no_meeting_says_why_and_what_to_do(cells, kind, sentence):
    found = problem(**cells)
    assert found.kind is kind
    assert sentence in found.reason
    assert found.row == 2


def test_an_impossible_length_is_not_stated():
    assert meeting(Length="-1hr ").facts.when[0].minutes is None
    assert repairs(Length="-1hr ") == [Repair.DURATION]
    assert repairs(Length="") == []


def test_text_that_is_no_address_is_left_out():
    assert meeting(Address="12 Other Meeting At This Location").venue.address == ""
    assert repairs(Address="12 Other Meeting At This Location") == [Repair.ADDRESS]


def test_online_needs_a_link_from_a_known_host():
    online = meeting(Format="Online", Note="Join: https://meet.example.org/lamp?pwd=x Password: x")
    assert online.facts.mode == "online"
    assert online.facts.join_url == "https://meet.example.org/lamp"
    assert online.venue is None
    assert online.facts.venue == ""
    assert online.facts.notes == NEEDS_PASSCODE
    assert "pwd=x" in online.facts.private_notes


def test_a_link_in_a_column_of_its_own_loses_its_passcode_too():
    text = MAPPING.replace('notes = "Note"', 'notes = "Note"\njoin_url = "Unread"')
    given = "https://meet.example.org/lamp?pwd=x"
    (outcome,) = outcomes(row(Format="Online", Unread=given), text=text)
    facts = outcome.meeting.facts
    assert (facts.join_url, facts.notes) == ("https://meet.example.org/lamp", NEEDS_PASSCODE)
    assert facts.private_notes == given


def test_a_link_in_a_note_makes_an_in_person_meeting_hybrid():
    facts = meeting(Format="In-person", Note="Side door.\nAlso https://meet.example.org/lamp").facts
    assert (facts.mode, facts.join_url, facts.notes) == ("hybrid", "https://meet.example.org/lamp", "Side door.")


def test_in_person_and_online_without_a_link_is_in_person_and_says_to_ask():
    facts = meeting(Format="In-person,Online").facts
    assert (facts.mode, facts.notes) == ("in_person", ALSO_ONLINE)
    assert repairs(Format="In-person,Online") == [Repair.LINK]


def test_notes_for_the_public_hold_no_contact_and_no_passcode():
    facts = meeting(Note="Side door.\nCall Wilhelmina on 01632 960123\nPasscode: lamp").facts
    assert facts.notes == "Side door."
    assert facts.private_notes == "Passcode: lamp"
    assert repairs(Note="Passcode: lamp") == [Repair.PRIVATE]


def test_the_key_is_the_same_however_the_row_is_typed():
    typed = meeting(Postcode="m11ae", Time="7.30pm", Day="tue", Title="TUESDAY  lamp")
    assert typed.key == meeting().key


def test_the_same_place_is_the_same_venue_and_another_address_another():
    assert meeting(Venue="INVENTED  Hall").venue.key == meeting().venue.key
    assert meeting(Address="2 Example Street").venue.key != meeting().venue.key


def test_without_a_postcode_a_venue_is_told_by_its_point():
    here, there = meeting(Postcode=""), meeting(Postcode="", Lat="53.9")
    assert here.venue.key != there.venue.key


ONE_NUMBER = MAPPING.replace('["Kind", "Postcode", "Day", "Time", "Title"]', '["Unread"]')


def test_a_publishers_own_number_is_the_key():
    (outcome,) = outcomes(row(Unread="A-17"), text=ONE_NUMBER)
    assert outcome.meeting.key == "a-17"
    assert identity_of(mapping.read(ONE_NUMBER)).slot("a-17") == ""


@pytest.mark.parametrize("number", ["00000000-0000-0000-0000-000000000000", "", "0"])
def test_a_number_that_tells_nothing_apart_is_refused(number):
    with pytest.raises(SheetRefused, match="tells no meeting from another"):
        outcomes(row(Unread=number), text=ONE_NUMBER)


def test_the_slot_of_a_key_is_all_but_its_title():
    identity = identity_of(mapping.read(MAPPING))
    assert identity.slot("open-door|m1 1ae|2|19:30|tuesday lamp") == "open-door|m1 1ae|2|19:30"
    assert identity.slot("open-door||2|19:30|tuesday lamp") == ""


# --- The sheet as a whole ---------------------------------------------------------


def test_a_wrong_header_names_what_is_missing_and_what_is_there():
    with pytest.raises(SheetRefused) as refused:
        read("Name,When\nLamp,Tuesday\n")
    assert "“Kind”, “Postcode”, “Day”, “Time”, “Title”" in str(refused.value)
    assert "it has: Name, When" in str(refused.value)


def test_a_column_named_twice_is_refused():
    with pytest.raises(SheetRefused, match="names “Day” twice"):
        read(",".join([*HEADER, "Day"]) + "\n")


def test_columns_may_stand_in_any_order():
    assert [outcome.meeting for outcome in read(sheet(row(), header=HEADER[::-1]))] == [meeting()]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    text = sheet(row(Note="one\ntwo\nthree"), row(Time=""), row())
    lines = text.replace("\r\n", "\n").split("\n", 1)
    blank_after_header = lines[0] + "\n\n" + lines[1]
    numbers = [one.row if isinstance(one, Problem) else one.meeting.row for one in read(blank_after_header)]
    assert numbers == [3, 4, 5]


def test_a_row_with_cells_out_of_place_is_a_problem_and_the_next_is_read():
    text = sheet(row()) + "a,b,c\r\n" + sheet(row(Title="After")).split("\r\n", 1)[1]
    first, shape, after = read(text)
    assert shape.kind is Rejection.SHAPE
    assert f"3 cells and the header {len(HEADER)}" in shape.reason
    assert after.meeting.facts.name == "After"
    assert first.meeting == meeting()


@pytest.mark.parametrize("keep", [-30, -60])
def test_a_file_cut_off_in_its_last_row_is_refused(keep):
    text = sheet(row(), row(Title="Last"))[:keep]
    with pytest.raises(SheetRefused, match="cut off in row 3"):
        read(text, ends_whole=False)


def test_a_file_cut_off_inside_quotation_marks_is_refused():
    with pytest.raises(SheetRefused, match="cut off in row 2"):
        read(sheet(row(Note='long, "note"\nof lines'))[:-45])


def test_a_quotation_mark_out_of_place_is_refused_with_its_row():
    with pytest.raises(SheetRefused, match="Row 3 cannot be read"):
        read(sheet(row()) + '"OD"x,y\r\n')


def test_a_cell_without_end_is_refused():
    with pytest.raises(SheetRefused, match="cannot be read"):
        read(sheet(row(Note="x" * (csv.field_size_limit() + 1))))


cell = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
awkward = st.sampled_from(
    ["", "0", "-1hr", "25:99", "True", "Online", "https://meet.example.org/x", "<b>&Amp;", "M1 1AE"]
)


@given(st.dictionaries(st.sampled_from(HEADER), cell | awkward, max_size=len(HEADER)))
def test_any_row_is_a_meeting_or_a_problem_with_a_reason(cells):
    found = outcomes(row(**cells))
    assert len(found) == 1
    if isinstance(found[0], Problem):
        assert found[0].reason
        return
    facts = found[0].meeting.facts
    assert 0 < len(facts.name) <= 200
    assert len(found[0].meeting.key) <= 300
    assert facts.openness in {"open", "closed", "conflict", "unknown"}
    assert (found[0].meeting.venue is not None) == (facts.mode in {"in_person", "hybrid"})


def test_no_cell_brings_a_number_or_a_room_onto_a_page():
    cells = {
        "Venue": "Hall, 01632 960123",
        "Address": "Https://Zoom.Us/J/123456789?Pwd=Lamp",
        "Title": "Lamp 01632 960123",
    }
    listed = meeting(**cells)
    assert (listed.facts.name, listed.venue.name, listed.venue.address) == ("Lamp", "Hall", "")
    assert repairs(**cells) == [Repair.PRIVATE]


def test_no_person_comes_in_by_the_kinds_the_language_or_the_telephone():
    columns = MAPPING.replace('notes = "Note"', 'notes = "Note"\nlanguage = "Tongue"\nphone = "Ring"')
    cells = {"Format": "Discussion, Ada 01632 960123", "Tongue": "Welsh lamp@example.org", "Ring": "01632 960124 Ada"}
    text = sheet(row(**cells), header=[*HEADER, "Tongue", "Ring"])
    (outcome,) = spreadsheet.read(io.StringIO(text, newline=""), mapping.read(columns))
    facts = outcome.meeting.facts
    assert (facts.formats, facts.language, facts.phone) == (("Discussion", "Ada"), "Welsh", "01632 960124")
    assert [repair.kind for repair in outcome.repairs] == [Repair.PRIVATE]
