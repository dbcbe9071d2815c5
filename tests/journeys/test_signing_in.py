"""Somebody is invited, sets up a second factor, signs in with it, and has their screen lock on a half-written form."""

import re
import shutil
import subprocess
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DEMO, _standing_in, choose_password, give_password, served, sign_in, sign_out
from tests.oracles.one_time_codes import code_at

PASSWORD = "an invented lamp river"
WORDS = "Invented words that are half-written"


@pytest.fixture(scope="module")
def var(prepared, tmp_path_factory):
    """A copy of the demonstration: who is invited here, nobody else meets."""
    copy = tmp_path_factory.mktemp("signing-in")
    shutil.copytree(prepared, copy, dirs_exist_ok=True)
    return copy


@pytest.fixture(scope="module")
def site(var):
    with served(var) as address:
        yield address


@pytest.fixture
def somebody(page, var):
    """An address, and the link in the mail that went to it: the demonstration prints its mails."""
    email = f"ann-{'phone' if page.is_narrow else 'desk'}-{time.time_ns()}@example.org"
    told = ["invite", email, "--name", "Ann Lamp", "--role", "editor"]
    done = subprocess.run([*DEMO[:-1], *told], env=_standing_in(var), check=True, capture_output=True, text=True)
    return email, re.search(r"http://localhost:\d+(/\S+)", done.stdout)[1]


def come_in(page, somebody):
    """Answer the invitation, and sign in with the password."""
    email, link = somebody
    choose_password(page, link, PASSWORD)
    give_password(page, email, PASSWORD)
    page.wait_for_url("**/editing/")


def set_up(page):
    """The secret, and the recovery codes."""
    page.goto("/accounts/second-factor/set-up/")
    secret = page.locator("b.secret").inner_text().replace(" ", "")
    page.get_by_label("The code that your app shows now").fill(code_at(secret, time.time()))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    return secret, page.locator(".codes li").all_inner_texts()


def test_an_invitation_is_answered_once(page, somebody, sound, picture):
    _, link = somebody
    page.goto(link)
    assert "key=" not in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome: choose a password")
    sound()
    picture("invited")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Keep this password").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("too short")
    sound()
    come_in(page, somebody)
    page.goto("/accounts/")
    sound()
    picture("account")
    for address in ("password/", "sessions/"):
        page.goto(f"/accounts/{address}")
        sound()
    picture("sessions")
    sign_out(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing any more")
    sound()


def test_a_second_factor_is_set_up_and_signing_in_asks_for_its_code(page, somebody, sound, picture):
    come_in(page, somebody)
    page.goto("/accounts/second-factor/set-up/")
    sound()
    picture("second-factor", full=True)
    secret, _ = set_up(page)
    sound()
    picture("recovery-codes", full=True)
    sign_out(page)
    give_password(page, somebody[0], PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("One step more: your code")
    sound()
    picture("code")
    page.get_by_label("Your code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("wrong or was used already")
    sound()
    page.get_by_label("Your code").fill(code_at(secret, time.time() + 30))  # the one of now was used to set it up
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/editing/")
    sign_out(page)


def test_a_recovery_code_opens_once(page, somebody, sound):
    come_in(page, somebody)
    _, codes = set_up(page)
    page.reload()
    expect(page.locator("main")).to_contain_text("10 of your codes are not used yet")
    sound()
    sign_out(page)
    for opens in (True, False):
        give_password(page, somebody[0], PASSWORD)
        page.get_by_label("Your code").fill(codes[0])
        page.get_by_role("button", name="Sign in").click()
        if opens:
            page.wait_for_url("**/editing/")
            sign_out(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("wrong or was used already")
    page.get_by_role("button", name="Begin again").click()
    page.wait_for_url("**/")


def half_write(page):
    """A form with words in it that were not saved."""
    page.goto("/editing/venues/add/")
    page.get_by_label("Name").fill(WORDS)


def expect_locked(page):
    page.wait_for_url("**/accounts/locked/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    assert WORDS not in page.content()


def get_it_back(page, sound):
    from mutualaid.ops.demo import PASSWORD as EDITORS

    page.get_by_label("Your password").fill(EDITORS)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You had not saved this")
    expect(page.locator("main")).to_contain_text(WORDS)
    sound()


def test_the_button_locks_and_a_half_written_form_is_given_back(page, sound, picture):
    sign_in(page)
    half_write(page)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect_locked(page)
    sound()
    picture("locked")
    page.go_back()
    expect_locked(page)
    get_it_back(page, sound)
    picture("not-saved")
    page.get_by_role("button", name=re.compile("^Send what was kept")).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()  # it asks for the rest
    assert page.get_by_label("Name").input_value() == WORDS
    page.goto("/accounts/not-saved/")
    page.wait_for_url("**/editing/")
    sign_out(page)


def test_a_quarter_of_an_hour_without_a_key_locks_every_tab(page, sound):
    sign_in(page)
    other = page.context.new_page()
    other.goto("/editing/")
    page.clock.install()
    half_write(page)
    page.clock.fast_forward(14 * 60 * 1000)
    page.get_by_label("Name").press("End")
    page.clock.fast_forward(14 * 60 * 1000)
    assert page.url.endswith("/add/")
    page.clock.fast_forward(2 * 60 * 1000)
    expect_locked(page)
    other.wait_for_url("**/accounts/locked/")
    get_it_back(page, sound)
    page.get_by_role("button", name=re.compile("^Throw away")).click()
    page.wait_for_url("**/editing/")
    sign_out(page)


def test_without_a_script_the_button_locks_too(browser, site, page):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain)
    plain.get_by_role("button", name="Lock", exact=True).click()
    expect_locked(plain)
    plain.goto("/editing/")
    expect_locked(plain)
    context.close()


def test_an_administrator_sees_who_works_here_and_invites_one_more(page, sound, picture):
    from mutualaid.ops.demo import PASSWORD as THEIRS

    give_password(page, "administrator@example.org", THEIRS)
    page.goto("/accounts/people/")
    sound()
    page.get_by_label("E-mail address").fill(f"bob-{time.time_ns()}@example.org")
    page.get_by_label("Name").fill("Bob Stone")
    page.get_by_label("Auditor").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("Invited")
    sound()
    picture("people", full=True)
    sign_out(page)
