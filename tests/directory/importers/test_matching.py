"""What is guessed of a file's columns, and the mapping that follows from what somebody chooses."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import mapping, matching
from directory.importers.glance import Glance
from directory.importers.mapping import FIELDS
from directory.importers.template import COLUMNS
from tests.directory.importers.sheets import HEADER, MAPPING, ROW

MAPPINGS = Path(__file__).parent.parent.parent.parent / "docs" / "mappings"
UK = [
    *("Guid", "MeetingTypeNamespace", "Title", "Time", "Duration", "Region", "Postcode", "Latitude", "Longitude"),
    *("Venue", "Address", "Day", "Wheelchair", "Hearing", "Country", "Format", "Note"),
]


def glance(header, *rows, apart=()):
    words = {name: list(dict.fromkeys(row[name] for row in rows if row.get(name))) for name in header}
    return Glance(header=list(header), words=words, apart=list(apart))


def test_columns_called_as_ours_are_found_whatever_their_case_and_spaces():
    found = matching.guess_columns(["MEETING NAME", "Week-day", "Start time", "Post code", "lat", "long", "Ünused"])
    assert found == {
        "name": "MEETING NAME",
        "day": "Week-day",
        "time": "Start time",
        "postcode": "Post code",
        "latitude": "lat",
        "longitude": "long",
    }


def test_the_uk_listings_columns_are_found_as_its_mapping_has_them():
    written = tomllib.loads((MAPPINGS / "uk-listing.toml").read_text())
    assert matching.guess_columns(UK) == written["columns"]
    assert set(matching.guess(glance(UK))["identity"]) == set(written["identity"])


def test_no_column_is_two_fields_and_every_field_has_a_name_to_go_by():
    assert set(matching.CALLED) == set(FIELDS)
    named = [name for names in matching.CALLED.values() for name in names]
    assert len(named) == len(set(named))
    assert {matching._bare(name) for name in named} == set(named)


@given(st.lists(st.text(max_size=12), max_size=20))
def test_a_guess_names_columns_of_the_file_and_none_twice(header):
    columns = matching.guess_columns(header)
    assert set(columns.values()) <= set(header)
    assert len(set(columns.values())) == len(columns)


def test_a_telephone_column_is_never_guessed_to_be_one_to_join_by():
    assert "phone" not in matching.guess_columns(["Phone", "Contact phone", "Telephone"])


def test_a_number_of_its_own_is_what_tells_it_apart_where_it_does():
    header = ["Id", "Title", "Day", "Time"]
    assert matching.guess(glance(header, apart=["Id", "Title"]))["identity"] == ["Id"]
    assert matching.guess(glance(header, apart=["Title"]))["identity"] == ["Day", "Time", "Title"]


def test_our_own_template_is_known_whole():
    document = matching.guess(glance([column.heading for column in COLUMNS]))
    written = tomllib.loads((MAPPINGS / "template.toml").read_text())
    assert document == {key: value for key, value in written.items() if key != "source"}


def test_a_list_is_begun_as_it_was_read_last_where_its_columns_are_still_there():
    assert matching.begun(glance(HEADER), MAPPING) == tomllib.loads(MAPPING)
    other = matching.begun(glance(["Title", "Day", "Starts"]), MAPPING)
    assert other["source"] == tomllib.loads(MAPPING)["source"]
    assert other["columns"] == {"name": "Title", "day": "Day", "time": "Starts"}
    assert matching.begun(glance(["Title"]), "not TOML [")["columns"] == {"name": "Title"}


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_mapping_written_out_says_the_same(path):
    text = path.read_text()
    known = "" if "identity" in tomllib.loads(text) else None
    again = matching.toml(matching.parsed(text))
    assert matching.parsed(again) == matching.parsed(text)
    if known is not None:
        assert mapping.read(again) == mapping.read(text)


@given(st.dictionaries(st.sampled_from(["Kind", "Post code", 'a "b"', "c\\d", "é\n"]), st.text(max_size=9), min_size=1))
def test_whatever_a_file_says_can_be_written_as_toml(words):
    document = {"identity": list(words), "values": {"programme": words}}
    assert matching.parsed(matching.toml(document)) == document


def test_words_are_asked_for_where_they_are_not_ours():
    seen = glance(HEADER, ROW | {"Day": "Tuesday, Midweek"}, ROW | {"Kind": "LT", "Country": ""})
    document = {"columns": {"programme": "Kind", "day": "Day", "nation": "Country"}}
    assert matching.asked(document, seen, ["open-door"]) == {
        "programme": ("LT", "OD"),
        "day": ("Midweek",),
        "nation": ("England",),
    }
    ours = glance(HEADER, ROW | {"Kind": "open-door"})
    assert "programme" not in matching.asked(document, ours, ["open-door"])
    assert matching.asked(document, None, []) == {}


@pytest.mark.parametrize(
    ("field", "word", "ours"),
    [
        ("programme", "OD", "open-door"),
        ("programme", "open door", "open-door"),
        ("programme", "Open-Door", "open-door"),
        ("programme", "Lamps", ""),
        ("mode", "Face to face", "in_person"),
        ("mode", "Zoom", "online"),
        ("nation", "Republic of Ireland", "outside"),
        ("nation", "Northern Ireland", "northern_ireland"),
    ],
)
def test_the_likely_meaning_of_a_word_is_offered(field, word, ours):
    choices = {
        "programme": [("open-door", "Open Door"), ("long-table", "Long Table")],
        "nation": [("", "Not said"), ("northern_ireland", "Northern Ireland")],
    }
    assert matching.likely(field, word, choices.get(field, [])) == ours


def test_two_programmes_with_the_same_initials_are_no_guess():
    assert matching.likely("programme", "OD", [("open-door", "Open Door"), ("old-dog", "Old Dog")]) == ""


def test_how_much_a_list_is_is_said_of_every_programme_it_names():
    part = {"extent": "part", "nations": ["wales"]}
    translated = {"values": {"programme": {"OD": "open-door", "O": "open-door"}}, "defaults": {"programme": "lamp"}}
    assert matching.lists(translated, None, **part) == [
        {"programme": "lamp", **part},
        {"programme": "open-door", **part},
    ]
    named = {"columns": {"programme": "Kind"}}
    assert matching.lists(named, glance(HEADER, ROW | {"Kind": "open-door"}), **part) == [
        {"programme": "open-door", **part}
    ]
