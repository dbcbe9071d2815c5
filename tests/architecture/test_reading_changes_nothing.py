import re
import uuid

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.test_access import ANYBODY
from tests.factories import CellFactory, MeetingFactory

pytestmark = pytest.mark.django_db

WRITING = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE|VACUUM)\b", re.IGNORECASE)
MEETING = uuid.UUID("7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867")
# What to put in an address; a page that needs another word is named by the test until it has one.
WORDS = {"cell": "invented-town", "slug": "invented-programme", "pk": MEETING}


@pytest.fixture(autouse=True)
def world():
    CellFactory(slug=WORDS["cell"])
    MeetingFactory(pk=MEETING, programme__slug=WORDS["slug"])


def public_pages(patterns, before=""):
    """The address of every page that anybody may see, with words put in."""
    for pattern in patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from public_pages(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern) and getattr(pattern.callback, "may_be_seen_by", "") == ANYBODY:
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda word: str(WORDS[word[1]]), where)


def refuse_to_write(execute, sql, params, many, context):
    assert not WRITING.match(sql), f"looking at a page wrote to the database: {sql[:120]}"
    return execute(sql, params, many, context)


def test_looking_at_any_page_writes_nothing_and_leaves_no_cookie(client):
    pages = list(public_pages(get_resolver().url_patterns))
    assert len(pages) >= 10
    for page in pages:
        with connection.execute_wrapper(refuse_to_write):
            response = client.get(page)
        assert response.status_code == 200, page
        assert not response.cookies, page
        assert "Cookie" not in response.headers.get("Vary", ""), page


def test_the_guard_sees_a_write():
    with connection.execute_wrapper(refuse_to_write), pytest.raises(AssertionError, match="looking at a page wrote"):
        MeetingFactory()
