"""What do we hold of a source, in the words of a listing; and what would a listing make of it?

Reads the database and builds rows in memory. It writes nothing: verification does.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from uuid import UUID

from directory.importers import cells
from directory.importers.listed import Facts, ImportRefused, ListedMeeting, ListedVenue, Listing, When
from directory.importers.reconcile import Differences, Known
from directory.importers.sentences import Outcome
from directory.models import Change, Holding, ImportRun, Meeting, Pattern, Programme, Source, Spell, Venue
from directory.places import Point
from directory.recurrence import LONDON, Span

# What a listing says of a meeting and we hold in columns of the same name.
PLAIN = (
    *("name", "mode", "join_url", "phone", "time_zone", "setting", "openness", "step_free", "hearing_loop"),
    *("children_welcome", "newcomers", "language", "notes", "private_notes"),
    *("bank_holidays", "term_time_only", "says_when", "says_stopped"),
)
LISTS = ("restricted_to", "formats")
MEETING = (*PLAIN, *LISTS, "programme", "venue", "source_key", "withdrawn_at", "seen_in_source_at")
# A meeting is where it is by all four together: an editor’s word on one is a word on each.
WHERE = frozenset({"mode", "venue", "join_url", "phone"})
VENUE = ("name", "address", "postcode", "lat", "lon", "precision", "nation", "authority")


class CatalogueLacks(ImportRefused):
    """The listing has meetings of programmes that are not in the catalogue."""


@dataclass(frozen=True, slots=True)
class Held:
    """Everything we hold of a source, as at one moment."""

    meetings: dict[UUID, Meeting]
    known: tuple[Known, ...]
    venues: dict[str, Venue]  # by the key of a ListedVenue
    last_run: ImportRun | None
    newest: dt.date | None  # the newest day any run of it spoke of
    last_change: int | None  # the revision of the latest change an editor made to any of it


@dataclass(slots=True)
class Drafts:
    """Rows ready to be written, in the order in which they must be."""

    new_venues: list[Venue] = field(default_factory=list)
    moved_venues: list[Venue] = field(default_factory=list)
    new_meetings: list[Meeting] = field(default_factory=list)
    changed_meetings: list[Meeting] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    repatterned: list[UUID] = field(default_factory=list)  # meetings whose patterns are replaced
    breaks: list[Spell] = field(default_factory=list)
    rebroken: list[UUID] = field(default_factory=list)  # meetings whose breaks by their list are replaced
    seen_again: list[UUID] = field(default_factory=list)  # unchanged, and listed later than we knew
    holdings: list[Holding] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Is there anything to write?"""
        return any(getattr(self, one.name) for one in fields(self))


def held(source: Source, *, as_of: dt.date) -> Held:
    """What we hold of ``source``, nothing if it is not saved yet, to compare with a list of ``as_of``."""
    if source._state.adding:
        return Held(meetings={}, known=(), venues={}, last_run=None, newest=None, last_change=None)
    rows = Meeting.objects.filter(source=source).select_related("venue", "programme", "merged_into")
    meetings = {one.pk: one for one in rows}
    when: dict[UUID, list[When]] = defaultdict(list)
    breaks: dict[UUID, list[Span]] = defaultdict(list)
    for pattern in Pattern.objects.filter(meeting__source=source).order_by("pk"):
        when[pattern.meeting_id].append(as_listed(pattern))
    # One that somebody has undone is known as well: the same list does not bring it back.
    for spell in Spell.objects.by_its_list().filter(meeting__source=source).order_by("first_on", "last_on", "pk"):
        breaks[spell.meeting_id].append(spell.span)
    runs = ImportRun.objects.filter(source=source)
    changes = Change.objects.touching(source)
    stands, last_change = changes.standing(), changes.last_revision()
    venues = {_venue_key(one.venue): one.venue for one in meetings.values() if one.venue}
    return Held(
        meetings=meetings,
        known=tuple(
            Known(
                id=one.pk,
                key=one.source_key,
                facts=_facts(one, tuple(when[one.pk]), tuple(breaks[one.pk])),
                by_key_alone=one.withdrawn_at is not None or _is_repeated(one),
                returns=one.withdrawn_at is not None and one.withdrawn_at < first_moment(as_of),
                kept=_kept(one, stands),
            )
            for one in meetings.values()
        ),
        venues=venues,
        last_run=runs.order_by("-pk").first(),
        newest=runs.order_by("-as_of").values_list("as_of", flat=True).first(),
        last_change=last_change,
    )


