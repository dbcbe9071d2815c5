"""Somebody asks for the map: by hand, by keyboard alone, without scripts, with everything four times as large."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, served, visiting

MAP = "/near/m1-1/map/"
A_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"></svg>'
A_TILE = re.compile(r"https://tiles\.example\.org/\d+/\d+/\d+\.png")


@pytest.fixture
def asked(page):
    """The addresses that were asked for, and how."""
    asked = []
    page.on("request", lambda sent: asked.append((sent.method, sent.url.partition("/near/")[2] or sent.url)))
    return asked


def show_the_map(page):
    page.get_by_role("button", name="Show the map").click()
    expect(page.locator(".pin").first).to_be_visible()
    page.wait_for_function("document.querySelectorAll('.leaflet-zoom-anim').length === 0")


def pins(page):
    """(its place in pixels, what it says, how many) of each, in the order of Tab."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.pin')].map((pin) => {
            const { x, y, width, height } = pin.getBoundingClientRect();
            return { x, y, width, height, says: pin.getAttribute('aria-label'), count: Number(pin.textContent) };
        })"""
    )


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")


def test_the_list_is_first_and_the_map_comes_only_when_it_is_asked_for(page, asked, sound, picture):
    page.goto("/near/m1-1/")
    page.get_by_role("link", name="See these on a map").click()
    expect(page).to_have_url(re.compile(f"{MAP}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("listed and on a map")
    expect(page.locator(".map")).to_be_hidden()
    sound()
    assert not [url for _, url in asked if "leaflet" in url or "map.json" in url]
    show_the_map(page)
    assert [(how, url) for how, url in asked if "map.json" in url] == [("GET", "m1-1/map.json?")]
    assert len([url for _, url in asked if "leaflet.js" in url]) == 1
    sound()
    picture("map")


def test_every_option_of_the_page_of_options_is_in_the_list(page):
    page.goto("/near/m1-1/")
    names = page.locator(".row__name").all_text_contents()
    page.goto(MAP)
    assert sorted(page.locator(".row__name").all_text_contents()) == sorted(names)


def test_every_place_is_under_one_pin_and_no_pin_covers_another(page):
    page.goto(MAP)
    places = page.locator("[data-place]").count()
    show_the_map(page)
    for _ in range(3):
        found = pins(page)
        assert sum(pin["count"] for pin in found) == places > 20
        for at, one in enumerate(found):
            assert (one["width"], one["height"]) == (44, 44)
            for other in found[at + 1 :]:
                assert max(abs(one["x"] - other["x"]), abs(one["y"] - other["y"])) >= 43
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(400)


def test_a_folded_place_shows_itself_too(page, sound):
    page.goto("/near/m1-1/map/?miles=25")
    fold = page.locator("details.places").first
    fold.locator("summary").click()
    sound()
    show = fold.get_by_role("button", name=re.compile("^On the map")).last
    show.click()
    expect(page.locator(".map__card h4:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(show).to_be_focused()


def test_pins_are_alike_whoever_meets_there(page):
    page.goto(MAP)
    show_the_map(page)
    looks = page.evaluate(
        """() => [...document.querySelectorAll('.pin')].map((pin) => {
            const look = getComputedStyle(pin, '::before');
            return [look.width, look.height, look.backgroundColor, look.borderRadius, look.boxShadow].join();
        })"""
    )
    assert len(looks) > 2
    assert len(set(looks)) == 1


def test_the_keyboard_alone_goes_from_pin_to_pin_in_the_lists_order(page, sound):
    page.goto(MAP)
    order = page.eval_on_selector_all("[data-place]", "all => all.map((each) => each.dataset.place)")
    button = page.get_by_role("button", name="Show the map")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map__title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application", name=re.compile("^Map"))).to_be_focused()
    walked = []
    for pin in pins(page):
        page.keyboard.press("Tab")
        assert focused(page) == pin["says"]
        walked.append(pin["says"])
    assert len(set(walked)) == len(walked) > 2
    first = page.get_by_role("button", name=walked[0], exact=True)
    first.focus()
    page.keyboard.press("Enter")
    card = page.locator(".map__card")
    expect(card).to_be_visible()
    expect(card.locator("h3")).to_be_focused()
    name = page.locator(f'[data-place="{order[0]}"]').locator("xpath=ancestor::li[@id]").locator("h3").inner_text()
    expect(card.locator("h4").first).to_have_text(name)
    expect(first).to_have_attribute("aria-expanded", "true")
    sound()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(first).to_be_focused()
    page.keyboard.press(" ")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Close").press("Enter")
    expect(first).to_be_focused()


def test_a_card_tells_every_group_in_the_same_lines_and_the_lists_order(page):
    page.goto(MAP)
    listed = page.locator(".row__name").all_text_contents()
    show_the_map(page)
    largest = max(pins(page), key=lambda pin: pin["count"])
    page.get_by_role("button", name=largest["says"], exact=True).press("Enter")
    told = page.locator(".map__card li")
    assert told.count() == largest["count"] > 3
    assert {item.evaluate("item => [...item.children].map((each) => each.tagName).join()") for item in told.all()} == {
        "H4,P,P,P"
    }
    names = told.locator("h4").all_text_contents()
    assert names == sorted(names, key=listed.index)
    for name in names:
        assert name in largest["says"]


def test_those_under_one_pin_stand_apart_when_one_looks_nearer(page):
    page.goto(MAP)
    show_the_map(page)
    largest = max(pins(page), key=lambda pin: pin["count"])
    page.get_by_role("button", name=largest["says"], exact=True).press("Enter")
    names = page.locator(".map__card h4").all_text_contents()
    page.get_by_role("button", name="Look nearer").press("Enter")
    expect(page.locator(".map__card")).to_be_hidden()
    expect(page.locator(".pin:focus")).to_have_count(1)
    assert names[0] in focused(page)
    assert max(pin["count"] for pin in pins(page)) < largest["count"]


def test_arrows_move_the_map_and_plus_and_minus_zoom(page):
    page.goto(MAP)
    show_the_map(page)
    ground = page.locator("[data-map-ground]")
    ground.focus()
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    before = pins(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    after = pins(page)
    assert [pin["says"] for pin in after] == [pin["says"] for pin in before]
    assert before[0]["y"] - after[0]["y"] == pytest.approx(80, abs=2)
    page.keyboard.press("-")
    page.wait_for_timeout(500)
    assert sum(pin["count"] for pin in pins(page)) == sum(pin["count"] for pin in before)
    assert len(pins(page)) <= len(after)
    expect(ground).to_be_focused()


def test_zooming_on_a_pin_leaves_the_focus_on_it(page):
    page.goto(MAP)
    show_the_map(page)
    page.locator(".pin").first.focus()
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    expect(page.locator(".pin").first).to_be_focused()


def test_each_place_in_the_list_shows_itself_and_takes_the_focus_back(page, sound, picture):
    page.goto(MAP)
    place = page.locator("[data-place]").nth(7)
    name = place.locator("xpath=ancestor::li[@id]").locator("h3").inner_text()
    show = place.get_by_role("button", name=re.compile("^On the map"))
    assert show.bounding_box()["height"] >= 44
    show.click()
    expect(page.locator(".map__card h4:focus")).to_have_text(name)
    expect(page.locator(".map__card h4:focus")).to_be_in_viewport()
    expect(page.locator(".pin--open")).to_have_count(1)
    link = page.locator(".map__card li", has=page.locator("h4:focus")).locator("a")
    assert link.get_attribute("href") == place.locator("a").get_attribute("href")
    sound()
    picture("map-place")
    page.keyboard.press("Escape")
    expect(show).to_be_focused()
    expect(show).to_be_in_viewport()


def test_what_is_sensitive_is_posted_for_the_map_too(page, asked, sound):
    page.goto("/near/m1-1/")
    page.get_by_text("Mark what suits you").click()
    page.get_by_label("Someone close to me").check()
    page.get_by_role("button", name="Mark all of these").click()
    page.get_by_role("button", name="See these on a map").click()
    expect(page).to_have_url(re.compile(f"{MAP}$"))
    expect(page.locator("main")).to_contain_text("You marked: Someone close to me.")
    show_the_map(page)
    sound()
    assert [(how, url) for how, url in asked if "map.json" in url] == [("POST", "m1-1/map.json")]
    assert not [url for _, url in asked if "close" in url]


def test_where_the_map_does_not_come_the_list_stays_and_it_can_be_tried_again(page, sound):
    page.goto(MAP)
    page.route("**/map.json*", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Show the map").click()
    expect(page.locator("[data-map-said]")).to_contain_text("The map did not come. The list has everything.")
    expect(page.locator(".map")).to_be_hidden()
    sound()
    page.unroute("**/map.json*")
    show_the_map(page)
    expect(page.locator("[data-map-said]")).to_have_text("")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_without_scripts_the_page_is_the_list(browser, site, viewport):
    with visiting(browser, site, viewport, java_script_enabled=False) as page:
        page.goto(MAP)
        expect(page.locator(".row__name").first).to_be_visible()
        assert page.locator("[data-place]").count() > 20
        expect(page.get_by_role("button", name=re.compile("map", re.I))).to_have_count(0)
        expect(page.get_by_text("Without it you miss nothing: the list is whole.")).to_be_visible()
        expect(page.locator(".map")).to_be_hidden()


def test_nothing_moves_for_whom_moving_is_too_much(browser, site):
    with visiting(browser, site, WIDE, reduced_motion="reduce") as page:
        page.goto(MAP)
        show_the_map(page)
        before = pins(page)
        page.locator("[data-map-ground]").focus()
        page.keyboard.press("+")
        assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim, .leaflet-pan-anim").count() == 0
        assert pins(page) != before  # at once


def test_four_times_as_large_the_map_and_its_card_can_still_be_read(browser, site):
    """A screen of 1280 by 900 at 400 per cent."""
    with visiting(browser, site, {"width": 320, "height": 225}) as page:
        page.goto(MAP)
        show_the_map(page)
        page.locator(".pin").first.press("Enter")
        expect(page.locator(".map__card h3:focus")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("[data-map-ground]").bounding_box()["height"] <= 225


def test_an_operators_tiles_are_fetched_from_their_host_alone_and_only_when_asked(browser, prepared, monkeypatch):
    monkeypatch.setenv("MUTUALAID_MAP_TILES", "https://tiles.example.org/{z}/{x}/{y}.png")
    monkeypatch.setenv("MUTUALAID_MAP_CREDIT", "© An example’s map")
    with served(prepared) as site:
        context = browser.new_context(viewport=WIDE, base_url=site)
        page = context.new_page()
        strangers, complaints, told = [], [], []
        page.on("request", lambda sent: sent.url.startswith(site) or strangers.append(sent.url))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))

        def tile(route):
            told.append(route.request.headers.get("referer"))
            route.fulfill(body=A_PICTURE, content_type="image/svg+xml")

        page.route("https://tiles.example.org/**", tile)
        page.goto(MAP)
        expect(page.get_by_text("its pictures come from tiles.example.org")).to_be_visible()
        assert strangers == []
        show_the_map(page)
        expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
        expect(page.get_by_text("© An example’s map")).to_be_visible()
        assert strangers
        assert [url for url in strangers if not A_TILE.fullmatch(url)] == []
        assert set(told) == {None}
        assert complaints == []
        context.close()
