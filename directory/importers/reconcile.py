"""What has changed between what a source lists now and what we hold of it? Pure.

A meeting is first found by its key. What is left over on both sides in one slot is
the same meeting under a new title: the pair whose titles are most alike first, then
those at the same venue. What we hold and the source no longer lists is missing:
counted, and left as it is. Where an editor’s word stands, what the source says of it
is not taken, and is told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from uuid import UUID

from directory.importers.listed import Facts, Identity, ListedMeeting

# A slot with more pairs pins nothing down: its mapping names too few columns, and comparing them all would take hours.
MOST_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting we hold from this source."""

    id: UUID
    key: str
    facts: Facts
    by_key_alone: bool = False  # withdrawn, or merged within its list: never taken for another under a new title
    returns: bool = False  # withdrawn before the day the list speaks of
    kept: frozenset[str] = frozenset()  # fields in which an editor’s word stands


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting we hold that its source now describes otherwise, and in which fields."""

    known: Known
    listed: ListedMeeting
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Every listed meeting once, in added, changed or unchanged; every other known one in missing."""

    added: tuple[ListedMeeting, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Known, ...]
    missing: tuple[Known, ...]
    kept: tuple[Change, ...] = ()  # of those paired: where the source says otherwise than an editor, who is believed


def reconcile(listed: Iterable[ListedMeeting], known: Iterable[Known], identity: Identity) -> Differences:
    """Compare a listing, whose keys are unique, with what we hold of its source."""
    listed, held = list(listed), {one.key: one for one in known}
    pairs = {meeting.key: held.pop(meeting.key) for meeting in listed if meeting.key in held}
    new = [meeting for meeting in listed if meeting.key not in pairs]
    renamed = _renamed(new, held.values(), identity)
    for key, one in renamed.items():
        pairs[key] = held.pop(one.key)

    added = tuple(meeting for meeting in listed if meeting.key not in pairs)
    compared = [(pairs[meeting.key], meeting) for meeting in listed if meeting.key in pairs]
    differing = [(one, meeting, _changed(one, meeting)) for one, meeting in compared]
    changes = [Change(one, meeting, _only(names, kept=False, of=one)) for one, meeting, names in differing]
    kept = [Change(one, meeting, _only(names, kept=True, of=one)) for one, meeting, names in differing]
    return Differences(
        added=added,
        changed=tuple(change for change in changes if change.fields),
        unchanged=tuple(change.known for change in changes if not change.fields),
        missing=tuple(held.values()),
        kept=tuple(change for change in kept if change.fields),
    )


def _only(names: Iterable[str], *, kept: bool, of: Known) -> tuple[str, ...]:
    return tuple(name for name in names if (name in of.kept) is kept)


def _renamed(new: Iterable[ListedMeeting], left: Iterable[Known], identity: Identity) -> dict[str, Known]:
    """Which of those left over is which of the new ones, by slot.

    One that is withdrawn, or merged into another of its list, has only its key to be found by.
    """
    by_slot: dict[str, tuple[list[ListedMeeting], list[Known]]] = defaultdict(lambda: ([], []))
    for meeting in new:
        by_slot[identity.slot(meeting.key)][0].append(meeting)
    for one in left:
        if not one.by_key_alone:
            by_slot[identity.slot(one.key)][1].append(one)
    by_slot.pop("", None)  # nothing pins these down
    found: dict[str, Known] = {}
    for meetings, ones in by_slot.values():
        if len(meetings) * len(ones) <= MOST_PAIRS:
            found |= _paired(meetings, ones)
    return found


def _paired(meetings: list[ListedMeeting], ones: list[Known]) -> dict[str, Known]:
    """Pair the two sides of one slot, the likeliest pair first."""
    likeliest = sorted(
        ((*_unlike(one, meeting), meeting.key, one.key, one) for meeting in meetings for one in ones),
        key=lambda pair: pair[:4],
    )
    pairs: dict[str, Known] = {}
    taken: set[str] = set()
    for _, _, key, old_key, one in likeliest:
        if key not in pairs and old_key not in taken:
            pairs[key] = one
            taken.add(old_key)
    return pairs


def _unlike(one: Known, meeting: ListedMeeting) -> tuple[float, bool]:
    """Smallest for the likeliest pair: titles first, then venues."""
    titles = SequenceMatcher(None, one.facts.name.casefold(), meeting.facts.name.casefold(), autojunk=False)
    return -titles.ratio(), one.facts.venue != meeting.facts.venue


def _changed(one: Known, meeting: ListedMeeting) -> tuple[str, ...]:
    """The names of the fields that differ; "withdrawn_at" for a meeting that has come back."""
    ours, theirs = one.facts, meeting.facts
    names = [field.name for field in fields(Facts) if getattr(ours, field.name) != getattr(theirs, field.name)]
    if one.key != meeting.key:
        names.append("source_key")
    if one.returns:
        names.append("withdrawn_at")
    return tuple(names)
