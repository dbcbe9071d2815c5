"""A meeting in somebody's own calendar: RFC 5545, right over both clock changes. Pure.

It says no more than somebody chose to have read over their shoulder: a title of their own,
and the address only if they want it. Never a programme's name, a joining link or a passcode.
A repeated time goes on for half a year and no longer: by then somebody should look again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from directory.freshness import FRESH_FOR
from directory.recurrence import LONDON, Moved, Repeats, moment

PRODUCT = "-//Meetings//EN"  # which program wrote it: the format wants a name, and it must give nothing away
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Noted:
    """One repeated time of a meeting, and what its owner wants said of it. ``minutes`` is None where not stated."""

    meeting: UUID
    repeats: Repeats
    zone: str
    minutes: int | None
    title: str
    says: str
    address: str = ""


def calendar(noted: Iterable[Noted], *, now: dt.datetime) -> bytes | None:
    """An iCalendar file of all that meet in the half year from ``now``; None where none of them does."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    for one in noted:
        for event in _events(one, now=now):
            made.add_component(event)
    if not made.events:
        return None
    made.add_missing_timezones()
    return bytes(made.to_ical())


def first_start(repeats: Repeats, zone: str, *, now: dt.datetime) -> dt.datetime | None:
    """When the first that goes into a calendar begins, in London; None where none does."""
    ahead = _Ahead.of(repeats, zone, now=now)
    if ahead is None:
        return None
    there = ZoneInfo(zone)
    starts = [moment(day, repeats.at, there) for day in ahead.meets]
    starts += [moment(move.to.date(), move.to.time(), there) for move in ahead.moves]
    return min(starts).astimezone(LONDON)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The half year of one repeated time."""

    usual: tuple[dt.date, ...]  # the days its pattern falls on, whatever happens on them
    meets: frozenset[dt.date]  # those on which it is as usual
    moves: tuple[Moved, ...]  # and those on which it is at another time

    @classmethod
    def of(cls, repeats: Repeats, zone: str, *, now: dt.datetime) -> _Ahead | None:
        """None where it does not meet in the half year from ``now``."""
        today = now.astimezone(ZoneInfo(zone)).date()
        end = today + FRESH_FOR
        moves = tuple(move for move in repeats.moves() if move.to.date() >= today and move.on <= end)
        begin = min([today, *(move.on for move in moves)])
        meets = frozenset(repeats.dates(begin, end))
        if not meets and not moves:
            return None
        plain = replace(repeats, breaks=(), never_on=frozenset(), moved=())
        return cls(tuple(plain.dates(begin, end)), meets, moves)


def _events(one: Noted, *, now: dt.datetime) -> list[Event]:
    """The repeated time, and each of its moves; nothing where it doesn't meet in the half year."""
    ahead = _Ahead.of(one.repeats, one.zone, now=now)
    if ahead is None:
        return []
    series = _event(one, _at(ahead.usual[0], one), now=now)
    series.add("rrule", _rule(one.repeats, until=moment(ahead.usual[-1], one.repeats.at, ZoneInfo(one.zone))))
    on = ahead.meets | {move.on for move in ahead.moves}
    if off := [_at(day, one) for day in ahead.usual if day not in on]:
        series.add("exdate", off)
    return [series, *(_moved(one, move, now=now) for move in ahead.moves)]


def _event(one: Noted, start: dt.datetime, *, now: dt.datetime) -> Event:
    event = Event()
    # Known again when it is taken a second time, so that a calendar replaces it.
    event.add("uid", str(uuid5(one.meeting, repr(_standing(one.repeats)))))
    event.add("dtstamp", now)
    event.add("summary", one.title)
    event.add("dtstart", start)
    if one.minutes:
        # Not when it ends: a wall time that comes twice would not say which of them.
        event.add("duration", dt.timedelta(minutes=one.minutes))
    event.add("description", one.says)
    if one.address:
        event.add("location", one.address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody who may see only when its owner is busy sees anything
    return event


def _moved(one: Noted, move: Moved, *, now: dt.datetime) -> Event:
    """One start that is at another time than its pattern says."""
    event = _event(one, move.to.replace(tzinfo=ZoneInfo(one.zone)), now=now)
    event.add("recurrence-id", _at(move.on, one))
    return event


def _at(day: dt.date, one: Noted) -> dt.datetime:
    return dt.datetime.combine(day, one.repeats.at, tzinfo=ZoneInfo(one.zone))


def _standing(repeats: Repeats) -> tuple[object, ...]:
    """What makes it this time of the meeting and no other."""
    return (repeats.kind, repeats.weekday, repeats.at, repeats.nth, repeats.not_nth, repeats.anchor, repeats.first)


def _rule(repeats: Repeats, *, until: dt.datetime) -> vRecur:
    day = DAYS[repeats.weekday - 1]
    if repeats.kind == "monthly":
        return vRecur(freq="MONTHLY", byday=f"{repeats.nth}{day}", until=until)
    if repeats.kind == "fortnightly":
        return vRecur(freq="WEEKLY", interval=2, byday=day, until=until)
    if repeats.not_nth is None:
        return vRecur(freq="WEEKLY", byday=day, until=until)
    # All the others of the month: from its end where the one left out is the last.
    others = range(-5, -1) if repeats.not_nth == -1 else (nth for nth in range(1, 6) if nth != repeats.not_nth)
    return vRecur(freq="MONTHLY", byday=[f"{nth}{day}" for nth in others], until=until)
