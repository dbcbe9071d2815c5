"""What browsers are sent: small, from here alone, and nobody else's brand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "static" / "build"
ONLY_SIGNED_IN = {"editing.css", "working.css", "report.css", "copy.js", "lock.js"}
ONLY_ON_ITS_OWN_PAGE = {"sheet.css"}


@pytest.fixture(scope="module")
def css():
    if not BUILT.is_dir():
        pytest.skip("the front end is not built: bin/frontend builds it")
    return "".join((BUILT / name).read_text(encoding="utf-8-sig") for name in ("main.css", "editing.css", "sheet.css"))


def test_the_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_the_stylesheet_fetches_nothing(css):
    assert "@import" not in css
    assert not re.findall(r"url\((?!\"?data:)[^)]*\)", css)


def test_it_is_not_dressed_as_a_government_site(css):
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "govuk-header" not in css
    assert "crown" not in css.lower()


def test_a_visited_link_looks_like_any_other(css):
    assert (
        re.search(r"--govuk-link-colour: ?(#\w+)", css)[1] == re.search(r"--govuk-link-visited-colour: ?(#\w+)", css)[1]
    )


def test_scripts_send_nothing_anywhere_by_themselves(css):
    """But for the list of towns, whose library asks once; our script beside it says what it may ask.

    The lock, which only those who are signed in are sent, tells the site that they are still there.
    """
    for script in BUILT.glob("*.js"):
        words = script.read_text()
        assert not re.search(r"XMLHttpRequest|sendBeacon|WebSocket|localStorage|sessionStorage|cookie", words), script
        assert words.count("fetch(") == (script.name in {"auto-complete.js", "lock.js"}), script


def test_the_lock_tells_the_site_that_somebody_is_there_and_nothing_of_what_they_type(css):
    told = re.findall(r"fetch\(.*?\);", (BUILT / "lock.js").read_text())
    assert told == ['fetch(button.dataset.here, { method: "POST", headers: { "X-CSRFToken": token } });']


def test_the_list_of_towns_has_nobody_to_ask_until_our_script_has_said_what_may_be_asked(css):
    form = (ROOT / "templates" / "directory" / "_place_form.html").read_text()
    assert "data-towns=" in form
    assert " src=" not in form.partition("</auto-complete>")[0]
    script = (BUILT / "towns.js").read_text()
    assert script.index("towns.fetchResult = ") < script.index("towns.src = ")


@pytest.mark.django_db  # the end of an answer closes old connections
def test_compressed_copies_stand_beside_what_is_served_and_are_served(client, css):
    for name in ("main.css", "editing.css", "leave.js", "here.js", "towns.js", "auto-complete.js"):
        answer = client.get(f"/static/{name}", headers={"accept-encoding": "br, gzip"})
        assert answer.headers["Content-Encoding"] == "br"
        assert len(b"".join(answer)) == (BUILT / f"{name}.br").stat().st_size
        answer.close()


def test_all_of_it_is_small_on_the_wire(css):
    """With a page of 20 kB, its headers and this, a first visit stays far below 60 kB."""
    sent = [
        path
        for path in BUILT.glob("*.br")
        if path.name.removesuffix(".br") not in ONLY_SIGNED_IN | ONLY_ON_ITS_OWN_PAGE
    ]
    assert sum(path.stat().st_size for path in sent) < 12 * 1024


@pytest.mark.django_db
def test_only_editors_are_sent_the_editors_styles_and_the_lock(client, css, editor):
    public = client.get("/").text
    assert "editing.css" not in public
    assert "lock.js" not in public
    client.force_login(editor)
    page = client.get("/editing/").text
    assert "editing.css" in page
    assert "lock.js" in page


def test_sources_are_not_served(client, css):
    assert client.get("/static/src/main.scss").status_code == 404
