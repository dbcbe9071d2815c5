"""Keeps this process's index in step with the database, by revision.

Each answer asks the database one thing: the revision. When it has moved on, only the
meetings stamped since are read, in one snapshot with the revision itself. Nothing is
ever deleted, so a meeting that is no longer listed is its own tombstone. While the
database cannot be reached, the index we have keeps answering.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction

from directory import questions, reading
from directory.asking import columns, digits
from directory.classification import Kind
from directory.columns import Ledger
from directory.index import MeetingIndex
from directory.models import DirectoryRevision, Meeting, Programme
from directory.own_ways import OwnWays, own_ways
from directory.verification.changing import same_generation
from directory.vocabulary import Listing

log = logging.getLogger(__name__)

# A connection that the server has cut says InterfaceError to the next question.
UNREACHABLE = (DatabaseError, InterfaceError)
# More changed meetings than this are read in a background thread while the old index answers.
REBUILD_BEHIND = 3000


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a programme's list we hold in one nation, and of what day."""

    extent: str
    as_of: dt.date | None


NOTHING_HELD = Held(Listing.NONE, None)


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """The whole directory as at one revision."""

    revision: int
    programmes: dict[str, Programme]
    kinds: dict[str, Kind]  # each programme's class
    holdings: dict[tuple[str, str], Held]
    index: MeetingIndex
    holds_real: bool  # is any meeting listed that was not invented for the demonstration?
    _own_ways: dict[tuple[str, str], OwnWays] = field(default_factory=dict)

    def held(self, programme: str, nation: str) -> Held:
        """What we hold of a programme's list in a nation; none when nobody has given us any."""
        return self.holdings.get((programme, nation), NOTHING_HELD)

    def own_ways(self, programme: str, nation: str) -> OwnWays:
        """A programme's own ways in that serve a nation."""
        if (programme, nation) not in self._own_ways:
            self._own_ways[programme, nation] = own_ways(self.programmes[programme].ways_in_from(nation))
        return self._own_ways[programme, nation]


_current: Directory | None = None
_lock = threading.Lock()
_behind: threading.Thread | None = None


def directory() -> Directory:
    """The directory as it is now, or as it last was if the database cannot be reached.

    Raises one of UNREACHABLE only when there has never been one to answer with.
    """
    kept = _current
    try:
        if kept is not None and kept.revision == _revision():
            return kept
        return _follow(kept)
    except UNREACHABLE:
        if kept is None:
            raise
        log.warning("index.database_unreachable revision=%d", kept.revision)
        return kept


def forget() -> None:
    """Start again from nothing. For tests, whose revisions go backwards."""
    global _current
    wait()
    _current = None


def wait() -> None:
    """Wait until no rebuilding is going on behind."""
    if _behind is not None:
        _behind.join()


REVISION = f"SELECT number FROM {DirectoryRevision._meta.db_table} WHERE id = 1"
CHANGED = f"SELECT COUNT(*) FROM {Meeting._meta.db_table} WHERE revision > %s"
PROGRAMMES = f"SELECT COUNT(*), MAX(revision) FROM {Programme._meta.db_table}"


def _revision() -> int:
    """Asked for by every page, so asked plainly: composing the query anew would cost ten times the answer."""
    with connection.cursor() as cursor:
        cursor.execute(REVISION)
        found = cursor.fetchone()
    return found[0] if found else 0


def _follow(kept: Directory | None) -> Directory:
    """Catch up with the database: at once if little has changed, else behind while ``kept`` answers."""
    global _behind
    if kept is not None:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, [kept.revision])
            changed = cursor.fetchone()[0]
        if changed > REBUILD_BEHIND:
            if _lock.acquire(blocking=False):
                _behind = threading.Thread(target=_rebuild_behind, name="index", daemon=True)
                _behind.start()
            return kept
    with _lock:
        return _read(_current)


def _rebuild_behind() -> None:
    """Read everything again; whoever started us took the lock for us."""
    try:
        _read(None)
    except UNREACHABLE as error:
        log.warning("index.rebuild_failed reason=%s", type(error).__name__)
    finally:
        connection.close()
        _lock.release()


def _read(kept: Directory | None) -> Directory:
    """Read what has changed since ``kept``, or everything, and make it current."""
    global _current
    with _one_snapshot():
        revision = _revision()
        if kept is not None and kept.revision == revision:
            return kept
        # A number that went backwards, or is of another generation, is another database: a restored backup.
        goes_on = kept is not None and kept.revision < revision and same_generation(kept.revision, revision)
        since = kept.revision if kept is not None and goes_on else None
        programmes, kinds = _programmes(kept, since)
        slugs = tuple(sorted(programmes))
        if kept is not None and since is not None and kept.index.ledger.goes_on_with(slugs):
            (moved,) = columns(questions.changed, "pk", since=since)
            fresh = reading.read(kept.index.ledger, programmes, since=since)
            index = kept.index.changed({UUID(digits(key)) for key in moved}, fresh)
        else:
            ledger = Ledger(slugs)
            index = MeetingIndex.over(ledger, reading.read(ledger, programmes))
        holdings, real = _holdings(), columns(questions.real_sources, "pk", since=None)[0]
    _current = Directory(revision, programmes, kinds, holdings, index, holds_real=bool(real))
    if kept is not None and kept.programmes is programmes:
        _current._own_ways.update(kept._own_ways)
    log.info("index.read revision=%d rows=%d", revision, len(index))
    return _current


def _programmes(kept: Directory | None, since: int | None) -> tuple[dict[str, Programme], dict[str, Kind]]:
    """By their slugs, and the class of each: those of ``kept`` where none was added or stamped after ``since``."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRAMMES)
        count, stamped = cursor.fetchone()
    if kept is not None and since is not None and count == len(kept.programmes) and (stamped or 0) <= since:
        return kept.programmes, kept.kinds
    programmes = {programme.slug: programme for programme in Programme.objects.order_by("slug")}
    return programmes, {slug: programme.kind for slug, programme in programmes.items()}


def _holdings() -> dict[tuple[str, str], Held]:
    """The most we hold of each programme's list in each nation, from any source the public may see."""
    fullest = {Listing.NONE: 0, Listing.PART: 1, Listing.WHOLE: 2}
    best: dict[tuple[str, str], Held] = {}
    found = columns(questions.holdings, "programme__slug", "nation", "extent", "as_of", since=None)
    for slug, nation, extent, as_of in zip(*found, strict=True):
        if (slug, nation) not in best or fullest[extent] >= fullest[best[slug, nation].extent]:
            best[slug, nation] = Held(extent, as_of)
    return best


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """Read everything inside as at one moment, without keeping any writer waiting."""
    if connection.in_atomic_block:  # the caller's transaction is the snapshot
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django finds this out in a transaction, and inside of ours it would find that it cannot.
        assert connection.features.supports_json_field
        # Django would begin IMMEDIATE here and take the write lock; a reader has no need of it.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
