"""What does one sentence of a listing say of when a meeting meets? Read where plain, flagged where not. Pure.

Most sentences that name "the last Thursday of the month" say what happens on that
evening, not when there is one: the meeting is still weekly. Only a sentence that says
when it is held, and hardly anything besides, changes its times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from directory.importers import said_dates
from directory.importers.cells import REMEMBERED
from directory.importers.listed import When
from directory.recurrence import Span
from directory.vocabulary import Answer


class Outcome(StrEnum):
    """What came of the words of one row, the most serious where there are several."""

    STOPPED = "stopped"  # it says that it does not meet now
    FLAGGED = "flagged"  # something of when that we cannot read
    READ = "read"  # and its times are what they say
    STANDS = "stands"  # what happens on some weeks, or at another meeting: its times stand


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence says."""

    outcome: Outcome
    nths: tuple[int, ...] = ()
    not_nth: int | None = None
    fortnight: Span | None = None
    bank_holidays: str = ""
    term_time: bool = False
    breaks: tuple[Span, ...] = ()
    of_the_month: bool = False  # flagged, but only for want of what another sentence may say
    days: frozenset[tuple[int, int]] = frozenset()  # flagged for want of their year


STANDS, FLAGGED = Reading(Outcome.STANDS), Reading(Outcome.FLAGGED)

ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "first": 1, "second": 2, "third": 3, "fourth": 4}
ORDINALS |= {"fifth": 5, "last": -1}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NTH = r"(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)"
_NTHS = rf"{_NTH}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+|\s*\+\s*)(?:the\s+)?{_NTH})*"
_DAY = r"(?:mon|tues?|weds?|wednes|thurs?|thu|fri|satur|sat|sun)(?:day)?s?"
_MONTH = r"(?:(?:,?\s+(?:of|in|each|every|the|a|per)){1,3}\s+m(?:on)?th\b)"
_MEETING = r"(?:meetings?|meetigs|mtgs?|groups?)"
_OF_MONTH = re.compile(rf"\b(?P<nths>{_NTHS})\s+(?P<day>{_DAY})\b{_MONTH}?")

# Does a sentence speak of when at all?
_SIGNS = re.compile(
    rf"\b{_NTH}\b.{{0,30}}\bm(?:on)?th\b|\b{_NTH}\s+{_DAY}\b|\bmonthly\b|\bonce a month\b|\bfortnight"
    rf"|\b(?:every (?:other|two|2|second|2nd)|alternate) (?:weeks?|{_DAY})\b|\bbi-?weekly\b"
    r"|\b(?:bank|public) holiday|\bterm[- ]?time\b|\bschool holiday|\bhalf[- ]?term"
    r"|\bcancel|\btemporar\w+ (?:clos|mov|address|venue|location|change|in\b)|\bclosed temporar|\bsuspended\b"
    rf"|\bno (?:\w+ )?{_MEETING}\b|\bnot (?:be )?(?:meet|a meeting|run|operate)|\bno longer meet|\bdoes not meet"
    r"|\bre-?(?:open|start)(?:s|ing)?\b|\bchristmas|\bxmas\b|\beaster\b|\bgood friday\b|\bnew year"
    r"|\b(?:permanently|now) closed|\bclosed (?:permanently|down|for good)|\bfor good$"
    rf"|\bclosed (?:on|for|until|till|from|over|during|in|throughout|today|when|{_DAY}|{said_dates.MONTH}|\d)"
    r"|\bwill be closed|\bshut (?:on|for|until|in)"
)
# What closes without the meeting closing.
_DOORS = re.compile(
    r"\b(?:doors?|gates?|entrance|barrier|reception|car ?park|lift|road|ring|bell|evenings?|kitchen|toilets?)\b"
)
# What a group may be called.
_NAMES = re.compile(r"\b(?:feel )?good friday|\bchristmas|\beaster|\bnew year")
_STOPPED = re.compile(
    rf"^(?:this |the |now )*(?:{_MEETING} )?(?:is |are |has been |have been |now )*"
    r"(?:cancelled|disbanded|discontinued|closed for good|closed down|permanently closed|closed permanently)\W*$"
    rf"|^cancelled\b|\b(?:we|{_MEETING}) (?:is |are )?no longer meet"
    r"|\bpermanently closed\b|\bclosed (?:permanently|for good)\b"
    r"|\buntil further notice\b|\btemporar(?:y|ily) clos(?:ed|ure)\b|\bclosed temporarily\b|\bclosed until\b"
)
_OFF = re.compile(
    rf"\bclos(?:ed|ure|es)\b|\bno {_MEETING}\b|\bcancelled\b|\bnot (?:be )?(?:meet|held|run|open|a meeting)\w*"
)
_NOT_ON = re.compile(
    r"\b(?:does|do|will|is|are) ?n[o’']t (?:be )?(?:operate|run|meet|held|take place|a meeting)"
    rf"|\bnot be an? meeting\b|\bno {_MEETING}\b"
)
_UNSURE_OF_DAYS = re.compile(
    r"\b(?:from|since|until|till|after|before|except|resum\w*|back)\b|\bre-?(?:open|start)\w* (?:on )?\d"
)

