"""What a row on the results page says of an option: the same fields for every programme (parity, clause 9). Pure.

Says only what ``options`` gives. Where something is not known, it says that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext

from directory.classification import Kind
from directory.options import Band, Block, Option, Options, RangeLine, WayIn
from directory.views import suiting, times
from directory.vocabulary import Approach, Listing, Mode, Problem, Restriction
from mutualaid.ui import words

# The class that a family's own name already says.
SAID_BY_FAMILY: dict[str, Kind] = {Approach.COMMUNITY: Kind.RECOVERY_COMMUNITY, Approach.STAFF: Kind.STAFF_RUN}
ADMITTED: dict[str, Promise] = {
    Restriction.WOMEN: gettext_lazy("women only"),
    Restriction.MEN: gettext_lazy("men only"),
    Restriction.LGBT: gettext_lazy("LGBT+ people only"),
    Restriction.YOUNG_PEOPLE: gettext_lazy("young people only"),
    Restriction.PROFESSION: gettext_lazy("people of one profession only"),
    Restriction.OTHER: gettext_lazy("some people only: ring first"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One option in words. ``phone`` and ``site`` are what can be pressed beside the name, or empty."""

    slug: str
    name: str
    kind: str
    when: str
    where: str
    phone: str
    site: str
    mark: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows under one title: some in full, the rest named in a closed line."""

    shown: tuple[Row, ...]
    folded: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.shown) + len(self.folded)

    @property
    def names(self) -> str:
        return ", ".join(row.name for row in self.folded)


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the range: a family, its best way in, and the row to jump to."""

    family: str
    said: str
    anchor: str


@words.one_language()
def fold(options: Sequence[Option], *, of: Options, closed: bool = False) -> Fold:
    """The options as rows, in the order given; ``closed`` names them all in the closed line."""
    made = [row(option, of=of) for option in options]
    return Fold(
        shown=tuple(row for row in made if not closed and row.slug not in of.folded),
        folded=tuple(row for row in made if closed or row.slug in of.folded),
    )


def row(option: Option, *, of: Options) -> Row:
    """One option's row."""
    when, where = _way_in(option, of)
    already = words.initial(where)
    beside = (suiting.medicines(option, of), *_standing(option), *_ways_beside(option, of), *_known(option, of))
    return Row(
        slug=option.slug,
        name=option.name,
        kind=kind(option),
        when=capfirst(when),
        where=where,
        phone=_phone(option),
        site=_site(option),
        mark=_mark(option, of),
        more=tuple(said for said in beside if said and said != already),
    )


def kind(option: Option) -> str:
    """ "Faith-based (Muslim), for alcohol or drugs. Mutual aid, not fully checked"."""
    family_says = option.kind == SAID_BY_FAMILY.get(option.approach, Kind.MUTUAL_AID)
    return _kind(option.approach, option.tradition, option.problems, "" if family_says else option.kind)


@words.remembered
def _kind(approach: str, tradition: str, problems: tuple[str, ...], besides: str) -> str:
    """``besides`` is a Kind to be said too, or empty."""
    family = str(Approach(approach).label)
    if tradition:
        family = gettext("%(family)s (%(tradition)s)") % {"family": family, "tradition": tradition}
    sentence = gettext("%(family)s, for %(problems)s") if problems else gettext("%(family)s, for any addiction")
    named = words.either([words.initial(str(Problem(problem).label)) for problem in problems])
    said = sentence % {"family": family, "problems": named}
    return gettext("%(said)s. %(kind)s") % {"said": said, "kind": Kind(besides).label} if besides else said


def _way_in(option: Option, of: Options) -> tuple[str, str]:
    """When, and where or how far; when is empty where no time can be told."""
    if option.band is Band.REACHABLE and option.nearest:
        return _when(option.nearest, of.now), _place(option.nearest)
    if option.band is Band.ONLINE:
        return (
            (_when(option.online, of.now), _how(option.online))
            if option.online
            else ("", _from_afar(bool(option.contact and option.contact.phone)))
        )
    return "", far(option)


def _when(way: WayIn, now: dt.datetime) -> str:
    """When it is next, and what to know before going; or, where that was asked, that it is on now."""
    if way.begun:
        return times.on_now(way.begun, way.minutes)
    return times.with_cautions(words.when(way.next_start, now=now), way.cautions, now=now)


