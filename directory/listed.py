"""A row of the index: one repeated time of a listed meeting, and what is told of its next start. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from directory.cautions import NOTHING_STATED, Caution, Cautions
from directory.freshness import Freshness, known_at
from directory.places import Point
from directory.recurrence import Repeats
from directory.vocabulary import Answer


@dataclass(frozen=True, slots=True)
class Listed:
    """One repeated time of a listed meeting, with all a row on a page says of it."""

    meeting: UUID
    programme: str
    name: str
    mode: str
    point: Point | None
    repeats: Repeats
    zone: str
    venue: UUID | None
    venue_name: str
    address: str
    postcode: str
    restricted_to: tuple[str, ...]
    admits_all: bool
    kind: str  # classification.Kind by its own answers; empty if its programme's
    stands_for: bool  # is that a class that may speak for its programme?
    seen_at: dt.datetime
    confirmed_at: dt.datetime | None
    cautions: Cautions = NOTHING_STATED
    authority: str = ""  # the local authority of its venue, by its code
    step_free: str = Answer.UNKNOWN
    language: str = ""  # where stated
    precision: str = ""  # how exactly its point is known: a Venue.Precision
    group: str = ""
    openness: str = "unknown"
    hearing_loop: str = Answer.UNKNOWN
    children_welcome: str = Answer.UNKNOWN
    newcomers: str = Answer.UNKNOWN  # does it say it is for them?
    formats: tuple[str, ...] = ()
    kept_for: tuple[str, ...] = ()  # restricted_to, and what its programme's own rule already makes
    minutes: int = 0  # how long; 0 if not stated

    def in_full(self) -> Listed:
        """Itself: the ledger's other entries are short."""
        return self

    @property
    def known_at(self) -> dt.datetime:
        """The latest moment somebody could still say it was so."""
        return known_at(seen=self.seen_at, confirmed=self.confirmed_at)

    @property
    def open_to_all(self) -> bool:
        """Lets in anybody its programme does, and is of its programme's kind: it may be a best way in."""
        return self.admits_all and self.stands_for

    @property
    def in_person(self) -> bool:
        return self.mode in {"in_person", "hybrid"}

    @property
    def joined_from_afar(self) -> bool:
        return self.mode != "in_person"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a row's next start, wherever one looks from. Days are London's."""

    start: dt.datetime  # in UTC
    seen_on: dt.date
    confirmed_on: dt.date | None
    freshness: Freshness
    cautions: tuple[Caution, ...]  # what to know before going
