"""Sixteen hundred hostile requests to what anybody may ask for, drawn by Hypothesis: a plain answer, never a failure.

Every address that needs nobody signed in, by every method: places that are nowhere, ten thousand letters, NUL bytes, a
page beyond all pages, four hundred filters, encodings that are none, headers as long as a server lets in. A new page or
field is asked without being named here. On PostgreSQL six hundred others: it refuses texts that SQLite takes.
"""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directory.vocabulary import Mode, Problem, Who
from mutualaid.ui.access import ANYBODY
from mutualaid.wsgi import application
from tests.directory.views.checklist import Page
from tests.walk import World, address, everything

pytestmark = pytest.mark.django_db
CASES = 600 if connection.vendor == "postgresql" else 1600
LONGEST_ANSWER = 400_000  # bytes: nothing that is sent makes a page grow without end
PLAIN = {200, 301, 302, 304, 400, 403, 404, 405, 410, 413, 414, 415, 422, 429, 501}
METHODS = ["GET"] * 9 + ["POST"] * 10 + ["HEAD"]
ODD_METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", ""]

NOWHERE = [
    "91,181",
    "-91,0",
    "1e309,1e309",
    "NaN,NaN",
    "inf,-inf",
    "0,0",
    "53.48,-2.24",
    "53.48 -2.24 0",
    "5" * 400 + ",1",
]
NOTHING = ["", " ", "\x00", "m1\x00-1", "\x00" * 500, "\u202e", "\ufeff", "\ud800", "\r\nSet-Cookie: a=b", "%00", "%"]
LONG = ["x" * 10_000, "🙂" * 2500, "m1-1 " * 2000, "٣" * 10_000, "’" * 3400, "a-" * 5000]
NUMBERS = ["1000000000", "-1", "0", "1e9", "²", "٣", "0x10", "1" * 4500, "9" * 19, "1.5", "+1", "1_000"]
TIMES = ["24:00", "19:30", "-1:00", "7pm", "99:99", "19:30:00+25:00", "0000-00-00"]
WORDS = [
    "mon",
    "tue",
    "online",
    "turn",
    "nearest",
    "M1 1AE",
    "leeds",
    "' OR 1=1 --",
    "<script>",
    "{{7*7}}",
    "../../etc/passwd",
]
USUAL = [*Who.values, *Problem.values, *Mode.values, "1", "25", "m1-1"]
values = st.one_of(
    st.sampled_from([*NOWHERE, *NOTHING, *LONG, *NUMBERS, *TIMES, *WORDS]),
    st.sampled_from(USUAL),
    st.text(max_size=40),
    st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
)
HEADERS = {
    "HTTP_HOST": ["evil.example", "", "testserver:99999", "[::1", "a" * 8000, "testserver\x00"],
    "HTTP_ACCEPT_LANGUAGE": ["cy", "x" * 8000, "en;q=9e999", ",,,;q=", "\x00"],
    "HTTP_COOKIE": ["sessionid=" + "a" * 4000, "=;=;=", "a=\x00", "language=zz; messages=[[]"],
    "HTTP_X_FORWARDED_FOR": ["203.0.113.9", "not an address", ", ,", "::ffff:0:0, 1" * 300, "\x00"],
    "HTTP_X_FORWARDED_PROTO": ["https", "gopher"],
    "HTTP_IF_NONE_MATCH": ["*", '"', "W/" * 2000],
    "HTTP_IF_MODIFIED_SINCE": ["Sat, 31 Feb 9999 25:00:00 GMT", "-1"],
    "HTTP_RANGE": ["bytes=0-,0-,0-", "bytes=-1"],
    "HTTP_ACCEPT": ["application/json", "\x00"],
    "HTTP_ACCEPT_ENCODING": ["br;q=nan, gzip", "x" * 8000],
    "HTTP_REFERER": ["http://[::1", "x" * 8000],
    "HTTP_ORIGIN": ["null", "http://["],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "CONTENT_LENGTH": ["-1", "many", "9" * 30, ""],
}
TYPES = [
    *["application/x-www-form-urlencoded"] * 6,
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no-such",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/\x00",
    "",
]


@dataclass(frozen=True, repr=False)
class Asked:
    """A request as a server hands it on: the path and the body as bytes, whatever they are."""

    where: str
    method: str
    query: str
    body: bytes
    kind: str
    headers: dict

    def __repr__(self):
        said = (
            f"{self.method} {self.where[:200]!r}?{self.query[:200]!r} {self.kind!r} {self.body[:200]!r} {self.headers}"
        )
        return f"<{said}>"


