"""An editor changes one thing: a programme, a venue, a group or a meeting. Nothing is lost by it.

Each change is atomic, locked, held to the model's rules, stamped with its revision, and kept in
a history from which it can be undone.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import models

from directory.models import Change, Group, Meeting, Pattern, Programme, Source, Venue
from directory.verification.changing import changing
from directory.verification.plain import Facts, in_order, said, say
from mutualaid.accounts.models import User

Thing = TypeVar("Thing", Programme, Venue, Group, Meeting)

BY_HAND = "editors"
BY_HAND_IN_A_DEMONSTRATION = "editors-demonstration"


class ChangedMeanwhile(ValueError):
    """Somebody else changed it since it was looked at. ``now`` is {field: what it says now}."""

    def __init__(self, now: Facts):
        self.now = now
        super().__init__("Somebody changed this while you were writing. Nothing of yours is saved yet.")


def edit(
    thing: Thing, facts: Facts, *, by: User | None, at: dt.datetime, why: str, seen: Facts | None = None
) -> Change | None:
    """Make ``thing`` say ``facts``, plain values by field; None where it does already.

    ``seen`` is what it said when the editor looked. Raises ChangedMeanwhile where it says
    otherwise now, and ValidationError where a rule would be broken; neither changes anything.
    """
    with changing() as revision:
        thing = locked(thing)
        now = said(thing)
        if seen is not None and (moved := {name: now[name] for name in now if now[name] != seen.get(name)}):
            raise ChangedMeanwhile(moved)
        return make(thing, facts, Change(revision=revision, by=by, at=at, why=why))


def add_meeting(facts: Facts, *, by: User, at: dt.datetime, why: str) -> Meeting:
    """A meeting that no list has: an editor answers for it. Raises ValidationError."""
    with changing() as revision:
        meeting = Meeting(source=_by_hand(), seen_in_source_at=at, confirmed_at=at)
        meeting.source_key, meeting.confirmed_by = str(meeting.pk), Meeting.ConfirmedBy.EDITOR
        _add(meeting, facts, Change(revision=revision, by=by, at=at, why=why))
    return meeting


def add_venue(facts: Facts, *, by: User, at: dt.datetime, why: str) -> Venue:
    """A place people meet in. Raises ValidationError."""
    with changing() as revision:
        venue = Venue()
        _add(venue, facts, Change(revision=revision, by=by, at=at, why=why))
    return venue


def add_group(facts: Facts, *, by: User, at: dt.datetime, why: str) -> Group:
    """People who meet under one name. Raises ValidationError."""
    with changing() as revision:
        group = Group()
        _add(group, facts, Change(revision=revision, by=by, at=at, why=why))
    return group


def locked(thing: Thing) -> Thing:
    """The thing as it stands, which nobody else can change before we are done. Needs ``changing``."""
    return type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)


def make(thing: Thing, facts: Facts, change: Change) -> Change | None:
    """Save ``facts`` on a locked thing, with ``change`` as its trace; None where it says so already."""
    before = said(thing)
    if "patterns" in facts:
        facts = facts | {"patterns": in_order(facts["patterns"])}
    differing = {name: value for name, value in facts.items() if before[name] != value}
    if not differing:
        return None
    patterns = say(thing, differing)
    _save(thing, patterns, change.revision)
    after = said(thing)
    changed = [name for name in before if before[name] != after[name]]
    change.before = {name: before[name] for name in changed}
    change.after = {name: after[name] for name in changed}
    return _keep(change, thing)


def _add(thing: Thing, facts: Facts, change: Change) -> None:
    patterns = say(thing, facts)
    _save(thing, patterns, change.revision)
    change.after = said(thing)
    _keep(change, thing)


def _keep(change: Change, thing: models.Model) -> Change:
    setattr(change, str(thing._meta.model_name), thing)
    change.full_clean()
    change.save()
    return change


def _save(thing: models.Model, patterns: list[Pattern] | None, revision: int) -> None:
    """Write it, and tell every index of it and of the meetings it stands for."""
    if not isinstance(thing, Group):  # no index reads it but through its meetings
        thing.revision = revision
    thing.save()
    if isinstance(thing, Meeting):
        if patterns is not None:
            thing.patterns.all().delete()
            for pattern in patterns:
                pattern.meeting = thing
            Pattern.objects.bulk_create(patterns)
    else:
        thing.meetings.update(revision=revision)


def _by_hand() -> Source:
    """Whose word a meeting is that no list has. Where meetings are invented, so is that one."""
    invented = Meeting.objects.filter(source__is_demonstration=True, withdrawn_at=None).exists()
    source, _ = Source.objects.get_or_create(
        slug=BY_HAND_IN_A_DEMONSTRATION if invented else BY_HAND,
        defaults={"name": "Our editors", "licence": Source.Licence.OWN, "is_demonstration": invented},
    )
    return source
