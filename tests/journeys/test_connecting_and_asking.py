"""A keyworker plans a visit with somebody, and asks how it went: on a phone and at a desk."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from mutualaid.ops.demo import PASSWORD
from tests.journeys.conftest import ROOT, _standing_in, served, sign_out
from tests.journeys.somebody import KEYWORKER, REFERENCE


@pytest.fixture
def here(prepared, tmp_path):
    """A demonstration with somebody in it, whom nobody else goes through: its address, and their options."""
    copy = tmp_path / "var"
    shutil.copytree(prepared, copy)
    environment = {**os.environ, **_standing_in(copy), "DJANGO_SETTINGS_MODULE": "mutualaid.settings"}
    put_in = [sys.executable, "-m", "tests.journeys.somebody"]
    told = subprocess.run(put_in, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    with served(copy) as address:
        yield address, json.loads(told.stdout.splitlines()[-1])


@pytest.fixture
def site(here):
    return here[0]


@pytest.fixture
def options(here):
    return here[1]


@pytest.fixture
def whole(page, picture):
    """Keep a picture of the whole page, with what stays in sight where it stands at the end."""

    def take(name):
        before = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": before["width"], "height": height})
        picture(name, full=True)
        page.set_viewport_size(before)

    return take


@pytest.fixture
def working(page, options):
    """Their keyworker has signed in; at the end they sign out, and no cookie is left."""
    page.goto(f"/accounts/sign-in/?next=/referrals/options/{options['to_plan']}/")
    page.get_by_label("E-mail address").fill(KEYWORKER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/referrals/options/**")
    yield page
    assert "/options/" not in page.url or REFERENCE not in page.content()
    page.goto(f"/referrals/options/{options['to_plan']}/")
    sign_out(page)


# The answers that are wider than the half of the page in which they stand.
OUT_OF_ITS_HALF = """() => [...document.querySelectorAll('.connect__half label')].filter((label) =>
    label.getBoundingClientRect().right > label.closest('.connect__half').getBoundingClientRect().right + 1
).map((label) => label.textContent.trim())"""


def chips(page):
    """How high an answer in a line is, in pixels: the parts of a desk are small, those of a hand are not."""
    heights = page.evaluate(
        "[...document.querySelectorAll('.chips:not(.taps) label')].map((it) => it.offsetHeight).filter(Boolean)"
    )
    return sorted(set(heights))


def test_a_visit_is_planned_and_somebody_is_rung_together(working, options, sound, picture, whole):
    page = working
    sound()
    page.get_by_role("link", name="Plan a first visit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan a visit together")
    sound()
    page.get_by_label("Near which town or postcode?").fill("LS1 4AP")
    page.get_by_role("button", name="Look for its next meetings").click()
    sound()
    assert "LS1" not in page.url
    assert chips(page) == [44 if page.is_narrow else 28]
    assert page.evaluate(OUT_OF_ITS_HALF) == []
    page.locator("[name=safety][value=no]").check()
    page.locator("[name=meetings]").first.check()
    page.get_by_label("In your own words").fill("To sit at the back and listen.")
    page.get_by_label("A peer", exact=True).check()
    page.get_by_label("We did it together, here").check()
    page.get_by_label("Somebody who goes to the group").check()
    page.get_by_label("By telephone").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Ask first, then tick that you agree")
    expect(page.get_by_label("In your own words")).to_have_value("To sit at the back and listen.")
    sound()
    whole("connect")
    page.get_by_label("Yes, get in touch for me").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    expect(page.locator(".next").first).to_contain_text("with a peer")
    expect(page.locator("textarea[readonly]")).to_contain_text("Got in touch together in the session")
    sound()
    whole("option")
    page.get_by_role("link", name="A card to take away").click()
    sound()
    assert page.title().startswith("Meeting ")
    page.emulate_media(media="print")
    picture("card")
    page.emulate_media(media="screen")


def test_how_it_went_is_three_taps_and_save(working, options, sound, whole):
    page = working
    page.goto(f"/referrals/options/{options['to_ask']}/ask/")
    sound()
    taps = [page.get_by_label(words, exact=True) for words in ("Went", "Keep going", "Spoke to someone")]
    for tap in taps:
        tap.click()
    sound()
    whole("ask")
    assert len(taps) <= 3
    save = page.get_by_role("button", name="Save")
    expect(save).to_be_in_viewport(ratio=1)  # it stands under the thumb, wherever one is on the page
    save.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    notes = page.locator("textarea[readonly]")
    expect(notes).to_contain_text("They say that they spoke to someone. They want to keep going.")
    sound()
    whole("asked")
    page.get_by_role("link", name="Back to your caseload").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("aseload")


def test_it_was_not_on_and_the_directory_is_told_of_the_meeting_alone(working, options, sound, whole):
    page = working
    page.goto(f"/referrals/options/{options['not_on']}/ask/")
    expect(page.get_by_text("That’s ours to put right")).to_be_hidden()
    page.get_by_label("It wasn’t on", exact=True).click()
    expect(page.get_by_text("It doesn’t count against anyone.")).to_be_visible()
    page.get_by_label("Nobody there", exact=True).click()
    page.get_by_label("Try another", exact=True).click()
    sound()
    whole("ask-not-on")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("The directory is told about the meeting, and nothing about you.")
    sound()


@pytest.mark.parametrize("answer", ["Not this time", "Not asked"])
def test_what_hangs_on_an_answer_comes_with_it(working, options, answer, sound):
    page = working
    page.goto(f"/referrals/options/{options['to_ask']}/ask/")
    page.get_by_label(answer, exact=True).click()
    in_the_way, and_now = page.get_by_text("What got in the way?"), page.get_by_text("And now?")
    if answer == "Not this time":
        expect(in_the_way).to_be_visible()
        expect(and_now).to_be_visible()
    else:
        expect(in_the_way).to_be_hidden()
        expect(and_now).to_be_hidden()
    sound()


def test_all_of_it_works_without_a_script(browser, site, options):
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"/accounts/sign-in/?next=/referrals/options/{options['to_ask']}/ask/")
    page.get_by_label("E-mail address").fill(KEYWORKER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Left early", exact=True).click()
    page.get_by_label("Nerves", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    expect(page.locator("textarea[readonly]")).to_contain_text("and left early. What got in the way: nerves.")
    expect(page.locator("[data-copy]")).to_be_hidden()
    context.close()
