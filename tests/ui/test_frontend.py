"""What browsers are sent: small, from here alone, and nobody else's brand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "static" / "build"
ONLY_SIGNED_IN = {"editing.css", "working.css", "report.css", "copy.js", "lock.js"}
ONLY_BESIDE_THE_MAP = {"map.css", "map.js"}  # the library is fetched when somebody asks for the map
ONLY_WHEN_ASKED_FOR = {"leaflet.js"}
ONLY_ON_THE_SHEET = {"sheet.css"}
NOT_EVERYWHERE = ONLY_SIGNED_IN | ONLY_BESIDE_THE_MAP | ONLY_WHEN_ASKED_FOR | ONLY_ON_THE_SHEET


@pytest.fixture(scope="module")
def css():
    if not BUILT.is_dir():
        pytest.skip("the front end is not built: bin/frontend builds it")
    names = ("main.css", "editing.css", "map.css", "sheet.css")
    return "".join((BUILT / name).read_text(encoding="utf-8-sig") for name in names)


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

    The map asks for its places once, when somebody presses for it.

    The lock, which only those who are signed in are sent, tells the site that they are still there.
    """
    for script in BUILT.glob("*.js"):
        words = script.read_text()
        assert not re.search(r"XMLHttpRequest|sendBeacon|WebSocket|localStorage|sessionStorage|cookie", words), script
        assert words.count("fetch(") == (script.name in {"auto-complete.js", "lock.js", "map.js"}), script


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
    assert weight(everything_but(NOT_EVERYWHERE)) < 12 * 1024


def test_the_map_costs_nobody_anything_who_does_not_ask_for_it(css):
    """And those who do less than three photographs' thumbnails."""
    assert weight(ONLY_BESIDE_THE_MAP) < 9 * 1024
    assert weight(ONLY_WHEN_ASKED_FOR) < 40 * 1024
    templates = {path.name: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    for name in ONLY_BESIDE_THE_MAP | ONLY_WHEN_ASKED_FOR:
        assert [page for page, text in templates.items() if f'"{name}"' in text] == ["map.html"]
    assert '<script type="module" src="{% static "leaflet.js" %}"' not in templates["map.html"]


def test_the_library_of_the_map_is_as_published_but_for_what_would_be_fetched_besides(css):
    library = (BUILT / "leaflet.js").read_text()
    published = (ROOT / "node_modules" / "leaflet" / "dist" / "leaflet.js").read_text()
    assert "sourceMappingURL" not in library
    assert published.startswith(library.rstrip("\n"))
    assert "Leaflet 1.9.4" in library  # its notice stays


def everything_but(names):
    return {path.name.removesuffix(".br") for path in BUILT.glob("*.br")} - names


def weight(names):
    return sum((BUILT / f"{name}.br").stat().st_size for name in names)


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
