"""When does a meeting meet, with everything we know to be otherwise?

Patterns are rows of their own; breaks, moves, terms, its hall's closing and bank
holidays stand beside them. Here they come together, for the index and for a page alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import models

from directory.bank_holidays import bank_holidays
from directory.cautions import Cautions
from directory.models import Closure, Meeting, Move, Pattern, Spell, Venue
from directory.recurrence import Moved, Repeats, Span, between
from directory.vocabulary import Answer


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """What is otherwise, of some meetings."""

    breaks: dict[UUID, tuple[Span, ...]]
    terms: dict[UUID, tuple[Span, ...]]
    moved: dict[UUID, tuple[Moved, ...]]
    closures: dict[UUID, tuple[Closure, ...]]  # by venue

    @classmethod
    def of(cls, meetings: models.QuerySet[Meeting]) -> Times:
        """In three queries, however many meetings."""
        return cls.made_of(
            Spell.objects.standing().filter(meeting__in=meetings),
            Move.objects.standing().filter(meeting__in=meetings),
            Closure.objects.standing().filter(venue__in=meetings.order_by().values("venue")),
        )

    @classmethod
    def made_of(cls, spells: Iterable[Spell], moves: Iterable[Move], closures: Iterable[Closure]) -> Times:
        """Of what was told, in any order."""
        spells = sorted(spells, key=lambda one: one.first_on)
        return cls(
            breaks=_by((one.meeting_id, one.span) for one in spells if one.kind == Spell.Kind.BREAK),
            terms=_by((one.meeting_id, one.span) for one in spells if one.kind == Spell.Kind.TERM),
            moved=_by((one.meeting_id, one.moved) for one in sorted(moves, key=lambda one: one.was_on)),
            closures=_by((one.venue_id, one) for one in sorted(closures, key=lambda one: one.first_on)),
        )

    @classmethod
    def of_one(cls, meeting: Meeting) -> Times:
        return cls.of(Meeting.objects.filter(pk=meeting.pk))

    def closed(self, meeting: Meeting) -> tuple[Span, ...]:
        """The days its hall is closed."""
        return tuple(one.span for one in self.closures.get(meeting.venue_id, ()))

    def repeats(self, meeting: Meeting, pattern: Pattern) -> Repeats:
        """``pattern`` of ``meeting``, with every day that is otherwise."""
        terms = self.terms.get(meeting.pk, ())
        breaks = self.breaks.get(meeting.pk, ()) + self.closed(meeting) + between(terms)
        moved, nation = self.moved.get(meeting.pk, ()), nation_of(meeting)
        holidays = meeting.bank_holidays == Answer.NO and nation is not None
        if not (breaks or moved or holidays):
            return pattern.repeats
        never_on = bank_holidays(nation) if holidays else frozenset()
        return replace(pattern.repeats, breaks=breaks, moved=moved, never_on=never_on)

    def cautions(self, meeting: Meeting) -> Cautions:
        """What somebody should know before they go."""
        terms = self.terms.get(meeting.pk, ())
        return Cautions(
            bank_holidays=meeting.bank_holidays,
            nation=nation_of(meeting),
            term_time_only=meeting.term_time_only or bool(terms),
            terms=terms,
            closed=self.closed(meeting),
            says_when=bool(meeting.says_when),
        )


def nation_of(meeting: Meeting) -> str | None:
    """Whose bank holidays it has: its venue's nation, "" where that is not known, None where it is not in the UK."""
    if meeting.venue is not None:
        return None if meeting.venue.nation == Venue.OUTSIDE else meeting.venue.nation
    return "" if meeting.time_zone == "Europe/London" else None


def _by(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, tuple[Any, ...]]:
    gathered = defaultdict(list)
    for key, value in pairs:
        gathered[key].append(value)
    return {key: tuple(values) for key, values in gathered.items()}
