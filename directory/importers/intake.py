"""A file and its mapping become a listing, ready to be compared and taken.

Fetch, parse, place: everything that can be done without the database's write lock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
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
from directory.importers.listed import ImportRefused, ListedMeeting, Listing, Problem, Rejection, Repaired
from directory.importers.mapping import Mapping
from directory.importers.row import Read

# More rows than this that cannot be used are not worth reading one by one.
MOST_PROBLEMS = 20_000
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
    meetings: list[ListedMeeting] = []
    problems: list[Problem] = []
    repairs: list[Repaired] = []
    with FORMATS[format].opened(path, mapping) as opened:
        for outcome in opened.outcomes:
            if isinstance(outcome, Problem):
                problems.append(outcome)
                _check_problems(problems)
            else:
                meetings.append(outcome.meeting)
                repairs.extend(outcome.repairs)
            progress("rows read", len(meetings) + len(problems))
    read = len(meetings) + len(problems)
    if not read:
        raise NothingListed(f"{path} {FORMATS[format].nothing}: nothing was taken from it.")
    meetings, twice = _each_once(meetings)
    if len(twice) > len(meetings):
        raise IdentityRefused(
            f"{len(twice):,} of {read:,} rows have the same {', '.join(mapping.identity)} as another: "
            "name more columns under “identity” in the mapping."
        )
    known = places.postal(meeting.venue.postcode for meeting in meetings if meeting.venue and meeting.venue.postcode)
    placed = positions.place(meetings, known)
    problems += [*twice, *placed.problems]
    used = {meeting.row for meeting in placed.meetings}
    return Listing(
        as_of=as_of,
        digest=opened.digest,
        read=read,
        meetings=placed.meetings,
        identity=row.identity(mapping),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        repairs=tuple(
            sorted((repair for repair in (*repairs, *placed.repairs) if repair.row in used), key=lambda it: it.row)
        ),
        lists=mapping.lists,
        reading=_reading(opened.digest, mapping),
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


def _check_problems(problems: Sequence[Problem]) -> None:
    if len(problems) > MOST_PROBLEMS:
        first = problems[0]
        raise NothingListed(
            f"Over {MOST_PROBLEMS:,} rows cannot be used, the first of them row {first.row}: {first.reason} "
            "Check that this is the file its mapping was written for."
        )


def _each_once(meetings: Iterable[ListedMeeting]) -> tuple[list[ListedMeeting], list[Problem]]:
    """The first of each key, and a problem for every other."""
    first: dict[str, ListedMeeting] = {}
    twice: list[Problem] = []
    for meeting in meetings:
        earlier = first.setdefault(meeting.key, meeting)
        if earlier is not meeting:
            reason = f"It is listed already, in row {earlier.row}: take one of them out, or say how they differ."
            twice.append(Problem(meeting.row, Rejection.DUPLICATE, reason, meeting.facts.name))
    return list(first.values()), twice
