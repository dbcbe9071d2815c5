"""A service is opened, its manager invited, and they invite a keyworker: by mail and in a real browser."""

import re
import shutil
import time

import pytest
from playwright.sync_api import expect

from mutualaid.ops.demo import PASSWORD
from tests.journeys.conftest import arrive, choose_password, give_password, served, sign_out

CHOSEN = "an invented lamp river"


@pytest.fixture(scope="module")
def var(prepared, tmp_path_factory):
    """A copy of the demonstration: what is opened here, nobody else meets."""
    copy = tmp_path_factory.mktemp("staffing")
    shutil.copytree(prepared, copy, dirs_exist_ok=True)
    return copy


@pytest.fixture(scope="module")
def mails(tmp_path_factory):
    return tmp_path_factory.mktemp("mails") / "printed"


@pytest.fixture(scope="module")
def site(var, mails):
    with mails.open("w") as said, served(var, said) as address:
        yield address


def link_to(email, mails):
    """Where the newest mail to somebody leads: the demonstration prints its mails."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        printed = [each for each in mails.read_text().split("Content-Type:") if f"To: {email}" in each]
        if printed and (link := re.search(r"http://localhost:\d+(/\S+)", printed[-1])):
            return link[1]
        time.sleep(0.1)
    raise AssertionError("no mail was printed")


def sign_in(page, email, password, to):
    give_password(page, email, password)
    page.wait_for_url(f"**{to}")


def come_in(page, email, mails, to):
    """Answer the invitation and sign in."""
    choose_password(page, link_to(email, mails), CHOSEN)
    sign_in(page, email, CHOSEN, to)


def ask(page, email, name):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Name").fill(name)


def send(page):
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("Invited")


def test_a_service_is_opened_and_staffed_by_mail(page, mails, sound, picture):
    one = f"{'phone' if page.is_narrow else 'desk'}-{time.time_ns()}"
    manager, keyworker, name = (
        f"mo-{one}@example.org",
        f"kim-{one}@example.org",
        f"Invented Lantern, {one.split('-')[0]}",
    )
    opened(page, name, sound, picture)
    ask(page, manager, "Mo Stone")
    sound()
    send(page)
    sound()
    picture("staffing-services", full=True)
    sign_out(page)
    come_in(page, manager, mails, "/referrals/")
    page.goto("/referrals/service/")
    page.get_by_role("link", name=f"Invite somebody to work here, {name}").click()
    ask(page, keyworker, "Kim Lamp")
    page.get_by_label("Keyworker").check()
    sound()
    picture("staffing-invite")
    send(page)
    expect(page.locator("main")).to_contain_text("They have not answered yet. Invited on")
    sound()
    picture("staffing-asked", full=True)
    sign_out(page)
    come_in(page, keyworker, mails, "/referrals/")
    page.get_by_role("button", name="Add someone").click()
    expect(page.get_by_label("Your service’s reference")).to_be_visible()
    sign_out(page)


def opened(page, name, sound, picture):
    """An administrator opens a service: what is typed wrongly stays to be put right."""
    sign_in(page, "administrator@example.org", PASSWORD, "/editing/")
    page.goto("/accounts/")
    page.get_by_role("link", name="Services and commissioners").click()
    page.get_by_role("link", name="Open a service").click()
    sound()
    page.get_by_label("What is it called?").fill(name)
    page.get_by_label("In the community").check()
    page.get_by_label("Which local authorities does it work in?").fill("Leedz")
    page.get_by_role("button", name="Open the service").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("did you mean Leeds?")
    assert page.get_by_label("What is it called?").input_value() == name
    sound()
    picture("staffing-open", full=True)
    page.get_by_label("Which local authorities does it work in?").fill("Leeds")
    page.get_by_role("button", name="Open the service").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite a manager")


def test_its_name_is_changed_and_it_is_closed(page, sound):
    sign_in(page, "administrator@example.org", PASSWORD, "/editing/")
    page.goto("/referrals/services/open/")
    name = f"Invented and empty {time.time_ns()}"
    page.get_by_label("What is it called?").fill(name)
    page.get_by_label("Prison").check()
    page.get_by_role("button", name="Open the service").click()
    arrive(page)
    page.goto("/referrals/services/")
    page.get_by_role("link", name=f"Change or close {name}").click()
    sound()
    page.get_by_role("button", name="Close this service").click()
    expect(page.get_by_role("status")).to_contain_text("Closed")
    expect(page.locator("main")).not_to_contain_text(name)
    page.get_by_role("link", name="Invite a commissioner").click()
    sound()
    sign_out(page)


def test_a_commissioner_and_an_auditor_land_on_pages_of_their_own(page, sound, picture):
    sign_in(page, "commissioner@example.org", PASSWORD, "/reports/")
    expect(page.locator("main")).to_contain_text("never sees a person")
    sound()
    sign_out(page)
    sign_in(page, "auditor@example.org", PASSWORD, "/audit/")
    sound()
    picture("audit")
    page.get_by_label("Kind of act").fill("King")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("like person.seen")
    sound()
    sign_out(page)
