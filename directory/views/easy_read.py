"""The same options in Easy Read: one idea in a line, short words, a drawing beside each kind of line. Pure.

Says nothing that the other layouts do not say, and leaves out none of their options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.classification import Kind
from directory.freshness import Freshness
from directory.options import Band, Option, Options, WayIn
from directory.recurrence import LONDON
from directory.views import paper, rows, times
from directory.vocabulary import Approach, Listing, Mode, Problem
from mutualaid.ui import words

APPROACHES: dict[str, Promise] = {
    Approach.TWELVE_STEP: _("People follow steps. Another member can help them."),
    Approach.TOOLS: _("People learn skills that help."),
    Approach.SECULAR: _("It is not about religion."),
    Approach.BUDDHIST: _("It uses ideas from Buddhism."),
    Approach.FAITH: _("It is about faith."),
    Approach.WOMEN: _("It is for women."),
    Approach.LESS: _("It helps people to use less, or to be safer."),
    Approach.MEDICATION: _("It is for people who take medicine for this."),
    Approach.FAMILY_STEPS: _("It is for families. People follow steps."),
    Approach.FAMILY_SUPPORT: _("It is for families."),
    Approach.COMMUNITY: _("People who got better run it."),
    Approach.STAFF: _("Paid workers run it."),
}
KINDS: dict[str, Promise] = {
    Kind.NOT_FULLY_CHECKED: _("We do not know all about how it is run."),
    Kind.RECOVERY_COMMUNITY: _("People who got better run it."),
    Kind.PEER_SUPPORT: _("People who have been there help."),
    Kind.STAFF_RUN: _("Paid workers run it."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One idea. ``symbol`` names a drawing in templates/directory/symbols/."""

    symbol: str
    sentence: str

    @property
    def drawing(self) -> str:
        return f"directory/symbols/{self.symbol}.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One option: its name, and what is said of it in lines."""

    slug: str
    name: str
    lines: tuple[Said, ...]


@words.one_language()
def entries(options: Sequence[Option], *, of: Options) -> list[Entry]:
    """The options, in the order given."""
    return [Entry(option.slug, option.name, tuple(_lines(option, of))) for option in options]


def _lines(option: Option, of: Options) -> Iterator[Said]:
    yield from (Said("people", sentence) for sentence in _about(option))
    way = paper.way_in(option)
    if way and option.band is not Band.NOT_NEAR:
        yield from _when(way, of)
    yield from _where(option, way, of)
    yield from (Said("look", sentence) for sentence in _known(option, way, of))


def _about(option: Option) -> Iterator[str]:
    """Whom it is for, and how it goes about it."""
    if option.problems:
        named = [words.initial(str(Problem(problem).label)) for problem in option.problems]
        yield gettext("It is for %(problems)s.") % {"problems": words.either(named)}
    else:
        yield gettext("It is for any addiction.")
    yield str(APPROACHES[option.approach])
    if option.tradition:
        yield gettext("The faith is %(tradition)s.") % {"tradition": option.tradition}
    by = KINDS.get(option.kind, "")
    if by and by != APPROACHES[option.approach]:
        yield str(by)


def _when(way: WayIn, of: Options) -> Iterator[Said]:
    at = way.next_start.astimezone(LONDON)
    said = {"day": words.weekday_and_date(at.date(), now=of.now), "time": words.clock(at.time())}
    yield Said("clock", gettext("It is on %(day)s, at %(time)s.") % said)
    for caution in way.cautions:
        yield Said("look", gettext("Take care: %(caution)s.") % {"caution": times.caution(caution, now=of.now)})


def _where(option: Option, way: WayIn | None, of: Options) -> Iterator[Said]:
    if option.band is Band.ONLINE:
        yield from _from_afar(option, way)
    elif way:
        said = {"distance": words.miles(way.miles or 0), "place": paper.place(way)}
        yield Said("place", gettext("It is %(distance)s away, at %(place)s.") % said)
        if option.band is Band.REACHABLE and option.second:
            yield from _second(option.second, of)
    else:
        yield Said("look", gettext("%(why)s.") % {"why": rows.far(option)})
        if option.contact and option.contact.site:
            yield Said("screen", gettext("Look at %(site)s.") % {"site": paper.site(option.contact.site)})


def _second(way: WayIn, of: Options) -> Iterator[Said]:
    """One for some people only, or run by others, that is nearer."""
    yield Said("people", gettext("One is nearer: %(who)s.") % {"who": rows.apart(way.restricted_to, way.kind)})
    yield Said("clock", gettext("It is on %(when)s.") % {"when": paper.when(way, now=of.now)})
    yield Said("place", gettext("It is at %(place)s.") % {"place": paper.place(way)})


def _from_afar(option: Option, way: WayIn | None) -> Iterator[Said]:
    phone = option.contact.phone if option.contact else None
    if way:
        by_phone = way.mode == Mode.PHONE
        yield Said("phone", gettext("It is by phone.")) if by_phone else Said("screen", gettext("It is online."))
    elif phone:
        yield Said("phone", gettext("You can ring %(number)s.") % {"number": phone})
    else:
        yield Said("screen", gettext("It is online."))
        if option.contact and option.contact.site:
            yield Said("screen", gettext("Look at %(site)s.") % {"site": paper.site(option.contact.site)})


def _known(option: Option, way: WayIn | None, of: Options) -> Iterator[str]:
    """What is out of the ordinary, and how we know."""
    if option.paused and way:
        yield gettext("We are looking into this one. Wait for now.")
    if not option.known_in_uk and (way or option.band is Band.ONLINE):
        yield gettext("We know of no group of it in the UK.")
    if option.listing == Listing.PART:
        yield gettext("We have only part of its list.")
    if option.listing == Listing.NONE and (way or option.band is Band.ONLINE):
        yield gettext("We don’t have its list.")
    if way and way.freshness != Freshness.FRESH:
        yield gettext("Check first. It may have changed.")
    if way is None and option.not_checked:
        yield gettext("Nobody has checked it yet.")
    if way and not of.search.wanted.asks_nothing:
        yield gettext("It is as you asked.") if way.inside_filters else gettext("It is not as you asked.")
