"""Which meetings somebody asked for, and which rows of the index those are. Pure.

Days, times and ways of meeting are known of every row. What a meeting says of itself has
three values: stated, not stated, and no (decision 0020). What is stated comes first; what
nobody has said comes second and says so; no does not match.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from directory.traits import NOT_STATED, YES, Fact, Mask, Traits
from directory.vocabulary import Mode

HOUR = 60 * 60


class Soon(StrEnum):
    """In the next few hours of real time, or on at this moment."""

    NOW = "now"
    THREE = "3"
    SIX = "6"
    DAY = "24"

    @property
    def seconds(self) -> int:
        """How far ahead; nothing for what is on now."""
        return 0 if self is Soon.NOW else int(self) * HOUR


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings somebody asked for. Days are 1 Monday to 7 Sunday; empty asks nothing."""

    days: frozenset[int] = frozenset()
    after: dt.time | None = None
    before: dt.time | None = None
    mode: str = ""  # a Mode; online means any that can be joined from afar
    programme: str = ""
    soon: str = ""  # a Soon
    facts: frozenset[str] = frozenset()  # Facts; all of them
    kept_for: frozenset[str] = frozenset()  # Restrictions; any of them
    language: str = ""  # a Language
    words: str = ""  # all of them, in names, venues and addresses

    @property
    def asks_nothing(self) -> bool:
        # Asked for every row of every page, so written out: to compare the whole would take five times as long.
        when = self.days or self.after or self.before or self.soon
        return not (when or self.mode or self.programme or self.facts or self.kept_for or self.language or self.words)

    @property
    def asks_what_may_be_unsaid(self) -> bool:
        """Is something asked to which a list may give no answer?"""
        return bool(self.facts or self.language)


class Columns(Protocol):
    """What is read of an index."""

    programmes: tuple[str, ...]
    number: npt.NDArray[np.int16]

    @property
    def in_person(self) -> Mask: ...
    @property
    def from_afar(self) -> Mask: ...
    @property
    def traits(self) -> Traits: ...

    def __len__(self) -> int: ...


class Starts(Protocol):
    """And of its moments. A day of the week is a bit: 2 Monday to 128 Sunday."""

    @property
    def starts(self) -> npt.NDArray[np.int64]: ...

    @property
    def day(self) -> npt.NDArray[np.uint8]: ...

    @property
    def minute(self) -> npt.NDArray[np.int16]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The rows that are what was asked for.

    Whom a row is kept for is apart (``kept``): somebody who asks for a women's meeting is shown it beside
    the meeting that lets in everybody, and not instead (parity, clause 8).
    """

    wanted: Wanted
    traits: Traits | None  # None where nothing asked looks at them
    stated: Mask  # all that was asked is so
    unsaid: Mask | None  # nothing that was asked is otherwise, but something is not stated; None if nothing can be
    kept: Mask | None  # kept for one of those who were asked for; None if nobody was
    begun: dict[int, dt.datetime] = field(default_factory=dict)  # when those that are on now began, where asked

    @property
    def by_what_is_said(self) -> tuple[Mask, ...]:
        """What says so, then what may be."""
        return (self.stated,) if self.unsaid is None else (self.stated, self.unsaid)

    @property
    def found(self) -> Mask:
        """All that was asked, and kept for them."""
        return self.stated if self.kept is None else self.stated & self.kept

    @property
    def perhaps(self) -> Mask | None:
        """The same of what may be; None if nothing can be."""
        return self.unsaid if self.unsaid is None or self.kept is None else self.unsaid & self.kept

    @property
    def rank(self) -> npt.NDArray[np.int64]:
        """0 says so, 1 may be, 2 is something else."""
        may_be = np.zeros_like(self.stated) if self.unsaid is None else self.unsaid
        return np.where(self.stated, 0, np.where(may_be, 1, 2))

    def missing(self, row: int) -> tuple[str, ...]:
        """What was asked for and ``row`` does not state, where it may be it: Facts in their order, then "language"."""
        if self.unsaid is None or self.traits is None or not self.unsaid[row]:
            return ()
        wanted, traits = self.wanted, self.traits
        facts = tuple(fact.value for fact in Fact if fact in wanted.facts and traits.facts[fact][row] == NOT_STATED)
        spoken = wanted.language and traits.languages[wanted.language][row] == NOT_STATED
        return (*facts, "language") if spoken else facts


def matching(wanted: Wanted, columns: Columns, starts: Starts, *, now: dt.datetime) -> Asked | None:
    """Which rows are what somebody asked for, by London's days and times; None when nothing was asked."""
    if wanted.asks_nothing:
        return None
    begun = columns.traits.on_now(now) if wanted.soon == Soon.NOW else {}
    fits = _fits(wanted, columns, starts, begun=begun, now=now)
    kept = None
    if wanted.kept_for:
        kept = np.logical_or.reduce([columns.traits.kept_for[each] for each in sorted(wanted.kept_for)])
    if not wanted.asks_what_may_be_unsaid:
        return Asked(wanted, None, fits, None, kept, begun)
    known = _known(wanted, columns.traits)
    return Asked(wanted, columns.traits, fits & (known == YES), fits & (known == NOT_STATED), kept, begun)


def _fits(wanted: Wanted, columns: Columns, starts: Starts, *, begun: dict[int, dt.datetime], now: dt.datetime) -> Mask:
    """The rows that fit all that is known of every one."""
    mask = np.ones(len(columns), dtype=bool)
    if wanted.days:
        mask &= (starts.day & sum(1 << day for day in wanted.days)) > 0
    if wanted.after is not None or wanted.before is not None:
        mask &= _between(starts.minute, wanted.after, wanted.before)
    if wanted.mode:
        mask &= _met(wanted.mode, columns)
    if wanted.programme:
        known = wanted.programme in columns.programmes
        mask &= columns.number == (columns.programmes.index(wanted.programme) if known else -1)
    if wanted.soon == Soon.NOW:
        on = np.zeros(len(columns), dtype=bool)
        on[list(begun)] = True
        mask &= on
    elif wanted.soon:
        mask &= starts.starts <= now.timestamp() + Soon(wanted.soon).seconds
    if wanted.words:
        mask &= columns.traits.with_words(wanted.words)
    return mask


def _met(mode: str, columns: Columns) -> Mask:
    """In person and online each take in what is both."""
    if mode == Mode.IN_PERSON:
        return columns.in_person
    if mode == Mode.ONLINE:
        return columns.from_afar
    return columns.traits.hybrid if mode == Mode.HYBRID else columns.traits.by_phone


def _known(wanted: Wanted, traits: Traits) -> npt.NDArray[np.int8]:
    """What is known of all that was asked: the least of the answers."""
    answers = [traits.facts[fact] for fact in sorted(wanted.facts)]
    if wanted.language:
        answers.append(traits.languages[wanted.language])
    known: npt.NDArray[np.int8] = np.minimum.reduce(answers)
    return known


def _between(minute: npt.NDArray[np.int16], after: dt.time | None, before: dt.time | None) -> Mask:
    """Starting between two times of day, both included; over midnight when ``before`` is the earlier."""
    earliest = after.hour * 60 + after.minute if after else 0
    latest = before.hour * 60 + before.minute if before else 24 * 60
    if earliest > latest:
        return np.asarray((minute >= earliest) | (minute <= latest))
    return np.asarray((minute >= earliest) & (minute <= latest))
