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
from directory.search import Order, Search
from directory.traits import NO_ROWS
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
    unsaid: tuple[str, ...] = ()  # what was asked for and it does not state
    begun: dt.datetime | None = None  # where what is on now was asked for
    minutes: int = 0  # how long it lasts; 0 if not stated


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme at a venue, or one online meeting; ``miles`` is None where there is no place to go to."""

    programme: str
    venue: str
    address: str
    postcode: str
    miles: float | None
    times: tuple[Time, ...]  # soonest first

    @property
    def is_perhaps(self) -> bool:
        """Is something that was asked for not stated of it?"""
        return bool(self.times[0].unsaid)

    @property
    def next_start(self) -> dt.datetime:
        return self.times[0].next_start


def is_from_afar(search: Search) -> bool:
    """Was it asked for what is joined from anywhere? Then no distance counts."""
    return search.wanted.mode in {Mode.ONLINE, Mode.PHONE}


def rows(around: Around, *, search: Search, among: Container[str], perhaps: bool = False) -> list[int]:
    """The rows that were asked for: in person inside the distance, or, if asked, all that are joined from afar.

    ``among`` holds the programmes that could serve this person. ``perhaps`` asks for those that may be what was
    asked for instead: something of it is not stated.
    """
    found = around.hits
    asked, afar = around.asked, is_from_afar(search)
    if asked is not None and (afar or perhaps):
        mask = asked.perhaps if perhaps else asked.found
        whole = around.moments.from_afar if afar else around.inside
        found = NO_ROWS if mask is None else (whole & mask).nonzero()[0]
    elif perhaps:
        found = NO_ROWS
    return [row for row in found.tolist() if around.index.rows[row].programme in among]


def ordered(around: Around, *, search: Search, among: Container[str], perhaps: bool = False) -> list[int]:
    """Those rows, soonest first if asked, else nearest first; ties by the other, then by a key that means nothing."""
    from_afar = is_from_afar(search)

    def key(row: int) -> tuple[float, float, str]:
        far = 0.0 if from_afar else round(around.miles(row) or 0.0, 2)
        start = float(around.moments.starts[row])
        last = str(around.index.rows[row].meeting)
        return (start, far, last) if search.order is Order.SOONEST or from_afar else (far, start, last)

    return sorted(rows(around, search=search, among=among, perhaps=perhaps), key=key)


def entries(around: Around, *, search: Search, among: Container[str]) -> list[Entry]:
    """Every entry, in order: what says that it is what was asked for, then what may be; by the first of its times."""
    together: dict[tuple[bool, str, UUID], list[int]] = {}
    for perhaps in (False, True):
        for row in ordered(around, search=search, among=among, perhaps=perhaps):
            listed = around.index.rows[row]
            together.setdefault((perhaps, listed.programme, listed.venue or listed.meeting), []).append(row)
    return [_entry(around, group, search=search) for group in together.values()]


def _entry(around: Around, group: Iterable[int], *, search: Search) -> Entry:
    group = sorted(group, key=lambda row: int(around.moments.starts[row]))
    listed = around.index.rows[group[0]]
    return Entry(
        programme=listed.programme,
        venue=listed.venue_name,
        address=listed.address,
        postcode=listed.postcode,
        miles=None if is_from_afar(search) else around.miles(group[0]),
        times=tuple(_time(around, row) for row in group),
    )


def _time(around: Around, row: int) -> Time:
    listed, told, asked = around.index.rows[row], around.told(row), around.asked
    return Time(
        meeting=listed.meeting,
        name=listed.name,
        next_start=told.start,
        mode=listed.mode,
        restricted_to=listed.restricted_to,
        kind=listed.kind,
        freshness=told.freshness,
        cautions=told.cautions,
        unsaid=asked.missing(row) if asked else (),
        begun=asked.begun.get(row) if asked else None,
        minutes=listed.minutes,
    )
