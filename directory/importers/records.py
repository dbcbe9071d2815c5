"""What would a listing make of what we hold? The rows to write, some at a time, and the record of it.

Reads the database and builds rows in memory. It writes nothing: verification does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from uuid import UUID

from directory.batches import in_batches
from directory.importers.holding import LISTS, PLAIN, VENUE
from directory.importers.listed import ImportRefused, ListedMeeting, ListedVenue, Listing
from directory.importers.mapping import SourceDetails
from directory.importers.reconcile import Change, Differences
from directory.importers.sentences import Outcome
from directory.importers.spool import Spool
from directory.models import Holding, ImportRun, Meeting, Pattern, Programme, Source, Spell, Venue
from mutualaid.accounts.models import User

MEETING = (*PLAIN, *LISTS, "programme", "venue", "source_key", "withdrawn_at", "seen_in_source_at")
PATTERN = ("weekday", "starts_at", "minutes", "kind", "nth", "anchor_on", "not_nth")  # as a When has them


class CatalogueLacks(ImportRefused):
    """The listing has meetings of programmes that are not in the catalogue."""


@dataclass(frozen=True, slots=True)
class How:
    """How a list comes to be taken: by whom (None is a command), in which format, by which mapping (TOML)."""

    by: User | None = None
    format: str = ""
    mapping: str = ""


BY_A_COMMAND = How()


@dataclass(slots=True)
class Counts:
    """What becomes of the meetings of a listing, and whether anything of it has to be written."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    kept: int = 0
    differs: bool = False

    def add(self, some: Differences, older: frozenset[UUID]) -> None:
        """Count these too. ``older`` are meetings last seen in an older list."""
        self.added += len(some.added)
        self.changed += len(some.changed)
        self.unchanged += len(some.unchanged)
        self.missing += len(some.missing)
        self.kept += len(some.kept)
        self.differs |= bool(some.added or some.changed or seen_again(some, older))


