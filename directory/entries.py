"""A row of the index in short: what is its own, and what it shares with others, once for all of them. Pure."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from directory.cautions import Cautions
from directory.listed import Listed
from directory.places import Point
from directory.recurrence import Repeats
from directory.timetables import moment_of

NOT_CONFIRMED = 0


class Hall(NamedTuple):
    """Where meetings meet."""

    key: str
    name: str
    address: str
    postcode: str
    lat: float
    lon: float
    nation: str
    authority: str
    precision: str


class Said(NamedTuple):
    """What many meetings say of themselves alike."""

    mode: str
    zone: str
    restricted_to: tuple[str, ...]
    openness: str
    step_free: str
    hearing_loop: str
    newcomers: str
    children_welcome: str
    language: str
    formats: tuple[str, ...]


class Standing(NamedTuple):
    """What a meeting is in its programme."""

    programme: str
    admits_all: bool
    kind: str
    stands_for: bool
    kept_for: tuple[str, ...]


class Entry(NamedTuple):
    """What the ledger says of one row; in full it is Listed."""

    key: str
    name: str
    group: str
    seen: int  # in microseconds of the epoch
    confirmed: int
    hall: Hall | None
    said: Said
    standing: Standing
    cautions: Cautions
    repeats: Repeats
    minutes: int

    @property
    def meeting(self) -> UUID:
        return UUID(self.key)

    @property
    def venue_name(self) -> str:
        return self.hall.name if self.hall else ""

    @property
    def address(self) -> str:
        return self.hall.address if self.hall else ""

    @property
    def postcode(self) -> str:
        return self.hall.postcode if self.hall else ""

    def in_full(self) -> Listed:
        hall = self.hall
        return Listed(
            meeting=UUID(self.key),
            name=self.name,
            group=self.group,
            point=Point(hall.lat, hall.lon) if hall else None,
            repeats=self.repeats,
            minutes=self.minutes,
            cautions=self.cautions,
            venue=UUID(hall.key) if hall else None,
            venue_name=self.venue_name,
            address=self.address,
            postcode=self.postcode,
            authority=hall.authority if hall else "",
            precision=hall.precision if hall else "",
            seen_at=moment_of(self.seen),
            confirmed_at=None if self.confirmed == NOT_CONFIRMED else moment_of(self.confirmed),
            **self.said._asdict(),
            **self.standing._asdict(),
        )
