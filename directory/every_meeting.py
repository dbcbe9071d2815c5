"""Every meeting that was asked for, nearest or soonest first: one entry for a venue and programme.

The second page behind the options (parity, results page): a hall where one fellowship
meets five times a week is one entry with five times, not five entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from directory.cautions import Caution
from directory.index import Around
from directory.places import Point
from directory.search import Order, Search
from directory.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Time:
    """One repeated time at an entry's place."""

    meeting: UUID
    name: str
    next_start: dt.datetime
    mode: str
    restricted_to: tuple[str, ...]
    kind: str  # its own class, where that is not its programme's
    freshness: str
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme at a venue, or one online meeting; ``miles`` is None where there is no place to go to."""

    programme: str
    venue: str
    address: str
    postcode: str
    miles: float | None
    times: tuple[Time, ...]  # soonest first
    hall: UUID | None = None  # the key of its venue
    point: Point | None = None
    precision: str = ""  # how exactly that is known: a Venue.Precision

    @property
    def next_start(self) -> dt.datetime:
        return self.times[0].next_start


def rows(around: Around, *, search: Search, among: Container[str]) -> list[int]:
    """The rows that were asked for: in person inside the distance, or, if asked, all that are joined from afar.

    ``among`` holds the programmes that could serve this person.
    """
    found = around.hits
    if search.wanted.mode == Mode.ONLINE:
        from_afar = around.moments.from_afar
        found = (from_afar if around.matching is None else from_afar & around.matching).nonzero()[0]
    return [row for row in found.tolist() if around.index.rows[row].programme in among]


def ordered(around: Around, *, search: Search, among: Container[str]) -> list[int]:
    """Those rows, soonest first if asked, else nearest first; ties by the other, then by a key that means nothing."""
    from_afar = search.wanted.mode == Mode.ONLINE

    def key(row: int) -> tuple[float, float, str]:
        far = 0.0 if from_afar else round(around.miles(row) or 0.0, 2)
        start = float(around.moments.starts[row])
        last = str(around.index.rows[row].meeting)
        return (start, far, last) if search.order is Order.SOONEST or from_afar else (far, start, last)

    return sorted(rows(around, search=search, among=among), key=key)


def entries(around: Around, *, search: Search, among: Container[str]) -> list[Entry]:
    """Every entry, in order: the order of the first of its times."""
    together: dict[tuple[str, UUID], list[int]] = {}
    for row in ordered(around, search=search, among=among):
        listed = around.index.rows[row]
        together.setdefault((listed.programme, listed.venue or listed.meeting), []).append(row)
    return [_entry(around, group, search=search) for group in together.values()]


def _entry(around: Around, group: Iterable[int], *, search: Search) -> Entry:
    group = sorted(group, key=lambda row: int(around.moments.starts[row]))
    listed = around.index.rows[group[0]]
    return Entry(
        programme=listed.programme,
        venue=listed.venue_name,
        address=listed.address,
        postcode=listed.postcode,
        miles=None if search.wanted.mode == Mode.ONLINE else around.miles(group[0]),
        times=tuple(_time(around, row) for row in group),
        hall=listed.venue,
        point=listed.point,
        precision=listed.precision,
    )


def _time(around: Around, row: int) -> Time:
    listed, told = around.index.rows[row], around.told(row)
    return Time(
        meeting=listed.meeting,
        name=listed.name,
        next_start=told.start,
        mode=listed.mode,
        restricted_to=listed.restricted_to,
        kind=listed.kind,
        freshness=told.freshness,
        cautions=told.cautions,
    )
