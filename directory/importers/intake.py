"""A file and its mapping become a listing, ready to be compared and taken.

Fetch, parse, place: everything that can be done without the database's write lock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from directory.importers import fetch, places, positions, spreadsheet
from directory.importers.listed import ImportRefused, ListedMeeting, Listing, Problem, Rejection, Repaired
from directory.importers.mapping import Mapping

# More rows than this that cannot be used are not worth reading one by one.
MOST_PROBLEMS = 20_000

Progress = Callable[[str, int], None]  # what is being done, and how many are done


class IdentityRefused(ImportRefused):
    """The mapping's identity does not tell this file's rows apart."""


class NothingListed(ImportRefused):
    """The file has no meetings, or hardly any, which says more of the file than of the meetings."""


class DayRefused(ImportRefused):
    """A list cannot speak of a day to come."""


def spreadsheet_listing(path: Path, mapping: Mapping, *, as_of: dt.date, progress: Progress) -> Listing:
    """Everything the spreadsheet at ``path`` lists. Raises ImportRefused where it is refused whole."""
    meetings: list[ListedMeeting] = []
    problems: list[Problem] = []
    repairs: list[Repaired] = []
    with fetch.opened(path) as fetched:
        for outcome in spreadsheet.read(fetched.text, mapping, ends_whole=fetched.ends_whole):
            if isinstance(outcome, Problem):
                problems.append(outcome)
                _check_problems(problems)
            else:
                meetings.append(outcome.meeting)
                repairs.extend(outcome.repairs)
            progress("rows read", len(meetings) + len(problems))
    read = len(meetings) + len(problems)
    if not read:
        raise NothingListed(f"{path} has a header and no rows: nothing was taken from it.")
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
        digest=fetched.digest,
        read=read,
        meetings=placed.meetings,
        identity=spreadsheet.identity(mapping),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        repairs=tuple(
            sorted((repair for repair in (*repairs, *placed.repairs) if repair.row in used), key=lambda it: it.row)
        ),
        lists=mapping.lists,
    )


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
