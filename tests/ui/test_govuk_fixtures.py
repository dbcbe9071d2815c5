"""Every example that the design system publishes, drawn by us, says the same as its own drawing."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

from mutualaid.ui.design_system import draw

COMPONENTS = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
PUBLISHED = 657


class Read(HTMLParser):
    """Tags, attributes and words in order; white space and the order of attributes say nothing."""

    def __init__(self, markup):
        super().__init__()
        self.read = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.read.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attributes)))

    def handle_endtag(self, tag):
        self.read.append(f"/{tag}")

    def handle_data(self, words):
        if words := words.split():
            self.read.append(words)


def trusted(options):
    """The same options with ``html`` marked safe, as somebody must say who means it."""
    if isinstance(options, dict):
        return {
            name: Markup(value) if name == "html" and isinstance(value, str) else trusted(value)
            for name, value in options.items()
        }
    return [trusted(item) for item in options] if isinstance(options, list) else options


@pytest.fixture(scope="module")
def fixtures():
    if not COMPONENTS.is_dir():
        pytest.skip("the design system is not here: bin/frontend fetches it")
    published = [json.loads(path.read_text()) for path in sorted(COMPONENTS.glob("*/fixtures.json"))]
    return [(each["component"], fixture) for each in published for fixture in each["fixtures"]]


def test_all_of_them_are_drawn_as_upstream_draws_them(fixtures):
    assert len(fixtures) == PUBLISHED
    differing = [
        f"{component}: {fixture['name']}"
        for component, fixture in fixtures
        if Read(draw(component, trusted(fixture["options"]))).read != Read(fixture["html"]).read
    ]
    assert differing == []
