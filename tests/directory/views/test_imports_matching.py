"""Matching a list from a browser: what is chosen is a mapping, and a mapping can be written instead."""

import io
import json
import tomllib

import openpyxl
import pytest

from directory.importers import intake
from directory.importers.template import COLUMNS
from directory.importers.template import workbook as template
from directory.models import ImportRun, Meeting, Upload
from tests.directory.importers.feeds import FORMATS, GUIDE, RESULT
from tests.directory.importers.sheets import MAPPING, row, sheet
from tests.directory.views.checklist import Page
from tests.directory.views.sending import as_shown, go_on, looked_at, matched, page_of, place, sent, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists_come_in")]


def test_what_is_chosen_becomes_the_mapping_that_the_command_reads(signed_in):
    upload = matched(signed_in, sent(signed_in), mode="online", time_zone="Europe/Dublin", nation="wales")
    go_on(signed_in, upload, "words", extent="part", nations=["wales", "england"])
    text = signed_in.get(page_of("upload_mapping", upload)).content.decode()
    read = intake.mapping_of(text, "spreadsheet")
    assert read.identity == ("Kind", "Postcode", "Day", "Time", "Title")
    assert read.columns == tomllib.loads(MAPPING)["columns"]
    assert read.values["programme"] == {"OD": "open-door"}
    assert read.values["nation"] == {"England": "england"}
    assert (read.mode, read.time_zone, read.nation) == ("online", "Europe/Dublin", "wales")
    assert [(one.programme, one.extent, set(one.nations)) for one in read.lists] == [
        ("open-door", "part", {"wales", "england"})
    ]
    assert read.source.name == "Invented lamps"


def test_the_forms_show_what_was_chosen(signed_in):
    upload = looked_at(signed_in)
    columns = signed_in.get(page_of("match", upload)).context["form"]
    assert columns["column_programme"].value() == place("Kind")[0]
    assert columns["identity"].value() == place("Kind", "Postcode", "Day", "Time", "Title")
    words = signed_in.get(page_of("words", upload)).context["form"]
    assert words["programme_0"].value() == "open-door"
    assert as_shown(words)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"column_name": ""}, "Choose the column"),
        ({"column_day": "99"}, "Choose one of its columns"),
        ({"column_programme": "", "programme": ""}, "Choose a programme, or the column that names it"),
        ({"identity": []}, "Choose at least one column"),
        ({"time_zone": "Moon/Crater"}, "Enter a time zone, like Europe/London"),
    ],
)
def test_a_choice_that_cannot_be_is_said(signed_in, chosen, told):
    upload = sent(signed_in)
    page = Page(go_on(signed_in, upload, "match", **{"column_programme": "0"} | chosen))
    assert told in page.text
    upload.refresh_from_db()
    assert upload.mapping == ""


def test_how_much_of_a_list_needs_its_nations(signed_in):
    upload = matched(signed_in, sent(signed_in))
    assert "Choose the nations" in Page(go_on(signed_in, upload, "words", extent="whole")).text


def test_a_mapping_can_be_written_and_says_what_no_form_can(signed_in):
    upload = sent(signed_in, sheet(row(Ramp="True", Kind="OD")))
    response = signed_in.post(page_of("write_mapping", upload), {"toml": MAPPING.replace("\n", "\r\n")})
    assert response["Location"] == page_of("upload", upload)
    upload.refresh_from_db()
    assert upload.mapping == MAPPING
    take(signed_in, upload)
    assert Meeting.objects.get().step_free == "yes"
    assert ImportRun.objects.get().mapping == MAPPING


@pytest.mark.parametrize("toml", ["", "identity = [", "colour = 1", "[source]\nname = 'x'", "a = " + "9" * 5000])
def test_a_mapping_that_cannot_be_followed_is_said_and_stays(signed_in, toml):
    upload = sent(signed_in)
    response = signed_in.post(page_of("write_mapping", upload), {"toml": toml})
    assert response.status_code == 200
    assert "There is a problem" in Page(response).text
    assert response.context["form"]["toml"].value() == toml


def test_a_list_is_matched_next_time_as_it_was_read_last(signed_in):
    take(signed_in, looked_at(signed_in))
    upload = sent(signed_in, source="lamps", as_of="2026-08-12")
    form = signed_in.get(page_of("match", upload)).context["form"]
    assert form["column_programme"].value() == place("Kind")[0]
    go_on(signed_in, upload, "match")
    assert signed_in.get(page_of("words", upload)).context["form"]["programme_0"].value() == "open-door"
    go_on(signed_in, upload, "words")
    upload.refresh_from_db()
    assert (upload.counts["added"], upload.counts["unchanged"]) == (0, 2)


def test_our_own_template_needs_nothing_chosen(signed_in):
    book = openpyxl.load_workbook(io.BytesIO(template([("open-door", "Open door")])))
    said = {"Programme": "open-door", "Name": "Lamp", "Day": "Monday", "Starts": "19:30", "Postcode": "M1 1AE"}
    said |= {"Only for": "Women", "How people meet": "In person"}
    book["Meetings"].append([said.get(column.heading) for column in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    upload = sent(signed_in, file.getvalue(), called="meetings.xlsx")
    go_on(signed_in, upload, "match")
    go_on(signed_in, upload, "words")
    preview = Page(signed_in.get(page_of("upload", upload))).text
    assert "Every Monday 7.30pm" in preview
    assert "Who may come: Women only" in preview


@pytest.mark.parametrize(
    ("format", "said"),
    [("meeting_guide", [GUIDE]), ("bmlt", {"meetings": [RESULT], "formats": FORMATS})],
)
def test_a_feed_asks_only_for_what_no_field_says(signed_in, format, said):
    upload = sent(signed_in, json.dumps(said), format=format, called="feed.json")
    assert "column_name" not in signed_in.get(page_of("match", upload)).context["form"].fields
    assert "Choose a programme" in Page(go_on(signed_in, upload, "match")).text
    go_on(signed_in, upload, "match", programme="open-door", nation="england")
    go_on(signed_in, upload, "words")
    upload.refresh_from_db()
    assert (upload.state, upload.trouble) == ("looked", "")
    take(signed_in, upload)
    assert ImportRun.objects.get().counts["added"] == 1


def test_a_word_left_without_a_meaning_leaves_its_rows_out_and_says_so(signed_in):
    upload = matched(signed_in, sent(signed_in, sheet(row(), row(Kind="LT", Title="River"))))
    go_on(signed_in, upload, "words", programme_0="")
    preview = Page(signed_in.get(page_of("upload", upload))).text
    assert "“LT” is not a programme in the mapping" in preview


@pytest.mark.parametrize("state", ["looking", "applying"])
def test_what_is_typed_while_somebody_works_on_the_list_is_shown_again(signed_in, editor, state):
    upload = looked_at(signed_in)
    typed = {name: signed_in.get(page_of(name, upload)).context["form"] for name in ("match", "words")}
    Upload.objects.update(state=state, started_at=upload.made_at, applied_by=editor)
    before = Upload.objects.values("mapping", "state").get()
    pages = [signed_in.post(page_of(name, upload), as_shown(form)) for name, form in typed.items()]
    pages.append(signed_in.post(page_of("write_mapping", upload), {"toml": MAPPING + "# My own words"}))
    for page in pages:
        assert page.status_code == 200
        assert "Somebody is working on this list" in Page(page).text
    assert "# My own words" in Page(pages[-1]).text
    assert Upload.objects.values("mapping", "state").get() == before
