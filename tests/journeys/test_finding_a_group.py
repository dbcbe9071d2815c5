"""Somebody looks for a group, on a phone and at a desk, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect


def look_for(page, words):
    page.goto("/")
    page.get_by_label(re.compile("postcode", re.I)).fill(words)
    button = page.get_by_role("button", name=re.compile("find|show", re.I))
    with page.expect_navigation():
        button.press("Enter")  # a list of towns, where it has come by now, would stand between it and a click


def test_a_postcode_leads_to_every_option_and_is_nowhere_in_the_address(page, picture, sound):
    page.goto("/")
    sound()
    picture("home")
    look_for(page, "M1 1AE")
    expect(page).to_have_url(re.compile(r"/near/m1-1/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups near M1 1")
    expect(page.locator("body")).to_contain_text("not real")
    sound()
    picture("options")
    picture("options-whole", full=True)


def test_the_whole_range_stands_before_any_scrolling_past_it(page):
    look_for(page, "Leeds")
    lines = page.locator(".range li")
    families = {line.split("\n")[0] for line in lines.all_inner_texts()}
    assert len(families) >= 9
    if page.is_narrow:
        for line in lines.all():
            assert line.bounding_box()["height"] >= 44


@pytest.mark.parametrize("place", ["m1-1", "kw15-1", "bt1-1", "newcastle-upon-tyne"])
def test_the_eight_main_families_end_inside_the_first_screen_of_a_small_phone(page, place):
    page.goto(f"/near/{place}/")
    eighth = page.locator(".range li").nth(7).bounding_box()
    assert eighth["y"] + eighth["height"] <= page.viewport_size["height"]


def test_urgent_help_opens_in_view_on_a_screen_as_short_as_a_phone_on_its_side(page):
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 260})
    page.goto("/near/m1-1/")
    page.get_by_text("Urgent help").first.click()
    expect(page.get_by_role("link", name="999")).to_be_in_viewport()


def test_every_fold_and_panel_open_is_sound(page, sound, picture):
    page.goto("/near/m1-1/")
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
    sound()
    page.get_by_text("Urgent help").first.click()
    expect(page.get_by_role("link", name="999")).to_be_visible()
    sound()
    picture("urgent-help")


def test_every_name_on_the_results_page_is_named_once(page):
    page.goto("/near/leeds/")
    names = page.locator(".row__name").all_text_contents()
    assert len(names) == len(set(names)) >= 20


def test_somewhere_unknown_says_what_to_do_and_keeps_what_was_typed(page, sound, picture):
    look_for(page, "Zzyzx")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label(re.compile("postcode", re.I))).to_have_value("Zzyzx")
    assert "Zzyzx" not in page.url
    sound()
    picture("unknown")


def test_a_name_of_several_places_asks_which(page, sound, picture):
    look_for(page, "Newport")
    choices = page.locator("main").get_by_role("link", name=re.compile("Newport"))
    assert choices.count() >= 2
    sound()
    picture("which")
    choices.first.click()
    expect(page).to_have_url(re.compile(r"/near/newport"))


def test_what_is_sensitive_is_answered_in_place(page, sound):
    page.goto("/near/m1-1/")
    page.get_by_text("Mark what suits you").click()
    page.get_by_label("Someone close to me").check()
    page.get_by_role("button", name="Mark all of these").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups near M1 1")
    assert page.url.endswith("/near/m1-1/")
    expect(page.locator("main")).to_contain_text("Al-Anon")
    expect(page.locator(".band").first).not_to_contain_text("Cocaine Anonymous")
    # What was chosen is a line that can be cleared, not a form that stands open over the answer.
    expect(page.get_by_label("Someone close to me")).not_to_be_visible()
    expect(page.get_by_role("link", name="Clear the marks")).to_be_visible()
    sound()
    page.get_by_role("button", name=re.compile("every meeting", re.I)).click()
    expect(page.get_by_role("button", name="Online or by phone")).to_be_visible()
    sound()


def test_what_somebody_needs_is_marked_and_what_is_not_stated_says_so(page, sound, picture):
    page.goto("/near/m1-1/")
    before = set(page.locator(".row__name").all_text_contents())
    page.get_by_text("Mark what suits you").click()
    sound()
    picture("marks")
    page.get_by_label("A step-free way in").check()
    page.get_by_label("Women", exact=True).check()
    page.get_by_label("Tell me what each kind says of prescribed medicines").check()
    page.get_by_role("button", name="Mark all of these").click()
    assert page.url.endswith("/near/m1-1/")
    assert set(page.locator(".row__name").all_text_contents()) == before
    expect(page.locator(".marked")).to_contain_text("do not say: ring first.")
    expect(page.locator("main")).to_contain_text("Not stated, ring first: step-free way in")
    expect(page.locator("main")).to_contain_text("says it welcomes people on prescribed medicines", ignore_case=True)
    sound()
    page.locator(".marked").scroll_into_view_if_needed()
    picture("marked")
    page.goto("/near/m1-1/")
    page.get_by_text("Mark what suits you").click()
    page.get_by_label("A step-free way in").check()
    page.get_by_role("button", name="Mark all of these").press("Enter")
    page.get_by_role("button", name=re.compile("every meeting", re.I)).click()
    expect(page.get_by_role("heading", name="Not stated: ring first")).to_be_visible()
    sound()


def test_the_marks_are_one_form_that_the_keyboard_goes_through_from_top_to_bottom(page):
    page.goto("/near/m1-1/")
    page.get_by_text("Mark what suits you").focus()
    page.keyboard.press("Enter")
    tops, last = [], page.get_by_role("button", name="Mark all of these")
    for _ in range(80):
        page.keyboard.press("Tab")
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + window.scrollY"))
        if last.evaluate("button => button === document.activeElement"):
            break
    else:
        pytest.fail("the last button is never reached")
    assert tops == sorted(tops)


def test_where_nothing_is_near_there_is_something_to_do(page, sound, picture):
    page.goto("/near/lerwick/")
    expect(page.locator("#groups")).to_contain_text("Little within 5 miles, so this looks within 25 miles")
    nothing_near = page.locator("#nothing-near")
    expect(nothing_near.get_by_role("heading", name=re.compile("Join one"))).to_be_visible()
    sound()
    nothing_near.scroll_into_view_if_needed()
    picture("nothing-near")
    nothing_near.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not real")


def test_marking_a_day_takes_nothing_away(page, sound):
    page.goto("/near/m1-1/")
    before = set(page.locator(".row__name").all_text_contents())
    page.goto("/near/m1-1/?day=tue&after=18:00&sort=nearest&miles=1&utm_source=somebody")
    assert set(page.locator(".row__name").all_text_contents()) == before
    sound()


def test_from_an_option_to_its_programme_and_from_every_meeting_to_one(page, sound, picture):
    page.goto("/near/m1-1/")
    first = page.locator(".row__name a").first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    sound()
    picture("programme", full=True)
    page.goto("/near/m1-1/meetings/")
    sound()
    picture("meetings")
    page.locator("main a[href^='/meetings/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not real")
    sound()
    picture("meeting", full=True)


@pytest.mark.parametrize(
    "address",
    [
        "/near/kw15-1/?miles=1",
        "/near/kw15-1/meetings/?miles=1",
        "/near/m1-1/meetings/?mode=online",
        "/programmes/?nation=wales",
        "/about/sources/",
        "/about/standard/",
        "/about/privacy/",
        "/about/accessibility/",
        "/about/contact/",
        "/nothing-is-here/",
    ],
)
def test_every_other_page_is_sound_and_says_it_is_a_demonstration(page, sound, address):
    page.goto(address)
    expect(page.locator("body")).to_contain_text("not real")
    expect(page.get_by_role("link", name="Leave this page").first).to_be_visible()
    sound()


def test_leaving_leaves_no_way_back(browser, site):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    elsewhere = re.compile(r"^https://")
    page.route(elsewhere, lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    page.goto("/programmes/")
    page.goto("/near/m1-1/")
    visited = page.evaluate("history.length")
    page.get_by_role("link", name="Leave this page").first.click()
    page.wait_for_url(elsewhere)
    assert page.evaluate("history.length") == visited  # it took the page's place; it did not follow it
    context.close()


def test_the_keyboard_alone_reaches_every_line_of_the_range(page):
    page.goto("/near/m1-1/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Skip"))
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    lines = page.locator(".range a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert set(lines) <= set(reached)


def test_everything_works_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 320, "height": 640})
    page = context.new_page()
    look_for(page, "ls1 4ap")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Groups near LS1")
    page.get_by_text("Mark what suits you").click()
    page.get_by_label("Tue", exact=True).check()
    page.get_by_role("button", name="Mark all of these").click()
    expect(page).to_have_url(re.compile("day=tue"))
    assert page.get_by_role("link", name="Leave this page").first.get_attribute("href").startswith("https://")
    context.close()


def test_text_at_twice_the_size_stays_on_the_page(page):
    page.goto("/near/m1-1/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_first_visit_is_small_on_the_wire(browser, site):
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 640})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = []
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.goto("/near/m1-1/", wait_until="networkidle")
    assert len(sizes) >= 4, "the page, its style, its script and its icon"
    assert sum(sizes) <= 60_000
    context.close()
