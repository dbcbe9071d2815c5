"""A report as a browser draws it and as paper takes it: the awkward ones that no demonstration holds."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from mutualaid.accounts.models import User
from referrals.reports.page import Page
from tests.referrals.reports import samples

BUILT = Path(__file__).parent.parent.parent / "static" / "build"
REPORTS = {
    "an area": samples.of_area(),
    "a busy area": samples.of_a_busy_area(),
    "an empty area": samples.empty_area(),
    "one person": samples.of_service(),
    "nothing recorded": samples.of_a_service_that_records_nothing(),
}
SIDE = {"width": 710, "height": 1062}  # of A4 inside its margins, in the pixels of a style sheet
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


@pytest.fixture
def opened(browser, settings):
    """A page with a report in it, its style sheets inside."""
    settings.DEMO = True  # with its notice it is longest
    context = browser.new_context()

    def make(report, viewport):
        page = context.new_page()
        page.set_viewport_size(viewport)
        named = {"report": report, "page": Page.of(report), "user": User(email="reader@example.org")}
        html = re.sub(r"<(?:script|link)[^>]*(?:></script>)?", "", render_to_string("reports/report.html", named))
        page.set_content(html)
        for sheet in ("main", "editing", "report"):
            page.add_style_tag(content=(BUILT / f"{sheet}.css").read_text())
        return page

    yield make
    context.close()


@every_report
@pytest.mark.parametrize("width", [320, 640, 1280])  # 640: a desk at 200%
def test_it_can_be_read_by_everybody(opened, report, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(report, {"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@every_report
def test_it_prints_on_two_sides(opened, report):
    paper = opened(report, SIDE).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


def test_a_third_of_the_second_side_is_free_for_what_is_within_reach(opened):
    page = opened(REPORTS["an area"], SIDE)
    page.emulate_media(media="print")
    begins = page.locator(".side-two").bounding_box()["y"]
    foot = page.locator(".report__foot").bounding_box()
    assert begins < SIDE["height"]
    assert foot["y"] + foot["height"] - begins < 0.7 * SIDE["height"]


def test_no_letter_on_paper_is_smaller_than_seven_and_a_half_points(opened):
    page = opened(REPORTS["an area"], SIDE)
    page.emulate_media(media="print")
    smallest = page.evaluate(
        """() => {
            const says = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            const seen = (each) => each.checkVisibility() && says(each);
            const shown = [...document.querySelectorAll('.report *')].filter(seen);
            return Math.min(...shown.map((each) => parseFloat(getComputedStyle(each).fontSize)));
        }"""
    )
    assert smallest >= 10  # pixels, 96 to the inch
