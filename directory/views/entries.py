"""What a line on the page of every meeting says: a programme at a venue, with all its times there. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext

from directory.every_meeting import Entry, Time
from directory.freshness import Freshness
from directory.views.rows import apart
from directory.views.suiting import FACTS
from directory.views.times import caution, on_now
from directory.vocabulary import Mode
from mutualaid.ui import words

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One time at an entry's place, and the meeting it is the time of."""

    meeting: UUID
    when: str
    name: str
    notes: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A programme at a venue in words."""

    slug: str
    programme: str
    where: str
    times: tuple[TimeLine, ...]
    is_perhaps: bool = False  # something that was asked for is not stated


def line(entry: Entry, *, name: str, now: dt.datetime) -> EntryLine:
    """``name`` is the programme's own."""
    return EntryLine(
        slug=entry.programme,
        programme=name,
        where=_where(entry),
        times=tuple(_time(time, now) for time in entry.times),
        is_perhaps=entry.is_perhaps,
    )


def _where(entry: Entry) -> str:
    """ "About ¾ mile, Example Hall, M1 1AE", or how it is joined."""
    if entry.miles is None:
        return gettext("By phone") if entry.times[0].mode == Mode.PHONE else gettext("Online")
    postcode = entry.postcode.replace(" ", NO_BREAK)
    return capfirst(", ".join(filter(None, [words.miles(entry.miles), entry.venue or entry.address, postcode])))


def _time(time: Time, now: dt.datetime) -> TimeLine:
    notes = [
        _unsaid(time.unsaid),
        *(caution(one, now=now) for one in time.cautions),
        gettext("also online") if time.mode == Mode.HYBRID else "",
        apart(time.restricted_to, time.kind),
        gettext("not confirmed for a year or more: ring first") if time.freshness == Freshness.STALE else "",
    ]
    when = on_now(time.begun, time.minutes) if time.begun else words.when(time.next_start, now=now)
    return TimeLine(
        meeting=time.meeting,
        when=capfirst(when),
        name=time.name,
        notes=", ".join(filter(None, notes)),
    )


def _unsaid(facts: tuple[str, ...]) -> str:
    """ "step-free way in: not stated"."""
    missing = words.listed([str(FACTS[fact]) for fact in facts])
    return gettext("%(facts)s: not stated") % {"facts": missing} if missing else ""
