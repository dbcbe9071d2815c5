"""The shape of an answer: every option, in equal form, in the order to show them. Imports no models.

Only ``parity.options`` makes these. The clauses cited are those of docs/parity.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from directory.cautions import Caution
from directory.places import Place
from directory.search import USUAL_MILES, Search


class Band(StrEnum):
    """How the option can be reached from here, by fact alone (clause 5)."""

    REACHABLE = "reachable"
    ONLINE = "online"
    NOT_NEAR = "not_near"


class Block(StrEnum):
    """Which part of the page an option stands in (clauses 2 and 11)."""

    GROUPS = "groups"
    FAMILY = "family"
    COMMUNITY = "community"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class WayIn:
    """One meeting as a way into a programme. ``miles`` is None where it is not in person."""

    meeting: UUID
    name: str
    mode: str
    miles: float | None
    next_start: dt.datetime
    inside_filters: bool
    venue: str
    postcode: str
    restricted_to: tuple[str, ...]
    kind: str  # its own class, where that is not its programme's
    seen_on: dt.date
    confirmed_on: dt.date | None
    freshness: str
    cautions: tuple[Caution, ...] = ()  # what to know before going at ``next_start``
    kept_for: tuple[str, ...] = ()  # restricted_to, and what its programme's own rule makes
    unsaid: tuple[str, ...] = ()  # what was asked for and it does not state: it may be inside the filters
    begun: dt.datetime | None = None  # when it began, where what is on now was asked for
    minutes: int = 0  # how long it lasts; 0 if not stated


@dataclass(frozen=True, slots=True)
class Contact:
    """A programme's own site and telephone; None where it has none."""

    site: str | None
    phone: str | None
    checked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Stance:
    """What a programme says of prescribed medicines, where it was read and when."""

    said: str  # Programme.Medicines
    source: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Option:
    """One programme for this person, once (clause 1), in the form every other has (clause 9)."""

    slug: str
    name: str
    approach: str  # its family: an Approach
    tradition: str
    problems: tuple[str, ...]  # Problem values; empty means any
    is_twelve_step: bool
    kind: str  # classification.Kind
    block: Block
    band: Band
    listing: str  # whole | part | none, in this nation (clause 4)
    listing_as_of: dt.date | None
    nearest: WayIn | None  # the best way in, in person (clause 8)
    soonest: WayIn | None  # the next one inside the distance and filters
    # Nearer, but for some people only or run by others; or kept for those who were asked for. Labelled, never first.
    second: WayIn | None  # (clause 8)
    online: WayIn | None  # the next that can be joined online or by phone
    contact: Contact | None
    meetings: int  # in person, inside the distance and filters
    not_checked: bool  # no way in checked within six months (clause 3)
    known_in_uk: bool
    paused: bool
    unsaid: int = 0  # meetings that may be inside the filters: something that was asked for is not stated
    medicines: Stance | None = None  # where asked for, and stated


@dataclass(frozen=True, slots=True)
class RangeLine:
    """One approach family and its best way in (clause 7). ``best`` is the option that holds it."""

    approach: str
    block: Block
    best: Option


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A programme that is not for what was asked: one link away, and counted (clause 2)."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every option for one search, at one moment, in the order to show them."""

    search: Search
    now: dt.datetime
    groups: tuple[Option, ...]
    family: tuple[Option, ...]
    community: tuple[Option, ...]
    staff: tuple[Option, ...]
    range: tuple[RangeLine, ...]
    folded: frozenset[str]  # slugs of those that a phone names in their fold's closed line; full rows else (clause 7)
    elsewhere: tuple[Elsewhere, ...]
    wider: float | None = None  # miles that reach more, where the visitor chose so few that there is no choice

    @property
    def is_widened(self) -> bool:
        """Was little near, and so looked further than usual?"""
        return self.search.widens and self.search.miles != USUAL_MILES

    @property
    def usual_miles(self) -> float:
        """How far is looked where nobody chooses and there is a choice."""
        return USUAL_MILES

    @property
    def unsaid(self) -> int:
        """In-person meetings inside the distance that do not state something asked for."""
        return sum(option.unsaid for option in self.every)

    @property
    def place(self) -> Place:
        return self.search.place

    @property
    def every(self) -> tuple[Option, ...]:
        """All of them, block after block."""
        return self.groups + self.family + self.community + self.staff

    @property
    def reachable(self) -> tuple[Option, ...]:
        return self._in(Band.REACHABLE)

    @property
    def online(self) -> tuple[Option, ...]:
        return self._in(Band.ONLINE)

    @property
    def not_near(self) -> tuple[Option, ...]:
        return self._in(Band.NOT_NEAR)

    def _in(self, band: Band) -> tuple[Option, ...]:
        return tuple(option for option in self.groups if option.band is band)

    @property
    def counts(self) -> dict[str, int]:
        """In-person meetings of each option, inside the distance and the filters."""
        return {option.slug: option.meetings for option in self.every}
