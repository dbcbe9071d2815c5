"""What is within reach in an area, read by whoever answers for it: at a desk, on a phone and on paper."""

import pytest
from playwright.sync_api import expect

from mutualaid.ops.demo import PASSWORD
from tests.journeys.conftest import give_password


@pytest.fixture
def reading(page):
    """The demonstration’s commissioner has signed in; at the end they sign out, and no cookie is left."""
    give_password(page, "commissioner@example.org", PASSWORD)
    page.wait_for_url("**/reports/")
    yield page
    page.emulate_media(media="screen")
    page.goto("/reports/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def numbers(page, caption):
    """The first number of each row of a table, with what the row is of."""
    rows = page.locator("table", has=page.locator("caption", has_text=caption)).locator("tbody tr")
    return rows.evaluate_all("rows => rows.map(row => [row.cells[0].textContent, row.cells[2].textContent])")


def test_a_commissioner_sees_what_is_within_reach(reading, sound, picture):
    page = reading
    page.locator("main").get_by_role("link", name="Within reach, Westminster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Westminster")
    expect(page.get_by_role("img", name="Kinds of group within reach of each postcode sector")).to_be_visible()
    sound()
    picture("provision", full=True)
    discs = page.locator(".map__number").all_text_contents()
    assert len(discs) > 100
    page.locator("summary", has_text="sectors, with daytime").click()
    sound()
    assert [further for _sector, further in numbers(page, "Kinds of group we know of")] == discs
    page.locator("summary", has_text="programmes, A to Z").click()
    sound()


def test_the_days_and_the_time_are_chosen_without_a_script(reading, sound):
    page = reading
    page.locator("main").get_by_role("link", name="Within reach, Westminster").click()
    page.get_by_label("Monday to Friday").check()
    page.get_by_label("Before 5pm").check()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**/provision/?days=weekday&part=daytime")
    expect(page.locator(".provision__finding")).to_contain_text("on a weekday in the daytime")
    expect(page.get_by_label("Before 5pm")).to_be_checked()
    sound()


def test_on_paper_every_sector_is_there_and_what_can_only_be_pressed_is_not(reading):
    page = reading
    page.locator("main").get_by_role("link", name="Within reach, Westminster").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Show these")).to_be_hidden()
    expect(page.locator("caption", has_text="by part of the week")).to_be_visible()
    expect(page.locator("header.bar")).to_be_hidden()
    wide = page.evaluate(
        "[...document.querySelectorAll('.provision table')].every(each => each.scrollWidth <= innerWidth)"
    )
    assert wide
