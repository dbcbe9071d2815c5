"""A PDF is made of what it is handed and of nothing else, and never for ever."""

import io
import socket
import threading

import pytest
from pypdf import PdfReader

from mutualaid.ui import pdf
from mutualaid.ui.pdf import NotMade, made

STYLES = ("sheet.css",)
PAGE = '<!DOCTYPE html><html lang="en"><head><title>A title</title>{}</head><body><p>Some words</p>{}</body></html>'


@pytest.fixture(autouse=True)
def can_be_made():
    if not pdf.can_be_made():
        pytest.skip("WeasyPrint’s libraries are not here: Debian has them in libpango-1.0-0 and libpangoft2-1.0-0")


@pytest.fixture
def listening():
    """The address of a server on this machine, and who has come to it."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                came.append(caller.getpeername())
                caller.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came


def test_a_page_becomes_a_pdf_that_says_the_same():
    read = PdfReader(io.BytesIO(made(PAGE.format("", ""), styles=STYLES)))
    assert len(read.pages) == 1
    assert "Some words" in read.pages[0].extract_text()
    assert read.metadata.title == "A title"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # those who listen to it are told what is what


def test_its_own_style_is_the_one_handed_over():
    link = '<link rel="stylesheet" href="/static/sheet.css">'
    (page,) = PdfReader(io.BytesIO(made(PAGE.format(link, ""), styles=STYLES))).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]  # A4, as sheet.scss has it


@pytest.mark.parametrize(
    "named",
    [
        '<link rel="stylesheet" href="{}/a.css">',
        '<img src="{}/a.png" alt="">',
        '<p style="background: url({}/a.png)">.</p>',
        '<style>@import "{}/a.css";</style>',
        "<style>@font-face {{ font-family: a; src: url({}/a.woff) }} p {{ font-family: a }}</style>",
        '<object data="{}/a.svg"></object>',
    ],
)
@pytest.mark.parametrize("where", ["the network", "this machine’s files", "the rest of the site"])
def test_nothing_is_fetched_that_was_not_handed_over(listening, named, where):
    address, came = listening
    to = {"the network": address, "this machine’s files": "file:///etc", "the rest of the site": ""}[where]
    with pytest.raises(NotMade):
        made(PAGE.format("", named.format(to)), styles=STYLES)
    assert not came


def test_a_drawing_fetches_nothing_either(listening):
    """WeasyPrint leaves out what it cannot draw, so a page comes of it, without the picture."""
    address, came = listening
    for to in (f"{address}/a.png", "file:///etc/hostname", "/static/a.png"):
        drawing = f'<svg width="9" height="9"><image href="{to}" width="9" height="9"/></svg>'
        (page,) = PdfReader(io.BytesIO(made(PAGE.format("", drawing), styles=STYLES))).pages
        assert not page.images
    assert not came


def test_the_guard_sees_a_caller(listening):
    address, came = listening
    host, port = address.removeprefix("http://").split(":")
    socket.create_connection((host, int(port))).close()
    for _ in range(100):
        if came:
            break
        threading.Event().wait(0.02)
    assert came


def test_one_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(NotMade):
        made(PAGE.format("", ""), styles=STYLES)


def test_one_that_grows_too_large_is_not_given_out(monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST", 100)
    with pytest.raises(NotMade):
        made(PAGE.format("", ""), styles=STYLES)


def test_only_so_many_are_made_at_once(monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pdf.AT_ONCE, pdf.AT_ONCE, pytest.raises(NotMade):
        made(PAGE.format("", ""), styles=STYLES)
    assert made(PAGE.format("", ""), styles=STYLES)


def test_the_process_that_makes_it_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@example.org/all")
    assert set(pdf._environment()) == {"PATH", "LANG", "XDG_CACHE_HOME"}
