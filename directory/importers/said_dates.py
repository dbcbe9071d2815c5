"""Which days does a sentence name, year and all? Pure.

British order: 3/8/26 is 3 August 2026. A day without its year is not known: lists keep
last year's notes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from directory.recurrence import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"

_FULL = re.compile(
    rf"(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>20\d\d|\d\d)(?!\d)"
    rf"|(?P<day>{DAY})(?:\s+of)?\s+(?P<month>{MONTH}),?\s+(?P<year>20\d\d)"
    rf"|(?P<month_first>{MONTH})\s+(?P<day_second>{DAY}),?\s+(?P<year_last>20\d\d)"
)
# "3 to 17 August 2026", "28 July to 3 August 2026": the year, and perhaps the month, are said once.
_BEGINS = re.compile(rf"(?P<day>{DAY})(?:\s+(?P<month>{MONTH}))?\s*(?:-|–|to|and|&)\s*{WEEKDAY}$")
_TO = re.compile(rf"\s*(?:-|–|—|to)\s*{WEEKDAY}")
_AND = re.compile(rf"\s*(?:,|&|and|,\s*and)\s*{WEEKDAY}")
_WITHOUT_YEAR = re.compile(rf"\b({DAY})(?:\s+of)?\s+({MONTH})\b(?!,?\s+20\d\d)|\b({MONTH})\s+({DAY})\b(?!,?\s+20\d\d)")
LONGEST = dt.timedelta(days=400)


class _Found(NamedTuple):
    begins: int
    ends: int
    on: dt.date


def spans(text: str) -> tuple[Span, ...] | None:
    """The days and spans that ``text``, in small letters, names in full; None where they cannot be told apart.

    Empty where it names none.
    """
    found = list(_days(text))
    made: list[Span] = []
    at = 0
    while at < len(found):
        one = found[at]
        before = _BEGINS.search(text[found[at - 1].ends if at else 0 : one.begins])
        if before is not None:
            span = _shared(before, one.on)
        elif at + 1 < len(found) and _TO.fullmatch(text[one.ends : found[at + 1].begins]):
            span, at = _span(one.on, found[at + 1].on), at + 1
        else:
            span = Span(one.on, one.on)
        following = text[found[at].ends : found[at + 1].begins] if at + 1 < len(found) else ", "
        if span is None or not _AND.fullmatch(following):
            return None
        made.append(span)
        at += 1
    return tuple(made)


def without_year(text: str) -> frozenset[tuple[int, int]]:
    """Every (month, day) that ``text`` names without its year."""
    return frozenset((_month(one[2] or one[3]), _number(one[1] or one[4])) for one in _WITHOUT_YEAR.finditer(text))


def _days(text: str) -> Iterator[_Found]:
    for one in _FULL.finditer(text):
        on = _date(one)
        if on is not None:
            yield _Found(one.start(), one.end(), on)


def _date(one: re.Match[str]) -> dt.date | None:
    """The date of a match, or None where there is no such day."""
    try:
        if one["d"]:
            year = int(one["y"])
            return dt.date(year if year > 99 else 2000 + year, int(one["m"]), int(one["d"]))
        if one["day"]:
            return dt.date(int(one["year"]), _month(one["month"]), _number(one["day"]))
        return dt.date(int(one["year_last"]), _month(one["month_first"]), _number(one["day_second"]))
    except ValueError:
        return None


def _shared(before: re.Match[str], last: dt.date) -> Span | None:
    """A span whose first day borrows its year, and perhaps its month, from the last."""
    month = _month(before["month"]) if before["month"] else last.month
    try:
        first = dt.date(last.year, month, _number(before["day"]))
    except ValueError:
        return None
    together = re.search(r"(?:and|&)", before[0])
    return None if together else _span(first, last)


def _span(first: dt.date, last: dt.date) -> Span | None:
    return Span(first, last) if first <= last <= first + LONGEST else None


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))
