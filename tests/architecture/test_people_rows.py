"""Rows about people are reached by ``visible_to`` alone, wherever a page is made."""

import ast

import pytest
from django.apps import apps

from referrals.models.about import AboutAPerson
from tests.architecture.reading import chain, modules

# Where pages are made, and what they are made of: here nobody asks for rows but as somebody.
MAKING_PAGES = ("referrals/views", "referrals/caseload.py", "referrals/case_notes", "referrals/forms", "referrals/api")

MANAGERS = {"objects", "_default_manager", "_base_manager"}


def about_people():
    models = apps.get_app_config("referrals").get_models()
    return {model.__name__ for model in models if issubclass(model, AboutAPerson) or model.__name__ == "Person"}


def unscoped(tree, sensitive):
    """The lines that ask a sensitive model’s rows for anything but ``visible_to`` first."""
    for node in ast.walk(tree):
        names = chain(node) if isinstance(node, ast.Attribute) else []
        if len(names) > 2 and names[0] in sensitive and names[1] in MANAGERS and names[2] != "visible_to":
            yield node.lineno, ".".join(names[:3])


def test_pages_reach_people_as_somebody():
    sensitive = about_people()
    assert {"Person", "Episode", "Offer", "Referral", "Step", "Plan", "Review", "Consent"} <= sensitive
    offenders = {
        f"{path}:{line}: {asked} reaches everybody: ask visible_to(user) first"
        for path, tree in modules(*MAKING_PAGES).items()
        for line, asked in unscoped(tree, sensitive)
    }
    assert not offenders, sorted(offenders)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Person.objects.get(pk=pk)", 1),
        ("Person.objects.all()", 1),
        ("Referral.objects.open().visible_to(user)", 1),
        ("Person.objects.visible_to(user).get(pk=pk)", 0),
        ("get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)", 0),
        ("get_object_or_404(Referral, pk=pk)", 0),
        ("Service.objects.all()", 0),
    ],
)
def test_what_reaches_everybody_is_found(line, found):
    assert len({number for number, _asked in unscoped(ast.parse(line), about_people())}) == found


def handed_whole(tree, sensitive):
    """A sensitive model given to a shortcut as it is: ``get_object_or_404(Person, ...)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for given in node.args:
                if isinstance(given, ast.Name) and given.id in sensitive:
                    yield node.lineno, given.id


def test_no_shortcut_is_given_everybody():
    offenders = {
        f"{path}:{line}: {name} reaches everybody: give it {name}.objects.visible_to(user)"
        for path, tree in modules(*MAKING_PAGES).items()
        for line, name in handed_whole(tree, about_people())
    }
    assert not offenders, sorted(offenders)
    assert list(handed_whole(ast.parse("get_object_or_404(Person, pk=pk)"), about_people()))