def _place(way: WayIn) -> str:
    """ "about ¾ mile, Example Hall"."""
    return _at(words.miles(way.miles or 0), way.venue)


@words.remembered
def _at(distance: str, venue: str) -> str:
    return gettext("%(distance)s, %(venue)s") % {"distance": distance, "venue": venue}


def _how(way: WayIn) -> str:
    return _joined_by(way.mode)


@words.remembered
def _joined_by(mode: str) -> str:
    return gettext("by phone") if mode == Mode.PHONE else gettext("online")


@words.remembered
def _joined_when(how: str, when: str) -> str:
    return gettext("%(how)s %(when)s") % {"how": how, "when": when}


def far(option: Option) -> str:
    """Why it is not near: a distance, or what we do not know."""
    if option.nearest:
        return capfirst(_place(option.nearest))
    return _not_near(option.paused, option.known_in_uk, option.listing == Listing.NONE, option.not_checked)


@words.remembered
def _not_near(paused: bool, known_in_uk: bool, not_held: bool, not_checked: bool) -> str:
    if paused:
        return gettext("Paused while we look")
    if not known_in_uk:
        return gettext("No group known in the UK")
    if not_held:
        return gettext("We don’t hold its list")
    return gettext("Not checked yet") if not_checked else gettext("None on the list we hold")


def _phone(option: Option) -> str:
    """Its own number, where that is the way in."""
    told = option.contact.phone if option.contact and option.contact.phone else ""
    return told if option.band is Band.ONLINE and not option.online else ""


def _site(option: Option) -> str:
    """Its own site, where nothing nearer can be offered."""
    nothing_nearer = option.band is Band.NOT_NEAR and not option.nearest
    by_site_alone = option.band is Band.ONLINE and not option.online and not _phone(option)
    return (option.contact.site or "") if option.contact and (nothing_nearer or by_site_alone) else ""


def _mark(option: Option, of: Options) -> str:
    """Is there one kept for them, and does the way in suit what was asked? Marks explain; they take nothing away."""
    if of.search.wanted.asks_nothing:
        return ""
    return ". ".join(filter(None, [_kept(option, of), suiting.suits(suiting.shown(option), of.search.wanted)]))


def _kept(option: Option, of: Options) -> str:
    """ "Women only: Tue 7pm, about 2 miles, Example Hall", or that this whole programme is."""
    asked, second, way = of.search.wanted.kept_for, option.second, suiting.shown(option)
    if second and asked.intersection(second.kept_for):
        where = _how(second) if second.miles is None else _place(second)
        said = gettext("%(who)s: %(when)s, %(where)s") % {
            "who": capfirst(apart(second.restricted_to, second.kind)),
            "when": _when(second, of.now),
            "where": where,
        }
        unsuited = "" if second.inside_filters else suiting.suits(second, of.search.wanted)
        return (
            gettext("%(said)s (%(unsuited)s)") % {"said": said, "unsuited": words.initial(unsuited)}
            if unsuited
            else said
        )
    own = asked.intersection(way.kept_for) if way else frozenset()
    return capfirst(admitted(sorted(own))) if own else ""


def _standing(option: Option) -> list[str]:
    """What is out of the ordinary about the whole programme."""
    far = option.band is Band.NOT_NEAR and not option.nearest
    return [
        gettext("paused while we look") if option.paused and not far else "",
        _none_known() if not option.known_in_uk and option.band is Band.ONLINE else "",
    ]


@words.remembered
def _none_known() -> str:
    return gettext("no group known in the UK")


def _ways_beside(option: Option, of: Options) -> list[str]:
    """The other ways in: more near here, nearer for some people only, online."""
    said = []
    if option.band is Band.REACHABLE:
        said.append(_others(option.meetings - 1, of.search.miles))
        if option.second and not of.search.wanted.kept_for:
            said.append(
                gettext("nearer, %(who)s: %(when)s, %(distance)s")
                % {
                    "who": apart(option.second.restricted_to, option.second.kind),
                    "when": _when(option.second, of.now),
                    "distance": words.miles(option.second.miles or 0),
                }
            )
        if option.online:
            said.append(_joined_when(_how(option.online), _when(option.online, of.now)))
    elif option.nearest and option.band is Band.ONLINE:
        said.append(_in_person(words.miles(option.nearest.miles or 0)))
    if of.search.wanted.kept_for and not _kept(option, of):
        asked = suiting.kept_for(of.search.wanted.kept_for)
        said.append(gettext("none for %(who)s only near here on the lists we hold") % {"who": asked})
    return said


