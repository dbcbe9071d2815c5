"""The sheet to take away: as a browser shows it, as its printer prints it and as the PDF has it."""

import dataclasses
import datetime as dt
import io
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect
from pypdf import PdfReader

from directory.catalogue_review import from_files
from directory.cautions import Cautions
from directory.parity import options
from directory.places import Place, Point
from directory.recurrence import Repeats, Span
from directory.search import Search
from directory.views import sheet
from directory.wanted import Wanted
from mutualaid.ui import pdf
from tests.conftest import NOW
from tests.directory.worlds import directory_of, meeting
from tests.journeys.conftest import PICTURES, visiting

BUILT = Path(__file__).parent.parent.parent / "static" / "build"
INSIDE = {"width": 726, "height": 1070}  # of A4 inside its margins, in the pixels of a style sheet
MANCHESTER = Place("M1 1", "m1-1", Point(53.4835, -2.2312), "sector", "england")
HERE = Point(53.49, -2.23)
CLOSED = Span(NOW.date() + dt.timedelta(days=5), NOW.date() + dt.timedelta(days=40))
PLAIN, FULL = "with the least to say of each", "with the most to say of each"
LONG = "An invented hall whose name is longer than there is room for"


def sides(paper):
    return len(PdfReader(io.BytesIO(paper)).pages)


def of_the_catalogue(near, afar, *, full):
    """Every programme of the catalogue, so many within reach, so many from afar; ``full``: with much to say of each."""
    programmes = from_files()
    told = (
        {"cautions": Cautions(nation="england", closed=(CLOSED,), says_when=True, term_time_only=True)} if full else {}
    )
    seen_at = NOW - dt.timedelta(days=250 if full else 3)
    listed = []
    for at, programme in enumerate(programmes[: near + afar]):
        how = {
            "mode": "in_person" if at < near else "online",
            "repeats": Repeats("weekly", at % 7 + 1, dt.time(19, 30)),
        }
        row = meeting(programme, at, point=HERE, seen_at=seen_at, **how, **told)
        listed.append(dataclasses.replace(row, venue_name=LONG, postcode="ZZ11 1ZZ") if full else row)
    asked = Wanted(days=frozenset({2})) if full else Wanted()
    search = Search(place=MANCHESTER, wanted=asked)
    return options(search, directory=directory_of(programmes, listed), now=NOW)


def markup(found, frame):
    return render_to_string("directory/sheet.html", sheet.told(found, "") | {"frame": f"layouts/{frame}.html"})


@pytest.mark.parametrize("full", [False, True], ids=[PLAIN, FULL])
@pytest.mark.parametrize(("near", "afar"), [(80, 0), (0, 80), (0, 0), (40, 40), (60, 10), (15, 45)])
def test_it_is_two_sides_however_much_there_is_to_say(browser, settings, near, afar, full):
    settings.DEMO = True  # with its notice it is longest
    found = of_the_catalogue(near, afar, full=full)
    assert len(found.every) >= 70
    context = browser.new_context()
    page = context.new_page()
    page.set_viewport_size(INSIDE)
    page.set_content(re.sub(r"<link[^>]*>|<script.*?</script>", "", markup(found, "base")))
    for name in ("main", "sheet"):
        page.add_style_tag(content=(BUILT / f"{name}.css").read_text())
    assert sides(page.pdf(prefer_css_page_size=True)) == 2
    context.close()
    if pdf.can_be_made():
        assert sides(pdf.made(markup(found, "paper"), styles=("sheet.css",))) == 2


@pytest.mark.parametrize(
    "place",
    ["london", "westminster", "m1-1", "leeds", "kw15-1", "bt1-1", "enniskillen", "aberystwyth", "newport-gwent"],
)
def test_it_prints_on_two_sides_wherever_one_is(browser, site, place):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto(f"/near/{place}/sheet/")
    assert sides(page.pdf(prefer_css_page_size=True)) == 2
    page.emulate_media(media="print")
    assert smallest(page) >= 7.5
    context.close()


def test_the_pdf_is_two_sides_as_well(site):
    """And its picture is taken, where there is something to take it with."""
    if not pdf.can_be_made():
        pytest.skip("WeasyPrint’s libraries are not here: Debian has them in libpango-1.0-0 and libpangoft2-1.0-0")
    with urllib.request.urlopen(f"{site}/near/m1-1/sheet.pdf", timeout=60) as answer:
        paper = answer.read()
    assert sides(paper) == 2
    if shutil.which("pdftoppm"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        drawing = ["pdftoppm", "-r", "75", "-png", "-", str(PICTURES / "sheet-paper")]
        subprocess.run(drawing, input=paper, check=True)


def smallest(page):
    """The smallest letters of the sheet, in points."""
    pixels = page.evaluate(
        """() => {
            const says = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            const seen = (each) => each.checkVisibility() && says(each);
            const shown = [...document.querySelectorAll('.sheet *')].filter(seen);
            return Math.min(...shown.map((each) => parseFloat(getComputedStyle(each).fontSize)));
        }"""
    )
    return pixels * 0.75


@pytest.mark.parametrize(("layout", "least"), [("large", 18), ("easy", 16)])
def test_large_print_and_easy_read_are_large_on_paper(page, layout, least):
    page.goto(f"/near/leeds/sheet/?layout={layout}")
    page.emulate_media(media="print")
    assert smallest(page) >= least - 0.01


def test_it_is_reached_from_the_page_and_reads_well(page, sound, picture):
    page.goto("/near/m1-1/?day=tue")
    names = page.locator(".row__name").all_text_contents()
    page.get_by_role("link", name="Print or save a sheet").click()
    expect(page).to_have_url(re.compile(r"/near/m1-1/sheet/\?day=tue$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Local information")
    assert page.locator(".entry__name").all_text_contents() == names
    sound()
    picture("sheet")
    for layout in ("Large print", "Easy Read"):
        page.get_by_role("link", name=layout).click()
        expect(page.get_by_text(layout, exact=True).first).to_be_visible()
        assert page.locator(".entry__name").all_text_contents() == names
        sound()
    picture("sheet-easy")


def test_what_is_sensitive_comes_along_without_an_address(page, sound):
    page.goto("/near/m1-1/")
    page.get_by_text("Mark what suits you").click()
    page.get_by_label("Someone close to me").check()
    page.get_by_role("button", name="Mark all of these").click()
    page.get_by_role("button", name="Print or save a sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Local information")
    assert page.url.endswith("/near/m1-1/sheet/")
    expect(page.locator(".sheet")).to_contain_text("Al-Anon")
    sound()
    page.get_by_role("button", name="Large print").click()
    expect(page.locator(".sheet--large")).to_contain_text("Al-Anon")
    page.get_by_role("button", name="Back to every option").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups near M1 1")


def test_a_camera_reads_the_code(browser, site):
    import zxingcpp
    from PIL import Image

    with visiting(browser, site, {"width": 1280, "height": 900}, device_scale_factor=2) as page:
        page.goto("/near/leeds/sheet/")
        seen = Image.open(io.BytesIO(page.locator(".qr").screenshot()))
        (found,) = zxingcpp.read_barcodes(seen)
        assert re.fullmatch(r"http://localhost:\d+/near/leeds/", found.text)
