"""Somebody who keeps the directory right, on a phone and at a desk: finds, changes, closes, decides, and takes back."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import arrive, served

# Every other page an editor may open, which asks nothing.
PLAIN = ("programmes/", "programmes/smart-recovery/", "held/", "suggestions/", "venues/add/", "groups/add/")


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A copy of the demonstration: what editors change here, nobody else goes through."""
    copy = tmp_path_factory.mktemp("editing")
    shutil.copytree(prepared, copy, dirs_exist_ok=True)
    with served(copy) as address:
        yield address


@pytest.fixture
def found(editing):
    """The editors' page of a meeting in person, with what its form says."""
    editing.goto("/near/leeds/meetings/")
    links = editing.locator("main a[href^='/meetings/']")
    editing.goto("/editing" + links.nth(1 if editing.is_narrow else 0).get_attribute("href"))
    return editing


def save(page, why):
    page.get_by_label("Why you change it, or how you know").fill(why)
    page.get_by_role("button", name="Save", exact=True).click()


def test_signing_in_says_what_is_wrong_and_leads_to_where_editing_begins(page, sound, picture):
    page.goto("/editing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sound()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    sound()
    picture("sign-in")
    page.context.clear_cookies()


def test_home_finds_a_meeting_and_says_what_waits(editing, sound, picture):
    expect(editing.get_by_role("heading", level=1)).to_have_text("Editing the directory")
    sound()
    editing.get_by_label("Name, programme, venue or postcode").fill("Demonstration meeting 12")
    editing.get_by_role("button", name="Find").click()
    expect(editing.locator("dl.facts").first).to_contain_text("not real")
    assert "12" not in editing.url.partition("/editing/")[2]  # what was looked for may be a postcode
    sound()
    picture("editing-home")


def test_a_meeting_is_put_right_its_history_tells_of_it_and_it_is_undone(found, sound, picture):
    page = found
    sound()
    picture("editing-meeting")
    name = page.get_by_label("Name", exact=True).input_value()
    page.get_by_label("Name", exact=True).fill(f"{name} again")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why you change it")
    sound()
    save(page, "They rang us.")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.get_by_role("link", name="Its history").click()
    expect(page.locator("main")).to_contain_text(f"It said “{name}”, then “{name} again”")
    sound()
    picture("editing-history", full=True)
    page.get_by_role("button", name=re.compile("Undo They rang us")).first.click()
    expect(page.get_by_role("status")).to_have_text("Undone.")
    page.get_by_role("link", name="Back to it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_one_evening_is_called_off_and_another_moved(found, sound, picture):
    page = found
    page.get_by_role("link", name=re.compile("Call it off, move it")).click()
    sound()
    picture("editing-otherwise")
    off = page.locator("form[action$='/off/']")
    off.get_by_label("The first day").fill("2027-01-01")
    off.get_by_label("Until further notice").check()
    off.get_by_role("button").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose who says so")
    sound()
    off.get_by_label("The group, or the hall").check()
    off.get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Called off from 1 January 2027 until further notice")
    sound()
    page.get_by_role("button", name=re.compile("Undo Called off")).click()
    expect(page.locator("main")).to_contain_text("It meets as its times say.")


def test_a_hall_is_closed_for_all_that_meet_there_and_opened_again(found, sound, picture):
    page = found
    page.get_by_role("link", name="Its venue").click()
    sound()
    page.get_by_label("The first day").fill("2027-01-04")
    page.get_by_label("Until the last day, which I give below").check()
    page.get_by_label("The last day", exact=True).fill("2027-01-17")
    page.get_by_label("Why it is closed").fill("a new floor")
    page.get_by_label("The group, or the hall").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("main")).to_contain_text("Closed 4 to 17 January 2027: a new floor")
    sound()
    picture("editing-venue", full=True)
    page.get_by_role("button", name=re.compile("Undo Closed")).click()
    expect(page.locator("main")).to_contain_text("Nobody has told us that it is closed.")


def add_venue(page, hall):
    page.goto("/editing/")
    page.get_by_role("link", name="Add a venue").click()
    page.get_by_label("Name").fill(hall)
    page.get_by_label("Postcode").fill("LS1 4AP")
    save(page, "They wrote to us.")
    expect(page.get_by_role("heading", level=1)).to_have_text(hall)


def add_meeting(page, name, hall, sound):
    page.goto("/editing/meetings/add/")
    page.get_by_label("Programme", exact=True).select_option("SMART Recovery")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Look for a venue by its postcode").fill("ls1 4ap")
    page.get_by_role("button", name="Look for venues there").click()
    sound()
    page.get_by_label(hall).check()
    page.locator("#id_times-0-weekday").select_option("Thursday" if page.is_narrow else "Tuesday")
    page.locator("#id_times-0-starts_at").fill("19:30")
    save(page, "They wrote to us.")
    expect(page.get_by_role("status")).to_have_text("Added.")


def test_a_meeting_is_added_twice_made_one_and_taken_apart_again(editing, sound, picture):
    page = editing
    name = f"Invented lamp group ({'phone' if page.is_narrow else 'desk'})"
    hall = f"Invented Hall ({'phone' if page.is_narrow else 'desk'})"
    add_venue(page, hall)
    add_meeting(page, name, hall, sound)
    add_meeting(page, name, hall, sound)

    page.get_by_role("link", name="Duplicates").click()
    expect(page.get_by_role("heading", name="1 pair to decide")).to_be_visible()
    sound()
    picture("editing-duplicates")
    page.get_by_role("link", name=re.compile(f"{re.escape(name)}, twice")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One meeting, or two?")
    sound()
    picture("editing-side-by-side", full=True)
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what they are")
    sound()
    page.get_by_label("One and the same: keep the second").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="0 pairs to decide")).to_be_visible()
    page.get_by_role("link", name="What was decided").click()
    page.get_by_role("link", name=re.compile(re.escape(name))).click()
    expect(page.get_by_role("button", name="Take them apart")).to_be_visible()
    sound()
    added = page.get_by_role("link", name="Edit the first").get_attribute("href")

    page.goto(added)
    expect(page.locator("main")).to_contain_text("Merged into")
    sound()
    page.get_by_label("How you know", exact=True).fill("Two rooms.")
    page.get_by_role("button", name="Take them apart").click()
    arrive(page)
    page.goto("/editing/duplicates/decided/")
    expect(page.locator("main")).to_contain_text("Two meetings:")
    sound()
    picture("editing-decided")
    page.goto(added)
    page.get_by_label("Withdraw it: it meets no more").check()
    page.get_by_label("Reason").fill("It was never there.")
    page.get_by_role("button", name="Do this").click()
    expect(page.locator("main")).to_contain_text("Withdrawn since")
    sound()


def test_what_is_unverified_is_looked_at_and_checked(editing, sound, picture):
    page = editing
    page.get_by_role("link", name="What is unverified").first.click()
    sound()
    picture("editing-unverified")
    first = page.locator("main dl.facts > div").first
    way = first.inner_text()
    first.get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_have_text("The check is recorded.")
    assert page.locator("main dl.facts > div").first.inner_text() != way
    sound()


@pytest.mark.parametrize("address", PLAIN)
def test_every_other_page_is_sound(editing, sound, address):
    editing.goto(f"/editing/{address}")
    sound()


def test_the_keyboard_alone_finds_a_meeting_and_reaches_what_it_can_do(found, page):
    reached = set()
    page.locator("body").press("Tab")
    for _ in range(400):
        reached.add(page.evaluate("document.activeElement.outerHTML"))
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    wanted = page.locator("main button, main a[href], main input[type=text]").evaluate_all(
        "all => all.map(one => one.outerHTML)"
    )
    assert set(wanted) <= reached
