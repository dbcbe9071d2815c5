"""An answer as plain data: what ``find --json`` prints. Its JSON Schema is docs/reference/find.schema.json.

Miles are statute, great circle, to 0.01; times ISO 8601 with the offset of London.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from directory import every_meeting
from directory.index import Around
from directory.options import Contact, Option, Options, WayIn
from directory.places import Place
from directory.recurrence import LONDON

Plain = dict[str, Any]


def answer(options: Options, around: Around) -> Plain:
    """Everything found, in the order to show it."""
    meetings = _meetings(around, options)
    # Only where somebody asked for what a list may leave unsaid, and only where it was looked further than usual.
    asked = options.search.wanted.asks_what_may_be_unsaid
    not_stated = {"not_stated": _meetings(around, options, perhaps=True)} if asked else {}
    widened = {"widened_to": options.search.miles} if options.is_widened else {}
    return {
        "place": place(options.place),
        "options": [_option(option) for option in options.every],
        "counts": options.counts,
        "meetings": meetings,
        "total": len(meetings),
        **not_stated,
        **widened,
    }


def _meetings(around: Around, options: Options, *, perhaps: bool = False) -> list[Plain]:
    """A meeting with several times is one meeting: the first of its rows is the next of its times."""
    rows = every_meeting.ordered(around, search=options.search, among=options.counts, perhaps=perhaps)
    first = {around.index.rows[row].meeting: row for row in reversed(rows)}
    return [_meeting(around, row) for row in rows if first[around.index.rows[row].meeting] == row]


def place(found: Place) -> Plain:
    """``no_longer_in_use`` stands only where a postcode is known to have ended."""
    ended = {"no_longer_in_use": True} if found.has_ended else {}
    return {
        "label": found.label,
        "cell": found.cell,
        "lat": found.point.lat,
        "lon": found.point.lon,
        "precision": found.precision,
        **ended,
    }


def _option(option: Option) -> Plain:
    return {
        "programme": option.slug,
        "name": option.name,
        "approach": option.approach,
        "is_twelve_step": option.is_twelve_step,
        "class": option.kind,
        "band": option.band,
        "listing": option.listing,
        "nearest": _nearest(option.nearest),
        "online": _online(option.online),
        "contact": _contact(option.contact),
    }


def _nearest(way: WayIn | None) -> Plain | None:
    if way is None or way.miles is None:
        return None
    return {
        "meeting": str(way.meeting),
        "name": way.name,
        "miles": round(way.miles, 2),
        "next_start": _moment(way.next_start),
        "inside_filters": way.inside_filters,
        **_where_asked(way.begun, way.unsaid),
    }


def _online(way: WayIn | None) -> Plain | None:
    if way is None:
        return None
    plain = {"meeting": str(way.meeting), "name": way.name, "next_start": _moment(way.next_start)}
    return plain | _where_asked(way.begun, way.unsaid)


def _where_asked(begun: dt.datetime | None, unsaid: tuple[str, ...]) -> Plain:
    """What stands only where somebody asked for what is on now, or for what is not stated."""
    on = {"on_since": _moment(begun)} if begun else {}
    return {**on, "not_stated": list(unsaid)} if unsaid else on


def _contact(contact: Contact | None) -> Plain | None:
    if contact is None:
        return None
    checked = contact.checked_on.isoformat() if contact.checked_on else None
    return {"site": contact.site, "phone": contact.phone, "checked_on": checked}


def _meeting(around: Around, row: int) -> Plain:
    listed, asked = around.index.rows[row], around.asked
    miles = around.miles(row)
    return {
        "id": str(listed.meeting),
        "programme": listed.programme,
        "name": listed.name,
        "miles": None if miles is None else round(miles, 2),
        "next_start": _moment(around.told(row).start),
        "mode": listed.mode,
        "venue": listed.venue_name,
        "postcode": listed.postcode,
        **(_where_asked(asked.begun.get(row), asked.missing(row)) if asked else {}),
    }


def _moment(start: dt.datetime) -> str:
    return start.astimezone(LONDON).isoformat()
