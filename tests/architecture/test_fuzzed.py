"""Fifteen hundred hostile requests as each role: always a page, a refusal or a sentence, never a failure.

On PostgreSQL five hundred others: it refuses texts that SQLite takes.
"""

import random
import uuid
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from mutualaid.accounts.models import Role
from tests.directory.views.checklist import Page
from tests.walk import COLLEAGUE, ELSEWHERE, OWN, World, about_somebody, address, everything

pytestmark = pytest.mark.django_db
REQUESTS = 500 if connection.vendor == "postgresql" else 1500
ROLES = ["keyworker", "manager", "commissioner", *(str(role.label).lower() for role in Role), "signed out"]
# After these nothing else opens to whoever asked.
NO_FURTHER = {"accounts/sign-out/", "accounts/lock/", "accounts/second-factor/replace/"}
HOSTILE = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "’; DROP TABLE referrals_person; --",
        "<script>alert(1)</script>",
        "{{7*7}}",
    ),
    *(
        "../../etc/passwd",
        "%s%n",
        "0",
        "-1",
        "1e309",
        "9" * 400,
        "NaN",
        "true",
        "null",
        "[]",
        "{}",
        "\u202e",
        "🙂" * 50,
    ),
    *(
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "24:00:00",
        "31/12/1899",
        "tomorrow",
        str(uuid.UUID(int=0)),
        "x" * 5000,
    ),
    *("RH-2041", "looked_at", "went", "keep_going", "yes", "no", "on", "me", "2026-11-30", "M1 1AE", "invented-town"),
]
HEADERS = [
    {},
    {},
    {"accept-language": "\ud800"},
    {"referer": "http://[::1"},
    {"origin": "null"},
    {"host": "evil.example"},
]
HEADERS = [
    {name: value.encode("utf-8", "replace").decode("latin-1") for name, value in each.items()} for each in HEADERS
]


class Fuzzer:
    """Asks for anything, in any way, as one user."""

    def __init__(self, world, user, seed):
        self.dice, self.world = random.Random(seed), world
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self.patterns = [where for where, _who in everything() if where not in NO_FURTHER]
        self.fields = {}

    def one(self):
        """(what was asked, the answer)."""
        where = self._where(self.dice.choice(self.patterns))
        method = self.dice.choice(["get", "get", "post", "post", "post", "head", "put", "delete", "options"])
        given = self._given(where)
        if method == "get" and self.dice.random() < 0.5:
            given = {}
        extra = {"headers": self.dice.choice(HEADERS)}
        encoded = urlencode(given, doseq=True, errors="surrogatepass")
        if method == "post":
            extra |= {"data": encoded, "content_type": "application/x-www-form-urlencoded"}
        elif method == "get":
            where += ("&" if "?" in where else "?") + encoded
        return f"{method} {where} {encoded}", getattr(self.client, method)(where, **extra)

    def _where(self, pattern):
        """An address that is there, somebody else’s, or one that is not."""
        whose = self.dice.choice([OWN, OWN, COLLEAGUE, ELSEWHERE]) if about_somebody(pattern) else OWN
        where = address(pattern, self.world, whose)
        return where if self.dice.random() < 0.9 else where + self.dice.choice(["x", "../", "%00", "%ff", "?page=-1"])

    def _given(self, where):
        """Some of the page’s own fields and some that it has not, each with something hostile or something usual."""
        names = self._names(where)
        chosen = [name for name in names if self.dice.random() < 0.8] + self.dice.sample(
            ["page", "next", "who", "q"], 1
        )
        return {name: [self.dice.choice(HOSTILE) for _ in range(self.dice.choice([1, 1, 1, 3]))] for name in chosen}

    def _names(self, where):
        key = "/".join(part for part in where.split("/") if not any(letter.isdigit() for letter in part))
        if key not in self.fields:
            page = self.client.get(where)
            controls = Page(page).controls if page.get("Content-Type", "").startswith("text/html") else []
            self.fields[key] = sorted({said["name"] for said in controls if said.get("name")})
        return self.fields[key]


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_asked_makes_the_site_fail(role, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    world = World.made()
    fuzzer = Fuzzer(world, world.roles[role], seed=f"{role} {connection.vendor}")
    answers, failed = {}, []
    for _ in range(REQUESTS):
        asked, response = fuzzer.one()
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
        if response.status_code >= 500:
            failed.append(asked[:300])
    assert not failed, failed[:5]
    assert answers.get(200, 0) > REQUESTS // 50, answers
    assert len(answers) >= 4, answers
