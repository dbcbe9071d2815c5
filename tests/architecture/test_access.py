import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from mutualaid.accounts.access import WHOEVER_SIGNS_IN
from mutualaid.ui.access import ANYBODY, public


def pages(patterns, before=""):
    """Every address of the site, as (its pattern, its view)."""
    for pattern in patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern.callback


def undeclared(patterns):
    """What is wrong with how each page says who may see it."""
    for where, view in pages(patterns):
        who = getattr(view, "may_be_seen_by", None)
        if who is None:
            yield f"/{where}: declare who may see it with mutualaid.ui.access"
        elif (who in {ANYBODY, WHOEVER_SIGNS_IN}) == getattr(view, "login_required", True):
            yield f"/{where}: it says {who!r}, and the sign-in rule says otherwise"


def test_every_page_declares_who_may_see_it():
    patterns = get_resolver().url_patterns
    assert len(list(pages(patterns))) >= 10
    assert not list(undeclared(patterns))


def bare(request):
    return HttpResponse()


@pytest.mark.parametrize(("view", "found"), [(bare, 1), (public(bare), 0)])
def test_a_page_that_declares_nothing_is_found(view, found):
    assert len(list(undeclared([path("new/", view)]))) == found
