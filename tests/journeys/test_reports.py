"""A commissioner reads a quarter and takes it away; a manager reads their own service, and who is behind a number."""

import csv
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from mutualaid.ops.demo import PASSWORD
from tests.journeys.conftest import arrive, give_password, sign_out


@pytest.fixture
def reading(page):
    """The demonstration’s commissioner has signed in; at the end they sign out, and no cookie is left."""
    give_password(page, "commissioner@example.org", PASSWORD)
    page.wait_for_url("**/reports/")
    yield page
    page.goto("/reports/")
    sign_out(page)


@pytest.fixture
def managing(page):
    """And its service manager."""
    give_password(page, "manager@example.org", PASSWORD)
    arrive(page)
    page.goto("/reports/")
    yield page
    page.goto("/reports/")
    sign_out(page)


def taken(page, link):
    """The bytes of a file that a link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    assert download.value.suggested_filename.startswith("report-2"), "no name of an area or a service"
    return download.value.path().read_bytes()


def test_a_commissioner_reads_a_quarter_and_takes_it_away(reading, sound, picture):
    page = reading
    sound()
    picture("reports-home")
    page.locator("main li").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Westminster: mutual aid")
    expect(page.locator(".headline__says")).to_contain_text("people introduced")
    sound()
    picture("report", full=True)
    said = page.locator(".headline__says").inner_text()
    page.get_by_role("link", name="As now known").click()
    expect(page.locator("[aria-current=page]")).to_have_text("As now known")
    sound()
    page.get_by_role("link", name="As first published").click()
    expect(page.locator(".headline__says")).to_have_text(said)
    rows = list(csv.reader(io.StringIO(taken(page, "CSV").decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(taken(page, "Spreadsheet")))
    assert rows[0][0] == book.worksheets[0]["A1"].value
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    connected = next(row[1] for row in rows if row and row[0] == "Been at least twice")
    assert f"about {connected} have been" in said


def test_every_figure_is_one_press_from_what_it_means(reading, sound):
    page = reading
    page.locator("main li").first.get_by_role("link").first.click()
    page.get_by_role("link", name="connected", exact=True).first.click()
    expect(page.locator("#d-connected")).to_be_in_viewport()
    for fold in page.locator("main summary").all():
        fold.click()
    sound()


def test_a_year_is_read_like_a_quarter(reading, sound):
    page = reading
    page.get_by_role("heading", name="Whole years").locator("xpath=following-sibling::ul[1]").get_by_role(
        "link"
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("April 20")
    sound()


def test_a_manager_reads_their_service_and_who_is_behind_a_number(managing, sound, picture):
    page = managing
    sound()
    page.get_by_role("link", name="April to June 2026").click()
    expect(page.locator("main")).to_contain_text("own exact numbers")
    sound()
    picture("report-service", full=True)
    page.locator("summary", has_text="Figures in this chart").first.click()
    page.locator("td a, th a, dd a").first.click()
    expect(page.locator("main")).to_contain_text("For you as their service’s manager")
    sound()
    picture("report-people")
    page.get_by_role("link", name="Back to the figures").click()
    expect(page.locator("main")).to_contain_text("own exact numbers")


def test_a_manager_says_how_many_are_in_treatment(managing, sound, picture):
    page = managing
    page.get_by_role("link", name="Say how many are in treatment").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the quarter")
    sound()
    page.get_by_label("In which quarter").select_option(index=1)
    page.get_by_label("How many people were in treatment in it").fill("240")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.locator("main")).to_contain_text("240")
    sound()
    picture("report-in-treatment")
