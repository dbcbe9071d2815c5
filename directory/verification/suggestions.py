"""Somebody says it should be otherwise: accept it, in whole or in part, or decline it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from directory.models import Change, Check, Meeting, Suggestion
from directory.recurrence import LONDON
from directory.verification.changing import changing
from directory.verification.editing import locked, make
from mutualaid.accounts.models import User

# What a suggestion may change by being accepted. A programme's name, a source or a state of its own is not here.
CORRECTABLE = (
    *("name", "mode", "join_url", "phone", "openness", "restricted_to", "step_free", "hearing_loop"),
    *("children_welcome", "newcomers", "language", "notes"),
)


ACCEPTED = "Somebody suggested it, and an editor agreed."

# What somebody found instead of a meeting. These sentences are all that is told of it, so that they tell of nobody.
NOT_ON = {
    "": "Somebody went, and it was not on.",
    "nobody_there": "Somebody went, and nobody was there.",
    "moved": "Somebody went, and it had moved.",
    "wrong_time": "Somebody went, and it meets at another time.",
    "closed": "Somebody went, and was told that it has closed for good.",
}


class NotAccepted(ValueError):
    """It cannot be accepted as it stands; ``str(error)`` is a sentence for people."""


@transaction.atomic
def say_not_on(meeting: Meeting, found: str, *, on: dt.date) -> Suggestion:
    """Somebody went and it was not on: an editor is asked to look. Nobody is told who, for whom or at what hour.

    ``found`` is one of NOT_ON. What waits already and says the same is not said again.
    """
    meeting = locked(meeting)
    meeting = meeting.merged_into or meeting
    waiting = Suggestion.objects.waiting().filter(meeting=meeting, says=NOT_ON[found]).first()
    return waiting or Suggestion.objects.create(
        kind=Suggestion.Kind.CORRECTION,
        meeting=meeting,
        says=NOT_ON[found],
        made_at=dt.datetime.combine(on, dt.time(), LONDON),
    )


def accept(suggestion: Suggestion, *, by: User, at: dt.datetime, fields: Collection[str] | None = None) -> Suggestion:
    """Make the meeting what ``suggestion`` proposes, or only ``fields`` of it, and confirm it by that.

    What proposes nothing, or a group that is not listed, is seen to by hand; accepting says only that it was.
    Raises NotAccepted.
    """
    with changing() as revision:
        suggestion = _undecided(suggestion)
        if suggestion.meeting_id and suggestion.proposed:
            meeting = locked(suggestion.meeting)
            _correct(meeting, _taken(suggestion, fields), Change(revision=revision, by=by, at=at, why=ACCEPTED))
            meeting.confirmed_at, meeting.confirmed_by, meeting.revision = at, Meeting.ConfirmedBy.EDITOR, revision
            meeting.save(update_fields=["confirmed_at", "confirmed_by", "revision"])
            found = Check(meeting=meeting, outcome=Check.Outcome.NOT_AS_LISTED, how=meeting.confirmed_by, at=at, by=by)
            found.save()
        return _decide(suggestion, Suggestion.Decision.ACCEPTED, by, at)


def decline(suggestion: Suggestion, *, reason: str, by: User, at: dt.datetime) -> Suggestion:
    """Leave the meeting as it is, and say why. Raises NotAccepted where it was decided already."""
    with transaction.atomic():
        return _decide(_undecided(suggestion), Suggestion.Decision.DECLINED, by, at, reason=reason)


def _undecided(suggestion: Suggestion) -> Suggestion:
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if suggestion.decision:
        raise NotAccepted("Somebody has decided this already: look at what they decided.")
    return suggestion


def _taken(suggestion: Suggestion, fields: Collection[str] | None) -> dict[str, object]:
    proposed = {field: value for field, value in suggestion.proposed.items() if fields is None or field in fields}
    if beyond := sorted(set(proposed) - set(CORRECTABLE)):
        raise NotAccepted(f"A suggestion cannot change {', '.join(beyond)}: change it on the meeting’s own form.")
    if not proposed:
        raise NotAccepted("Nothing is proposed that could be taken: change the meeting by hand, or decline it.")
    return proposed


def _correct(meeting: Meeting, facts: dict[str, object], change: Change) -> None:
    try:
        make(meeting, facts, change)
    except ValidationError as error:
        raise NotAccepted(" ".join(error.messages)) from None


def _decide(suggestion: Suggestion, decision: str, by: User, at: dt.datetime, *, reason: str = "") -> Suggestion:
    suggestion.decision, suggestion.decided_by, suggestion.decided_at = decision, by, at
    suggestion.reason = reason
    suggestion.save()
    return suggestion