# Words of what happens at a meeting, which leave its times alone.
_CONTENT = re.compile(
    r"\b(?:steps?|12|traditions?|tradtions|concepts?|shar(?:e|es|ed|ing)|chairs?|spea?rkers?|speakers?|speaking|open"
    r"|closed (?:meetings?|mtgs?|to|otherwise)|books?|study|readings?|literature|main|topics?|basic text|just for today"
    r"|jft|living clean|spiritual|principles?|conscience|business|platform|discussions?|esh|e\.s\.h|experience|workshop"
    r"|formats?|meditations?|candle\w*|creche|themes?|pamphlets?|ips?|guest|sticks?|basket|newcomers?|beginners?|peace"
    r"|hope|al-?anon|testimon\w+|spad|spin)\b"
)
# What may put somebody before the wrong door: never passed over.
_ELSEWHERE = re.compile(
    r"\b(?:online|zoom|physical|hybrid|virtual)\b|\bmov(?:es?|ed|ing) to\b"
    r"|\bdifferent (?:venue|location|time|place|hall)|\b(?:venue|room|location) (?:changes|moves|switches)|\btemporar"
)

_SUBJECT = rf"(?:please note:? )?(?:(?:this|the|our|these) )?(?:(?:{_DAY} )?{_MEETING} |we )"
_IS = r"(?:(?:is|are|will be) )?(?:now )?(?:only )?"
_HELD = rf"(?:{_SUBJECT})?{_IS}(?:held|meets?|operates?|runs?|takes? place)(?: only)?(?: on)? (?:the |every )?"
_THAT_DAY = rf"(?P<nths>{_NTHS}) (?P<day>{_DAY}){_MONTH}"
_ONLY = r"(?: only)?(?:,? as follows\b.*)?"
_MONTHLY = (
    re.compile(rf"{_HELD}{_THAT_DAY}{_ONLY}"),
    re.compile(rf"{_SUBJECT}(?:is|are) (?:now )?(?:only )?on (?:the |every )?{_THAT_DAY}{_ONLY}"),
    re.compile(rf"(?:only )?(?:on )?(?:the )?{_THAT_DAY} only"),
)
_EVERY_OTHER = (
    rf"(?:every )?(?:fortnight(?:ly)?|every other (?:weeks?|{_DAY})|other week|alternate (?:weeks|{_DAY})"
    r"|(?:every )?(?:two|2) weeks|bi-?weekly)\b"
)
_FORTNIGHTLY = re.compile(
    rf"^(?:{_SUBJECT}{_IS}|(?={_IS}(?:held|meets?|open|runs?|operates?)\b){_IS})"
    rf"(?:held |meets? |open |runs? |operates? )?(?:on )?{_EVERY_OTHER}"
)
_NO_HOLIDAYS = re.compile(
    rf"(?:(?:please )?note:? (?:that )?)?(?:(?:this|the) )?(?:{_MEETING} |venue )?(?:is |are )?"
    rf"(?:no {_MEETING}(?: (?:is|are|will be))?(?: held)?|(?:does|do|will) not (?:run|meet|operate)|closed|shut"
    r"|not open|not held)(?: on| over| for)?(?: a| any| all| the| public)* (?:bank|public) holidays?"
    r"(?P<mondays> mondays?)?(?:,? including good friday|,? due to .*)?"
)
_ON_HOLIDAYS = re.compile(
    rf"(?!.*\b(?:no|not|closed|shut|except)\b)(?:(?:this|the) )?(?:(?:{_MEETING}|venue) )*(?:is |are )?"
    r"(?:held|open|runs?|meets?|operates?)(?: as usual)?(?: every \w+,?)?(?: including| on| all| even on)*"
    r" (?:bank|public) holidays?(?P<mondays> mondays?)?"
)
_TERM_TIME = re.compile(
    r"\bterm[- ]?time only\b|\bonly (?:meets? |held |open )?(?:in|during) term"
    rf"|\b(?:no {_MEETING}|closed|not meet\w*) (?:in|during|over) (?:the )?(?:school holidays|half[- ]?term)"
)