@dataclass(slots=True)
class Drafts:
    """Rows ready to be written, in the order in which they must be."""

    new_venues: list[Venue] = field(default_factory=list)
    new_meetings: list[Meeting] = field(default_factory=list)
    changed_meetings: list[Meeting] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    repatterned: list[UUID] = field(default_factory=list)  # meetings whose patterns are replaced
    breaks: list[Spell] = field(default_factory=list)
    rebroken: list[UUID] = field(default_factory=list)  # meetings whose breaks by their list are replaced


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all rows of one taking have in common."""

    source: Source
    programmes: dict[str, UUID]
    seen: dt.datetime  # the first moment of the day it speaks of
    revision: int


def source(slug: str, told: SourceDetails) -> Source:
    """The source of this short name, new or known, as its mapping now tells of it. It is not saved."""
    found = Source.objects.filter(slug=slug).first() or Source(slug=slug)
    for name, value in asdict(told).items():
        setattr(found, name, value)
    return found


def programmes(listing: Listing, spool: Spool) -> dict[str, UUID]:
    """The catalogue's programmes that the listing names. Raises CatalogueLacks."""
    wanted = spool.programmes | {one.programme for one in listing.lists}
    found = dict(Programme.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    if lacking := sorted(wanted - set(found)):
        raise CatalogueLacks(f"The catalogue has no {', '.join(lacking)}: run manage.py load_programmes first.")
    return found


def seen_again(some: Differences, older: frozenset[UUID]) -> list[UUID]:
    """Of ``older``, those that are listed again unchanged."""
    return [known.id for known in some.unchanged if known.id in older]


def drafts(some: Differences, spool: Spool, stamp: Stamp) -> Drafts:
    """Every row that taking these differences writes; ``spool`` knows, and is told, which venue is which."""
    drafts = Drafts()
    moving = [change.listed for change in some.changed if "venue" in change.fields]
    venues = _venues([*some.added, *moving], spool, drafts, stamp)
    for meeting in some.added:
        row = Meeting(
            source=stamp.source,
            source_key=meeting.key,
            seen_in_source_at=stamp.seen,
            revision=stamp.revision,
            **_columns(meeting, stamp.programmes, venues, but=frozenset()),
        )
        drafts.new_meetings.append(row)
        drafts.patterns += _patterns(row, meeting)
        drafts.breaks += _breaks(row, meeting, stamp.seen)
    rows = in_bulk([change.known.id for change in some.changed])
    for change in some.changed:
        _change(rows[change.known.id], change, venues, drafts, stamp)
    return drafts


def moved(some: Iterable[tuple[UUID, ListedVenue]], *, revision: int) -> list[Venue]:
    """Venues we have, put where a list puts them."""
    return [Venue(pk=id, revision=revision, **_venue_columns(listed)) for id, listed in some]


def holdings(source: Source, listing: Listing, programmes: dict[str, UUID]) -> list[Holding]:
    """How much of each list this is, where that is not what we say already."""
    said, day = {}, listing.as_of
    if not source._state.adding:
        said = {(one.programme_id, one.nation): (one.extent, one.as_of) for one in source.holdings.all()}
    holdings = [
        Holding(source=source, programme_id=programmes[one.programme], nation=nation, extent=one.extent, as_of=day)
        for one in listing.lists
        for nation in one.nations
    ]
    return [one for one in holdings if said.get((one.programme_id, one.nation)) != (one.extent, one.as_of)]


def run(
    source: Source,
    listing: Listing,
    spool: Spool,
    counts: Counts,
    *,
    how: How,
    started_at: dt.datetime,
    finished_at: dt.datetime,
) -> ImportRun:
    """The record of this taking, with every row that was not used and then every one put right."""
    rejected = [
        {"row": one.row, "kind": one.kind.name.lower(), "reason": one.reason, "says": one.says}
        for one in listing.problems
    ]
    repaired = [
        {"row": one.row, "kind": one.kind.name.lower(), "reason": one.kind.value, "says": one.says}
        for one in listing.repairs
    ]
    return ImportRun(
        source=source,
        started_at=started_at,
        finished_at=finished_at,
        as_of=listing.as_of,
        digest=listing.digest,
        reading=listing.reading,
        **how_kept(how),
        counts={
            "read": listing.read,
            "added": counts.added,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "missing": counts.missing,
            "kept": counts.kept,
            "rejected": len(rejected),
            "repaired": len({one.row for one in listing.repairs}),
            "outside": spool.outside,
            **{f"when_{one.value}": spool.words[one.value] for one in Outcome},
        },
        problems=[*rejected, *repaired],
    )


def how_kept(how: How) -> dict[str, object]:
    """``how`` a list was taken, as a run's columns."""
    return {one.name: getattr(how, one.name) for one in fields(how)}


def in_bulk(ids: list[UUID]) -> dict[UUID, Meeting]:
    """The meetings of these keys."""
    found: dict[UUID, Meeting] = {}
    for some in in_batches(ids):
        found |= Meeting.objects.in_bulk(some)
    return found


def _change(row: Meeting, change: Change, venues: dict[str, UUID], drafts: Drafts, stamp: Stamp) -> None:
    """Make ``row`` what its source says of it, but where an editor’s word stands."""
    # Two venues may be one place in a list’s words: a meeting that stays where it was keeps its own of them.
    but = change.known.kept if "venue" in change.fields else change.known.kept | {"venue"}
    for name, value in _columns(change.listed, stamp.programmes, venues, but=but).items():
        setattr(row, name, value)
    row.source_key = change.listed.key
    if "withdrawn_at" in change.fields:
        row.withdrawn_at = None
    row.seen_in_source_at = max(stamp.seen, row.seen_in_source_at)
    row.revision = stamp.revision
    drafts.changed_meetings.append(row)
    if "when" in change.fields:
        drafts.repatterned.append(row.pk)
        drafts.patterns += _patterns(row, change.listed)
    if "breaks" in change.fields:
        drafts.rebroken.append(row.pk)
        drafts.breaks += _breaks(row, change.listed, stamp.seen)


def _columns(
    listed: ListedMeeting, programmes: dict[str, UUID], venues: dict[str, UUID], *, but: frozenset[str]
) -> dict[str, Any]:
    """What the listing says of it, by column, ``but`` for the fields in which an editor’s word stands."""
    facts = listed.facts
    columns: dict[str, Any] = {name: getattr(facts, name) for name in PLAIN if name not in but}
    columns |= {name: list(getattr(facts, name)) for name in LISTS if name not in but}
    if "programme" not in but:
        columns["programme_id"] = programmes[facts.programme]
    if "venue" not in but:
        columns["venue_id"] = venues[facts.venue] if facts.venue else None
    return columns


def _venues(meetings: Iterable[ListedMeeting], spool: Spool, drafts: Drafts, stamp: Stamp) -> dict[str, UUID]:
    """The venue of each key: ours where we have it, else a new one."""
    wanted = {meeting.venue.key: meeting.venue for meeting in meetings if meeting.venue}
    venues = spool.ours(wanted)
    for key, listed in wanted.items():
        if key not in venues:
            venue = Venue(revision=stamp.revision, **_venue_columns(listed))
            drafts.new_venues.append(venue)
            spool.found_at(key, venue.pk)
            venues[key] = venue.pk
    return venues


def _venue_columns(listed: ListedVenue) -> dict[str, str | float | None]:
    lat, lon = (listed.point.lat, listed.point.lon) if listed.point else (None, None)
    values = (listed.name, listed.address, listed.postcode, lat, lon, listed.precision, listed.nation, listed.authority)
    return dict(zip(VENUE, values, strict=True))


def _patterns(row: Meeting, listed: ListedMeeting) -> list[Pattern]:
    return [Pattern(meeting_id=row.pk, **{name: getattr(when, name) for name in PATTERN}) for when in listed.facts.when]


def _breaks(row: Meeting, listed: ListedMeeting, told_at: dt.datetime) -> list[Spell]:
    by = Meeting.ConfirmedBy.SOURCE
    return [
        Spell(meeting_id=row.pk, first_on=span.first, last_on=span.last, how=by, made_at=told_at)
        for span in listed.facts.breaks
    ]