def drafts(source: Source, listing: Listing, held: Held, differences: Differences) -> Drafts:
    """Every row that taking ``listing`` would write. Raises CatalogueLacks."""
    programmes = _programmes(listing)
    drafts, seen = Drafts(), first_moment(listing.as_of)
    elsewhere = {change.listed.key for change in differences.kept if "venue" in change.fields}
    venues = _venues((one for one in listing.meetings if one.key not in elsewhere), held, drafts)
    for meeting in differences.added:
        row = Meeting(source=source, seen_in_source_at=seen)
        _fill(row, meeting, programmes, venues, but=frozenset())
        drafts.new_meetings.append(row)
        drafts.patterns += _patterns(row, meeting)
        drafts.breaks += _breaks(row, meeting, seen)
    for change in differences.changed:
        row = held.meetings[change.known.id]
        _fill(row, change.listed, programmes, venues, but=change.known.kept)
        if "withdrawn_at" in change.fields:
            row.withdrawn_at = None
        row.seen_in_source_at = max(seen, row.seen_in_source_at)
        drafts.changed_meetings.append(row)
        if "when" in change.fields:
            drafts.repatterned.append(row.pk)
            drafts.patterns += _patterns(row, change.listed)
        if "breaks" in change.fields:
            drafts.rebroken.append(row.pk)
            drafts.breaks += _breaks(row, change.listed, seen)
    drafts.seen_again = [
        known.id for known in differences.unchanged if held.meetings[known.id].seen_in_source_at < seen
    ]
    drafts.holdings = _holdings(source, listing, programmes)
    return drafts


def run(
    source: Source, listing: Listing, differences: Differences, *, started_at: dt.datetime, finished_at: dt.datetime
) -> ImportRun:
    """The record of this taking, with every row that was not used and then every one put right."""
    outside = [meeting for meeting in listing.meetings if meeting.venue and meeting.venue.nation == Venue.OUTSIDE]
    words = Counter(meeting.words for meeting in listing.meetings)
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
        counts={
            "read": listing.read,
            "added": len(differences.added),
            "changed": len(differences.changed),
            "unchanged": len(differences.unchanged),
            "missing": len(differences.missing),
            "kept": len(differences.kept),
            "rejected": len(rejected),
            "repaired": len({one.row for one in listing.repairs}),
            "outside": len(outside),
            **{f"when_{one.value}": words[one.value] for one in Outcome},
        },
        problems=[*rejected, *repaired],
    )


def first_moment(day: dt.date) -> dt.datetime:
    """When ``day`` begins in London: a list of that day is at least so recent."""
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)


def _programmes(listing: Listing) -> dict[str, Programme]:
    """The catalogue's programmes that the listing names."""
    wanted = {meeting.facts.programme for meeting in listing.meetings} | {one.programme for one in listing.lists}
    found = {programme.slug: programme for programme in Programme.objects.filter(slug__in=wanted)}
    if lacking := sorted(wanted - set(found)):
        raise CatalogueLacks(f"The catalogue has no {', '.join(lacking)}: run manage.py load_programmes first.")
    return found


def _holdings(source: Source, listing: Listing, programmes: dict[str, Programme]) -> list[Holding]:
    """How much of each list this is, where that is not what we say already."""
    said, day = {}, listing.as_of
    if not source._state.adding:
        said = {(one.programme_id, one.nation): (one.extent, one.as_of) for one in source.holdings.all()}
    holdings = [
        Holding(source=source, programme=programmes[one.programme], nation=nation, extent=one.extent, as_of=day)
        for one in listing.lists
        for nation in one.nations
    ]
    return [one for one in holdings if said.get((one.programme_id, one.nation)) != (one.extent, one.as_of)]


