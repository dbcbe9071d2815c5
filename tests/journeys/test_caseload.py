"""A keyworker's caseload in a real browser: somebody is added, found, handed over, taken on, and their work ended."""

import re
import time

import pytest
from playwright.sync_api import expect

from mutualaid.ops.demo import PASSWORD
from tests.journeys.conftest import arrive, sign_out

KEYWORKER, COLLEAGUE, MANAGER = (f"{who}@example.org" for who in ("keyworker", "colleague", "manager"))
HEIGHTS = (
    "every => every.map((one) => one.getBoundingClientRect()).filter((box) => box.height).map((box) => box.height)"
)


def sign_in_as(page, email):
    page.goto("/accounts/sign-in/?next=/referrals/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/referrals/")


def sign_out_of_it(page):
    page.goto("/referrals/")
    sign_out(page)


@pytest.fixture
def working(page):
    """A keyworker has signed in; at the end whoever is signed in signs out, and no cookie is left."""
    sign_in_as(page, KEYWORKER)
    yield page
    sign_out_of_it(page)


def find(page, reference):
    page.goto("/referrals/")
    page.get_by_label("Reference", exact=True).fill(reference)
    page.get_by_role("button", name="Find").click()


def test_a_person_is_added_found_handed_over_taken_on_and_ended(working, sound, picture):
    page, reference = working, f"JN-{time.time_ns() // 10**6}"
    added(page, reference, sound, picture)
    found(page, reference, sound, picture)
    recorded(page, sound, picture)
    handed_over(page, reference, sound, picture)
    sign_out_of_it(page)
    sign_in_as(page, COLLEAGUE)
    ended(page, reference, sound, picture)


def added(page, reference, sound, picture):
    """A name is refused, a reference taken."""
    page.get_by_role("button", name="Add someone").click()
    page.get_by_label("Your service’s reference").fill("Smith")
    page.get_by_role("button", name="Add, and show every option").click()
    expect(page.locator("main")).to_contain_text("We do not keep names")
    sound()
    picture("caseload-add")
    page.get_by_label("Your service’s reference").fill(reference)
    page.get_by_role("button", name="Add, and show every option").click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/"))


def found(page, reference, sound, picture):
    """By the reference, however it is typed; it is in no address and no title."""
    find(page, "JN-1")
    expect(page.locator("main")).to_contain_text("Nobody you work with has this reference")
    sound()
    picture("caseload-not-found")
    find(page, reference.lower())
    expect(page.locator("h1")).to_contain_text(reference)
    assert reference not in page.title() + page.url


def recorded(page, sound, picture):
    """They agree to something and take it back, and say how they need to be told things."""
    page.get_by_role("link", name="They agree to something").click()
    sound()
    page.get_by_label("Remind them of a meeting").check()
    page.get_by_label("Nobody but themselves").check()
    page.get_by_label("By letter").check()
    page.get_by_role("button", name="They agree").click()
    page.get_by_role("button", name="They take it back").click()
    expect(page.locator("main")).to_contain_text("Taken back on")
    sound()
    picture("caseload-record", full=True)
    page.get_by_role("link", name="Edit what they have told us").click()
    sound()
    page.get_by_label("Large print").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Large print")


def handed_over(page, reference, sound, picture):
    """They leave the list of whoever hands them over."""
    page.get_by_role("link", name="Hand over").click()
    sound()
    picture("caseload-hand-over")
    page.get_by_label("Who works with them from now on?").select_option(label="An invented colleague")
    page.get_by_role("button", name="Hand over").click()
    page.wait_for_url("**/referrals/")
    expect(page.locator("main")).not_to_contain_text(reference)


def ended(page, reference, sound, picture):
    """Whoever takes them on may end the work, and says how to come back."""
    expect(page.locator("#handed_over").locator("..")).to_contain_text(reference)
    find(page, reference)
    page.get_by_role("button", name="I have taken this on").click()
    arrive(page)
    expect(page.locator("main")).not_to_contain_text("Handed over to you")
    page.get_by_role("link", name="End this time in treatment").click()
    page.get_by_label("Completed as planned").check()
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("Say how they were told to come back")
    sound()
    picture("caseload-end")
    page.get_by_label("Given to them").check()
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("Start a new time in treatment")
    sound()


def test_the_list_says_what_is_due_and_hides_at_once(working, sound, picture):
    page = working
    assert page.locator(".bandful").count() >= 3
    sound()
    heights = page.locator(".people a, .tally a, .find .govuk-button").evaluate_all(HEIGHTS)
    assert min(heights) >= (44 if page.is_narrow else 24)
    picture("caseload")
    page.locator("summary", has_text="Later").click()
    sound()
    picture("caseload-whole", full=True)
    page.get_by_role("button", name="Hide this list").click()
    expect(page.locator(".bandful")).to_have_count(0)
    page.reload()
    expect(page.locator("main")).to_contain_text("The list is hidden")
    sound()
    page.get_by_role("button", name="Show this list").click()
    arrive(page)
    assert page.locator(".bandful").count() >= 3


def test_a_list_from_a_file_is_looked_at_before_it_is_taken(working, sound, picture):
    page = working
    page.goto("/referrals/people/file/")
    sheet = "Reference,Start date\nDM-01,03/11/2026\nSmith,03/11/2026\nXX-1,soon\n"
    page.get_by_label(re.compile("The list, a workbook")).set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator("main")).to_contain_text("2 rows cannot be taken")
    sound()
    picture("caseload-file")


def test_a_manager_sees_who_works_here_and_who_has_looked(page, sound, picture):
    sign_in_as(page, MANAGER)
    page.get_by_role("link", name="Your service").click()
    expect(page.locator("main")).to_contain_text("An invented keyworker")
    sound()
    picture("caseload-service")
    page.goto("/referrals/")
    page.get_by_label("Whose list").select_option(label="Everyone’s")
    page.get_by_role("button", name="Show", exact=True).click()
    sound()
    page.locator(".people tbody th a").first.click()
    page.get_by_role("link", name="Who has looked").click()
    expect(page.locator("main")).to_contain_text("Looked at this record")
    sound()
    sign_out_of_it(page)