@words.remembered
def _in_person(distance: str) -> str:
    return gettext("in person %(distance)s away") % {"distance": distance}


@words.remembered
def _from_afar(by_phone: bool) -> str:
    return gettext("By phone") if by_phone else gettext("Online")


@words.remembered
def _others(count: int, miles: float) -> str:
    if count < 1:
        return gettext("no others within %(miles)s") % {"miles": words.miles(miles, exact=True)}
    return ngettext("%(count)d more within %(miles)s", "%(count)d more within %(miles)s", count) % {
        "count": count,
        "miles": words.miles(miles, exact=True),
    }


def apart(restricted_to: Sequence[str], kind: str) -> str:
    """ "women only, run by a service"; ``kind`` is a class that is not its programme's, or empty."""
    own = words.initial(str(Kind(kind).label)) if kind else ""
    return ", ".join(filter(None, [admitted(restricted_to), own]))


def admitted(restricted_to: Sequence[str]) -> str:
    """ "women only"; ``restricted_to`` holds Restriction values."""
    # A word this version does not know still keeps somebody out: it is never passed over.
    return words.listed([str(ADMITTED.get(value, ADMITTED[Restriction.OTHER])) for value in restricted_to])


def _known(option: Option, of: Options) -> list[str]:
    """How we know: whose list we hold, and who last said it was so."""
    way = suiting.shown(option)
    said = [_held(option.listing, option.listing_as_of)]
    if way and way.confirmed_on:
        said.append(_known_by("confirmed", words.ago(way.confirmed_on, now=of.now)))
    elif way:
        said.append(_known_by("seen", words.ago(way.seen_on, now=of.now)))
    elif option.contact and option.contact.checked_on:
        said.append(_known_by("checked", words.ago(option.contact.checked_on, now=of.now)))
    elif option.not_checked:
        said.append(_known_by("", ""))
    return said


@words.remembered
def _known_by(how: str, ago: str) -> str:
    if how == "confirmed":
        return gettext("confirmed %(ago)s") % {"ago": ago}
    if how == "seen":
        return gettext("seen on a list %(ago)s") % {"ago": ago}
    return gettext("checked %(ago)s") % {"ago": ago} if how else gettext("not checked yet")


@words.remembered
def _held(listing: str, as_of: dt.date | None) -> str:
    """Whose list we hold, and of what day (parity, clause 4)."""
    if listing == Listing.NONE:
        return gettext("we don’t hold its list")
    sentence = gettext("we hold its whole list") if listing == Listing.WHOLE else gettext("we hold part of its list")
    if as_of is None:
        return sentence
    return gettext("%(held)s, %(date)s") % {"held": sentence, "date": words.month(as_of)}


@words.one_language()
def ways(of: Options, *, block: Block) -> list[Way]:
    """The lines of the range that stand in ``block``."""
    return [
        Way(family=str(Approach(line.approach).label), said=shortly(line.best, of.now), anchor=_anchor(line, of))
        for line in of.range
        if line.block is block
    ]


def shortly(best: Option, now: dt.datetime) -> str:
    """ "¾ mile, tonight", "online Wed 7pm", "38 miles", "list not held"."""
    if best.band is Band.REACHABLE and best.nearest:
        return gettext("%(distance)s, %(when)s") % {
            "distance": words.miles(best.nearest.miles or 0, exact=True),
            "when": _shortly(best.nearest, now),
        }
    if best.band is Band.ONLINE and best.online:
        return _joined_when(_how(best.online), _shortly(best.online, now))
    if best.band is Band.ONLINE:
        return gettext("by phone") if best.contact and best.contact.phone else gettext("online")
    if best.nearest:
        return words.miles(best.nearest.miles or 0, exact=True)
    if best.paused:
        return gettext("paused")
    return gettext("list not held") if best.listing == Listing.NONE else gettext("not checked yet")


def _shortly(way: WayIn, now: dt.datetime) -> str:
    return gettext("on now") if way.begun else words.when_shortly(way.next_start, now=now)


def _anchor(line: RangeLine, of: Options) -> str:
    """The row to jump to: the best one's own, or, where that is folded away, its family's first full row."""
    if line.best.slug not in of.folded:
        return line.best.slug
    same = (option for option in of.every if option.approach == line.approach and option.slug not in of.folded)
    return next(same, line.best).slug
