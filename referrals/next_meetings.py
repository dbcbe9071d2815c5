"""Which meetings of one kind of group could somebody try next, near a place and from afar? The place is not kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext

from directory import every_meeting, parity
from directory.every_meeting import Entry
from directory.following import Directory
from directory.geography.postcodes import NATIONS
from directory.listed import Listed
from directory.models import Programme
from directory.options import Contact
from directory.places import Place, Point
from directory.recurrence import LONDON, next_start
from directory.search import DISTANCES, Search
from directory.views.entries import line
from directory.vocabulary import Mode
from directory.wanted import Wanted
from mutualaid.ui import words
from referrals.models import Referral

MOST_PLACES, TIMES_AT_A_PLACE, MOST_FROM_AFAR = 5, 2, 4
FURTHEST = DISTANCES[-1]
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2200, 1, 1)
# Looking from afar asks for no place; the search wants one.
ANYWHERE = Place(label="", cell="", point=Point(54.0, -2.5), precision="point", nation="")


@dataclass(frozen=True, slots=True)
class ToTry:
    """One start of one meeting. ``where`` is as much as says which of them it is; ``notes`` what to know first."""

    meeting: UUID
    start: dt.datetime
    when: str
    where: str
    notes: str = ""

    @property
    def on(self) -> dt.date:
        return self.start.astimezone(LONDON).date()

    @property
    def value(self) -> str:
        """What a form knows it by."""
        return f"{self.meeting}.{self.on.isoformat()}"

    @property
    def said(self) -> str:
        """ "Tonight 7.30pm, about ½ mile, Example Hall, M1 1AE (women only)"."""
        sentence = gettext("%(when)s, %(where)s (%(notes)s)") if self.notes else gettext("%(when)s, %(where)s")
        return sentence % {"when": self.when, "where": self.where, "notes": self.notes}


def to_try(
    programme: Programme,
    place: Place | None,
    *,
    directory: Directory,
    now: dt.datetime,
    since: dt.date | None = None,
) -> tuple[list[ToTry], list[ToTry]]:
    """The next meetings near ``place``, nearest first, and those joined from afar, soonest first.

    ``since`` asks for the first of each on that day or later: for whoever comes out of prison then.
    """
    search = Search(place=place or ANYWHERE, miles=FURTHEST, wanted=Wanted(programme=programme.slug))
    afar = replace(search, wanted=replace(search.wanted, mode=Mode.ONLINE))
    near = _told(_found(search, directory, now)[:MOST_PLACES], programme, now) if place else []
    known = {each.meeting for each in near}
    online = [each for each in _told(_found(afar, directory, now), programme, now) if each.meeting not in known]
    found = near, online[:MOST_FROM_AFAR]
    if since is None or not FIRST_DAY <= since <= LAST_DAY:
        return found
    moment = max(now, _midnight(since))
    near, online = ([_later(each, programme, moment, directory, now) for each in some] for some in found)
    return [each for each in near if each], [each for each in online if each]


def _found(search: Search, directory: Directory, now: dt.datetime) -> list[Entry]:
    around = parity.look_around(search, directory=directory, now=now)
    return every_meeting.entries(around, search=search, among={search.wanted.programme})


def _told(entries: Sequence[Entry], programme: Programme, now: dt.datetime) -> list[ToTry]:
    told = {}
    for entry in entries:
        said = line(entry, name=programme.name, now=now)
        where = words.initial(said.where)
        for time, in_words in list(zip(entry.times, said.times, strict=True))[:TIMES_AT_A_PLACE]:
            # From afar there is no hall to know it by, so its name is said.
            by_name = gettext("%(how)s, %(name)s") % {"how": where, "name": time.name}
            which = where if entry.miles is not None else by_name
            each = ToTry(time.meeting, time.next_start, in_words.when, which, in_words.notes)
            told.setdefault(each.value, each)
    return list(told.values())


def _later(
    each: ToTry, programme: Programme, moment: dt.datetime, directory: Directory, now: dt.datetime
) -> ToTry | None:
    """The same meeting at its first start from ``moment`` on; what is to be known of another day is not said."""
    start = next_of(each.meeting, programme.slug, directory=directory, since=moment)
    return replace(each, start=start, when=capfirst(words.when(start, now=now)), notes="") if start else None


def chosen(value: str, programme: Programme, *, directory: Directory, now: dt.datetime) -> ToTry | None:
    """What ``value`` names, if that meeting is listed still and meets on that day."""
    key, _dot, day = value.partition(".")
    try:
        meeting, on = UUID(key), dt.date.fromisoformat(day)
    except ValueError:
        return None
    start = start_on(meeting, on, programme.slug, directory=directory, since=now)
    if start is None:
        return None
    listed = rows_of(meeting, programme.slug, directory=directory)[0]
    where = (listed.venue_name or listed.address) if listed.in_person else listed.name
    return ToTry(meeting, start, capfirst(words.when(start, now=now)), where)


def rows_of(meeting: UUID, slug: str, *, directory: Directory) -> list[Listed]:
    """The repeated times of a meeting that is listed; none where it is listed no more."""
    return directory.index.rows_of(meeting, slug)


def next_of(meeting: UUID, slug: str, *, directory: Directory, since: dt.datetime) -> dt.datetime | None:
    """When a listed meeting next starts from ``since`` on."""
    rows = rows_of(meeting, slug, directory=directory)
    starts = [next_start(row.repeats, ZoneInfo(row.zone), since) for row in rows]
    return min((start for start in starts if start), default=None)


def start_on(
    meeting: UUID, on: dt.date, slug: str, *, directory: Directory, since: dt.datetime | None = None
) -> dt.datetime | None:
    """When a listed meeting starts on a day in London, from ``since`` on; None where it does not meet then."""
    if not FIRST_DAY <= on <= LAST_DAY:  # nobody plans beyond, and clocks cannot count there
        return None
    moment = max(since, _midnight(on)) if since else _midnight(on)
    start = next_of(meeting, slug, directory=directory, since=moment)
    return start if start and start.astimezone(LONDON).date() == on else None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)


def nation_of(referral: Referral, place: Place | None = None) -> str:
    """Whose numbers to ring: where they look, where they were shown the options, or who pays. Empty if not known."""
    code = referral.offer.district or referral.episode.area
    return place.nation if place else NATIONS.get(code[:1], "")


def own_contact(programme: Programme, nation: str, *, directory: Directory) -> Contact | None:
    """The kind of group's own number and site for a nation, with the day on which they were checked."""
    known = programme.slug in directory.programmes
    return directory.own_ways(programme.slug, nation).contact if known else None
