"""What should somebody know before they go to a meeting on a certain day? Pure.

What nobody has stated is said, never assumed: a bank holiday of which its list says
nothing, term time without known terms. A hall's closing is told before and during.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from directory.bank_holidays import is_bank_holiday
from directory.recurrence import Span
from directory.vocabulary import Answer

# How long before a hall closes its meetings’ rows begin to say so.
TOLD_AHEAD = dt.timedelta(weeks=4)


class Why(StrEnum):
    """A reason to look twice."""

    CLOSED = "closed"  # its hall is, or soon will be
    BANK_HOLIDAY = "bank_holiday"  # and it is not stated whether it meets
    TERM_TIME = "term_time"  # only, and no term is known that holds the day
    SAYS_WHEN = "says_when"  # its list says something of when that no pattern holds


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason to look twice, and the days it is of, where it is of some."""

    why: Why
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cautions:
    """What is stated, and not stated, of a meeting. ``nation`` is "" where not known, None outside the UK."""

    bank_holidays: str = Answer.UNKNOWN
    nation: str | None = ""
    term_time_only: bool = False
    terms: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    says_when: bool = False

    def on(self, day: dt.date, *, today: dt.date) -> tuple[Caution, ...]:
        """What to say of a meeting on ``day``, its own date, to somebody who looks ``today``."""
        found = [Caution(Why.CLOSED, span) for span in self.closed if is_soon(span, today=today)]
        if self._may_be_off(day):
            found.append(Caution(Why.BANK_HOLIDAY))
        if self.term_time_only and not any(day in term for term in self.terms):
            found.append(Caution(Why.TERM_TIME))
        if self.says_when:
            found.append(Caution(Why.SAYS_WHEN))
        return tuple(found)

    def _may_be_off(self, day: dt.date) -> bool:
        """Is it a bank holiday, or perhaps one, of which we cannot say whether it meets?"""
        if self.nation is None or self.bank_holidays == Answer.YES:
            return False
        is_one = is_bank_holiday(day, self.nation)
        return is_one == Answer.UNKNOWN or (is_one == Answer.YES and self.bank_holidays == Answer.UNKNOWN)


NOTHING_STATED = Cautions()


def is_soon(span: Span, *, today: dt.date) -> bool:
    """Has it begun, or will it within TOLD_AHEAD, and is it not over?"""
    return span.first <= today + TOLD_AHEAD and not is_over(span, today=today)


def is_over(span: Span, *, today: dt.date) -> bool:
    return span.last is not None and span.last < today
