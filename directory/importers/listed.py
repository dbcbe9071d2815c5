"""What a source lists, in our words, whatever form it came in. Pure.

Every importer ends here: a file or feed becomes a ``Listing`` of meetings and of the
rows that could not be used. reconcile.py compares it with what we hold, and
verification.take_from() applies the difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from directory.places import Point
from directory.recurrence import Span

OUTSIDE = "outside"  # the nation of a venue that is not in the UK


class ImportRefused(Exception):
    """Nothing can be taken from this. ``str(error)`` is a sentence for people."""


class Rejection(StrEnum):
    """Why a row is not a meeting we can list."""

    SHAPE = "its cells do not match the header"
    PROGRAMME = "no programme we know"
    NAME = "no name"
    DAY = "no day"
    TIME = "no time"
    POSITION = "no position"
    JOINING_LINK = "online, without a joining link"
    NOWHERE = "nobody could attend"
    UNPUBLISHED = "not published by its own list"
    TOO_LONG = "a cell is too long"
    DUPLICATE = "listed twice"


class Repair(StrEnum):
    """What was put right in a row that was used."""

    TITLE = "letters in its name put right"
    WORDING = "marks in its venue or address put right"
    ADDRESS = "text that is no address left out"
    DURATION = "a length that cannot be so, left as not stated"
    POINT = "an impossible position replaced by its postcode's"
    NATION = "its postcode is in another nation than the row says"
    MARKUP = "web markup taken out of its notes"
    PRIVATE = "contact details or passcodes kept off its page"
    LINK = "said to be online as well, without a joining link"
    CONTRADICTION = "says both one thing and the other"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not used: its number as a spreadsheet shows it or its place in a feed, why, and what to do."""

    row: int
    kind: Rejection
    reason: str
    says: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Repaired:
    """Something put right in a row that was used."""

    row: int
    kind: Repair
    says: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A repeated time. The fields are those of models.Pattern."""

    weekday: int
    starts_at: dt.time
    minutes: int | None = None
    kind: str = "weekly"
    nth: int | None = None
    anchor_on: dt.date | None = None
    not_nth: int | None = None


@dataclass(frozen=True, slots=True)
class ListedVenue:
    """A place as its source writes it. positions.py settles point, precision, nation and authority."""

    key: str  # same name, postcode and address: the same place
    name: str
    address: str
    postcode: str
    point: Point | None
    nation: str  # as its source says; "" where it does not
    precision: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is true of a meeting, by its source. The names are those of models.Meeting."""

    programme: str
    name: str
    mode: str
    when: tuple[When, ...]
    venue: str = ""  # the key of its ListedVenue
    join_url: str = ""
    phone: str = ""
    time_zone: str = "Europe/London"
    setting: str = "community"
    openness: str = "unknown"
    restricted_to: tuple[str, ...] = ()
    step_free: str = "unknown"
    hearing_loop: str = "unknown"
    children_welcome: str = "unknown"
    newcomers: str = "unknown"
    language: str = ""
    formats: tuple[str, ...] = ()
    notes: str = ""
    private_notes: str = ""
    bank_holidays: str = "unknown"
    term_time_only: bool = False
    breaks: tuple[Span, ...] = ()
    says_when: str = ""
    says_stopped: str = ""


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """One meeting in a listing: where it stands there, how its source knows it, and its facts."""

    row: int
    key: str
    facts: Facts
    venue: ListedVenue | None = None
    words: str = ""  # what came of its words on when it meets: a said_when.Outcome, or empty


class Meetings(Protocol):
    """Meetings that are read over and over, whether they are in memory or not."""

    def __iter__(self) -> Iterator[ListedMeeting]: ...
    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """How a source's keys are made: parts joined by a bar, of which one (the title) may change."""

    changeable: int | None = None

    def slot(self, key: str) -> str:
        """The part of ``key`` that stays when a meeting is renamed; "" where that does not pin it down."""
        parts = key.split("|")
        if self.changeable is None or self.changeable >= len(parts) or len(parts) < 2:
            return ""
        kept = [part for place, part in enumerate(parts) if place != self.changeable]
        return "|".join(kept) if all(kept) else ""


@dataclass(frozen=True, slots=True)
class ListHeld:
    """How much of a programme's list this source is, and in which nations (parity, clause 4)."""

    programme: str
    extent: str
    nations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything one reading of a source gave."""

    as_of: dt.date
    digest: str
    read: int
    meetings: Meetings
    identity: Identity
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repaired, ...] = ()
    lists: tuple[ListHeld, ...] = field(default=())
    reading: str = ""  # SHA-256 of what was read and how: the same gives the same listing
