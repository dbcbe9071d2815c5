"""A keyworker with the client beside them: from somebody new to every option shown, and kept; counted."""

import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, ROOT, _standing_in, arrive, served, sign_out

WORKER = "lantern@example.org"
# Nobody is in the demonstration yet: a service, somebody who works for it, and somebody new for each journey.
SOMEBODY_NEW = f"""
from tests.referrals.factories import PersonFactory, ServiceFactory, WorkerFactory
worker = WorkerFactory(email="{WORKER}", service=ServiceFactory(name="Invented Lantern Service"))
worker.set_password("{PASSWORD}")
worker.save()
for _ in range(14):
    print(PersonFactory(service=worker.memberships.get().service, keyworker=worker).pk)
"""


@pytest.fixture(scope="module")
def standing(prepared, tmp_path_factory):
    """A copy of the demonstration with people in it, and the keys of those nobody has spoken with yet."""
    copy = tmp_path_factory.mktemp("introducing")
    shutil.copytree(prepared, copy, dirs_exist_ok=True)
    shell = [sys.executable, str(ROOT / "manage.py"), "shell", "-v", "0", "-c", SOMEBODY_NEW]
    said = subprocess.run(shell, env=_standing_in(copy), cwd=ROOT, check=True, capture_output=True, text=True).stdout
    with served(copy) as address:
        yield address, said.split()


@pytest.fixture(scope="module")
def site(standing):
    return standing[0]


@pytest.fixture
def somebody_new(standing):
    return f"/referrals/people/{standing[1].pop()}/introduce/"


@pytest.fixture
def working(page, somebody_new):
    """Signed in, at the Introduce page of somebody new."""
    page.goto(somebody_new)
    page.get_by_label("E-mail address").fill(WORKER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Every kind of group")
    yield page
    page.goto("/referrals/")
    sign_out(page)


class Counted:
    """Every key press and click of a journey, every page, and every answer that had to be given."""

    def __init__(self, page):
        self.page, self.pages, self.presses, self.required = page, 1, 0, 0
        page.on("framenavigated", lambda frame: self._came_to(frame.url))
        self.seen = {page.url.split("#")[0]}

    def _came_to(self, url):
        self.seen.add(url.split("#")[0])

    def types(self, box, words, *, required=False):
        box.click()
        box.press_sequentially(words)
        self.presses += 1 + len(words)
        self.required += required

    def presses_key(self, key):
        self.page.keyboard.press(key)
        self.presses += 1

    def chooses(self, choice, *, required=False):
        choice.click()
        self.presses += 1
        self.required += required


def chip(page, question, answer):
    return page.get_by_role("group", name=question).get_by_label(answer, exact=True)


def first_with_days(page):
    """The first option that can be reached."""
    return page.locator("#part-reachable + tbody .every-option__name input").first


def test_every_option_is_shown_and_kept_in_few_pages_answers_and_presses(working, sound, picture):
    page = working
    page.get_by_role("link", name="Add someone").click()
    counted = Counted(page)
    # The day it started and who it is stand there already: answers all the same.
    counted.types(page.get_by_label("reference"), f"rh-{'4' if page.is_narrow else '5'}127", required=True)
    counted.required += 2
    counted.chooses(page.get_by_role("button", name="Add, and show every option"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Every kind of group")
    sound()
    counted.types(page.get_by_label("Home", exact=True), "M1 1AE", required=True)
    counted.presses_key("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Every kind of group, \d+"))
    sound()
    if not page.is_narrow:
        assert rows_in_view(page) >= 19  # the notice of the demonstration takes the room of one more
    came_to(page, ".desk__top")
    picture("introduce")
    counted.chooses(first_with_days(page))
    counted.chooses(page.get_by_role("button", name="Lay out"))
    card = page.locator(".card")
    letters = card.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert letters == (16 if page.is_narrow else 14)
    counted.chooses(card.get_by_label("Interested"))
    counted.chooses(card.get_by_role("group", name="Day").get_by_role("radio").first)
    counted.chooses(card.get_by_label("A peer"), required=True)
    counted.chooses(chip(page, re.compile("Is there anyone"), "No"), required=True)
    counted.chooses(chip(page, "Been to a group?", "Before"))
    counted.chooses(chip(page, "Whose idea was this?", "Their own"))
    counted.chooses(chip(page, "Shared", "Looked at together"), required=True)
    sound()
    came_to(page, "#might-try")
    picture("introduce-card")
    counted.chooses(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status").first).to_contain_text("Saved: Looked at together")
    sound()
    picture("introduced")
    pages, required, presses = len(counted.seen), counted.required, counted.presses
    print(f"pages {pages}, required answers {required}, key presses and clicks {presses}")
    assert (pages <= 3, required <= 9, presses <= 40) == (True, True, True), (pages, required, presses)
    assert "M1" not in page.url


def came_to(page, part):
    """On a phone what a picture is of stands below the strip."""
    if page.is_narrow:
        page.locator(part).first.evaluate("it => it.scrollIntoView()")


def rows_in_view(page):
    """How many options are wholly on the screen, above the bar below."""
    return page.evaluate(
        """() => {
            const bar = document.querySelector('.sharing').getBoundingClientRect().top;
            return [...document.querySelectorAll('.every-option__name')].filter((name) => {
                const box = name.getBoundingClientRect();
                return box.top >= 0 && box.bottom <= bar;
            }).length;
        }"""
    )


def test_by_telephone_each_family_is_read_aloud(working, sound, picture):
    page = working
    page.get_by_label("Home", exact=True).fill("Leeds")
    page.get_by_label("By telephone").check(force=True)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".aloud__line").first).to_be_visible()
    sound()
    came_to(page, ".desk__top")
    picture("introduce-telephone")


def test_the_print_is_of_the_options_and_of_nobody(working):
    page = working
    page.get_by_label("Home", exact=True).fill("Leeds")
    page.keyboard.press("Enter")
    arrive(page)
    first_with_days(page).check()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Print").click()
    printed = opened.value
    expect(printed.locator(".answer").first).to_be_visible()
    assert "Leeds" not in printed.title()
    assert printed.locator(".every-option__name").count() > 40
    printed.emulate_media(media="print")
    width = printed.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_several_people_are_shown_it_at_once(working, sound):
    page = working
    page.get_by_role("link", name="Several at once").click()
    sound()
    for tick in page.locator("input[name=people]").all()[:2]:
        tick.check()
    page.get_by_role("button", name="Show them every option").click()
    page.get_by_label("Home", exact=True).fill("Leeds")
    page.keyboard.press("Enter")
    arrive(page)
    expect(page.locator(".every-option")).to_be_visible()
    sound()
    chip(page, "Shared", "Looked at together").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_have_text("Saved for 2 people.")


def test_what_is_wrong_is_said_and_what_was_typed_stands(working, sound):
    page = working
    page.get_by_label("Home", exact=True).fill("Newport")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say how every option was shown.")
    expect(page.get_by_label("Home", exact=True)).to_have_value("Newport")
    sound()


def test_turned_the_screen_holds_the_options_and_nothing_else(working, sound, picture):
    page = working
    page.get_by_label("Home", exact=True).fill("Leeds")
    page.keyboard.press("Enter")
    arrive(page)
    page.get_by_label("Turn the screen").check(force=True)
    for hidden in (".strip", ".choice", ".sharing", ".editing"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".every-option")).to_be_visible()
    sound()
    picture("introduce-turned")
    page.get_by_label("Turn the screen").uncheck(force=True)
    expect(page.locator(".sharing")).to_be_visible()
