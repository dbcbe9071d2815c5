import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from mutualaid.accounts.models import User
from referrals.reports.page import Page
from referrals.reports.tables.comparing import funnel_of
from tests.referrals.reports import samples

REPORTS = {
    "an area": samples.of_area(),
    "a busy area": samples.of_a_busy_area(),
    "an empty area": samples.empty_area(),
    "one person": samples.of_service(),
    "nobody": samples.of_service({}),
    "nothing recorded": samples.of_a_service_that_records_nothing(),
}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


def page(report, **more):
    user = User(email="reader@example.org", name="A Reader")
    return render_to_string("reports/report.html", {"report": report, "page": Page.of(report), "user": user, **more})


class Read(HTMLParser):
    """What a page is made of: its ids, where its links go, and its attributes."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.attributes, self.tags, self.labels = [], [], set(), [], []
        self.captions, self.words = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.tags.append(tag)
        self.attributes |= named.keys()
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if tag == "a" else []
        self.labels += named.get("aria-labelledby", "").split()

    def handle_data(self, words):
        self.words += f" {words}"
        if self.tags[-1:] == ["caption"] and words.strip():
            self.captions.append(words)


@every_report
def test_every_word_is_one_click_from_its_meaning(report):
    read = Read(page(report))
    assert len(read.ids) == len(set(read.ids))
    inside = [link[1:] for link in read.links if link.startswith("#")]
    assert "d-connected" in inside or not report.main
    assert set(inside) <= set(read.ids)
    assert set(read.labels) <= set(read.ids)


@every_report
def test_nothing_is_styled_or_run_in_the_page(report):
    read = Read(page(report))
    assert "style" not in read.attributes
    assert "style" not in read.tags
    assert not [name for name in read.attributes if name.startswith("on")]


@every_report
def test_each_chart_has_its_table(report):
    tables = Page.of(report).tables
    drawn = set(Read(page(report)).captions)
    assert drawn >= {table.caption for key, table in tables.items() if key != "beside"}


def numbers(words):
    return {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)}


@pytest.mark.parametrize("name", ["an area", "a busy area"])
def test_every_number_follows_from_the_tables(name):
    """In sentences, charts and their descriptions: none but the tables', and how many services there are."""
    report = REPORTS[name]
    of_every_page = numbers(Read(page(samples.empty_area())).words)
    cells = [cell for table in Page.of(report).tables.values() for row in table.rows for cell in row.cells]
    axes = {0, 20, 25, 50, 75, 100, 40, 60, 80, 95, 99, 8, 3000, 6000, 9000, 12000}
    services = {len(report.services), len(report.elsewhere), round(100 * funnel_of(report).target)}
    captions = [table.caption for table in Page.of(report).tables.values()]
    known = {number for words in (*cells, *captions) for number in numbers(str(words))}
    found = numbers(Read(page(report)).words) - of_every_page
    assert len(found) > 40
    assert found <= known | axes | services | set(range(6))  # of services outside the limits


def test_a_hostile_name_is_only_a_name():
    html = page(samples.of_a_busy_area())
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; sons" in html


def test_an_area_is_told_how_its_numbers_are_protected():
    html = page(samples.of_area())
    assert "rounded at random to a multiple of 5" in html
    assert "own exact numbers" not in html
    assert "Frozen on 21 January 2027" in html


def test_a_service_is_told_that_its_numbers_are_exact():
    html = page(samples.of_a_service_that_records_nothing())
    assert "own exact numbers" in html
    assert "rounded at random" not in html
    assert "12 more were introduced less than sixteen weeks ago" in html
    assert "Services of like setting" not in html
    assert "As it stands on 21 January 2027" in html


def test_a_manager_is_led_to_the_people_behind_a_number():
    html = page(samples.of_service(), behind=lambda cell: f"/people/{cell}/")
    read = Read(html)
    assert "/people/connected/" in read.links
    assert "/people/still/" not in read.links  # nobody
    assert not [link for link in read.links if "talked" in link]


def test_nobody_is_led_to_people_without_leave():
    assert not [link for link in Read(page(samples.of_service())).links if link.startswith("/people")]


def test_the_empty_area_shows_no_number_of_people():
    """Nothing but its dates, the rule, and numbers that are part of a name or a definition."""
    layout = numbers(Read(render_to_string("layouts/signed_in.html", {"user": User()})).words)
    assert numbers(Read(page(samples.empty_area())).words) - layout <= {2, 5, 11, 12, 21, 95, 2006, 2012, 2026, 2027}


def test_the_demonstration_says_so(settings):
    assert "Demonstration figures" not in page(samples.of_area())
    settings.DEMO = True
    assert page(samples.of_area()).count("Demonstration figures") == 2
