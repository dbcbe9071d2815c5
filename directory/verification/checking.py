"""Somebody looked: is it as we list it? Each look is kept, and makes what it found so fresh again."""

from __future__ import annotations

import datetime as dt

from django.db import models

from directory.models import Check, Meeting, Programme
from directory.verification.changing import changing
from mutualaid.accounts.models import User


def confirm(meetings: models.QuerySet[Meeting], *, how: str, at: dt.datetime, by: User | None = None) -> int:
    """Somebody who knows says these meetings are as we list them; how many. ``how`` is a Meeting.ConfirmedBy."""
    with changing() as revision:
        checked = [_check(how, at, by, Check.Outcome.AS_LISTED, meeting_id=pk) for pk in _ids(meetings)]
        Check.objects.bulk_create(checked, batch_size=500)
        return meetings.update(confirmed_at=at, confirmed_by=how, revision=revision)


def doubt(
    meetings: models.QuerySet[Meeting], *, outcome: str, how: str, at: dt.datetime, by: User | None = None
) -> int:
    """Somebody looked and these were not as we list them, or nobody answered; how many.

    It is on record for whoever decides, and changes nothing that is shown.
    """
    checked = [_check(how, at, by, outcome, meeting_id=pk) for pk in _ids(meetings)]
    return len(Check.objects.bulk_create(checked, batch_size=500))


class NoSuchWayIn(ValueError):
    """The programme has no such way in; ``str(error)`` is a sentence for people."""


def check_way_in(
    programme: Programme, value: str, *, outcome: str, how: str, at: dt.datetime, by: User | None = None
) -> None:
    """Somebody opened the site or rang the number ``value``. As listed, it is checked; else it is not any more.

    Raises NoSuchWayIn.
    """
    with changing() as revision:
        programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        if value not in {way["value"] for way in programme.ways_in}:
            raise NoSuchWayIn(f"{programme} has no way in like that: look at its page for those it has.")
        check = _check(how, at, by, outcome, programme=programme, way_in=value)
        check.save()
        programme.ways_in = [check.said_of(way) for way in programme.ways_in]
        programme.revision = revision
        programme.save(update_fields=["ways_in", "revision"])


def _ids(meetings: models.QuerySet[Meeting]):
    return meetings.order_by("pk").values_list("pk", flat=True)


def _check(how: str, at: dt.datetime, by: User | None, outcome: str, **of) -> Check:
    return Check(how=how, at=at, by=by, outcome=outcome, **of)
