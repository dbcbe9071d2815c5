"""Which options could serve this person, all of them, and the best way into each.

The parity rule is design text of its own (docs/parity.md); the clauses are cited by
number. ``options()`` is the only maker of a results page, a ``find`` answer, a sheet
or an offer: templates add nothing to what it returns and drop nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


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
    step_free: str
    seen_on: dt.date
    confirmed_on: dt.date | None
    freshness: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A programme's own site and telephone; None where it has none."""

    site: str | None
    phone: str | None
    checked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Option:
    """One programme for this person, once (clause 1), in the form every other has (clause 9)."""

    slug: str
    name: str
    approach: str
    family: str  # the plain name of its approach family
    tradition: str
    problems: tuple[str, ...]  # in plain words; empty means any
    is_twelve_step: bool
    kind: str  # classification.Kind
    block: Block
    band: Band
    listing: str  # whole | part | none, in this nation (clause 4)
    listing_as_of: dt.date | None
    nearest: WayIn | None  # the best way in, in person (clause 8)
    soonest: WayIn | None  # the next one inside the distance and filters
    second: WayIn | None  # nearer but for some people only: labelled, never first (clause 8)
    online: WayIn | None  # the next that can be joined online or by phone
    contact: Contact | None
    meetings: int  # in person, inside the distance and filters
    not_checked: bool  # no way in checked within six months (clause 3)
    known_in_uk: bool
    paused: bool
    in_full: bool  # a full row on a phone, or named in the fold's closed line (clause 7)


@dataclass(frozen=True, slots=True)
class RangeLine:
    """One approach family and its best way in (clause 7). ``best`` is the option that holds it."""

    approach: str
    family: str
    block: Block
    best: Option
