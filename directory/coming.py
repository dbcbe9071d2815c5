"""Which of one programme's meetings come next, near any of these places or joined from afar? Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from directory.cautions import Caution
from directory.index import Around, MeetingIndex
from directory.recurrence import LONDON
from directory.traits import Mask

OFFERED = 3


@dataclass(frozen=True, slots=True)
class Coming:
    """One meeting, the next time it is on. ``miles`` and ``place`` are None where it is joined from afar."""

    meeting: UUID
    start: dt.datetime
    name: str
    venue: str
    mode: str
    miles: float | None
    place: int | None  # which of the places it is measured from, counted from 0
    cautions: tuple[Caution, ...]  # what to know before going

    @property
    def on(self) -> dt.date:
        """The day in London."""
        return self.start.astimezone(LONDON).date()


def coming(programme: str, arounds: Sequence[Around], *, days: frozenset[int] = frozenset()) -> tuple[Coming, ...]:
    """Up to OFFERED of them, in person before from afar; at least one of each where there is one.

    Only those that may be a best way in (parity, clause 8), as seen from each place. ``days`` (1 Monday to 7 Sunday)
    come first and take nothing away.
    """
    near = _first_of_each(_near(programme, arounds), days)
    afar = _first_of_each(_afar(programme, arounds[0]), days) if arounds else []
    afar = [each for each in afar if each.meeting not in {one.meeting for one in near}]
    in_person = near[: OFFERED - 1] if afar else near[:OFFERED]
    return tuple(in_person + afar[: OFFERED - len(in_person)])


def _rows(programme: str, index: MeetingIndex, mask: Mask) -> list[int]:
    """The rows of a programme that a mask names."""
    if programme not in index.programmes:
        return []
    at = index.programmes.index(programme)
    first = int(index.first[at])
    return (np.flatnonzero(mask[first : first + int(index.size[at])]) + first).tolist()


def _near(programme: str, arounds: Sequence[Around]) -> Iterator[Coming]:
    """In person and inside the distance of a place, measured from the nearest of them."""
    if not arounds:
        return
    inside = np.logical_or.reduce([around.inside for around in arounds])
    for row in _rows(programme, arounds[0].index, inside & arounds[0].moments.visitable):
        miles, place = min((around.miles(row) or 0.0, at) for at, around in enumerate(arounds) if around.inside[row])
        yield _coming(arounds[place], row, miles=miles, place=place)


def _afar(programme: str, around: Around) -> Iterator[Coming]:
    for row in _rows(programme, around.index, around.moments.usable & around.moments.from_afar):
        yield _coming(around, row, miles=None, place=None)


def _coming(around: Around, row: int, *, miles: float | None, place: int | None) -> Coming:
    listed = around.index.rows[row]
    return Coming(
        meeting=listed.meeting,
        start=around.told(row).start,
        name=listed.name,
        venue=listed.venue_name or listed.address,
        mode=listed.mode,
        miles=miles,
        place=place,
        cautions=around.told(row).cautions,
    )


def _first_of_each(found: Iterable[Coming], days: frozenset[int]) -> list[Coming]:
    """Each meeting once, the days that were said first, then the soonest."""

    def turn(one: Coming) -> tuple[bool, dt.datetime, float, str]:
        return bool(days) and one.on.isoweekday() not in days, one.start, one.miles or 0, str(one.meeting)

    once: dict[UUID, Coming] = {}
    for one in sorted(found, key=turn):
        once.setdefault(one.meeting, one)
    return list(once.values())
