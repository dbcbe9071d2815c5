"""What do a listing's own words say of when its meetings meet? Pure.

Every sentence is read by itself (sentences.py) and what they say put together. What
speaks of when and cannot be read is kept, in the list's own words, for whoever looks
at the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from directory.importers.listed import When
from directory.importers.sentences import Outcome, Reading, plain, read
from directory.recurrence import Span
from directory.vocabulary import Answer

SAID_AT_MOST = 500  # characters of a listing's words kept beside a meeting's times
NOT_PRINTED = "Some weeks are not as they are here; ask the group."  # for words that give somebody's number as well


@dataclass(frozen=True, slots=True)
class Heard:
    """A row's times, as its own words have them. ``outcome`` is empty where they say nothing of when."""

    when: tuple[When, ...]
    bank_holidays: str = Answer.UNKNOWN.value
    term_time_only: bool = False
    breaks: tuple[Span, ...] = ()
    says_when: str = ""
    says_stopped: str = ""
    outcome: str = ""


def heard(
    name: str, notes: str, when: tuple[When, ...], *, place: Iterable[str] = (), printable: str | None = None
) -> Heard:
    """The times of a meeting listed weekly at each of ``when``, by its name, its notes and what its place is called.

    Only what is in ``printable``, all of the notes unless told, is kept in its own words.
    """
    stopped = [words for words in place if plain(words).startswith("cancelled")]
    found = [_heard(name, notes, one, printable, stopped) for one in when]
    holidays = {one.bank_holidays for one in found} - {Answer.UNKNOWN.value}
    return Heard(
        when=tuple(time for one in found for time in one.when),
        bank_holidays=holidays.pop() if len(holidays) == 1 else Answer.UNKNOWN.value,
        term_time_only=any(one.term_time_only for one in found),
        breaks=found[0].breaks,  # whichever day it is
        says_when=_together(one.says_when for one in found if one.says_when),
        says_stopped=found[0].says_stopped,
        outcome=next((one.value for one in Outcome if one in {each.outcome for each in found}), ""),
    )


def _heard(name: str, notes: str, when: When, printable: str | None, stopped: list[str]) -> Heard:
    """The same, of one weekly time."""
    said = [
        (sentence if sentence == name or printable is None or sentence in printable else NOT_PRINTED, reading)
        for sentence in _sentences(name, notes)
        if (reading := read(plain(sentence), when, is_name=sentence == name)) is not None
    ]
    if not said and not stopped:
        return Heard(when=(when,))  # as most rows, which say nothing of when
    readings = [reading for _, reading in said]
    times, settled = _times(readings, when)
    holidays = {one.bank_holidays for one in readings if one.bank_holidays}
    breaks = tuple(
        sorted(
            {span for one in readings for span in one.breaks}, key=lambda span: (span.first, span.last or span.first)
        )
    )
    flagged = [
        sentence
        for sentence, one in said
        if _is_left_open(one, times, breaks)
        or (not settled and _changes_times(one))
        or (len(holidays) > 1 and one.bank_holidays)
    ]
    stopped = [sentence for sentence, one in said if one.outcome is Outcome.STOPPED] + stopped
    return Heard(
        when=times,
        bank_holidays=holidays.pop() if len(holidays) == 1 else Answer.UNKNOWN.value,
        term_time_only=any(one.term_time for one in readings),
        breaks=breaks,
        says_when=_together(flagged),
        says_stopped=_together(stopped),
        outcome=_outcome(readings, flagged=bool(flagged), stopped=bool(stopped)),
    )


def _outcome(readings: Iterable[Reading], *, flagged: bool, stopped: bool) -> str:
    """Of the whole row: the most serious that is left."""
    if stopped or flagged:
        return (Outcome.STOPPED if stopped else Outcome.FLAGGED).value
    came = {one.outcome for one in readings}
    return next((one.value for one in (Outcome.READ, Outcome.STANDS) if one in came), "")


def _times(readings: Iterable[Reading], when: When) -> tuple[tuple[When, ...], bool]:
    """The times, and whether the sentences agree about them; as listed where they do not."""
    said = {(one.nths, one.not_nth, one.fortnight) for one in readings if _changes_times(one)}
    if not said:
        return (when,), True
    if len(said) > 1:
        return (when,), False
    nths, not_nth, fortnight = said.pop()
    if nths:
        return tuple(replace(when, kind="monthly", nth=nth) for nth in nths), True
    if fortnight:
        return (replace(when, kind="fortnightly", anchor_on=fortnight.first),), True
    return (replace(when, not_nth=not_nth),), True


def _changes_times(one: Reading) -> bool:
    return bool(one.nths or one.not_nth or one.fortnight)


def _is_left_open(one: Reading, times: tuple[When, ...], breaks: tuple[Span, ...]) -> bool:
    """Is it flagged, and has no other sentence of the row said what it lacks?"""
    if one.outcome is not Outcome.FLAGGED:
        return False
    if one.of_the_month:
        return all(time.kind == "weekly" and time.not_nth is None for time in times)
    told = {(day.month, day.day) for span in breaks for day in (span.first, span.last) if day}
    return not (one.days and one.days <= told)


def _together(sentences: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(sentences))[:SAID_AT_MOST]


def _sentences(name: str, notes: str) -> Iterator[str]:
    yield name
    for line in notes.splitlines():
        # Some lists leave no space after a full stop.
        yield from filter(None, re.split(r"(?<=[.!?])\s+|(?<=[a-z]{2}[.!?])(?=[A-Z])", line))
