"""How are a meeting's times said, and what is otherwise? Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from directory.cautions import Caution, Why, is_over
from directory.recurrence import Moved, Repeats, Span
from directory.vocabulary import Answer
from mutualaid.ui import words

ON_BANK_HOLIDAYS: dict[str, Promise] = {
    Answer.YES: gettext_lazy("Meets"),
    Answer.NO: gettext_lazy("Does not meet"),
    Answer.UNKNOWN: gettext_lazy("Not stated: check first"),
}


def patterns(repeated: Iterable[Repeats], zone: str) -> tuple[str, ...]:
    """ "Every Tuesday 7.30pm", "The first and third Friday of the month 7pm, New York time"."""
    together = groupby(sorted(repeated, key=_standing), key=lambda one: _standing(one)[:-1])
    return tuple(_in_zone(_pattern(list(alike)), zone) for _, alike in together)


def _standing(one: Repeats) -> tuple[int, dt.time, str, str, int, int]:
    """Its place among the others; the last part is which of the month it is, the last of all at the end."""
    return one.weekday, one.at, one.kind, str(one.anchor), one.not_nth or 0, (one.nth or 0) % 7


def _pattern(alike: Sequence[Repeats]) -> str:
    """One line for patterns that differ only in which of the month they are."""
    one = alike[0]
    if one.kind == "monthly":
        return words.monthly(tuple(each.nth for each in alike if each.nth is not None), one.weekday, one.at)
    every_other = one.kind == "fortnightly"
    return words.weekly(one.weekday, one.at, every_other=every_other, not_nth=one.not_nth)


def _in_zone(said: str, zone: str) -> str:
    if zone == "Europe/London":
        return said
    city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(times)s, %(city)s time") % {"times": said, "city": city}


def with_cautions(when: str, cautions: Sequence[Caution], *, now: dt.datetime) -> str:
    """ "Mon 28 December 7pm (bank holiday: check first)"."""
    if not cautions:
        return when
    return _with(when, "; ".join(caution(one, now=now) for one in cautions))


@words.remembered
def _with(when: str, cautions: str) -> str:
    return gettext("%(when)s (%(cautions)s)") % {"when": when, "cautions": cautions}


def on_now(begun: dt.datetime, minutes: int) -> str:
    """ "on now: started 7pm, until 8.30pm"; ``minutes`` is how long it lasts, 0 where nobody has said."""
    started = words.clock(begun.astimezone(words.LONDON).time())
    if not minutes:
        return gettext("on now: started %(time)s, how long is not stated") % {"time": started}
    ends = words.clock((begun + dt.timedelta(minutes=minutes)).astimezone(words.LONDON).time())
    return gettext("on now: started %(time)s, until %(ends)s") % {"time": started, "ends": ends}


def caution(one: Caution, *, now: dt.datetime) -> str:
    """ "closed 3 to 17 August", "bank holiday: check first"."""
    if one.why is Why.CLOSED and one.span:
        return gettext("closed %(days)s") % {"days": words.days(one.span.first, one.span.last, now=now)}
    return _check_first(one.why)


@words.remembered
def _check_first(why: Why) -> str:
    if why is Why.BANK_HOLIDAY:
        return gettext("bank holiday: check first")
    if why is Why.TERM_TIME:
        return gettext("term time only: ring first")
    return gettext("its list says more about when: check first")


def closing(span: Span, reason: str, *, now: dt.datetime) -> str:
    """ "Closed 3 to 17 August: building work"."""
    days = words.days(span.first, span.last, now=now)
    return gettext("Closed %(days)s: %(reason)s") % {"days": days, "reason": reason}


def breaks(spans: Iterable[Span], *, now: dt.datetime) -> list[str]:
    """ "No meeting 3 to 17 August", for those that are not over."""
    today = now.astimezone(words.LONDON).date()
    return [
        gettext("No meeting %(days)s") % {"days": words.days(span.first, span.last, now=now)}
        for span in spans
        if not is_over(span, today=today)
    ]


def moves(moved: Iterable[Moved], *, now: dt.datetime) -> list[str]:
    """ "The meeting of 28 December is on Tuesday 29 December, 11am", for those that are not over."""
    today = now.astimezone(words.LONDON).date()
    return [
        gettext("The meeting of %(day)s is on %(other)s, %(time)s")
        % {
            "day": words.days(move.on, move.on, now=now),
            "other": words.weekday_and_date(move.to.date(), now=now),
            "time": words.clock(move.to.time()),
        }
        for move in moved
        if max(move.on, move.to.date()) >= today
    ]


def terms(spans: Iterable[Span], *, now: dt.datetime) -> str:
    """ "In term time only: 1 September to 18 December", or that nobody has told us when that is."""
    today = now.astimezone(words.LONDON).date()
    known = [words.days(span.first, span.last, now=now) for span in spans if not is_over(span, today=today)]
    if not known:
        return gettext("In term time only, and we don’t know the dates: ring first")
    return gettext("In term time only: %(days)s") % {"days": words.listed(known)}


def cautions(found: Iterable[Caution], *, now: dt.datetime) -> tuple[str, ...]:
    """Each as a line of its own."""
    return tuple(capfirst(caution(one, now=now)) for one in found)
