"""Somebody types a town: it is suggested, by keyboard and by hand, and a postcode is never sent before it is meant."""

import re

import pytest
from playwright.sync_api import expect

TYPED_SLOWLY = 60  # milliseconds between letters; the list waits for 300 without one


@pytest.fixture
def asked(page):
    """The words that left the browser while somebody typed."""
    words = []
    page.on("request", lambda sent: "/towns/" in sent.url and words.append(sent.url.partition("?q=")[2]))
    return words


def box(page):
    return page.get_by_role("combobox", name="Town or postcode")


def test_a_town_is_chosen_by_keyboard(page, asked, sound, picture):
    page.goto("/")
    box(page).press_sequentially("Newpo", delay=TYPED_SLOWLY)
    towns = page.get_by_role("listbox", name="Towns").get_by_role("option")
    expect(towns.first).to_have_text(re.compile(r"Newport \(Gwent\)\s+Casnewydd"))
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-towns-said]")).to_have_text(re.compile(r"towns\. Use the up and down arrows"))
    sound()
    picture("towns")
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    expect(towns.nth(1)).to_have_attribute("aria-selected", "true")
    assert box(page).get_attribute("aria-activedescendant") == towns.nth(1).get_attribute("id")
    box(page).press("Enter")
    expect(box(page)).to_have_value("Newport (Isle of Wight)")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box(page).press("Enter")
    expect(page).to_have_url(re.compile("/near/newport-isle-of-wight/$"))
    assert asked


def test_a_town_is_chosen_by_hand_and_by_its_welsh_name(page):
    page.goto("/")
    box(page).press_sequentially("caerd", delay=TYPED_SLOWLY)
    town = page.get_by_role("option", name="Cardiff")
    assert town.bounding_box()["height"] >= 44
    town.click()
    expect(box(page)).to_have_value("Cardiff")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_the_list_goes_with_escape_and_when_the_box_is_left(page):
    page.goto("/")
    box(page).press_sequentially("leeds", delay=TYPED_SLOWLY)
    listed = page.get_by_role("listbox")
    expect(listed).to_be_visible()
    box(page).press("Escape")
    expect(listed).to_be_hidden()
    expect(page.locator("body")).to_be_visible()
    box(page).press("Backspace")
    expect(listed).to_be_visible()
    box(page).press("Tab")
    expect(listed).to_be_hidden()


@pytest.mark.parametrize("typed", ["M1 1AE", "SW1A", "1 Example Street Leeds", "53.48,-2.23"])
def test_what_has_a_digit_is_not_sent_while_it_is_typed(page, asked, typed):
    page.goto("/")
    for letters in range(1, len(typed) + 1):
        box(page).fill(typed[:letters])
    page.wait_for_timeout(500)
    assert asked == []
    box(page).blur()
    box(page).focus()
    page.wait_for_timeout(500)
    assert asked == []


def test_a_postcode_left_in_the_box_by_a_mistake_is_not_sent_by_looking_at_it(page, asked):
    page.goto("/")
    box(page).fill("ZZ9 9ZZ")
    page.get_by_role("button", name="Show every option").click()
    expect(box(page)).to_have_value("ZZ9 9ZZ")
    box(page).focus()
    page.wait_for_timeout(500)
    assert asked == []


def test_a_first_visit_to_the_home_page_is_small_on_the_wire(browser, site):
    """Measured: 18 kB, 5 of them the list of towns."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = []
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) >= 6
    assert sum(sizes) <= 60_000, sizes
    context.close()


def test_without_scripts_the_same_box_is_a_plain_one(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("textbox", name="Town or postcode").fill("Caerdydd")
    page.get_by_role("button", name="Show every option").click()
    expect(page).to_have_url(re.compile("/near/cardiff/$"))
    context.close()
