"""Somebody takes meetings away in their own calendar, and nobody who sees it learns what they are."""

import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def taken(page):
    """The file that the button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the file for my calendar").click()
    assert download.value.suggested_filename == "calendar.ics"
    return icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes())


def test_one_meeting_is_called_what_somebody_likes(page, sound, picture):
    page.goto("/near/leeds/meetings/")
    page.locator(".times a").first.click()
    page.get_by_text("Put it in your calendar").click()
    sound()
    picture("calendar-one")
    page.get_by_label("What your calendar calls it").fill("Choir")
    made = taken(page)
    assert {str(event["SUMMARY"]) for event in made.events} == {"Choir"}
    assert not re.search(r"demonstration|anonymous|recovery", made.to_ical().decode(), re.IGNORECASE)


def test_a_chosen_few_from_two_pages_are_in_one_file(page, sound, picture):
    page.goto("/near/leeds/meetings/")
    page.get_by_role("link", name="Put some of these in your calendar").click()
    sound()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("main")).to_contain_text("1 is marked on another page.")
    page.get_by_role("checkbox").first.check()
    sound()
    picture("calendar-some")
    assert "meeting=" not in page.url
    assert len(taken(page).events) >= 2


def test_marking_none_says_what_to_do(page, sound):
    page.goto("/near/leeds/calendar/")
    page.get_by_role("button", name="Get the file for my calendar").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Mark at least one meeting")
    sound()
