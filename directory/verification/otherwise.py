"""When things are not as the pattern says: a hall closed, a break, a term, one meeting moved. One act each way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from directory.models import Closure, Meeting, Move, Spell, Venue
from directory.recurrence import FAR_AHEAD, Span
from directory.verification.changing import changing
from mutualaid.accounts.models import User
from mutualaid.ui import words

# Beyond that it is a slip of the finger, and a calendar of thousands of years to go through.
FARTHEST = dt.timedelta(days=3653)


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
    """The meeting does not meet from ``first`` to ``last``, both included: one day, a break, or until it says.

    Raises NotOtherwise, also where it would not have met on any of those days.
    """
    told = Spell(meeting=meeting, first_on=first, last_on=last, how=how, made_at=at, made_by=by)
    _check_near(told, at=at)
    if last is not None and first <= last and not _meets(meeting, first, last):
        raise NotOtherwise("It does not meet on any of those days: there is nothing to call off.")
    return _keep(told)


def move(
    meeting: Meeting, *, was_on: dt.date, to: dt.datetime, how: str, at: dt.datetime, by: User | None = None
) -> Move:
    """The meeting of ``was_on`` is at ``to`` instead, the wall time of its own zone. Raises NotOtherwise."""
    told = Move(meeting=meeting, was_on=was_on, to_on=to.date(), to_at=to.time(), how=how, made_at=at, made_by=by)
    _check_near(told, at=at)
    if not _meets(meeting, was_on, was_on):
        raise NotOtherwise(
            f"It does not meet on {words.weekday_and_date(was_on, now=at)}: choose a day on which it meets."
        )
    return _keep(told)


def set_terms(
    meeting: Meeting, terms: Sequence[Span], *, how: str, at: dt.datetime, by: User | None = None
) -> list[Spell]:
    """The meeting meets in term time only, and these are its terms, instead of any we had. Raises NotOtherwise."""
    told = [
        Spell(meeting=meeting, kind="term", first_on=one.first, last_on=one.last, how=how, made_at=at, made_by=by)
        for one in terms
    ]
    with changing() as revision:
        _check(*told, at=at)
        earlier = Spell.objects.filter(meeting=meeting).terms()
        earlier.update(undone_at=at, undone_by=by)
        Spell.objects.bulk_create(told)
        Meeting.objects.filter(pk=meeting.pk).update(revision=revision)
    return told


def stamp(told: Closure | Spell | Move, revision: int) -> None:
    """Tell every index of the meetings it touches."""
    of_venue = isinstance(told, Closure)
    touched = Meeting.objects.filter(venue=told.venue) if of_venue else Meeting.objects.filter(pk=told.meeting_id)
    touched.update(revision=revision)
    if of_venue:
        Venue.objects.filter(pk=told.venue_id).update(revision=revision)


def _keep(told: Closure | Spell | Move) -> Closure | Spell | Move:
    with changing() as revision:
        _check(told, at=told.made_at)
        if type(told).objects.standing().like(told).exists():
            raise NotOtherwise("That is on record already.")
        told.save(force_insert=True)
        stamp(told, revision)
    return told


def _check_near(*told: Closure | Spell | Move, at: dt.datetime) -> None:
    """Beyond these days no pattern is asked: at the end of the calendar it cannot count on."""
    today = at.date()
    if any(abs(day - today) > FARTHEST for one in told for day in one.days):
        raise NotOtherwise("Choose days within ten years of today.")


def _check(*told: Closure | Spell | Move, at: dt.datetime) -> None:
    _check_near(*told, at=at)
    try:
        for one in told:
            one.validate_constraints()
    except ValidationError as error:
        raise NotOtherwise(" ".join(error.messages)) from None


def _meets(meeting: Meeting, first: dt.date, last: dt.date) -> bool:
    """Does its pattern fall on any day from ``first`` to ``last``, whatever is otherwise?"""
    last = min(last, first + FAR_AHEAD)
    return any(day for one in meeting.patterns.all() for day in one.repeats.dates(first, last))
