"""What do we hold of a source, in the words of a listing?

Reads the database, some rows at a time: a source may hold more than memory should.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from directory.batches import KEYS_AT_ONCE
from directory.importers import cells
from directory.importers.listed import Facts, ListedVenue, When
from directory.importers.reconcile import Known
from directory.importers.spool import Holds
from directory.models import Change, ImportRun, Meeting, Pattern, Source, Spell
from directory.places import Point
from directory.recurrence import LONDON, Span

AT_ONCE = KEYS_AT_ONCE  # meetings in memory together
# What a listing says of a meeting and we hold in columns of the same name.
PLAIN = (
    *("name", "mode", "join_url", "phone", "time_zone", "setting", "openness", "step_free", "hearing_loop"),
    *("children_welcome", "newcomers", "language", "notes", "private_notes"),
    *("bank_holidays", "term_time_only", "says_when", "says_stopped"),
)
LISTS = ("restricted_to", "formats")
VENUE = ("name", "address", "postcode", "lat", "lon", "precision", "nation", "authority")
# A meeting is where it is by all four together: an editor’s word on one is a word on each.
WHERE = frozenset({"mode", "venue", "join_url", "phone"})
# Everything that is read of a meeting, in one query.
_READ = (
    *("pk", "source_key", "venue_id", "withdrawn_at", "seen_in_source_at", "source_id", "merged_into__source_id"),
    *("programme__slug", *PLAIN, *LISTS, *(f"venue__{name}" for name in VENUE)),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a source has been taken and changed: the key of its last run, the revision of an editor's last change."""

    run: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Of a source as at one moment: what has been done with it, and where an editor’s word stands."""

    last_run: ImportRun | None = None
    newest: dt.date | None = None  # the newest day any run of it spoke of
    last_change: int | None = None  # the revision of the latest change an editor made to any of it
    stands: dict[UUID, set[str]] = field(default_factory=dict)  # by meeting or venue, our names of the fields

    @property
    def standing(self) -> Standing:
        return Standing(self.last_run and self.last_run.pk, self.last_change)


def standing(source: Source) -> Standing:
    """How far ``source`` has been taken and changed."""
    if source._state.adding:
        return Standing(None, None)
    last_run = ImportRun.objects.filter(source=source).order_by("-pk").values_list("pk", flat=True).first()
    return Standing(last_run, Change.objects.touching(source).last_revision())


def held(source: Source) -> Held:
    """What we hold of ``source``, nothing if it is not saved yet."""
    if source._state.adding:
        return Held()
    runs, changes = ImportRun.objects.filter(source=source), Change.objects.touching(source)
    return Held(
        last_run=runs.order_by("-pk").first(),
        newest=runs.order_by("-as_of").values_list("as_of", flat=True).first(),
        last_change=changes.last_revision(),
        stands=changes.standing(),
    )


def meetings(source: Source, held: Held, *, as_of: dt.date) -> Iterator[Holds]:
    """Every meeting of ``source``, to be put beside a list of ``as_of``."""
    if source._state.adding:
        return
    seen = first_moment(as_of)
    every = Meeting.objects.filter(source=source).order_by("source_key").values(*_READ)
    # From key to key: the database's own way of sending some at a time breaks behind a pool of connections.
    some = list(every[:AT_ONCE])
    while some:
        when, breaks = _times([row["pk"] for row in some])
        for row in some:
            yield _holds(row, when[row["pk"]], breaks[row["pk"]], held.stands, seen)
        some = list(every.filter(source_key__gt=some[-1]["source_key"])[:AT_ONCE])


def first_moment(day: dt.date) -> dt.datetime:
    """When ``day`` begins in London: a list of that day is at least so recent."""
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)


def as_listed(pattern: Pattern) -> When:
    """A pattern we hold, as a listing says it."""
    return When(
        weekday=pattern.weekday,
        starts_at=pattern.starts_at,
        minutes=pattern.minutes,
        kind=pattern.kind,
        nth=pattern.nth,
        anchor_on=pattern.anchor_on,
        not_nth=pattern.not_nth,
    )


def _times(meetings: list[UUID]) -> tuple[dict[UUID, list[When]], dict[UUID, list[Span]]]:
    when: dict[UUID, list[When]] = defaultdict(list)
    breaks: dict[UUID, list[Span]] = defaultdict(list)
    for pattern in Pattern.objects.filter(meeting__in=meetings).order_by("pk"):
        when[pattern.meeting_id].append(as_listed(pattern))
    # One that somebody has undone is known as well: the same list does not bring it back.
    for spell in Spell.objects.by_its_list().filter(meeting__in=meetings).order_by("first_on", "last_on", "pk"):
        breaks[spell.meeting_id].append(spell.span)
    return when, breaks


def _holds(
    row: dict[str, Any], when: list[When], breaks: list[Span], stands: dict[UUID, set[str]], seen: dt.datetime
) -> Holds:
    venue, withdrawn_at = _venue(row), row["withdrawn_at"]
    facts = Facts(
        programme=row["programme__slug"],
        when=tuple(when),
        breaks=tuple(breaks),
        venue=venue.key if venue else "",
        **{name: row[name] for name in PLAIN},
        **{name: tuple(row[name]) for name in LISTS},
    )
    known = Known(
        id=row["pk"],
        key=row["source_key"],
        facts=facts,
        # Merged into another of the same list: then a new title in its slot is not its own.
        by_key_alone=withdrawn_at is not None or row["merged_into__source_id"] == row["source_id"],
        returns=withdrawn_at is not None and withdrawn_at < seen,
        kept=_kept(row["pk"], row["venue_id"], stands),
    )
    return Holds(
        known,
        older=row["seen_in_source_at"] < seen,
        venue=venue,
        venue_id=row["venue_id"],
        may_move=row["venue_id"] not in stands,
    )


def _venue(row: dict[str, Any]) -> ListedVenue | None:
    if row["venue_id"] is None:
        return None
    name, address, postcode, lat, lon, precision, nation, authority = (row[f"venue__{name}"] for name in VENUE)
    point = Point(lat, lon) if lat is not None else None
    key = cells.venue_key(name, address, postcode, point)
    return ListedVenue(key, name, address, postcode, point, nation, precision, authority)


def _kept(meeting: UUID, venue: UUID | None, stands: dict[UUID, set[str]]) -> frozenset[str]:
    """In which fields of it, as a listing calls them, an editor’s word stands."""
    kept = set(stands.get(meeting, ()))
    if "patterns" in kept:
        kept.add("when")
    if venue in stands:  # its venue was put right, which a listing knows only as another venue
        kept.add("venue")
    return frozenset(kept | WHERE if kept & WHERE else kept)
