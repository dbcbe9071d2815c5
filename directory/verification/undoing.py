"""What somebody did to one thing is put back, be it a change of what it says or of when it meets. The one door.

A change is undone by another that says what was said before. A closing, a break, a move or a
term says for itself when it was undone and by whom. Merging has a way back of its own
(merging.py), because that is a decision about two things.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from directory.models import Change, Closure, Move, Spell
from directory.verification.changing import changing
from directory.verification.editing import locked, make
from directory.verification.otherwise import stamp
from directory.verification.plain import said
from mutualaid.accounts.models import User


class NotUndone(ValueError):
    """It cannot be undone as things stand; ``str(error)`` is a sentence for people."""


def undo(
    done: Change | Closure | Spell | Move, *, at: dt.datetime, by: User | None = None
) -> Change | Closure | Spell | Move:
    """Put back exactly what was ``done``; what stands on record of that. Raises NotUndone."""
    with changing() as revision:
        if isinstance(done, Change):
            return _put_back(done, Change(revision=revision, by=by, at=at, undoes=done))
        return _take_back(done, revision, by=by, at=at)


def _put_back(change: Change, undoing: Change) -> Change:
    """Make the thing say again what it said before ``change``, with ``undoing`` as the trace."""
    thing = locked(change.thing)
    if change.is_addition:
        raise NotUndone("There was nothing before this: withdraw the meeting, or change what it says.")
    if change.is_of_merging:
        raise NotUndone("Two that were made one are taken apart where they stand side by side.")
    if Change.objects.filter(undoes=change).exists():
        raise NotUndone("Somebody has undone this already.")
    now = said(thing)
    if since := sorted(_label(thing, name) for name, value in change.after.items() if now[name] != value):
        raise NotUndone(f"This has been changed again since: {', '.join(since)}. Undo the later change first.")
    undoing.why = f"Undone: {change.why}"[:300]
    try:
        make(thing, change.before, undoing)
    except ValidationError as error:
        raise NotUndone(f"It can’t be put back as it was. {' '.join(error.messages)}") from None
    return undoing


def _take_back(told: Closure | Spell | Move, revision: int, *, at: dt.datetime, by: User | None):
    """It is not so after all, or no more: everything is as the pattern says again."""
    if not type(told).objects.standing().filter(pk=told.pk).update(undone_at=at, undone_by=by):
        raise NotUndone("Somebody has undone this already.")
    stamp(told, revision)
    told.refresh_from_db()
    return told


def _label(thing: models.Model, name: str) -> str:
    return "times" if name == "patterns" else str(thing._meta.get_field(name).verbose_name)
