"""What does a keyworker's desk say of every option? The same fields of each, in the words of a narrow table.

The options are those that anybody sees, in the desk's order (directory/several_places.py). Days
that suit, and what is too near home, mark a cell; they take nothing away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.coming import Coming, coming
from directory.first_screen import miles, next_start
from directory.following import Directory
from directory.index import Around
from directory.models import Programme
from directory.options import Band, Option, WayIn
from directory.places import Place
from directory.several_places import Family, Several, by_family
from directory.views.programmes import text_of
from directory.views.rows import far, shortly
from directory.views.times import with_cautions
from directory.vocabulary import Approach, Listing, Mode, Problem, Who
from mutualaid.ui import words

TOO_NEAR = 1.0  # mile from home: somebody might be seen going in
BANDS: dict[Band, Promise] = {
    Band.REACHABLE: _("You can get to these"),
    Band.ONLINE: _("Online or by phone"),
    Band.NOT_NEAR: _("Not near you now"),
}
MEDICINES: dict[str, Promise] = {
    Programme.Medicines.WELCOMES: _("Welcome"),
    Programme.Medicines.NO_VIEW: _("No view"),
    Programme.Medicines.VARIES: _("Ask them"),
    Programme.Medicines.NOT_RELEVANT: _("No matter"),
    Programme.Medicines.NOT_KNOWN: _("Not known"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What marks the table: the places as typed and found, the days (1 Monday to 7 Sunday), what is too near."""

    places: tuple[tuple[str, Place], ...] = ()  # (what the place is called on the page, the place)
    days: frozenset[int] = frozenset()
    not_near_home: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """When something starts; whether the day is one that suits, and whether there is something to know before going."""

    said: str
    suits: bool = False
    check_first: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One option. ``instead`` stands in place of nearest, soonest and online where there is no way in to tell of."""

    slug: str
    name: str
    nearest: str
    too_near: bool
    soonest: Time
    online: Time
    instead: str
    who: str  # for which problems
    rule: str  # who may come, in the programme's own words
    medicines: str
    checked: str
    shortly: str  # its best way in, to be read out

    @property
    def tick_id(self) -> str:
        return f"try-{self.slug}"

    @property
    def ticks(self) -> list[dict[str, str]]:
        """Its checkbox, as the design system wants it."""
        return [{"value": self.slug, "text": self.name}]


@dataclass(frozen=True, slots=True)
class Rows:
    """A family's rows. ``asks`` whether it was talked about: once, where the family first stands."""

    approach: str
    name: str
    asks: bool
    rows: tuple[Row, ...]
    aloud: str  # the whole family in a line, to be read out

    @property
    def tick_id(self) -> str:
        return f"talked-{self.approach}"

    @property
    def ticks(self) -> list[dict[str, str]]:
        return [{"value": self.approach, "text": self.name}]

    @property
    def said_ticks(self) -> list[dict[str, str]]:
        """The same where its name has been read out already."""
        return [{"value": self.approach, "text": gettext("Talked about: %(family)s") % {"family": self.name}}]


@dataclass(frozen=True, slots=True)
class Part:
    """A band of groups, or what stands beside them."""

    slug: str
    title: str
    count: str
    families: tuple[Rows, ...]


@words.one_language()
def parts(told: Several, *, directory: Directory, asked: Asked) -> tuple[Part, ...]:
    """Every option: the three bands of groups, then what stands beside them, counted apart (parity, clause 11)."""
    options = told.options
    desk, met = by_family(options.groups), set[str]()

    def part(slug: str, title: str | Promise, families: Iterable[Family], note: str = "") -> Part:
        rows = tuple(_family(family, told, directory, asked, met) for family in families)
        number = sum(len(each.rows) for each in rows)
        return Part(slug, str(title), note % {"number": number} if note else str(number), rows)

    within = gettext("%%(number)d, within %(miles)s in a straight line") % {
        "miles": words.miles(options.search.miles, exact=True)
    }
    apart = gettext("counted apart: %(number)d")
    blocks = (
        *(part(band, BANDS[band], desk[band], within if band is Band.REACHABLE else "") for band in Band),
        part("community", _("Recovery communities and peer support"), _together(options.community), apart),
        part("staff", _("Groups run by staff"), _together(options.staff), apart),
        part("family", _("For family and friends"), _together(options.family), apart),
    )
    # What is for family stands in a block of its own only where nobody has said for whom it is.
    return blocks if options.family else blocks[:-1]


def _together(options: Sequence[Option]) -> Iterable[Family]:
    """A block beside the groups: its families, whatever their band."""
    families: dict[str, list[Option]] = {}
    for option in options:
        families.setdefault(option.approach, []).append(option)
    return [Family(approach, tuple(those)) for approach, those in families.items()]


def _family(family: Family, told: Several, directory: Directory, asked: Asked, met: set[str]) -> Rows:
    is_first = family.approach not in met
    met.add(family.approach)
    rows = tuple(_row(option, told, directory.programmes[option.slug], asked) for option in family.options)
    name = str(Approach(family.approach).label)
    return Rows(family.approach, name, is_first, rows, _aloud(name, family.options, told.options.now))


def _aloud(name: str, options: Sequence[Option], now: dt.datetime) -> str:
    """ "Steps and a sponsor, 6 kinds: ½ mile, tonight"."""
    best = min(options, key=lambda option: (miles(option), next_start(option)))
    return ngettext("%(family)s, %(number)d kind: %(way)s", "%(family)s, %(number)d kinds: %(way)s", len(options)) % {
        "family": name,
        "number": len(options),
        "way": shortly(best, now),
    }


