"""A file and its mapping become a listing, ready to be compared and taken.

Fetch, parse, place: everything that can be done without the database's write lock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.core.validators import slug_re

from directory.importers import (
    bmlt,
    fetch,
    json_feed,
    mapping,
    meeting_guide,
    places,
    positions,
    row,
    spreadsheet,
    workbook,
)
from directory.importers.listed import ImportRefused, Listing, Problem, Rejection, Repaired
from directory.importers.mapping import Mapping
from directory.importers.positions import NotPlaced
from directory.importers.row import Read
from directory.importers.spool import Spool

# More rows than this that cannot be used are not worth reading one by one.
MOST_PROBLEMS = 20_000
AT_ONCE = 4000  # rows in memory together
INVENTED = "demonstration"  # what the short names of the demonstration's lists begin with
SHORT_NAME_AT_MOST = 60  # characters, as Source.slug

Progress = Callable[[str, int], None]  # what is being done, and how many are done


class IdentityRefused(ImportRefused):
    """The mapping's identity does not tell this file's rows apart."""


class NothingListed(ImportRefused):
    """The file has no meetings, or hardly any, which says more of the file than of the meetings."""


class FeedMissing(ImportRefused):
    """Part of what a server says is not there."""


class NameRefused(ImportRefused):
    """No source can be called so."""


class DayRefused(ImportRefused):
    """A list cannot speak of a day to come."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A list being read: its rows as they come, and the SHA-256 of what they come from."""

    outcomes: Iterator[Read | Problem]
    digest: str


def mapping_of(text: str, format: str) -> Mapping:
    """The mapping that ``text`` says, for a list in ``format``. Raises ImportRefused."""
    return mapping.read(text, known=FORMATS[format].known)


def check_short_name(text: str) -> str:
    """``text``, where it can be a source's short name, which is part of the name of a lock file too.

    Raises NameRefused.
    """
    if len(text) > SHORT_NAME_AT_MOST or not slug_re.fullmatch(text):
        raise NameRefused("give it a short name of letters, digits and hyphens, such as uk-listing")
    if text.startswith(INVENTED):
        raise NameRefused(f"lists that begin with {INVENTED} are invented: give it another short name")
    return text


def listing(path: Path, mapping: Mapping, *, format: str, as_of: dt.date, progress: Progress) -> Listing:
    """Everything that the list at ``path`` has. Raises ImportRefused where it is refused whole."""
    taken = Intake(Spool(row.identity(mapping)), mapping)
    with FORMATS[format].opened(path, mapping) as opened:
        while some := list(islice(opened.outcomes, AT_ONCE)):
            taken.take(some)
            progress("rows read", taken.read)
    if not taken.read:
        raise NothingListed(f"{path} {FORMATS[format].nothing}: nothing was taken from it.")
    taken.check_identity()
    return Listing(
        as_of=as_of,
        digest=opened.digest,
        read=taken.read,
        meetings=taken.spool,
        identity=row.identity(mapping),
        problems=tuple(sorted(taken.problems, key=lambda problem: problem.row)),
        repairs=tuple(sorted(taken.repairs, key=lambda repair: repair.row)),
        lists=mapping.lists,
        reading=_reading(opened.digest, mapping),
    )


@dataclass(slots=True)
class Intake:
    """A list on its way in: the meetings go to a spool some at a time, placed; what is told of rows stays here."""

    spool: Spool
    mapping: Mapping
    read: int = 0
    twice: int = 0
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repaired] = field(default_factory=list)
    lost: dict[str, NotPlaced] = field(default_factory=dict)
    unplaced: dict[str, int] = field(default_factory=dict)  # the row of each key whose venue is lost

    def take(self, some: Sequence[Read | Problem]) -> None:
        """Take these rows in. Raises NothingListed once too many cannot be used."""
        self.read += len(some)
        self.problems += [one for one in some if isinstance(one, Problem)]
        read = self._each_once([one for one in some if not isinstance(one, Problem)])
        meetings = [one.meeting for one in read]
        known = places.postal(one.venue.postcode for one in meetings if one.venue and one.venue.postcode)
        placed = positions.place(meetings, known, before=lambda key: self.lost.get(key) or self.spool.venue(key))
        self.lost |= placed.lost
        self.problems += placed.problems
        used = {meeting.row for meeting in placed.meetings}
        self.unplaced |= {one.key: one.row for one in meetings if one.row not in used}
        self.repairs += [repair for one in read if one.meeting.row in used for repair in one.repairs]
        self.repairs += placed.repairs
        for meeting in placed.meetings:
            self.spool.add(meeting)
        self._check_problems()

    def _each_once(self, read: Iterable[Read]) -> list[Read]:
        """The first of each key; a problem for every other."""
        first: dict[str, Read] = {}
        for one in read:
            key, number = one.meeting.key, one.meeting.row
            earlier = first[key].meeting.row if key in first else self.unplaced.get(key) or self.spool.row_of(key)
            if earlier is None:
                first[key] = one
                continue
            self.twice += 1
            reason = f"It is listed already, in row {earlier}: take one of them out, or say how they differ."
            self.problems.append(Problem(number, Rejection.DUPLICATE, reason, one.meeting.facts.name))
        return list(first.values())

    def check_identity(self) -> None:
        """Raises IdentityRefused if more rows are like another than are not."""
        if self.twice > len(self.spool) + len(self.unplaced):
            raise IdentityRefused(
                f"{self.twice:,} of {self.read:,} rows have the same {', '.join(self.mapping.identity)} as another: "
                "name more columns under “identity” in the mapping."
            )

    def _check_problems(self) -> None:
        if len(self.problems) > MOST_PROBLEMS:
            self.check_identity()
            first = self.problems[0]
            raise NothingListed(
                f"Over {MOST_PROBLEMS:,} rows cannot be used, the first of them row {first.row}: {first.reason} "
                "Check that this is the file its mapping was written for."
            )


