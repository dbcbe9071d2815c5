"""What is so of some meetings: held, no more, back again, or not of one kind with their programme."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from directory import classification
from directory.models import Change, Meeting
from directory.verification.changing import changing
from directory.verification.plain import plain
from mutualaid.accounts.models import User


def hold(meetings: models.QuerySet[Meeting], *, reason: str, at: dt.datetime, by: User | None = None) -> int:
    """Keep these meetings from everybody while somebody looks into them; how many."""
    return _describe(meetings, {"held_at": at, "held_reason": reason}, at=at, by=by, why=reason)


def withdraw(
    meetings: models.QuerySet[Meeting], *, at: dt.datetime, reason: str = "Meets no more.", by: User | None = None
) -> int:
    """These meetings are no more; how many."""
    return _describe(meetings, {"withdrawn_at": at}, at=at, by=by, why=reason)


def bring_back(meetings: models.QuerySet[Meeting], *, reason: str, at: dt.datetime, by: User | None = None) -> int:
    """These meetings are listed again, held or withdrawn as they were; how many."""
    back = {"held_at": None, "held_reason": "", "withdrawn_at": None}
    return _describe(meetings, back, at=at, by=by, why=reason)


def answer_tests(
    meetings: models.QuerySet[Meeting], *, at: dt.datetime, run_by: str = "", by: User | None = None, **tests: str
) -> int:
    """These meetings' own answers to the five tests, and who runs them; how many.

    ``tests`` are fields of classification.TESTS. What is not given is as their programme's again.
    """
    own = dict.fromkeys(classification.TESTS, "") | tests | {"run_by": run_by}
    return _describe(meetings, own, at=at, by=by, why="Its own answers to the five tests.")


def _describe(
    meetings: models.QuerySet[Meeting], facts: dict[str, Any], *, at: dt.datetime, by: User | None, why: str
) -> int:
    """Make all of them say ``facts``, with a trace of each that said otherwise."""
    with changing() as revision:
        changes = []
        for row in meetings.order_by("pk").values("pk", *facts):
            before = {name: plain(row[name]) for name in facts if row[name] != facts[name]}
            if before:
                after = {name: plain(facts[name]) for name in before}
                trace = Change(
                    meeting_id=row["pk"], revision=revision, at=at, by=by, why=why, before=before, after=after
                )
                changes.append(trace)
        Change.objects.bulk_create(changes, batch_size=500)
        return meetings.update(**facts, revision=revision)
