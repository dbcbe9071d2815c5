"""What the page with the map, and the map itself, say of a place: one set of fields for every programme. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from directory.every_meeting import Entry
from directory.options import Band, Option, Options
from directory.places import Point
from directory.views.entries import line
from directory.views.rows import Row, row
from mutualaid.ui import words

SHOWN = 3  # places of one programme; more are folded under it, so that ninety of one are no wall before the next
METRES = 5  # decimals of a degree that a pin is placed by
# Venue.Precision, said of every pin alike.
HOW_EXACT: dict[str, Promise] = {
    "given": gettext_lazy("The pin is where its list says"),
    "postcode": gettext_lazy("The pin is in the middle of its postcode"),
    "sector": gettext_lazy("The pin is about there: we know its postcode sector only"),
    "outcode": gettext_lazy("The pin is about there: we know its postcode district only"),
}
HOW_EXACT_UNKNOWN = gettext_lazy("We don’t know how exact the pin is")


@dataclass(frozen=True, slots=True)
class Place:
    """A programme at a venue in words. ``key`` is the same on the page and on the map."""

    key: str
    slug: str
    programme: str
    kind: str
    where: str
    when: str
    notes: str
    more: str  # how many times besides the next one
    how_exact: str
    meeting: UUID
    point: Point


@dataclass(frozen=True, slots=True)
class MapRow:
    """An option as on every page, and its places on the map, which may be none."""

    row: Row
    places: tuple[Place, ...]
    says_its_way: bool  # is its best way in told besides, because it is none of these places?

    @property
    def shown(self) -> tuple[Place, ...]:
        return self.places[:SHOWN]

    @property
    def folded(self) -> tuple[Place, ...]:
        return self.places[SHOWN:]


@words.one_language()
def map_rows(options: Sequence[Option], *, of: Options, places: Mapping[str, Sequence[Entry]]) -> list[MapRow]:
    """The options in the order given, each once, whether it has a place or none."""
    return [_map_row(row(option, of=of), option, places.get(option.slug, ()), now=of.now) for option in options]


def _map_row(said: Row, option: Option, entries: Sequence[Entry], *, now: dt.datetime) -> MapRow:
    way = option.nearest if option.band is Band.REACHABLE else None
    return MapRow(
        row=said,
        places=tuple(_place(entry, said, now=now) for entry in entries),
        says_its_way=way is None or all(time.meeting != way.meeting for entry in entries for time in entry.times),
    )


def _place(entry: Entry, said: Row, *, now: dt.datetime) -> Place:
    assert entry.point is not None, "only what has a point stands on the map"
    told = line(entry, name=said.name, now=now)
    others = len(told.times) - 1
    return Place(
        key=f"{entry.programme}-{str(entry.hall)[:8]}",
        slug=entry.programme,
        programme=said.name,
        kind=said.kind,
        where=told.where,
        when=told.times[0].when,
        notes=told.times[0].notes,
        more=ngettext("%(count)d more time", "%(count)d more times", others) % {"count": others} if others else "",
        how_exact=str(HOW_EXACT.get(entry.precision, HOW_EXACT_UNKNOWN)),
        meeting=told.times[0].meeting,
        point=entry.point,
    )


def as_data(place: Place) -> dict[str, Any]:
    """The place as the map is sent it; degrees to about a metre."""
    return {
        "key": place.key,
        "slug": place.slug,
        "programme": place.programme,
        "kind": place.kind,
        "where": place.where,
        "when": place.when,
        "notes": place.notes,
        "more": place.more,
        "how_exact": place.how_exact,
        "link": reverse("directory:meeting", args=[place.meeting]),
        **degrees(place.point),
    }


def degrees(point: Point) -> dict[str, float]:
    return {"lat": round(point.lat, METRES), "lon": round(point.lon, METRES)}


def said_on_the_map() -> dict[str, str]:
    """What the script says, in the language of the page."""
    return {
        "map": gettext("Map. The arrow keys move it, plus and minus zoom, Tab goes from pin to pin"),
        "one": gettext("1 group here"),
        "many": gettext("{count} groups here"),
        "close": gettext("Close"),
        "nearer": gettext("Look nearer"),
        "zoom_in": gettext("Zoom in"),
        "zoom_out": gettext("Zoom out"),
    }