def reading(path: Path, mapping: Mapping, *, format: str) -> str:
    """The ``Listing.reading`` of the list at ``path``, before any row of it is read. Raises ImportRefused."""
    with FORMATS[format].opened(path, mapping) as opened:
        return _reading(opened.digest, mapping)


def _reading(digest: str, mapping: Mapping) -> str:
    """What a listing depends on: the list, its mapping, the postcodes it is placed by and the code that reads it."""
    said = "\n".join((digest, repr(mapping), places.edition(), _code()))
    return hashlib.sha256(said.encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """SHA-256 of all that reads lists: an upgrade reads every list anew."""
    here = Path(__file__).parent
    files = sorted(path for folder in (here, here.parent / "geography") for path in folder.glob("*.[pt]*[yl]"))
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()


@contextmanager
def _spreadsheet(path: Path, mapping: Mapping) -> Iterator[Opened]:
    if fetch.is_workbook(path):
        with fetch.opened_workbook(path) as (file, digest):
            yield Opened(spreadsheet.read_cells(workbook.rows(file), mapping), digest)
        return
    with fetch.opened(path) as fetched:
        yield Opened(spreadsheet.read(fetched.text, mapping, ends_whole=fetched.ends_whole), fetched.digest)


@contextmanager
def _meeting_guide(path: Path, mapping: Mapping) -> Iterator[Opened]:
    with fetch.opened(fetch.inside(path, ".json"), kind=fetch.JSON) as fetched:
        records = json_feed.records(fetched.file, meeting_guide.RECORDS)
        yield Opened(meeting_guide.read(records, mapping), fetched.digest)


@contextmanager
def _bmlt(path: Path, mapping: Mapping) -> Iterator[Opened]:
    results = fetch.inside(path, bmlt.RESULTS)
    with fetch.opened(results, kind=fetch.JSON) as fetched:
        bmlt.check_first(next(json_feed.records(fetched.file, bmlt.INSIDE[bmlt.RESULTS]), None))
        fetched.file.seek(0)
        parts, digests = {}, [fetched.digest]
        for part, needed in ((bmlt.FORMATS, True), (bmlt.BODIES, False)):
            parts[part], digest = _beside(results, fetched.file, part, needed=needed)
            digests.append(digest)
        codes = bmlt.codes(parts[bmlt.FORMATS], parts[bmlt.BODIES], mapping)
        records = json_feed.records(fetched.file, bmlt.INSIDE[bmlt.RESULTS])
        yield Opened(bmlt.read(records, codes, mapping), hashlib.sha256("".join(digests).encode()).hexdigest())


def _beside(results: Path, file: BinaryIO, part: str, *, needed: bool) -> tuple[list[object], str]:
    """What a server says beside its search results, and its digest: in the same file, else in one next to it."""
    if json_feed.is_object(file) and (inside := list(json_feed.records(file, bmlt.INSIDE[part]))):
        file.seek(0)
        return inside, ""
    file.seek(0)
    path = fetch.beside(results, bmlt.RESULTS, part)
    if path is None:
        if needed:
            raise FeedMissing(f"There is no {part} beside {results}: fetch it too, its formats mean nothing without.")
        return [], ""
    with fetch.opened(path, kind=fetch.JSON) as fetched:
        found = list(json_feed.records(fetched.file, bmlt.INSIDE[part]))
    if needed and not found:
        raise FeedMissing(f"{path} has nothing in it that could be read: fetch {part} again.")
    return found, fetched.digest


@dataclass(frozen=True, slots=True)
class Format:
    """How lists of a format are opened, what is known of all of them, and what to say of one without a row."""

    opened: Callable[[Path, Mapping], AbstractContextManager[Opened]]
    known: str = ""
    nothing: str = "holds no meetings"


FORMATS = {
    "spreadsheet": Format(_spreadsheet, nothing="has a header and no rows"),
    "meeting_guide": Format(_meeting_guide, meeting_guide.KNOWN),
    "bmlt": Format(_bmlt, bmlt.KNOWN),
}


def day_of(path: Path, mapping: Mapping) -> dt.date | None:
    """The ISO date in a file's name, as in listing-2026-08-05.csv, where its mapping says to look there."""
    if not mapping.as_of_from_file_name:
        return None
    for text in re.findall(r"\d{4}-\d{2}-\d{2}", path.name):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    return None


def check_day(as_of: dt.date, *, today: dt.date) -> dt.date:
    """``as_of``, which cannot be in the future. Raises DayRefused."""
    if as_of > today:
        raise DayRefused(f"{as_of:%-d %B %Y} has not come yet: give the day the list speaks of with --as-of.")
    return as_of
