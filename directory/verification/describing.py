"""What is so of some meetings: held, no more, or not of one kind with their programme."""

from __future__ import annotations

import datetime as dt

from django.db import models

from directory import classification
from directory.models import Meeting
from directory.verification.changing import changing


def hold(meetings: models.QuerySet[Meeting], *, reason: str, at: dt.datetime) -> int:
    """Keep these meetings from everybody while somebody looks into them; how many."""
    with changing() as revision:
        return meetings.update(held_at=at, held_reason=reason, revision=revision)


def withdraw(meetings: models.QuerySet[Meeting], *, at: dt.datetime) -> int:
    """These meetings are no more; how many."""
    with changing() as revision:
        return meetings.update(withdrawn_at=at, revision=revision)


def answer_tests(meetings: models.QuerySet[Meeting], *, run_by: str = "", **tests: str) -> int:
    """These meetings' own answers to the five tests, and who runs them; how many.

    ``tests`` are fields of classification.TESTS. What is not given is as their programme's again.
    """
    with changing() as revision:
        own = dict.fromkeys(classification.TESTS, "") | tests
        return meetings.update(**own, run_by=run_by, revision=revision)
