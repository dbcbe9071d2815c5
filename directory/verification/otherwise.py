"""When things are not as the pattern says: a hall closed, a break, a term, one meeting moved. One act each way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from directory.models import Closure, Meeting, Move, Spell, Venue
from directory.recurrence import Span
from directory.verification.changing import changing
from mutualaid.accounts.models import User


class NotOtherwise(ValueError):
    """It cannot be so; ``str(error)`` is a sentence for people."""


def close_venue(
    venue: Venue,
    *,
    first: dt.date,
    last: dt.date | None,
    reason: str,
    how: str,
    at: dt.datetime,
    by: User | None = None,
) -> Closure:
    """The hall is closed from ``first`` to ``last``, both included: nothing meets there in those days.

    ``last`` is None until further notice; ``how`` is a Meeting.ConfirmedBy. Raises NotOtherwise.
    """
    told = Closure(venue=venue, first_on=first, last_on=last, reason=reason, how=how, made_at=at, made_by=by)
    return _keep(told)


def call_off(
    meeting: Meeting, *, first: dt.date, last: dt.date | None, how: str, at: dt.datetime, by: User | None = None
) -> Spell:
    """The meeting does not meet from ``first`` to ``last``, both included: one day, a break, or until it says."""
    return _keep(Spell(meeting=meeting, first_on=first, last_on=last, how=how, made_at=at, made_by=by))


def move(
    meeting: Meeting, *, was_on: dt.date, to: dt.datetime, how: str, at: dt.datetime, by: User | None = None
) -> Move:
    """The meeting of ``was_on`` is at ``to`` instead, the wall time of its own zone. Raises NotOtherwise."""
    told = Move(meeting=meeting, was_on=was_on, to_on=to.date(), to_at=to.time(), how=how, made_at=at, made_by=by)
    return _keep(told)


def set_terms(
    meeting: Meeting, terms: Sequence[Span], *, how: str, at: dt.datetime, by: User | None = None
) -> list[Spell]:
    """The meeting meets in term time only, and these are its terms, instead of any we had. Raises NotOtherwise."""
    told = [
        Spell(meeting=meeting, kind="term", first_on=one.first, last_on=one.last, how=how, made_at=at, made_by=by)
        for one in terms
    ]
    _check(*told)
    with changing() as revision:
        earlier = Spell.objects.standing().filter(meeting=meeting, kind=Spell.Kind.TERM)
        earlier.update(undone_at=at, undone_by=by)
        Spell.objects.bulk_create(told)
        Meeting.objects.filter(pk=meeting.pk).update(revision=revision)
    return told


def take_back(told: Closure | Spell | Move, *, at: dt.datetime, by: User | None = None) -> None:
    """It is not so after all, or no more: everything is as the pattern says again."""
    with changing() as revision:
        type(told).objects.standing().filter(pk=told.pk).update(undone_at=at, undone_by=by)
        _stamp(told, revision)
    told.refresh_from_db()


def _keep(told: Closure | Spell | Move) -> Closure | Spell | Move:
    _check(told)
    with changing() as revision:
        told.save(force_insert=True)
        _stamp(told, revision)
    return told


def _check(*told: Closure | Spell | Move) -> None:
    try:
        for one in told:
            one.validate_constraints()
    except ValidationError as error:
        raise NotOtherwise(" ".join(error.messages)) from None


def _stamp(told: Closure | Spell | Move, revision: int) -> None:
    """Tell every index of the meetings it touches."""
    of_venue = isinstance(told, Closure)
    touched = Meeting.objects.filter(venue=told.venue) if of_venue else Meeting.objects.filter(pk=told.meeting_id)
    touched.update(revision=revision)
    if of_venue:
        Venue.objects.filter(pk=told.venue_id).update(revision=revision)
