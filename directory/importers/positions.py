"""Where is a listed venue, and in which nation? Pure.

The point a row gives is used where it can be so: in the UK, and near its own
postcode where that is known. Otherwise the postcode's. The nation and the local
authority are the postcode's; only where it is not known is the row's own word taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from directory.great_circle import miles_between
from directory.importers import cells
from directory.importers.listed import (
    OUTSIDE,
    ListedMeeting,
    ListedVenue,
    Problem,
    Rejection,
    Repair,
    Repaired,
)
from directory.places import Point

# How far from the middle of its postcode, sector or outcode a venue may say it is, in miles.
NEAR_ENOUGH = {"postcode": 10.0, "sector": 15.0, "outcode": 40.0}


@dataclass(frozen=True, slots=True)
class Postal:
    """What geography knows of a postcode. ``precision`` is postcode, sector or outcode."""

    point: Point
    precision: str
    nation: str
    authority: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Meetings whose venues are settled, and what became of the others."""

    meetings: tuple[ListedMeeting, ...]
    problems: tuple[Problem, ...]
    repairs: tuple[Repaired, ...]
    lost: Mapping[str, NotPlaced]  # by the key of a venue: why nobody knows where it is


class NotPlaced(Exception):
    """A venue's position cannot be known. ``str(error)`` says what to give."""


def place(
    meetings: Iterable[ListedMeeting],
    known: Mapping[str, Postal],
    *,
    before: Callable[[str], ListedVenue | NotPlaced | None] = lambda key: None,
) -> Placed:
    """Settle every venue, once for all its meetings; ``known`` is by postcode as listed.

    ``before`` tells what has become of a venue, by its key, in an earlier part of the list.
    """
    settled: dict[str, ListedVenue | NotPlaced] = {}
    placed: list[ListedMeeting] = []
    problems: list[Problem] = []
    repairs: list[Repaired] = []
    lost: dict[str, NotPlaced] = {}
    for meeting in meetings:
        venue = meeting.venue
        if venue is None:
            placed.append(meeting)
            continue
        if venue.key not in settled:
            settled[venue.key] = before(venue.key) or _settled(venue, known.get(venue.postcode))
        found = settled[venue.key]
        if isinstance(found, NotPlaced):
            lost[venue.key] = found
            says = ", ".join(part for part in (meeting.facts.name, venue.name, venue.postcode) if part)
            problems.append(Problem(meeting.row, Rejection.POSITION, str(found), says))
            continue
        placed.append(ListedMeeting(meeting.row, meeting.key, meeting.facts, found, meeting.words))
        repairs.extend(_repairs(meeting.row, venue, found))
    return Placed(tuple(placed), tuple(problems), tuple(repairs), lost)


def settle(venue: ListedVenue, postal: Postal | None) -> ListedVenue:
    """The venue with its position, nation and authority. Raises NotPlaced."""
    if cells.is_outside(venue.postcode) or (postal is None and venue.nation == OUTSIDE):
        return replace(venue, nation=OUTSIDE, precision="given")
    if postal is not None:
        near = venue.point is not None and _is_near(venue.point, postal)
        return replace(
            venue,
            point=venue.point if near else postal.point,
            precision="given" if near else postal.precision,
            nation=postal.nation,
            authority=postal.authority,
        )
    if venue.nation and venue.point is not None and venue.point.in_the_uk:
        return replace(venue, precision="given")
    raise NotPlaced(_what_to_give(venue))


def _settled(venue: ListedVenue, postal: Postal | None) -> ListedVenue | NotPlaced:
    try:
        return settle(venue, postal)
    except NotPlaced as reason:
        return reason


def _is_near(point: Point, postal: Postal) -> bool:
    if not point.in_the_uk:
        return False
    return miles_between(point, postal.point) <= NEAR_ENOUGH[postal.precision]


def _what_to_give(venue: ListedVenue) -> str:
    postcode = f"“{venue.postcode}” is not a postcode we know" if venue.postcode else "It has no postcode"
    if venue.point is not None and venue.point.in_the_uk:
        return f"{postcode} and does not say which nation it is in: give its whole postcode."
    return f"{postcode} and no position that can be so: give its whole postcode."


def _repairs(row: int, listed: ListedVenue, settled: ListedVenue) -> Iterable[Repaired]:
    if settled.nation != OUTSIDE and listed.point is not None and listed.point != settled.point:
        yield Repaired(row, Repair.POINT, f"{listed.point.lat}, {listed.point.lon} for {listed.postcode}")
    if listed.nation and listed.nation != settled.nation:
        yield Repaired(row, Repair.NATION, f"{listed.nation} → {settled.nation} for {listed.postcode}")
