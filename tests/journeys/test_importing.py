"""An editor brings in a list: sends it, says which column says what, sees what it would do, takes it."""

import csv
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, served, sign_in, visiting

A_MINUTE = 60_000
HEADER = ("Fellowship", "Meeting", "Day", "Starts", "Lasts", "Venue", "Address", "Postcode", "Notes")
ROWS = (
    ("AA", "Invented Lamp", "Tuesday", "19:30", "1:30", "Invented Hall", "1 Example Street", "M1 1AE", "Ring the bell"),
    ("SMART Recovery", "Invented River", "Friday", "7pm", "60", "Invented Library", "2 Example Street", "LS1 4AP", ""),
    ("NA", "Invented Oak", "Monday", "18:00", "", "Invented Centre", "3 Example Street", "CF10 1EP", ""),
    ("AA", "Invented Gate", "Sunday", "", "", "Invented Hall", "1 Example Street", "M1 1AE", ""),
    ("Ukulele club", "Invented Strings", "Sunday", "10:00", "", "Invented Hall", "1 Example Street", "M1 1AE", ""),
)


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A demonstration of its own: a real list withdraws the invented meetings that the other journeys look at."""
    var = tmp_path_factory.mktemp("importing")
    shutil.copy(prepared / "secret-key", var)
    with (
        closing(sqlite3.connect(prepared / "demo.sqlite3")) as old,
        closing(sqlite3.connect(var / "demo.sqlite3")) as new,
    ):
        old.backup(new)
    with served(var) as address:
        yield address


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request, browser, site):
    """The editor, signed in, at a desk and on a small phone."""
    with visiting(browser, site, request.param) as page:
        sign_in(page)
        yield page


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "invented-list.csv"
    with path.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows([HEADER, *ROWS])
    return path


def send(page, file, *, slug):
    page.goto("/editing/imports/")
    page.get_by_role("button", name="Import a list").click()
    page.get_by_label("Short name, if it is new").fill(slug)
    page.get_by_label("Name, if it is new", exact=True).fill("An invented list")
    page.get_by_label("Licence, if it is new").select_option("own")
    page.get_by_label("Spreadsheet: CSV or Excel (.xlsx)").check()
    page.get_by_label("The file, at most 50 MB").set_input_files(file)
    page.get_by_role("button", name="Send it").click()


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=A_MINUTE)


def test_a_list_is_sent_matched_seen_and_taken(page, file, picture, sound):
    page.goto("/editing/imports/start/")
    sound()
    send(page, file, slug=f"invented-{page.viewport_size['width']}")
    heading(page, "Which column says what?")
    expect(page.get_by_label("Name of the meeting")).to_have_value("1")
    sound()
    picture("import-match", full=True)
    page.get_by_role("button", name="Go on").click()
    heading(page, "What do its words mean?")
    expect(page.get_by_label("AA", exact=True)).to_have_value("alcoholics-anonymous")
    expect(page.get_by_label("NA", exact=True)).to_have_value("")  # which of two it is, nobody can guess
    page.get_by_label("NA", exact=True).select_option("narcotics-anonymous")
    expect(page.get_by_label("Ukulele club")).to_have_value("")
    page.get_by_label("How much of each programme’s list is it?").select_option("part")
    page.get_by_role("checkbox", name="England").check()
    sound()
    picture("import-words")
    page.get_by_role("button", name="See what it would do").click()
    heading(page, "What the list would do")
    expect(page.locator(".rows")).to_contain_text("Every Tuesday 7.30pm")
    expect(page.locator("main")).to_contain_text("“Ukulele club” is not a programme in the mapping")
    sound()
    picture("import-preview", full=True)
    page.get_by_role("button", name="Take this list").click()
    heading(page, "An invented list")
    expect(page.locator("main")).to_contain_text("It has no time: write when it starts, such as 19:30.")
    sound()
    page.get_by_role("link", name="Every import").click()
    expect(page.locator("main")).to_contain_text("3 added, 0 changed, 2 rows not used")
    sound()


def test_how_far_it_is_is_seen_and_the_page_can_be_told_to_keep_still(page, file, sound):
    send(page, file, slug=f"still-{page.viewport_size['width']}")
    heading(page, "Which column says what?")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="See what it would do").click()
    heading(page, "Looking at what the list would do")
    page.get_by_role("link", name="Stop looking by itself").click()
    page.wait_for_url(re.compile("still=yes"))
    if page.get_by_role("heading", level=1).inner_text() == "Looking at what the list would do":
        sound()
        page.get_by_role("link", name="Look again").click()
    heading(page, "What the list would do")
    page.get_by_role("link", name="Write its mapping").click()
    expect(page.get_by_label("The mapping")).to_have_value(re.compile(r"\[columns\]"))
    sound()


def test_what_is_no_list_is_told_in_a_sentence(page, tmp_path, sound):
    path = tmp_path / "holiday.pdf"
    path.write_bytes(b"%PDF-1.7 invented")
    send(page, path, slug=f"pdf-{page.viewport_size['width']}")
    heading(page, "The file cannot be read")
    expect(page.get_by_role("alert")).to_contain_text("The file is a PDF")
    sound()
    page.goto("/editing/imports/start/")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose the file")
    sound()


def test_all_of_it_works_without_scripts(browser, site, file):
    with visiting(browser, site, NARROW, java_script_enabled=False) as page:
        sign_in(page)
        send(page, file, slug="without-scripts")
        heading(page, "Which column says what?")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="See what it would do").click()
        heading(page, "What the list would do")
        page.get_by_role("button", name="Take this list").click()
        heading(page, "An invented list")
