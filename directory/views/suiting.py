"""Does a way in suit what somebody marked, and what does it not say? Marks explain; they take nothing away. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.text import capfirst
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
    if way.inside_filters:
        return gettext("Suits what you marked")
    return not_stated(way.unsaid) or gettext("Doesn’t suit what you marked")


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
    """ "Within 5 miles 3 meetings say so; 12 do not say: ring first." Nothing where nothing of the kind was asked."""
    if not of.search.wanted.asks_what_may_be_unsaid:
        return ""
    say = sum(of.counts.values())
    said = ngettext("%(count)s meeting says so", "%(count)s meetings say so", say) % {"count": words.counted(say)}
    silent = ngettext("%(count)s does not say: ring first", "%(count)s do not say: ring first", of.unsaid)
    return capfirst(
        gettext("within %(distance)s, %(say)s; %(silent)s.")
        % {
            "distance": words.miles(of.search.miles, exact=True),
            "say": said,
            "silent": silent % {"count": words.counted(of.unsaid)},
        }
    )
