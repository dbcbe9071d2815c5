"""What a printed sheet says of an option: days by their names, no link, the same fields for every programme. Pure.

Says only what ``options`` gives. A joining link may hold a passcode and is on no
paper: who joins from afar is sent to the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from directory.cautions import Caution, Why
from directory.classification import Kind
from directory.freshness import Freshness
from directory.options import Band, Option, Options, WayIn
from directory.views import rows, times
from directory.vocabulary import Approach, Listing, Mode
from mutualaid.ui import words

LONGEST_VENUE = 48  # letters: one hall's name takes no more of the sheet than another's


@dataclass(frozen=True, slots=True)
class Entry:
    """One option on paper. What cannot be told (``when``), or is not the way in (``ring``, ``site``), is empty."""

    slug: str
    name: str
    kind: str
    when: str
    where: str
    ring: str
    site: str
    known: str

    @property
    def letters(self) -> int:
        """How long it is on the sheet, with the points and spaces between."""
        told = (self.name, self.kind, self.when, self.where, self.ring, self.site, self.known)
        return sum(len(said) + 2 for said in told if said)


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
    said = words.when_in_a_column(way.next_start, now=now)
    if not way.cautions:
        return said
    return gettext("%(when)s (%(cautions)s)") % {"when": said, "cautions": _cautions(way.cautions, now)}


def _cautions(cautions: Sequence[Caution], now: dt.datetime) -> str:
    """When it is closed; and of whatever else there is to know, that there is, where it is more than one thing."""
    closed = [times.caution(one, now=now) for one in cautions if one.why is Why.CLOSED][:1]
    others = [times.caution(one, now=now) for one in cautions if one.why is not Why.CLOSED]
    return "; ".join(closed + (others if len(others) < 2 else [gettext("check first")]))


def place(way: WayIn) -> str:
    """ "Example Hall, LS1 1AA"."""
    return ", ".join(filter(None, [Truncator(way.venue).chars(LONGEST_VENUE), way.postcode]))


def site(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _entry(option: Option, of: Options) -> Entry:
    plain, way = rows.row(option, of=of), way_in(option)
    already = words.initial(plain.where)
    known = (*_standing(option), _second(option, of), _held(option), _checked(option), _mark(option, of))
    return Entry(
        slug=option.slug,
        name=option.name,
        kind=_kind(option),
        when=when(way, now=of.now) if way and option.band is not Band.NOT_NEAR else "",
        where=_at(way) if way and option.band is not Band.ONLINE else plain.where,
        ring=plain.phone,
        site=site(plain.site),
        known=capfirst("; ".join(said for said in known if said and said != already)),
    )


def _kind(option: Option) -> str:
    """ "Secular, for alcohol or drugs †": what most of them have in common is said once, at the head of the sheet."""
    if option.kind != Kind.NOT_FULLY_CHECKED:
        return rows.kind(option)
    return f"{rows.kind(replace(option, kind=Kind.MUTUAL_AID))} †"


def _at(way: WayIn) -> str:
    """ "about ¾ mile, Example Hall, LS1 1AA"."""
    return gettext("%(distance)s, %(place)s") % {"distance": words.miles(way.miles or 0), "place": place(way)}


def _standing(option: Option) -> list[str]:
    """What is out of the ordinary about the whole programme."""
    return [
        gettext("paused while we look") if option.paused else "",
        gettext("no group known in the UK") if not option.known_in_uk else "",
    ]


def _second(option: Option, of: Options) -> str:
    """One for some people only, or run by others, that is nearer: labelled, and never first (parity, clause 8)."""
    if option.band is not Band.REACHABLE or option.second is None:
        return ""
    return gettext("nearer, %(who)s: %(when)s, %(place)s") % {
        "who": rows.apart(option.second.restricted_to, option.second.kind),
        "when": when(option.second, now=of.now),
        "place": place(option.second),
    }


def _held(option: Option) -> str:
    """How much of its list we hold, and of what month (parity, clause 4)."""
    if option.listing == Listing.NONE:
        return gettext("we don’t hold its list")
    held = gettext("whole list") if option.listing == Listing.WHOLE else gettext("part of list")
    if option.listing_as_of is None:
        return held
    return gettext("%(held)s, %(month)s") % {"held": held, "month": words.month_shortly(option.listing_as_of)}


def _checked(option: Option) -> str:
    """Nothing where somebody could say within six months that it was so: the head of the sheet says that of all."""
    way = way_in(option)
    if way is None:
        return gettext("not checked yet") if option.not_checked else ""
    if way.freshness == Freshness.FRESH:
        return ""
    seen_on = max(filter(None, (way.seen_on, way.confirmed_on)))
    return gettext("last seen %(day)s: check first") % {"day": words.date(seen_on)}


def _mark(option: Option, of: Options) -> str:
    """What was asked for is not on the sheet; whether this suits it is."""
    way = way_in(option)
    if way is None or of.search.wanted.asks_nothing:
        return ""
    return gettext("as you asked") if way.inside_filters else gettext("not as you asked")


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