@lru_cache(maxsize=REMEMBERED)
def plain(sentence: str) -> str:
    """In small letters, without ornament."""
    text = unicodedata.normalize("NFKC", sentence).casefold().replace("’", "'").replace("1'st", "1st")
    text = re.sub(r"^(?:venue info|note)\s*[:-]\s*", "", re.sub(r"[*•“”\"]", "", text).strip())
    return " ".join(text.split()).strip(" .!,;:-")


def read(text: str, when: When, *, is_name: bool) -> Reading | None:
    """What one sentence says of when; None where it does not speak of it."""
    text = _NAMES.sub("", text) if is_name else text
    if not _SIGNS.search(text) or "what3words" in text:
        return None
    for reader in (_holidays, _term_time, _breaks, _stopped, _of_the_month, _fortnight):
        reading = reader(text, when)
        if reading is not None:
            return reading
    if is_name and "monthly" in text:
        return replace(FLAGGED, of_the_month=True)
    if _ELSEWHERE.search(text):
        return FLAGGED
    if _OFF.search(text) and not _OF_MONTH.search(text):
        if _DOORS.search(text):
            return None
        if not _CONTENT.search(text):
            return FLAGGED
    return STANDS if _CONTENT.search(text) else FLAGGED


def _holidays(text: str, when: When) -> Reading | None:
    if not re.search(r"\b(?:bank|public) holiday", text):
        return None
    for pattern, says in ((_NO_HOLIDAYS, Answer.NO), (_ON_HOLIDAYS, Answer.YES)):
        for part in _parts(text):
            found = pattern.fullmatch(part)
            if found and (not found["mondays"] or when.weekday == 1):
                return Reading(Outcome.READ, bank_holidays=says.value)
    return FLAGGED


def _term_time(text: str, when: When) -> Reading | None:
    if not re.search(r"\bterm[- ]?time\b|\bschool holiday|\bhalf[- ]?term", text):
        return None
    return Reading(Outcome.READ, term_time=True) if _TERM_TIME.search(text) else FLAGGED


def _breaks(text: str, when: When) -> Reading | None:
    """Days on which it says it is closed."""
    if not _OFF.search(text) or _OF_MONTH.search(text):
        return None
    named, undated = said_dates.spans(text), said_dates.without_year(text)
    if named is None or undated or (named and _UNSURE_OF_DAYS.search(text)):
        return replace(FLAGGED, days=undated)
    return Reading(Outcome.READ, breaks=named) if named else None


def _stopped(text: str, when: When) -> Reading | None:
    if not _STOPPED.search(text) or _DOORS.search(text) or said_dates.without_year(text):
        return None
    return Reading(Outcome.STOPPED)


def _of_the_month(text: str, when: When) -> Reading | None:
    """The first, or whichever, of the month: when it meets, when it does not, or what happens then."""
    named = list(_OF_MONTH.finditer(text))
    if not named:
        return None
    own = [one for one in named if _is_on(one["day"], when)]
    if _ELSEWHERE.search(text):
        return FLAGGED
    if not own:
        return STANDS  # of another day’s meeting
    if any(one.fullmatch(part) for one in _MONTHLY for part in _parts(text)):
        return Reading(Outcome.READ, nths=_nths(own[0]["nths"]))
    if _NOT_ON.search(text):
        (which, *others) = _nths(own[0]["nths"])
        return FLAGGED if others or len(named) > 1 else Reading(Outcome.READ, not_nth=which)
    if _CONTENT.search(text) and not re.search(r"\bonly (?:held|meets?|operates?|on)\b", text):
        return STANDS
    return replace(FLAGGED, of_the_month=True)


def _fortnight(text: str, when: When) -> Reading | None:
    """Every other week cannot be dated without a day on which it met."""
    if not _FORTNIGHTLY.search(text):
        return None
    days = said_dates.spans(text)
    if days and len(days) == 1 and days[0].first == days[0].last and days[0].first.isoweekday() == when.weekday:
        return Reading(Outcome.READ, fortnight=days[0])
    return FLAGGED


def _parts(text: str) -> Iterator[str]:
    """The whole, what stands between dashes, and what stands in brackets."""
    yield text
    for part in re.split(r"\s+[-–—]+\s+|[()]", text):
        if stripped := part.strip(" .!,;:-"):
            yield stripped


def _nths(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ORDINALS[one] for one in re.findall(_NTH, text)))


def _is_on(day: str, when: When) -> bool:
    return WEEKDAYS.index(day[:3]) + 1 == when.weekday
