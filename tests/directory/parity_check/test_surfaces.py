"""A surface that shows other than it was given is found."""

import io
import re
from dataclasses import replace

import pytest
from django.test import Client
from pypdf import PdfReader

from directory import answers, following, several_places
from directory.models import Programme
from directory.parity_check import surfaces, walking
from directory.search import Search
from directory.wanted import Wanted
from mutualaid.ui import pdf
from tests.directory.parity_check.walked import clauses, found
from tests.factories import stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch):
    """Show a page as ``change`` makes it."""
    asked = surfaces.ask
    return lambda change: monkeypatch.setattr(surfaces, "ask", lambda *given, **how: change(asked(*given, **how)))


def test_1_a_page_that_drops_what_it_was_given_is_told(ground, now, page):
    page(lambda markup: markup.replace('<li class="row"', '<li class="gone"', 1))
    assert any("The page does not name" in said for said in clauses(now)[1])


@pytest.mark.parametrize("name", ["printed sheet", "large print sheet", "Easy Read sheet"])
def test_1_an_option_that_is_dropped_from_the_sheet_is_told(ground, now, page, name):
    page(lambda markup: markup.replace('class="entry__name"', 'class="gone"', 1))
    assert any(f"The {name} does not name" in said for said in clauses(now)[1])


def test_1_a_sheet_that_names_somebody_else_is_told(ground, now, page):
    page(lambda markup: markup.replace("</article>", '<b class="entry__name">The best of all</b></article>'))
    assert "The printed sheet names The best of all 1 times too often." in clauses(now)[1]


def test_6_an_option_that_is_promoted_on_the_map_s_list_is_told(ground, now, page):
    def promote(markup):
        rows = re.findall(r'<li class="row" id="[^"]+">.*?\n</li>', markup, re.DOTALL)
        if 'class="page--map' not in markup and "page--map" not in markup:
            return markup
        first, last = rows[0], rows[1]
        return markup.replace(last, "").replace(first, last + first)

    page(promote)
    assert "The map legend has another order than the schedule’s." in clauses(now)[6]


def test_6_an_option_that_is_promoted_on_the_sheet_is_told(ground, now, page):
    def promote(markup):
        first, second = re.findall(r'<li class="entry">.*?</li>', markup, re.DOTALL)[:2] or ("", "")
        return markup.replace(second, "").replace(first, second + first) if first else markup

    page(promote)
    assert "The printed sheet has another order than the schedule’s." in clauses(now)[6]


def test_two_options_of_one_name_are_told_apart_on_a_sheet(ground, now):
    Programme.objects.filter(pk__in=[ground[0].pk, ground[5].pk]).update(name="Invented twins")
    stamp()
    assert not found(now).violations


def test_what_is_sensitive_is_posted_and_all_of_it(small_geography):
    place = walking.places(1)[0][0]
    needs = Wanted(facts=frozenset({"bsl", "newcomers"}), kept_for=frozenset({"lgbt"}), language="welsh", words="hall")
    search = Search(place=place, wanted=needs, widens=True, who="me", problems=frozenset({"alcohol", "food"}))
    for each in (search, replace(search, medicines=True, miles=10, widens=False), Search(place=place, widens=True)):
        assert surfaces.can_be_asked(each)
    assert not surfaces.can_be_asked(replace(search, wanted=replace(needs, programme="invented")))


def test_most_of_what_it_asks_a_visitor_may_ask(small_geography):
    place = walking.places(1)[0][0]
    asked = [search for at in range(len(walking.ASKED)) for _, search in walking.searches(place, at)]
    assert [search for search in asked if not surfaces.can_be_asked(search) and not search.wanted.programme] == []


def test_1_the_pdf_says_what_the_printed_sheet_says(ground, now):
    """What reads a PDF is there for tests alone, so the command reads the template that it is made of."""
    if not pdf.can_be_made():
        pytest.skip("WeasyPrint’s libraries are not here: Debian has them in libpango-1.0-0 and libpangoft2-1.0-0")
    search = Search(place=walking.places(1)[0][0], widens=True)
    shown = surfaces.sheet(surfaces.Asked.now(search, following.directory()))
    made = Client().get(f"/near/{search.place.cell}/sheet.pdf")
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    names = [Programme.objects.get(slug=slug).name for slug in shown.slugs]
    found_at = [re.sub(r"\s", "", said).find(re.sub(r"\s", "", name)) for name in names]
    assert len(names) == len(ground)
    assert found_at == sorted(found_at)
    assert min(found_at) >= 0


def test_1_a_page_whose_closed_line_leaves_somebody_out_is_told(ground, now, page):
    page(lambda markup: markup.replace('<span class="fold__names">', '<span class="fold__names">Another, '))
    assert any("closed lines of the folds" in said for said in clauses(now)[1])


def test_1_a_page_that_fails_is_told(ground, now, monkeypatch):
    def fail(*given, **how):
        raise surfaces.SurfaceFailed("/near/m1-1/ answered 500.")

    monkeypatch.setattr(surfaces, "ask", fail)
    assert "The page: /near/m1-1/ answered 500." in clauses(now)[1]


def test_6_a_desk_in_another_order_is_told(ground, now, monkeypatch):
    turned_round = several_places.options

    def other_order(searches, **given):
        several = turned_round(searches, **given)
        return replace(several, options=replace(several.options, groups=several.options.groups[::-1]))

    monkeypatch.setattr(several_places, "options", other_order)
    assert "The desk has another order than the schedule’s." in clauses(now)[6]


def test_9_a_row_with_more_than_the_others_have_is_told(ground, now, page):
    page(lambda markup: markup.replace('class="row__kind"', 'class="row__praise"', 1))
    assert any("parts that others have not" in said for said in clauses(now)[9])


def test_9_json_with_a_field_for_some_alone_is_told(ground, now, monkeypatch):
    plain = answers.answer

    def praised(*given):
        answer = plain(*given)
        for option in answer["options"][:1]:
            option["recommended"] = True
        return answer

    monkeypatch.setattr(answers, "answer", praised)
    assert any("The JSON: Some options have fields" in said for said in clauses(now)[9])


@pytest.mark.parametrize("gone", ["Never change your prescription", "Treatment where you are", 'id="community"'])
def test_11_a_page_without_what_stands_beside_is_told(ground, now, page, gone):
    page(lambda markup: markup.replace(gone, ""))
    assert clauses(now)[11]