def raw(text):
    """Its bytes, those of no encoding too."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def form(pairs):
    return "&".join(f"{quote(raw(name))}={quote(raw(value))}" for name, value in pairs)


def pairs(names):
    """A few fields, one of them four hundred times, four hundred others, or more than a form may have."""
    some = st.tuples(st.sampled_from(names), values)
    return st.one_of(
        st.lists(some, max_size=6),
        st.lists(some, max_size=6),
        some.map(lambda pair: [pair] * 400),
        values.map(lambda value: [(f"filter-{at}", value[:100]) for at in range(400)]),
        st.sampled_from(names).map(lambda name: [(name, str(at)) for at in range(1200)]),
    )


@st.composite
def requests(draw, addresses, names):
    """``addresses`` are (pattern, a real address of it)."""
    pattern, real = draw(st.sampled_from(addresses))
    where = real
    if "<" in pattern and draw(st.booleans()):
        before, rest = pattern.split("<", 1)
        where = f"/{before}{draw(values)}{rest.split('>', 1)[1]}"
    elif draw(st.integers(0, 9)) == 0:
        where += draw(values)
    method = draw(st.sampled_from(METHODS)) if draw(st.integers(0, 9)) else draw(st.sampled_from(ODD_METHODS))
    sent = pairs(names).map(form)
    return Asked(
        where=where,
        method=method,
        query=draw(st.one_of(st.just(""), sent, values)),
        body=b"" if method in {"GET", "HEAD"} else raw(draw(st.one_of(sent, sent, sent, values))),
        kind=draw(st.sampled_from(TYPES)),
        headers=draw(st.dictionaries(st.sampled_from(list(HEADERS)), st.integers(0, 9), max_size=1)),
    )


def answered(asked):
    """(status, headers, the body) of what the site answers, asked as a web server asks it."""
    headers = {name: HEADERS[name][at % len(HEADERS[name])] for name, at in asked.headers.items()}
    environ = RequestFactory(
        REQUEST_METHOD=asked.method,
        PATH_INFO=raw(asked.where).decode("latin-1"),
        QUERY_STRING=raw(asked.query).decode("latin-1"),
        CONTENT_TYPE=asked.kind,
        **{"CONTENT_LENGTH": str(len(asked.body))} | headers,
    )._base_environ()
    told = []
    response = application(
        environ | {"wsgi.input": BytesIO(asked.body)}, lambda status, given: told.append((status, given))
    )
    try:
        content = b"".join(response)
    finally:
        response.close()
    (status, given) = told[0]
    return int(status.split()[0]), dict(given), content


def field_names(client, addresses):
    """Every field that a public page has, and some that none has."""
    found = {"page", "q", "sort", "programme", "utm_source", "\x00", ""}
    for _pattern, real in addresses:
        page = client.get(real)
        if page.get("Content-Type", "").startswith("text/html"):
            found |= {said["name"] for said in Page(page).controls if said.get("name")}
    return sorted(found)


@contextmanager
def one_connection():
    """A request ends by closing what the test itself stands in: as the test client does, leave it open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def test_nothing_that_anybody_asks_makes_the_site_fail():
    world = World.made()
    addresses = [(pattern, address(pattern, world)) for pattern, who in everything() if who == ANYBODY]
    names = field_names(Client(), addresses)
    # Those that take a post have the most to get wrong.
    often = addresses + [each for each in addresses if Client().post(each[1]).status_code != 405] * 3
    assert {"place", "day", "who", "problem", "miles"} <= set(names)
    answers, asked_of = Counter(), set()

    @settings(
        max_examples=CASES,
        phases=[Phase.generate],  # a failure is told as it was asked: to make it smaller asks hundreds of times more
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(requests(often, names))
    def ask(asked):
        status, headers, content = answered(asked)
        answers[status] += 1
        asked_of.add(asked.where)
        assert status in PLAIN, status
        assert len(content) < LONGEST_ANSWER
        assert b"Traceback" not in content
        assert "Set-Cookie" not in headers

    with one_connection():
        ask()
    assert sum(answers.values()) >= CASES
    assert {real for _, real in addresses} <= asked_of
    assert answers[200] > CASES / 20, answers
    assert {302, 400, 404, 405, 422} <= set(answers), answers  # each kind of refusal was met
