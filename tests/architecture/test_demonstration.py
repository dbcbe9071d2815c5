"""Every page of a demonstration says that it is one, and asks not to be indexed; no other page says so."""

import pytest
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse

from tests.architecture.test_reading_changes_nothing import public_pages, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db

LOUDLY = '<section class="demo" aria-label="Demonstration">'
NOT_TO_BE_INDEXED = '<meta name="robots" content="noindex, nofollow">'


def markup(client):
    """{address: what it is answered with}, of every page that anybody may see, and of one that is not there.

    Suggestions are no page: they are put inside one that says so.
    """
    addresses = [*public_pages(get_resolver().url_patterns), "/nothing-is-here/"]
    answers = {page: client.get(page) for page in addresses if page != reverse("directory:suggestions")}
    return {
        page: answer.content.decode() for page, answer in answers.items() if "html" in answer.headers["Content-Type"]
    }


@pytest.mark.parametrize("said", [LOUDLY, NOT_TO_BE_INDEXED])
@pytest.mark.parametrize("demo", [True, False])
def test_every_page_of_a_demonstration_says_so_and_no_other_does(client, settings, demo, said):
    settings.DEMO = demo
    pages = markup(client)
    assert len(pages) >= 11
    assert [page for page, text in pages.items() if (said in text) is not demo] == []


def test_the_page_for_when_something_breaks_says_so_too(settings):
    settings.DEMO = True
    broken = render_to_string("500.html")
    assert LOUDLY in broken
    assert NOT_TO_BE_INDEXED in broken
