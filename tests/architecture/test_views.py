import ast

import pytest

from tests.architecture.reading import chain, modules

MODELS = ("directory/models", "mutualaid/accounts/models", "mutualaid/audit/models", "referrals/models")
VIEWS = (
    "directory/views/",
    "mutualaid/ops/health",
    "mutualaid/ops/views",
    "mutualaid/accounts/views",
    "referrals/views",
)


# Saying in which order is the page’s own business, and asking how many or whether one is there; what is in it is not.
OF_THE_PAGE = {"order_by", "contains", "count"}


def words_of_the_house():
    """The names of our own QuerySet methods."""
    return {
        method.name
        for tree in modules(*MODELS).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith("QuerySet")
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }


def spelt_out(tree, words):
    """Queries that a view spells out instead of asking in the words of the house."""
    for node in ast.walk(tree):
        names = chain(node) if isinstance(node, ast.Attribute) else []
        if "objects" in names:
            asked = names[names.index("objects") + 1 :]
            yield from (f"line {node.lineno}: .{word}()" for word in asked if word not in words)


def bare_managers(tree):
    """``Meeting.objects`` handed on as it is: everything, withdrawn and held as well."""
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in inside:
            yield f"line {node.lineno}: .objects"


def test_views_ask_in_the_words_of_the_house():
    words = words_of_the_house() | OF_THE_PAGE
    assert {"listed", "current", "shown_to_everyone"} <= words
    views = modules(*VIEWS)
    assert views
    offenders = [
        f"{path}, {what}: name the question on the QuerySet"
        for path, tree in views.items()
        for what in [*spelt_out(tree, words), *bare_managers(tree)]
    ]
    assert not offenders, offenders


@pytest.mark.parametrize(
    "line", ["Meeting.objects.filter(pk=1)", "Meeting.objects.listed().exclude(pk=1)", "find(Meeting.objects, pk=1)"]
)
def test_a_query_spelt_out_is_found(line):
    tree = ast.parse(line)
    assert [*spelt_out(tree, {"listed"}), *bare_managers(tree)]


def test_a_question_in_our_words_is_not():
    tree = ast.parse("find(Meeting.objects.listed(), pk=1)")
    assert not [*spelt_out(tree, {"listed"}), *bare_managers(tree)]
