"""Does a way in suit what somebody marked, and what does it not say? Marks explain; they take nothing away. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from directory.options import Band, Option, Options, WayIn
from directory.traits import Fact
from directory.vocabulary import Restriction
from directory.wanted import Wanted
from mutualaid.ui import words

# What is not stated, as the end of "Not stated: ".
FACTS: dict[str, Promise] = {
    Fact.FIRST_VISIT: gettext_lazy("whether anybody may come"),
    Fact.NEWCOMERS: gettext_lazy("whether it is for newcomers"),
    Fact.STEP_FREE: gettext_lazy("step-free way in"),
    Fact.HEARING_LOOP: gettext_lazy("hearing loop"),
    Fact.CHILDREN: gettext_lazy("children welcome"),
    Fact.BSL: gettext_lazy("British Sign Language"),
    "language": gettext_lazy("its language"),
}
# As the programme's own words, after "Says it".
STANCES: dict[str, Promise] = {
    "welcomes": gettext_lazy("welcomes people on prescribed medicines"),
    "no_view": gettext_lazy("takes no view of prescribed medicines"),
    "varies": gettext_lazy("varies from group to group on prescribed medicines: ask"),
}
MOST_NAMED = 6  # in a line
ONLY: dict[str, Promise] = {
    Restriction.WOMEN: gettext_lazy("women"),
    Restriction.MEN: gettext_lazy("men"),
    Restriction.LGBT: gettext_lazy("LGBT+ people"),
}


def shown(option: Option) -> WayIn | None:
    """The way in that its row tells of."""
    return option.online if option.band is Band.ONLINE else option.nearest


def suits(way: WayIn | None, wanted: Wanted) -> str:
    """ "Suits what you marked", or not, or what of it is not stated. Whom it is kept for is said apart."""
    if way is None or replace(wanted, kept_for=frozenset()).asks_nothing:
        return ""
    rest = bool(wanted.kept_for)
    if way.inside_filters:
        return gettext("Suits the rest of what you marked") if rest else gettext("Suits what you marked")
    otherwise = gettext("Doesn’t suit the rest of what you marked") if rest else gettext("Doesn’t suit what you marked")
    return not_stated(way.unsaid) or otherwise


@words.one_language()
def which_suit(of: Options) -> str:
    """ "2 kinds suit: Alcoholics Anonymous and SMART Recovery." In the page's order; empty where nothing was asked."""
    if of.search.wanted.asks_nothing or of.search.wanted.kept_for:
        return ""
    within_reach = of.reachable + of.online
    names = [option.name for option in within_reach if (way := shown(option)) and way.inside_filters]
    if not names:
        return gettext("Nothing within reach is known to suit all of that: what there is stands below.")
    if len(names) > MOST_NAMED:
        return gettext("%(count)d kinds suit.") % {"count": len(names)}
    said = ngettext("%(count)d kind suits: %(names)s.", "%(count)d kinds suit: %(names)s.", len(names))
    return said % {"count": len(names), "names": words.listed(names)}


def not_stated(unsaid: Iterable[str]) -> str:
    """ "Not stated, ring first: step-free way in and hearing loop"."""
    missing = words.listed([str(FACTS[fact]) for fact in unsaid])
    return gettext("Not stated, ring first: %(facts)s") % {"facts": missing} if missing else ""


def kept_for(asked: Iterable[str]) -> str:
    """ "women or LGBT+ people"."""
    wanted = set(asked)
    return words.either([str(said) for restriction, said in ONLY.items() if restriction in wanted])


def medicines(option: Option, of: Options) -> str:
    """What the programme has said of prescribed medicines, with its source and day; or that we know of nothing."""
    if not of.search.medicines:
        return ""
    if option.medicines is None or option.medicines.said not in STANCES:
        return gettext("medicines: not stated, ask")
    return gettext("says it %(stance)s (%(source)s, %(date)s)") % {
        "stance": STANCES[option.medicines.said],
        "source": option.medicines.source,
        "date": words.date(option.medicines.on),
    }


@words.one_language()
def counted(of: Options) -> str:
    """ "Within 5 miles, 3 meetings say so; 12 do not say: ring first." Nothing where nothing of the kind was asked."""
    wanted, say = of.search.wanted, sum(of.counts.values())
    if not (wanted.asks_what_may_be_unsaid or wanted.kept_for):
        return ""
    said = {"count": words.counted(say), "who": kept_for(wanted.kept_for)}
    if not wanted.asks_what_may_be_unsaid:
        found = ngettext("%(count)s meeting is kept for %(who)s", "%(count)s meetings are kept for %(who)s", say) % said
    else:
        found = _say_so(say, for_some=bool(wanted.kept_for)) % said
        silent = ngettext("%(count)s does not say: ring first", "%(count)s do not say: ring first", of.unsaid)
        found = f"{found}; {silent % {'count': words.counted(of.unsaid)}}"
    distance = words.miles(of.search.miles, exact=True)
    return gettext("Within %(distance)s, %(found)s.") % {"distance": distance, "found": found}


def _say_so(number: int, *, for_some: bool) -> str:
    if for_some:
        return ngettext("%(count)s meeting for %(who)s says so", "%(count)s meetings for %(who)s say so", number)
    return ngettext("%(count)s meeting says so", "%(count)s meetings say so", number)
