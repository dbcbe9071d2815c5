"""What a printed sheet says of an option: days by their names, no link, the same fields for every programme. Pure.

Says only what ``options`` gives. A joining link may hold a passcode and is on no
paper: who joins from afar is sent to the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from directory.options import Band, Option, Options, WayIn
from directory.views import rows, times
from directory.vocabulary import Approach, Listing, Mode
from mutualaid.ui import words

LONGEST_VENUE = 48  # letters: one hall's name takes no more of the sheet than another's


@dataclass(frozen=True, slots=True)
class Entry:
    """One option on paper. ``when`` is empty where no time can be told; ``ring`` and ``site`` where it is not the way in."""

    slug: str
    name: str
    kind: str
    when: str
    where: str
    ring: str
    site: str
    known: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the range: a family and its best way in."""

    family: str
    said: str


@words.one_language()
def entries(options: Sequence[Option], *, of: Options) -> list[Entry]:
    """The options on paper, in the order given."""
    return [_entry(option, of) for option in options]


@words.one_language()
def lines(of: Options) -> list[Line]:
    """The whole range, a line for each family."""
    return [Line(str(Approach(line.approach).label), _shortly(line.best, of.now)) for line in of.range]


def way_in(option: Option) -> WayIn | None:
    """The meeting that is its way in from here, if one is."""
    return option.online if option.band is Band.ONLINE else option.nearest


def when(way: WayIn, *, now: dt.datetime) -> str:
    """ "Thu 7.30pm", "Sat 5 Dec 10am (bank holiday: check first)": as true tomorrow as today."""
    return times.with_cautions(words.when_in_a_column(way.next_start, now=now), way.cautions, now=now)


def place(way: WayIn) -> str:
    """ "Example Hall, LS1 1AA"."""
    return ", ".join(filter(None, [Truncator(way.venue).chars(LONGEST_VENUE), way.postcode]))


def site(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _entry(option: Option, of: Options) -> Entry:
    plain, way = rows.row(option, of=of), way_in(option)
    is_reachable = option.band is Band.REACHABLE
    return Entry(
        slug=option.slug,
        name=option.name,
        kind=plain.kind,
        when=when(way, now=of.now) if way and option.band is not Band.NOT_NEAR else "",
        where=_at(way) if way and (is_reachable or option.band is Band.NOT_NEAR) else plain.where,
        ring=plain.phone,
        site=site(plain.site),
        known=capfirst("; ".join(filter(None, [*_standing(option), _held(option), _known(option, of), _mark(plain)]))),
    )


def _at(way: WayIn) -> str:
    """ "about ¾ mile, Example Hall, LS1 1AA"."""
    return gettext("%(distance)s, %(place)s") % {"distance": words.miles(way.miles or 0), "place": place(way)}


def _standing(option: Option) -> list[str]:
    """What is out of the ordinary about the whole programme."""
    return [
        gettext("paused while we look") if option.paused else "",
        gettext("no group known in the UK") if not option.known_in_uk else "",
    ]


def _held(option: Option) -> str:
    """Whose list we hold (parity, clause 4)."""
    if option.listing == Listing.NONE:
        return gettext("list not held")
    return gettext("whole list held") if option.listing == Listing.WHOLE else gettext("part of list held")


def _known(option: Option, of: Options) -> str:
    """Who last said it was so, and when."""
    way = way_in(option)
    if way and way.confirmed_on:
        return gettext("confirmed %(day)s") % {"day": words.short_date(way.confirmed_on, now=of.now)}
    if way:
        return gettext("seen %(day)s") % {"day": words.short_date(way.seen_on, now=of.now)}
    if option.contact and option.contact.checked_on:
        return gettext("checked %(day)s") % {"day": words.short_date(option.contact.checked_on, now=of.now)}
    return gettext("not checked yet") if option.not_checked else ""


def _mark(plain: rows.Row) -> str:
    """What was asked for is not on the sheet; whether this suits it is."""
    return words.initial(plain.mark)


def _shortly(best: Option, now: dt.datetime) -> str:
    """ "¾ mile, Thu 7.30pm", "online Wed 7pm", "38 miles", "list not held"."""
    way = way_in(best)
    if way is None:
        return rows.shortly(best, now)
    if best.band is Band.NOT_NEAR:
        return words.miles(way.miles or 0, exact=True)
    said = words.when_in_a_column(way.next_start, now=now)
    if best.band is Band.REACHABLE:
        return gettext("%(distance)s, %(when)s") % {"distance": words.miles(way.miles or 0, exact=True), "when": said}
    how = gettext("by phone") if way.mode == Mode.PHONE else gettext("online")
    return gettext("%(how)s %(when)s") % {"how": how, "when": said}
