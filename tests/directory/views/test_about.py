import datetime as dt

import pytest
from django.test import override_settings
from django.urls import path

from directory.models import ImportRun
from mutualaid.ui.access import public
from mutualaid.urls import handler404, urlpatterns  # noqa: F401  the site, with a page that breaks
from tests.conftest import NOW
from tests.directory.views.checklist import Page, sound
from tests.factories import EditionFactory, SourceFactory

ABOUT = ["standard", "sources", "privacy", "accessibility", "contact"]
pytestmark = pytest.mark.django_db


@public
def broken(request):
    raise ZeroDivisionError


urlpatterns = [*urlpatterns, path("broken/", broken)]


@pytest.mark.parametrize("name", ABOUT)
def test_each_page_about_ourselves_is_sound_and_only_read(client, db, name):
    sound(client.get(f"/about/{name}/"))
    assert client.post(f"/about/{name}/").status_code == 405


@pytest.mark.parametrize("name", ABOUT)
def test_every_page_leads_to_every_other(client, db, name):
    links = {href for found in Page(client.get("/")).links.values() for href in found}
    assert f"/about/{name}/" in links


def test_the_sources_say_licence_credit_and_day(client, db):
    EditionFactory(source="Invented postcodes", credit="Invented credit")
    source = SourceFactory(name="An invented list", licence="cc_by", credit="Invented authors", is_demonstration=True)
    ImportRun.objects.create(source=source, started_at=NOW, finished_at=NOW, as_of=dt.date(2026, 8, 5), digest="")
    text = Page(client.get("/about/sources/")).text
    for words in (
        "Demonstration: invented, not real.",
        "Creative Commons Attribution 4.0",
        "Invented authors",
        "As of 5 August 2026",
        "Invented postcodes",
        "GeoNames",
    ):
        assert words in text, words


def test_a_number_nobody_has_checked_says_so(client, db):
    assert "not checked by us yet" in Page(client.get("/about/sources/")).text


def test_a_list_that_may_not_be_shown_is_not_named_in_production(client, db, settings):
    settings.PRODUCTION = True
    SourceFactory(slug="unlicensed", name="Unlicensed list", licence="none_stated")
    assert "Unlicensed list" not in client.get("/about/sources/").content.decode()


def test_a_page_we_do_not_have_says_so_and_helps(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "Town or postcode" in sound(response, kept=False).text


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_breaks_says_sorry_without_the_database(client, django_assert_num_queries):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/broken/")
    assert response.status_code == 500
    page = sound(response, kept=False)
    assert "it was our fault" in page.text
    assert "ZeroDivisionError" not in page.markup


@pytest.mark.parametrize("name", ["live", "ready"])
def test_health_answers_in_a_word_and_is_never_kept(client, db, name):
    response = client.get(f"/health/{name}")
    assert (response.status_code, response.content) == (200, f"{name}\n".encode())
    assert response.headers["Cache-Control"] == "no-store"
    assert client.post(f"/health/{name}").status_code == 405
