import datetime as dt
import io
from dataclasses import fields
from pathlib import Path

import openpyxl
import pytest
from openpyxl.writer.excel import save_workbook

from directory.importers import mapping, spreadsheet, template, workbook
from directory.importers.listed import Facts, When

MAPPING = Path(__file__).parent.parent.parent.parent / "docs" / "mappings" / "template.toml"
FILLED = {
    "Programme": "open-door",
    "Name": "Tuesday Lamp",
    "Day": "Tuesday, Friday",
    "Starts": dt.time(19, 30),
    "Lasts": dt.time(1, 30),
    "How people meet": "In person and online",
    "Venue": "Invented Hall",
    "Address": "1 Example Street",
    "Postcode": "M1 1AE",
    "Latitude": 53.4805,
    "Longitude": -2.235,
    "Nation": "England",
    "Joining link": "https://zoom.us/j/123456789",
    "How to join (not shown)": "Passcode: rosebud",
    "Telephone to join": "0808 157 0123",
    "Language": "Polish",
    "Time zone": "Europe/Dublin",
    "Open or closed": "Open",
    "Only for": "Women, LGBT+ people",
    "Step-free": "Yes",
    "Hearing loop": "No",
    "Children welcome": "Yes",
    "For newcomers": "No",
    "On bank holidays": "No",
    "Term time only": "Yes",
    "Setting": "On a ward",
    "What kind": "Step study, Meditation",
    "Notes": "Ring twice. Closed 3 to 17 August 2027. Closed in May. We no longer meet.",
}


@pytest.fixture
def read():
    return mapping.read(MAPPING.read_text(encoding="utf-8"))


def filled(**cells):
    """The template as somebody has filled it in."""
    book = openpyxl.load_workbook(io.BytesIO(template.workbook([("open-door", "Open Door")])))
    book[template.MEETINGS].append([cells.get(column.heading) for column in template.COLUMNS])
    file = io.BytesIO()
    save_workbook(book, file)
    return file


def test_every_fact_of_a_meeting_can_be_written_and_is_read_back(read):
    (outcome,) = spreadsheet.read_cells(workbook.rows(filled(**FILLED)), read)
    facts = outcome.meeting.facts
    assert facts.when == (When(2, dt.time(19, 30), 90), When(5, dt.time(19, 30), 90))
    assert (facts.mode, facts.join_url, facts.phone) == ("hybrid", "https://zoom.us/j/123456789", "0808 157 0123")
    assert (facts.language, facts.time_zone, facts.setting) == ("Polish", "Europe/Dublin", "ward")
    assert (facts.openness, facts.restricted_to) == ("open", ("women", "lgbt"))
    assert (facts.step_free, facts.hearing_loop, facts.children_welcome, facts.newcomers) == ("yes", "no", "yes", "no")
    assert (facts.formats, facts.private_notes) == (("Step study", "Meditation"), "Passcode: rosebud")
    assert (facts.bank_holidays, facts.term_time_only, facts.says_when) == ("no", True, "Closed in May.")
    unlike = Facts(programme="", name="", mode="", when=())
    assert [one.name for one in fields(Facts) if getattr(facts, one.name) == getattr(unlike, one.name)] == []


def test_what_is_left_empty_is_not_stated(read):
    needed = {name: FILLED[name] for name in ("Programme", "Name", "Day", "Starts", "Postcode")}
    (outcome,) = spreadsheet.read_cells(workbook.rows(filled(**needed)), read)
    facts = outcome.meeting.facts
    assert (facts.mode, facts.openness, facts.step_free, facts.restricted_to) == ("in_person", "unknown", "unknown", ())
    assert outcome.repairs == ()


def test_its_columns_are_those_the_mapping_reads(read):
    assert {column.heading for column in template.COLUMNS} == set(read.needed_columns)
    assert set(read.columns) == set(mapping.FIELDS)


def test_every_value_it_offers_is_understood(read):
    understood = {rule.column: rule.values for rule in read.rules}
    words = {read.columns[field]: words for field, words in read.values.items()}
    for column in template.COLUMNS:
        if column.heading in understood:
            assert {offer.casefold() for offer in column.offers} == set(understood[column.heading])
        elif column.heading in words:
            assert set(column.offers) == set(words[column.heading])


def test_it_offers_the_programmes_of_the_catalogue():
    book = openpyxl.load_workbook(io.BytesIO(template.workbook([("open-door", "Open Door"), ("long-table", "Table")])))
    assert [[cell.value for cell in row] for row in book[template.PROGRAMMES]][1:] == [
        ["open-door", "Open Door"],
        ["long-table", "Table"],
    ]
    offers = {str(offer.sqref): offer.formula1 for offer in book[template.MEETINGS].data_validations.dataValidation}
    assert offers["A2:A5000"] == "'Programmes'!$A$2:$A$3"


def test_lists_of_values_are_as_short_as_a_workbook_takes():
    assert all(len(",".join(column.offers)) <= 255 for column in template.COLUMNS)


def test_without_programmes_it_offers_none():
    book = openpyxl.load_workbook(io.BytesIO(template.workbook([])))
    assert book[template.MEETINGS]["A1"].value == "Programme"
