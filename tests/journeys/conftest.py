"""A real browser on the real demonstration, served as bin/demo serves it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from mutualaid.ops.demo import EDITOR, PASSWORD

ROOT = Path(__file__).parent.parent.parent
# Kept from run to run: only the first loads the postcodes of the whole country.
VAR = ROOT / "var" / "journeys"
PICTURES = Path(os.environ.get("MUTUALAID_SCREENSHOTS", ROOT / "var" / "screenshots"))
DEMO = [sys.executable, str(ROOT / "manage.py"), "demo"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Whoever is led to another page is on neither yet: a script in the page knows of it before the browser says so. What a
# form asks begins only after the click on its button has been answered.
LEAVING = """
    window.isLeaving = false;
    navigation.addEventListener("navigate", (to) => {
        window.isLeaving ||= !to.destination.sameDocument && to.downloadRequest === null;
    });
    navigation.addEventListener("navigateerror", () => { window.isLeaving = false; });
    window.addEventListener("submit", (sent) => {
        const into = sent.submitter?.formTarget || sent.target.target;
        window.isLeaving ||= !sent.defaultPrevented && into !== "_blank";
    });
"""
ARRIVED = "() => window.isLeaving === false && document.readyState === 'complete'"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _standing_in(var):
    """What a demonstration that keeps its database in ``var`` is told from outside."""
    environment = {**os.environ, "MUTUALAID_MODE": "demo", "MUTUALAID_VAR": str(var)}
    environment.pop("DATABASE_URL", None)
    return environment


@pytest.fixture(scope="session")
def prepared():
    """The folder of a demonstration in which everything is loaded."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "prepare.lock").open("w") as lock:  # two workers prepare one demonstration
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([*DEMO, "--no-serve"], env=_standing_in(VAR), check=True, stdout=subprocess.DEVNULL)
    return VAR


@pytest.fixture(scope="session")
def site(prepared):
    """The address of the demonstration, started for these journeys and stopped after them."""
    with served(prepared) as address:
        yield address


@contextmanager
def served(var, said=subprocess.DEVNULL):
    """The address of the demonstration that keeps its database in ``var``, while it is served.

    ``said`` is a file for what it prints, its mails among it.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*DEMO, "--port", str(port)], env=_standing_in(var), stdout=said)
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/health/ready", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def arrive(page):
    """Wait until ``page`` is, whole, the one that the last click led to: ``sound`` and ``picture`` do so themselves."""
    page.wait_for_function(ARRIVED)


def give_password(page, email, password):
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def sign_in(page):
    """As the demonstration’s editor."""
    give_password(page, EDITOR, PASSWORD)
    page.wait_for_url("**/editing/")


def choose_password(page, link, password):
    """Answer an invitation."""
    page.goto(link)
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Keep this password").click()
    arrive(page)


def sign_out(page):
    """From a page that has the button; no cookie is left."""
    page.get_by_role("button", name="Sign out").click()
    arrive(page)
    assert page.context.cookies() == []


def _wait_for(address, server):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the demonstration stopped"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the demonstration did not answer within a minute")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as a click waits: two cores may be busy with other tests
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request, browser, site):
    """A new visitor, at a desk and on a small phone."""
    with visiting(browser, site, request.param) as page:
        yield page
        assert page.context.cookies() == [], "a visitor was given a cookie"


@contextmanager
def visiting(browser, site, viewport, **how):
    """A page of a browser of its own. Anything asked of another host fails the journey."""
    context = browser.new_context(viewport=viewport, base_url=site, locale="en-GB", timezone_id="Europe/London", **how)
    page = context.new_page()
    page.is_narrow = viewport is NARROW
    page.add_init_script(LEAVING)
    strangers, complaints = [], []
    page.on("request", lambda asked: asked.url.startswith(site) or strangers.append(asked.url))
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert strangers == [], "something was asked of another host"
    assert [said for said in complaints if "status of 4" not in said] == []
    context.close()


@pytest.fixture
def editing(page):
    """Somebody who edits has signed in; at the end they sign out, and no cookie is left."""
    sign_in(page)
    yield page
    page.goto("/editing/")
    sign_out(page)


@pytest.fixture
def picture(page):
    """Keep a picture of what is seen, or of the ``full`` page: ``picture("options")`` is options-wide.png or
    options-narrow.png. MUTUALAID_SCREENSHOTS=docs/screenshots puts them in the papers."""

    def take(name, *, full=False):
        arrive(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}-{'narrow' if page.is_narrow else 'wide'}"
        if full:  # a whole page would be a large file otherwise
            page.screenshot(path=path.with_suffix(".jpg"), full_page=True, quality=20)
        else:
            page.screenshot(path=path.with_suffix(".png"))

    return take


@pytest.fixture
def sound(page):
    """The page as it stands has nothing axe finds wrong, nothing wider than the screen, no two links alike."""
    from axe_playwright_python.sync_playwright import Axe

    def check():
        arrive(page)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} pixels wide"
        alike = page.evaluate(
            """() => {
                const by = {};
                for (const link of document.querySelectorAll('a[href]')) {
                    const words = link.textContent.trim().replace(/\\s+/g, ' ');
                    (by[words] ||= new Set()).add(link.href);
                }
                return Object.keys(by).filter((words) => by[words].size > 1);
            }"""
        )
        assert alike == [], "links with the same words lead to different places"

    return check
