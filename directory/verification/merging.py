"""Two rows tell of one meeting: keep one, remember the other; and put it back if that was wrong.

Both rows stay as their lists tell them, and each list goes on changing its own. Whatever
is merged points at the one that is kept in the end, so that a page, an index or a
redirect has one step to take; what was merged into what, by whom and why stands in
Likeness, and from there it is put back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from directory.models import Change, Likeness, Meeting
from directory.verification.changing import changing
from directory.verification.plain import plain
from mutualaid.accounts.models import User


class NotMerged(ValueError):
    """They cannot be made one, or two again; ``str(error)`` is a sentence for people."""


def merge(meeting: Meeting, into: Meeting, *, by: User, at: dt.datetime, reasons: Collection[str] = ()) -> Meeting:
    """Say that ``meeting`` is ``into`` by another list; what is kept of them in the end. Raises NotMerged.

    What was merged into ``meeting`` comes along, and where ``into`` is merged itself, all go where it went.
    """
    with changing() as revision:
        gone, other = _locked(meeting, into)
        kept = other.merged_into or other
        _check(gone, kept)
        _say(gone, other, Likeness.Decision.SAME, by=by, at=at, reasons=reasons)
        _trace(gone, kept, revision, by=by, at=at, reasons=reasons)
        Meeting.objects.filter(Q(pk=gone.pk) | Q(merged_into=gone)).update(merged_into=kept, revision=revision)
        Meeting.objects.filter(pk=kept.pk).update(revision=revision)
    return kept


def unmerge(meeting: Meeting, *, by: User, at: dt.datetime, reasons: Collection[str] = ()) -> None:
    """Say that ``meeting`` is one of its own after all, and put back what came along with it. Raises NotMerged.

    The two are not asked about again.
    """
    with changing() as revision:
        (gone,) = _locked(meeting)
        if gone.merged_into_id is None:
            raise NotMerged("It is not merged into another: there is nothing to take apart.")
        link = Likeness.objects.merged().select_related("other").get(meeting=gone)
        _say(gone, link.other, Likeness.Decision.DIFFERENT, by=by, at=at, reasons=reasons)
        _trace(gone, None, revision, by=by, at=at, reasons=reasons)
        Meeting.objects.filter(pk__in=_came_with(gone)).update(merged_into=gone, revision=revision)
        Meeting.objects.filter(pk=gone.merged_into_id).update(revision=revision)
        Meeting.objects.filter(pk=gone.pk).update(merged_into=None, revision=revision)


def keep_apart(one: Meeting, other: Meeting, *, by: User, at: dt.datetime, reasons: Collection[str] = ()) -> None:
    """Say that these are two meetings, so that nobody is asked again. Raises NotMerged."""
    _say_of_two(one, other, Likeness.Decision.DIFFERENT, by=by, at=at, reasons=reasons)


def leave_open(one: Meeting, other: Meeting, *, by: User, at: dt.datetime, reasons: Collection[str] = ()) -> None:
    """Say that somebody looked at these and could not tell. Raises NotMerged."""
    _say_of_two(one, other, Likeness.Decision.UNDECIDED, by=by, at=at, reasons=reasons)


def _check(gone: Meeting, kept: Meeting) -> None:
    if gone.pk == kept.pk:
        raise NotMerged("They are one already, the other way round: take them apart first to keep the other one.")
    if gone.merged_into_id is not None:
        raise NotMerged("It is merged into another already: take those apart first.")
    if gone.programme_id != kept.programme_id:
        raise NotMerged("They are of two programmes: a meeting is of one, so put its programme right first.")
    listed = set(Meeting.objects.listed().filter(pk__in=[gone.pk, kept.pk]).values_list("pk", flat=True))
    if gone.pk in listed and kept.pk not in listed:
        raise NotMerged("The one to keep is not shown to everybody, and the other is: keep that one.")


def _locked(*meetings: Meeting) -> list[Meeting]:
    """These meetings as they are now, theirs alone until the end of the transaction. Raises NotMerged."""
    keys = [meeting.pk for meeting in meetings]
    if len(set(keys)) < len(keys):
        raise NotMerged("That is one row: choose two.")
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("merged_into")
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys]


def _came_with(meeting: Meeting) -> set[UUID]:
    """Everything that was merged into ``meeting``, and into that."""
    found: set[UUID] = set()
    newest = {meeting.pk}
    while newest:
        newest = set(Likeness.objects.merged().filter(other__in=newest).values_list("meeting", flat=True))
        found |= newest
    return found


def _say_of_two(
    one: Meeting, other: Meeting, decision: str, *, by: User, at: dt.datetime, reasons: Collection[str]
) -> None:
    with transaction.atomic():
        one, other = _locked(one, other)
        if (one.merged_into_id or one.pk) == (other.merged_into_id or other.pk):
            raise NotMerged("They are merged: take them apart first.")
        _say(one, other, decision, by=by, at=at, reasons=reasons)


def _say(
    meeting: Meeting, other: Meeting, decision: str, *, by: User, at: dt.datetime, reasons: Collection[str]
) -> None:
    """Write down what is said of these two in place of what was."""
    said = Likeness.objects.of(meeting, other).first() or Likeness()
    said.meeting, said.other, said.decision = meeting, other, decision
    said.decided_by, said.decided_at, said.reasons = by, at, list(reasons)
    said.save()


def _trace(
    gone: Meeting, kept: Meeting | None, revision: int, *, by: User, at: dt.datetime, reasons: Collection[str]
) -> None:
    """Tell the history of the one that is merged, or is one of its own again."""
    done = "Two meetings after all" if kept is None else "One and the same meeting"
    Change(
        meeting=gone,
        revision=revision,
        by=by,
        at=at,
        why=": ".join(filter(None, (done, "; ".join(reasons))))[:300],
        before={"merged_into": plain(gone.merged_into_id)},
        after={"merged_into": plain(kept.pk if kept else None)},
    ).save()