def _row(option: Option, told: Several, programme: Programme, asked: Asked) -> Row:
    has_way_in = option.nearest or option.online or option.band is Band.ONLINE
    return Row(
        slug=option.slug,
        name=option.name,
        nearest=_nearest(option, told, asked),
        too_near=_is_too_near(option.nearest, told.nearest_from.get(option.slug), asked),
        soonest=_time(option.soonest, _none_near(option), told, asked),
        online=_online(option, told, asked),
        instead="" if has_way_in else far(option),
        who=_for(option, programme),
        rule=text_of(programme)["who"],
        medicines=str(MEDICINES.get(programme.medicines, MEDICINES[Programme.Medicines.NOT_KNOWN])),
        checked=_checked(option),
        shortly=shortly(option, told.options.now),
    )


def _for(option: Option, programme: Programme) -> str:
    """ "Alcohol or drugs", "Any addiction", "Family, friends"."""
    if Who.ME not in programme.serves:
        return gettext("Family, friends") if Who.SOMEONE_CLOSE in programme.serves else gettext("Young people")
    first, *rest = [str(Problem(problem).label) for problem in option.problems] or [gettext("Any addiction")]
    return words.either([first, *(words.initial(each) for each in rest)])


def _nearest(option: Option, told: Several, asked: Asked) -> str:
    """ "½ mile, work"; where we hold no list, that, and never that there is none (parity, clause 4)."""
    if option.nearest is None:
        return gettext("List not held") if option.listing == Listing.NONE else gettext("None listed")
    distance = words.miles(option.nearest.miles or 0, exact=True)
    if len(asked.places) < 2:
        return distance
    place, _where = asked.places[told.nearest_from[option.slug]]
    return gettext("%(distance)s, %(place)s") % {"distance": distance, "place": place}


def _is_too_near(way: WayIn | None, place: int | None, asked: Asked) -> bool:
    return bool(asked.not_near_home and way and place == 0 and way.miles is not None and way.miles < TOO_NEAR)


def _time(way: WayIn | None, otherwise: str, told: Several, asked: Asked) -> Time:
    if way is None:
        return Time(otherwise)
    day = way.next_start.astimezone(words.LONDON).isoweekday()
    said = words.when_in_a_column(way.next_start, now=told.options.now)
    # What there is to know is said in full on the card.
    return Time(said, suits=day in asked.days, check_first=bool(way.cautions))


def _online(option: Option, told: Several, asked: Asked) -> Time:
    by_phone = option.online is None and option.contact is not None and option.contact.phone
    return _time(option.online, gettext("By phone") if by_phone else _none_known(option), told, asked)


def _none_near(option: Option) -> str:
    """Where we hold no list we cannot say that there is none (parity, clause 4)."""
    is_unknown = option.nearest is None and option.listing == Listing.NONE
    return gettext("Not known") if is_unknown else gettext("None near")


def _none_known(option: Option) -> str:
    return gettext("Not known") if option.listing == Listing.NONE else gettext("None listed")


def _checked(option: Option) -> str:
    """The day on which somebody last said so."""
    way = option.nearest or option.online
    on = (way.confirmed_on or way.seen_on) if way else (option.contact.checked_on if option.contact else None)
    return words.date_shortly(on) if on else gettext("Not yet")


@dataclass(frozen=True, slots=True)
class Card:
    """One option that came up: when and where it is next on, its number, and when that was last checked."""

    slug: str
    name: str
    choices: tuple[tuple[str, str], ...]  # (what is sent, what is said) of each day it is on
    where: tuple[str, ...]  # and where each of them is
    phone: str
    phone_checked: str


@words.one_language()
def card(option: Option, *, arounds: Sequence[Around], asked: Asked, now: dt.datetime) -> Card:
    """What stands beside the table for an option that was ticked."""
    days = coming(option.slug, arounds, days=asked.days)
    contact = option.contact
    return Card(
        slug=option.slug,
        name=option.name,
        choices=tuple((day_key(day), _day(day, now)) for day in days),
        where=tuple(_where(day, asked, now) for day in days if day.miles is not None or day.cautions),
        phone=(contact.phone or "") if contact else "",
        phone_checked=_phone_checked(contact.checked_on if contact else None),
    )


def day_key(day: Coming) -> str:
    """How a meeting on a day is named in the form."""
    return f"{day.meeting}.{day.on.isoformat()}"


def _day(day: Coming, now: dt.datetime) -> str:
    """ "Wed 7pm", "Online Tue 8pm"."""
    when = words.when_in_a_column(day.start, now=now)
    if day.miles is not None:
        return when
    how = gettext("By phone") if day.mode == Mode.PHONE else gettext("Online")
    return gettext("%(how)s %(when)s") % {"how": how, "when": when}


def _where(day: Coming, asked: Asked, now: dt.datetime) -> str:
    """ "Wed 7pm: Example Hall, ½ mile from home", and what to know before going."""
    when = with_cautions(words.when_in_a_column(day.start, now=now), day.cautions, now=now)
    if day.miles is None or day.place is None:
        return when
    sentence = gettext("%(when)s: %(venue)s, %(distance)s from %(place)s")
    place, _found = asked.places[day.place]
    distance = words.miles(day.miles, exact=True)
    return sentence % {"when": when, "venue": day.venue, "distance": distance, "place": place}


def _phone_checked(on: dt.date | None) -> str:
    return gettext("checked %(date)s") % {"date": words.date(on)} if on else gettext("not checked yet")


def heading(told: Several) -> str:
    """ "Every kind of group, 26"."""
    number = len(told.options.groups)
    return ngettext("Every kind of group, %(number)d", "Every kind of group, %(number)d", number) % {"number": number}
