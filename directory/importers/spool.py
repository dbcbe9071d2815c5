"""Where do a list's rows wait, when they are more than memory should hold? Pure.

In a database of SQLite's own that has no name: what its small page cache cannot hold
is in a temporary file that nobody else can open, and that is gone with the process
however it ends. What we hold of the source is put beside what it lists, so that only
rows that differ are ever compared, a few slots at a time.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgpack

from directory.importers.listed import OUTSIDE, Facts, Identity, ImportRefused, ListedMeeting, ListedVenue, When
from directory.importers.reconcile import Known
from directory.places import Point
from directory.recurrence import Span

AT_ONCE = 2000  # rows in memory together
CACHE_KIB = 8 * 1024

_TABLES = """
CREATE TABLE listed (
    place INTEGER PRIMARY KEY, row INTEGER, key TEXT UNIQUE, slot TEXT, facts BLOB, venue TEXT, words TEXT
);
CREATE TABLE held (
    place INTEGER PRIMARY KEY, key TEXT UNIQUE, slot TEXT, facts BLOB, id BLOB, state BLOB, plain INTEGER, older INTEGER
);
CREATE TABLE venue (key TEXT PRIMARY KEY, said BLOB, id BLOB) WITHOUT ROWID;
CREATE TABLE ours (id BLOB PRIMARY KEY, key TEXT, said BLOB) WITHOUT ROWID;
CREATE TABLE same (listed INTEGER PRIMARY KEY, held INTEGER UNIQUE, id BLOB, older INTEGER);
"""
# The same by every word of it, and nothing besides: it has not come back, and no editor’s word stands.
_SAME = """
INSERT INTO same SELECT listed.place, held.place, held.id, held.older
FROM held JOIN listed USING (key) WHERE held.plain AND held.facts = listed.facts
"""
_DIFFERING = """
SELECT slot, 0, place FROM held WHERE place NOT IN (SELECT held FROM same)
UNION ALL SELECT slot, 1, place FROM listed WHERE place NOT IN (SELECT listed FROM same) ORDER BY 1, 2, 3
"""
_LISTED = """
SELECT listed.row, listed.key, listed.facts, listed.words, listed.venue, venue.said FROM listed
LEFT JOIN venue ON venue.key = listed.venue
"""
# We may have two venues that are one place in a list’s words: each is put where the list puts that place.
_MOVED = "SELECT ours.id, key, venue.said FROM ours JOIN venue USING (key) WHERE venue.said != ours.said"
_FIELDS = tuple(field.name for field in fields(Facts))
_VALUES = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in (Facts, When, Span)}


class NoRoom(ImportRefused):
    """There is nowhere for the list to wait."""


@dataclass(frozen=True, slots=True)
class Holds:
    """A meeting we hold, as it is put beside what its source lists."""

    known: Known
    older: bool  # it was last seen in a list older than this
    venue: ListedVenue | None
    venue_id: UUID | None
    may_move: bool  # no editor has put its venue right


@dataclass(frozen=True, slots=True)
class Some:
    """Whole slots of what is listed and what is held, to be compared."""

    listed: list[ListedMeeting]
    known: list[Known]
    older: frozenset[UUID]  # of those known, the ones last seen in an older list


class Spool:
    """The meetings of one list, each key once; read over and over, in the order in which they came."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._file.close)
        self._do(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._do("PRAGMA journal_mode = OFF")
        self._file.executescript(_TABLES + "BEGIN")
        self.programmes: set[str] = set()
        self.words: Counter[str] = Counter()
        self.outside = 0
        self.holds = 0  # how many meetings we hold

    def __len__(self) -> int:
        return self.words.total()

    def __iter__(self) -> Iterator[ListedMeeting]:
        return map(_listed, self._do(f"{_LISTED} ORDER BY listed.place"))

    def add(self, meeting: ListedMeeting) -> None:
        """One more. Of meetings that share a venue the first says where it is."""
        venue = meeting.venue
        if venue is not None:
            self._do("INSERT OR IGNORE INTO venue VALUES (?, ?, NULL)", (venue.key, _venue_packed(venue)))
            self.outside += venue.nation == OUTSIDE
        self._do(
            "INSERT INTO listed VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (
                *(meeting.row, meeting.key, self._slot(meeting.key), _packed(meeting.facts)),
                *(venue.key if venue is not None else None, meeting.words),
            ),
        )
        self.programmes.add(meeting.facts.programme)
        self.words[meeting.words] += 1

    def row_of(self, key: str) -> int | None:
        """In which row the meeting of this key stands."""
        found = self._do("SELECT row FROM listed WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def venue(self, key: str) -> ListedVenue | None:
        """The venue of this key, as the first of its meetings has it."""
        found = self._do("SELECT said FROM venue WHERE key = ?", (key,)).fetchone()
        return _venue(key, found[0]) if found and found[0] else None

    # --- Beside what we hold --------------------------------------------------

    def compare(self, holds: Iterable[Holds]) -> None:
        """Put beside it all that we hold, in place of what was put there before."""
        self._do("DELETE FROM same")
        self._do("DELETE FROM held")
        self._do("DELETE FROM ours")
        self._do("UPDATE venue SET id = NULL")
        self.holds = 0
        for one in holds:
            self._hold(one)
            self.holds += 1
        self._do(_SAME)

    def _do(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise NoRoom(
                f"The list does not fit in the folder for temporary files ({error}): "
                "make room there, or name another folder in SQLITE_TMPDIR."
            ) from None

    def _hold(self, one: Holds) -> None:
        known, venue = one.known, one.venue
        if venue is not None and one.venue_id is not None:
            self.found_at(venue.key, one.venue_id)
            if one.may_move:
                ours = (one.venue_id.bytes, venue.key, _venue_packed(venue))
                self._do("INSERT OR IGNORE INTO ours VALUES (?, ?, ?)", ours)
        state = msgpack.packb((known.by_key_alone, known.returns, sorted(known.kept)))
        plain = not (known.returns or known.kept)
        self._do(
            "INSERT INTO held VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (known.key, self._slot(known.key), _packed(known.facts), known.id.bytes, state, plain, one.older),
        )

    def found_at(self, venue: str, id: UUID) -> None:
        """Which of our venues the one of this key is."""
        self._do("INSERT INTO venue VALUES (?1, NULL, ?2) ON CONFLICT DO UPDATE SET id = ?2", (venue, id.bytes))

    def ours(self, venues: Iterable[str]) -> dict[str, UUID]:
        """Which of our venues those of these keys are, where we have them."""
        asked = ((key, self._do("SELECT id FROM venue WHERE key = ?", (key,)).fetchone()) for key in venues)
        return {key: UUID(bytes=row[0]) for key, row in asked if row and row[0]}

    def moved(self) -> Iterator[list[tuple[UUID, ListedVenue]]]:
        """Venues we have that the list puts otherwise, some at a time."""
        found = self._do(_MOVED)
        while some := found.fetchmany(AT_ONCE):
            yield [(UUID(bytes=id), _venue(key, said)) for id, key, said in some]

    def has_news(self) -> bool:
        """Are there venues put otherwise, or meetings last seen in an older list, without a word that differs?"""
        again = self._do("SELECT 1 FROM same WHERE older LIMIT 1").fetchone()
        return (again or self._do(_MOVED).fetchone()) is not None

    def count_same(self) -> int:
        """How many are as we hold them, by every word."""
        return int(self._do("SELECT count(*) FROM same").fetchone()[0])

    def seen_again(self) -> Iterator[list[UUID]]:
        """Of those, the ones that were last seen in an older list, some at a time."""
        found = self._do("SELECT id FROM same WHERE older")
        while some := found.fetchmany(AT_ONCE):
            yield [UUID(bytes=id) for (id,) in some]

    def differing(self) -> Iterator[Some]:
        """All others, some at a time. No slot is divided, but for one in which we hold nothing to compare with."""
        listed: list[int] = []
        held: list[int] = []
        last, holds = None, False
        for slot, is_listed, place in self._do(_DIFFERING):
            if slot != last:
                last, holds = slot, False
            if len(listed) + len(held) >= AT_ONCE and not holds:
                yield self._both(listed, held)
                listed, held = [], []
            holds = holds or not is_listed
            (listed if is_listed else held).append(place)
        if listed or held:
            yield self._both(listed, held)

    def _both(self, listed: list[int], held: list[int]) -> Some:
        meetings = (self._do(f"{_LISTED} WHERE listed.place = ?", (place,)).fetchone() for place in listed)
        told = "SELECT id, key, facts, state, older FROM held WHERE place = ?"
        rows = [self._do(told, (place,)).fetchone() for place in held]
        older = frozenset(UUID(bytes=id) for id, *_, is_older in rows if is_older)
        return Some([_listed(row) for row in meetings], [_known(*row) for row in rows], older)

    def _slot(self, key: str) -> str:
        """What is compared together: a slot, else the key alone. No slot is like a key, which has a bar more."""
        return self._identity.slot(key) or f"|{key}"


def spooled(meetings: Iterable[ListedMeeting], identity: Identity) -> Spool:
    """These meetings, whose keys are unique, in a spool; themselves if they are in one."""
    if isinstance(meetings, Spool):
        return meetings
    spool = Spool(identity)
    for meeting in meetings:
        spool.add(meeting)
    return spool


def _packed(facts: Facts) -> bytes:
    """The same bytes for the same facts."""
    return msgpack.packb(_VALUES[Facts](facts), default=_plain)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    values = _VALUES.get(type(value))
    return values(value) if values else value.isoformat()


def _unpacked(packed: bytes) -> Facts:
    said = dict(zip(_FIELDS, msgpack.unpackb(packed, use_list=False), strict=True))
    said["when"] = tuple(_when(*one) for one in said["when"])
    said["breaks"] = tuple(Span(_day(first), _day(last)) for first, last in said["breaks"])
    return Facts(**said)


def _when(
    weekday: int, at: str, minutes: int | None, kind: str, nth: int | None, anchor: str | None, not_nth: int | None
) -> When:
    return When(weekday, dt.time.fromisoformat(at), minutes, kind, nth, _day(anchor), not_nth)


def _day(text: str | None) -> Any:
    return dt.date.fromisoformat(text) if text else None


def _venue_packed(venue: ListedVenue) -> bytes:
    lat, lon = (venue.point.lat, venue.point.lon) if venue.point else (None, None)
    where = (venue.name, venue.address, venue.postcode, lat, lon, venue.nation, venue.precision, venue.authority)
    return msgpack.packb(where)  # type: ignore[no-any-return]


def _venue(key: str, packed: bytes) -> ListedVenue:
    name, address, postcode, lat, lon, *rest = msgpack.unpackb(packed)
    return ListedVenue(key, name, address, postcode, None if lat is None else Point(lat, lon), *rest)


def _listed(row: tuple[int, str, bytes, str, str | None, bytes | None]) -> ListedMeeting:
    number, key, facts, words, place, venue = row
    return ListedMeeting(number, key, _unpacked(facts), _venue(place, venue) if place and venue else None, words)


def _known(id: bytes, key: str, facts: bytes, state: bytes, _: int) -> Known:
    by_key_alone, returns, kept = msgpack.unpackb(state)
    return Known(UUID(bytes=id), key, _unpacked(facts), by_key_alone, returns, frozenset(kept))
