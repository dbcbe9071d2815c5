from concurrent.futures import ThreadPoolExecutor

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from mutualaid.ui.design_system import UnknownComponent, UnsafeMarkup, draw, merged, nested


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


def test_a_tag_draws_a_component():
    assert '<button type="submit" class="govuk-button"' in rendered('{% govuk "button" text="Find groups" %}')


def test_two_underscores_go_one_level_down():
    drawn = rendered('{% govuk "input" id="a" name="a" label__text="Town" formGroup__classes="wide" %}')
    assert "Town" in drawn
    assert "govuk-form-group wide" in drawn


def test_what_people_typed_is_escaped():
    drawn = draw("button", {"text": "<script>alert(1)</script>"})
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize(
    "params", [{"html": "<b>no</b>"}, {"label": {"html": "<b>no</b>"}}, {"items": [{"hint": {"html": "<b>no</b>"}}]}]
)
def test_html_that_nobody_escaped_is_refused_at_any_depth(params):
    with pytest.raises(UnsafeMarkup):
        draw("radios", {"name": "a", "items": [], **params})


def test_html_already_safe_is_drawn():
    assert "<b>yes</b>" in draw("button", {"html": mark_safe("<b>yes</b>")})


def test_words_translated_later_are_drawn():
    assert "Find" in draw("button", {"text": gettext_lazy("Find")})


def test_an_unknown_component_says_which():
    with pytest.raises(UnknownComponent, match="'rocket'"):
        draw("rocket", {})


def test_no_drawing_holds_another_threads_words():
    def drawn_of(number):
        return number, draw("input", {"id": f"i{number}", "name": "n", "label": {"text": f"words {number} end"}})

    with ThreadPoolExecutor(8) as threads:
        for number, drawn in threads.map(drawn_of, range(400)):
            assert f"words {number} end" in drawn
            assert drawn.count("words") == 1


def test_flat_names_become_a_tree():
    assert nested({"a": 1, "b__c": 2, "b__d__e": 3}) == {"a": 1, "b": {"c": 2, "d": {"e": 3}}}


def test_a_tree_laid_over_another_wins_leaf_by_leaf():
    under = {"label": {"text": "Town", "for": "id"}, "classes": "a"}
    assert merged(under, {"label": {"classes": "s"}, "classes": "b"}) == {
        "label": {"text": "Town", "for": "id", "classes": "s"},
        "classes": "b",
    }
