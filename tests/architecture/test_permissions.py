"""Every address, asked for as every role, about their own people and others': each gets what its page declares."""

import os

import pytest

from mutualaid.accounts.access import WHOEVER_IS_SIGNED_IN, WHOEVER_SIGNS_IN
from mutualaid.accounts.permissions import may
from mutualaid.ui.access import ANYBODY
from tests.architecture.reading import ROOT
from tests.walk import COLLEAGUE, ELSEWHERE, NO, OWN, SIGN_IN, YES, World, about_somebody, address, answer, everything

pytestmark = pytest.mark.django_db
PRINTED = ROOT / "docs" / "reference" / "permissions.md"
AFTER_THE_PASSWORD = {"accounts/sign-in/code/"}
# Whoever is signed in already is sent on, and whoever signs out is sent home: neither is asked to sign in.
SENT_ON = {"accounts/sign-out/"}


@pytest.fixture
def world():
    return World.made()


def expected(world, role, declared, pattern, whose):
    """What this role should get, worked out from the declaration and whose record it is."""
    user = world.roles[role]
    if user is None and pattern in AFTER_THE_PASSWORD:
        return SIGN_IN
    if declared in {ANYBODY, WHOEVER_SIGNS_IN}:
        return YES
    if user is None:
        return SIGN_IN
    if declared == WHOEVER_IS_SIGNED_IN:
        return YES
    if not may(user, declared):
        return NO
    if about_somebody(pattern):
        reaches = {"keyworker": {OWN}, "manager": {OWN, COLLEAGUE}}
        return YES if whose in reaches.get(role, ()) else NO
    return YES


def walked(world):
    """{(pattern, role, whose): what they got} of every address."""
    got = {}
    for pattern, declared in everything():
        for whose in (OWN, COLLEAGUE, ELSEWHERE) if about_somebody(pattern) else (OWN,):
            for role, user in world.roles.items():
                where = address(pattern, world, whose)
                got[pattern, declared, role, whose] = answer(user, where)
    return got


def printed(got, roles):
    """The walk as a table for people."""
    lines = [
        "# Who may open what",
        "",
        "Printed by a test from asking for every address as everybody. “Own”, “colleague’s” and “elsewhere” say whose",
        "person a record is about; what somebody may not see does not exist for them (404).",
        "",
        f"| Address | Power | Whose | {' | '.join(role.capitalize() for role in roles)} |",
        f"|---|---|---|{'---|' * len(roles)}",
    ]
    for pattern, declared, whose in dict.fromkeys((pattern, declared, whose) for pattern, declared, _, whose in got):
        of = whose if about_somebody(pattern) else ""
        cells = " | ".join(got[pattern, declared, role, whose] for role in roles)
        lines.append(f"| `/{pattern}` | {declared} | {of} | {cells} |")
    return "\n".join(lines) + "\n"


def test_everybody_gets_what_each_page_declares_and_the_table_says_so(world):
    got = walked(world)
    wrong = [
        f"/{pattern} as {role}, {whose}: {given}, and not {should}"
        for (pattern, declared, role, whose), given in got.items()
        if given != (should := expected(world, role, declared, pattern, whose))
    ]
    assert not wrong, "\n".join(wrong)
    table = printed(got, world.roles)
    if os.environ.get("MUTUALAID_WRITE_REFERENCE"):
        PRINTED.write_text(table, encoding="utf-8")
    kept = PRINTED.read_text(encoding="utf-8") if PRINTED.exists() else ""
    assert kept == table, "docs/reference/permissions.md is out of date: run this with MUTUALAID_WRITE_REFERENCE=1"
