"""Towns while somebody types: names alone, and nothing of what could be a postcode."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import geocoding
from directory.models import GeographyEdition

pytestmark = pytest.mark.django_db
ANY_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(autouse=True)
def _loaded(small_geography):
    return small_geography


def suggested(client, typed):
    response = client.get("/towns/", {"q": typed})
    assert response.status_code == 200
    return response, re.findall(r'role="option" data-autocomplete-value="([^"]+)"', response.content.decode())


@pytest.mark.parametrize(
    ("typed", "first"),
    [("lee", "Leeds"), ("newp", "Newport (Gwent)"), ("caerd", "Cardiff"), ("dun eid", "Edinburgh"), ("Ledes", "Leeds")],
)
def test_the_beginning_of_a_name_suggests_towns(client, typed, first):
    response, towns = suggested(client, typed)
    assert towns[0] == first
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_every_suggestion_is_taken_as_just_that_place(client):
    for typed in ("newp", "newc", "king", "sto", "caer", "edi"):
        for town in suggested(client, typed)[1]:
            assert geocoding.locate(town).precision == "settlement"


def test_a_name_in_another_language_is_shown_beside_the_english_one_and_said_to_be_in_it(client):
    response, _ = suggested(client, "abertawe")
    assert '<span class="also" lang="cy">Abertawe</span>' in response.content.decode()


def test_how_many_there_are_is_said(client):
    assert "6 towns. Use the up and down arrows to choose one." in suggested(client, "newport")[0].content.decode()
    assert "1 town. Use the down arrow to choose it." in suggested(client, "ambles")[0].content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "le",
        "M1 1AE",
        "m1",
        "sw1a",
        "Leeds LS1 4AP",
        "10 Newport",
        "53.48,-2.23",
        "zzz",
        "leeds\0",
        "x" * 81,
        "٣leeds",
    ],
)
def test_what_could_be_a_postcode_or_nothing_is_answered_with_nothing_and_kept_by_nobody(client, typed):
    response, towns = suggested(client, typed)
    assert (towns, response.content.strip()) == ([], b"")
    assert response.headers["Cache-Control"] == "no-store"


@ANY_DATABASE
@given(st.from_regex(r"[a-zA-Z]{1,2}[0-9][a-zA-Z0-9]? ?[0-9]?[a-zA-Z]{0,2}", fullmatch=True))
def test_nothing_that_begins_as_postcodes_do_is_answered(text):
    assert geocoding.suggest(text) == ()


@ANY_DATABASE
@given(st.text(max_size=90))
def test_whatever_is_typed_is_answered_without_a_fuss(text):
    assert len(geocoding.suggest(text)) <= 8


def test_a_name_cannot_become_markup(client):
    assert b"<b>" not in suggested(client, "<b>leeds</b>")[0].content


def test_before_anything_is_loaded_nothing_is_suggested(client):
    GeographyEdition.objects.all().delete()
    geocoding.forget()
    assert suggested(client, "leeds")[1] == []


def test_it_is_only_asked_for(client):
    assert client.post("/towns/", {"q": "leeds"}).status_code == 405


def test_what_is_typed_is_not_logged(client, caplog):
    suggested(client, "Newport")
    assert "newport" not in caplog.text.casefold()
