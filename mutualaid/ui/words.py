"""How distances, times, dates and lists are said. Pure: what is now is passed in; words follow the active language.

Times are printed absolute ("tonight 7.30pm", never "in two hours"), so that a page kept
for a minute is never wrong. People meet in London time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext, ngettext

LONDON = ZoneInfo("Europe/London")
EVENING = dt.time(17)
QUARTERS = {0: "", 1: "¼", 2: "½", 3: "¾"}


Said = ParamSpec("Said")
_speaking: ContextVar[str | None] = ContextVar("speaking", default=None)


@contextmanager
def one_language() -> Iterator[None]:
    """All that is said inside is in the language that is active now.

    Which that is takes longer to ask than most of what we say, and a page says hundreds of things.
    """
    before = _speaking.set(get_language())
    try:
        yield
    finally:
        _speaking.reset(before)


def remembered(say: Callable[Said, str]) -> Callable[Said, str]:
    """Say it again from memory, language by language: every page says the same few times and distances."""

    @lru_cache(maxsize=4096)
    def in_language(language: str | None, *said: Said.args, **how: Said.kwargs) -> str:
        return say(*said, **how)

    @wraps(say)
    def answer(*said: Said.args, **how: Said.kwargs) -> str:
        return in_language(_speaking.get() or get_language(), *said, **how)  # type: ignore[arg-type]  # all of it can be hashed

    return answer


def miles(distance: float, *, exact: bool = False) -> str:
    """ "about ¾ mile", "2 miles" where ``exact``. Statute miles in.

    Quarters under 3 miles, halves under 10, whole miles beyond: no finer than anybody walks or rides by.
    """
    step = 0.25 if distance < 3 else 0.5 if distance < 10 else 1
    return _miles(int(distance / step + 0.5) * step, exact)


@remembered
def _miles(rounded: float, exact: bool) -> str:
    """Miles that are already rounded."""
    if not rounded:
        return gettext("under ¼ mile")
    whole, part = divmod(rounded, 1)
    said = f"{int(whole) or ''}{QUARTERS[int(part * 4)]}"
    several = ngettext("%(miles)s mile", "%(miles)s miles", 1 if rounded <= 1 else 2) % {"miles": said}
    return several if exact else gettext("about %(distance)s") % {"distance": several}


@remembered
def clock(at: dt.time) -> str:
    """ "7.30pm", "11am", "noon", "midnight"."""
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return gettext("noon") if at.hour else gettext("midnight")
    minutes = f".{at.minute:02}" if at.minute else ""
    hour = f"{at.hour % 12 or 12}{minutes}"
    return (gettext("%(hour)spm") if at.hour >= 12 else gettext("%(hour)sam")) % {"hour": hour}


def day(start: dt.datetime, *, now: dt.datetime) -> str:
    """ "tonight", "today", "tomorrow", "Thu", or, a week or more away, "Thu 8 December"."""
    return _day(start.astimezone(LONDON), now.astimezone(LONDON).date())


def _day(there: dt.datetime, today: dt.date) -> str:
    ahead = (there.date() - today).days
    if ahead == 0:
        return gettext("tonight") if there.time() >= EVENING else gettext("today")
    if ahead == 1:
        return gettext("tomorrow")
    weekday = str(WEEKDAYS_ABBR[there.weekday()])
    return weekday if 1 < ahead < 7 else f"{weekday} {formatted(there, 'j F')}"


def when(start: dt.datetime, *, now: dt.datetime) -> str:
    """ "tonight 7.30pm", "tomorrow noon", "Thu 7pm"."""
    return _when(start.astimezone(LONDON), now.astimezone(LONDON).date())


@remembered
def _when(there: dt.datetime, today: dt.date) -> str:
    return gettext("%(day)s %(time)s") % {"day": _day(there, today), "time": clock(there.time())}


def when_in_a_column(start: dt.datetime, *, now: dt.datetime) -> str:
    """For a column of many: "Sat 11.30pm", or, a week or more away, "Sat 5 Dec 11.30pm". Never "today"."""
    there, today = start.astimezone(LONDON), now.astimezone(LONDON).date()
    return _when_in_a_column(there, (there.date() - today).days < 7)


@remembered
def _when_in_a_column(there: dt.datetime, is_soon: bool) -> str:
    weekday = str(WEEKDAYS_ABBR[there.weekday()])
    day = weekday if is_soon else f"{weekday} {formatted(there, 'j M')}"
    return gettext("%(day)s %(time)s") % {"day": day, "time": clock(there.time())}


def when_shortly(start: dt.datetime, *, now: dt.datetime) -> str:
    """For a narrow line: "tonight", "tomorrow", else "Thu 7pm"."""
    near = (start.astimezone(LONDON).date() - now.astimezone(LONDON).date()).days <= 1
    return day(start, now=now) if near else when(start, now=now)


def weekly(weekday: int, at: dt.time, *, every_other: bool = False, not_nth: int | None = None) -> str:
    """ "Every Tuesday 7.30pm"; ``weekday`` is 1 Monday to 7 Sunday, ``not_nth`` the one of the month left out."""
    sentence = gettext("Every other %(weekday)s %(time)s") if every_other else gettext("Every %(weekday)s %(time)s")
    said = sentence % {"weekday": WEEKDAYS[weekday - 1], "time": clock(at)}
    if not_nth is None:
        return said
    return gettext("%(times)s, but not the %(which)s of the month") % {"times": said, "which": _which(not_nth)}


def monthly(nths: Sequence[int], weekday: int, at: dt.time) -> str:
    """ "The last Friday of the month 7pm", "The first and third Friday…"; ``nths`` are 1 to 5, or -1 for the last."""
    if len(nths) > 1:
        sentence = gettext("The %(which)s %(weekday)s of the month %(time)s")
        named = [_which(nth) for nth in nths]
        return sentence % {"which": listed(named), "weekday": WEEKDAYS[weekday - 1], "time": clock(at)}
    sentences = {
        1: gettext("The first %(weekday)s of the month %(time)s"),
        2: gettext("The second %(weekday)s of the month %(time)s"),
        3: gettext("The third %(weekday)s of the month %(time)s"),
        4: gettext("The fourth %(weekday)s of the month %(time)s"),
        5: gettext("The fifth %(weekday)s of the month, if it has one, %(time)s"),
        -1: gettext("The last %(weekday)s of the month %(time)s"),
    }
    return sentences[nths[0]] % {"weekday": WEEKDAYS[weekday - 1], "time": clock(at)}


def _which(nth: int) -> str:
    """ "first", or whichever of the month."""
    ordinals = {
        1: gettext("first"),
        2: gettext("second"),
        3: gettext("third"),
        4: gettext("fourth"),
        5: gettext("fifth"),
        -1: gettext("last"),
    }
    return ordinals[nth]


def moment(now: dt.datetime) -> str:
    """ "4.05pm, Tuesday 24 November 2026"."""
    there = now.astimezone(LONDON)
    return gettext("%(time)s, %(date)s") % {"time": clock(there.time()), "date": formatted(there, "l j F Y")}


def days(first: dt.date, last: dt.date | None, *, now: dt.datetime) -> str:
    """ "3 to 17 August", "28 July to 3 August", "3 August", "from 3 August until further notice".

    With its year where that is not this one.
    """
    return _days(first, last, now.astimezone(LONDON).year)


@remembered
def _days(first: dt.date, last: dt.date | None, this_year: int) -> str:
    if last is None:
        return gettext("from %(day)s until further notice") % {"day": _dated(first, this_year)}
    if first == last:
        return _dated(last, this_year)
    begins = formatted(first, "j") if (first.year, first.month) == (last.year, last.month) else _dated(first, last.year)
    return gettext("%(first)s to %(last)s") % {"first": begins, "last": _dated(last, this_year)}


def _dated(on: dt.date, this_year: int) -> str:
    return formatted(on, "j F" if on.year == this_year else "j F Y")


def weekday_and_date(on: dt.date, *, now: dt.datetime) -> str:
    """ "Tuesday 29 December"."""
    return f"{WEEKDAYS[on.weekday()]} {_dated(on, now.astimezone(LONDON).year)}"


@remembered
def date(on: dt.date) -> str:
    """ "6 August 2026"."""
    return formatted(on, "j F Y")


@remembered
def date_shortly(on: dt.date) -> str:
    """For a narrow column: "6 Aug"."""
    return formatted(on, "j M")


@remembered
def month(on: dt.date) -> str:
    """ "August 2026"."""
    return formatted(on, "F Y")


@remembered
def month_shortly(on: dt.date) -> str:
    """For a narrow column: "Aug 2026"."""
    return formatted(on, "M Y")


def month_alone(on: dt.date) -> str:
    """ "August", where nobody could take it for another year's."""
    return str(MONTHS[on.month])


