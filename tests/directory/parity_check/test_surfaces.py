"""A surface that shows other than it was given is found."""

from dataclasses import replace

import pytest

from directory import answers, several_places
from directory.parity_check import surfaces
from tests.directory.parity_check.walked import clauses

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch):
    """Show a page as ``change`` makes it."""
    asked = surfaces.ask
    return lambda change: monkeypatch.setattr(surfaces, "ask", lambda *given, **how: change(asked(*given, **how)))


def test_1_a_page_that_drops_what_it_was_given_is_told(ground, now, page):
    page(lambda markup: markup.replace('<li class="row"', '<li class="gone"', 1))
    assert any("The page does not name" in said for said in clauses(now)[1])


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