def _venues(meetings: Iterable[ListedMeeting], held: Held, drafts: Drafts) -> dict[str, Venue]:
    """The venue of each key: ours where we have it, put right where it has moved, else a new one."""
    venues: dict[str, Venue] = {}
    for listed in (meeting.venue for meeting in meetings):
        if listed is None or listed.key in venues:
            continue
        venue = held.venues.get(listed.key)
        if venue is None:
            venue = Venue(**_venue_columns(listed))
            drafts.new_venues.append(venue)
        elif any(getattr(venue, name) != value for name, value in _venue_columns(listed).items()):
            for name, value in _venue_columns(listed).items():
                setattr(venue, name, value)
            drafts.moved_venues.append(venue)
        venues[listed.key] = venue
    return venues


def _venue_columns(listed: ListedVenue) -> dict[str, str | float | None]:
    lat, lon = (listed.point.lat, listed.point.lon) if listed.point else (None, None)
    values = (listed.name, listed.address, listed.postcode, lat, lon, listed.precision, listed.nation, listed.authority)
    return dict(zip(VENUE, values, strict=True))


def _venue_key(venue: Venue) -> str:
    point = Point(venue.lat, venue.lon) if venue.lat is not None else None
    return cells.venue_key(venue.name, venue.address, venue.postcode, point)


def _fill(
    row: Meeting,
    listed: ListedMeeting,
    programmes: dict[str, Programme],
    venues: dict[str, Venue],
    *,
    but: frozenset[str],
) -> None:
    """Write on ``row`` what the listing says of it, ``but`` for the fields in which an editor’s word stands."""
    facts = listed.facts
    row.source_key = listed.key
    if "programme" not in but:
        row.programme = programmes[facts.programme]
    if "venue" not in but:
        row.venue = venues[facts.venue] if facts.venue else None
    for name in set(PLAIN) - but:
        setattr(row, name, getattr(facts, name))
    for name in set(LISTS) - but:
        setattr(row, name, list(getattr(facts, name)))


def _kept(meeting: Meeting, stands: dict[UUID, set[str]]) -> frozenset[str]:
    """In which fields of it, as a listing calls them, an editor’s word stands."""
    kept = set(stands.get(meeting.pk, ()))
    if "patterns" in kept:
        kept.add("when")
    if meeting.venue_id in stands:  # its venue was put right, which a listing knows only as another venue
        kept.add("venue")
    return frozenset(kept | WHERE if kept & WHERE else kept)


def _patterns(row: Meeting, listed: ListedMeeting) -> list[Pattern]:
    return [
        Pattern(
            meeting=row,
            kind=when.kind,
            weekday=when.weekday,
            nth=when.nth,
            anchor_on=when.anchor_on,
            not_nth=when.not_nth,
            starts_at=when.starts_at,
            minutes=when.minutes,
        )
        for when in listed.facts.when
    ]


def _breaks(row: Meeting, listed: ListedMeeting, told_at: dt.datetime) -> list[Spell]:
    by = Meeting.ConfirmedBy.SOURCE
    return [
        Spell(meeting=row, first_on=span.first, last_on=span.last, how=by, made_at=told_at)
        for span in listed.facts.breaks
    ]


def _facts(row: Meeting, when: tuple[When, ...], breaks: tuple[Span, ...]) -> Facts:
    return Facts(
        programme=row.programme.slug,
        when=when,
        breaks=breaks,
        venue=_venue_key(row.venue) if row.venue else "",
        **{name: getattr(row, name) for name in PLAIN},
        **{name: tuple(getattr(row, name)) for name in LISTS},
    )


def _is_repeated(meeting: Meeting) -> bool:
    """Is it merged into another of the same list? Then a new title in its slot is not its own."""
    return meeting.merged_into is not None and meeting.merged_into.source_id == meeting.source_id


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