def short_date(on: dt.date, *, now: dt.datetime) -> str:
    """ "Wed 18 Nov", with its year where that is not this one."""
    return _short_date(on, now.astimezone(LONDON).year)


@remembered
def _short_date(on: dt.date, this_year: int) -> str:
    return f"{WEEKDAYS_ABBR[on.weekday()]} {formatted(on, 'j M' if on.year == this_year else 'j M Y')}"


def ago(on: dt.date, *, now: dt.datetime) -> str:
    """ "today", "6 days ago", "3 weeks ago", "4 months ago", "2 years ago"; a day to come counts as today."""
    return _ago(max(0, (now.astimezone(LONDON).date() - on).days))


@remembered
def _ago(days: int) -> str:
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    if days < 14:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if days < 63:
        return ngettext("%(count)d week ago", "%(count)d weeks ago", days // 7) % {"count": days // 7}
    if days < 730:
        months = int(days / 30.44)
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = int(days / 365.25)
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return _joined(items, gettext("%(rest)s and %(last)s"))


def either(items: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    return _joined(items, gettext("%(rest)s or %(last)s"))


def _joined(items: Sequence[str], sentence: str) -> str:
    *rest, last = [str(item) for item in items] or [""]
    return sentence % {"rest": ", ".join(rest), "last": last} if rest else last


def counted(number: int) -> str:
    """ "1,186"."""
    return f"{number:,}"


def dialled(number: str) -> str:
    """A telephone number as a tel: link wants it."""
    return number.replace(" ", "")


def initial(phrase: str) -> str:
    """The phrase with a small first letter, for the middle of a sentence; "LGBT+" and "I" are left as they are."""
    first, rest = phrase[:1], phrase[1:]
    return phrase if rest[:1].isupper() or not rest else first.lower() + rest
