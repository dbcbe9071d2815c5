"""What was planned, in words: which meeting, when, where, who goes along. And is it on the list still?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from directory.following import Directory
from directory.vocabulary import Mode
from mutualaid.ui import words
from referrals.models import Plan, With
from referrals.next_meetings import rows_of, start_on

# In the middle of a sentence about them.
GOES_ALONG = {
    With.MYSELF: gettext_lazy("on their own"),
    With.SOMEONE_I_KNOW: gettext_lazy("with someone they know"),
    With.MEMBER: gettext_lazy("with one of the group"),
    With.PEER: gettext_lazy("with a peer"),
    With.WORKER: gettext_lazy("with their worker"),
}
# And to them.
YOU_GO = {
    With.MYSELF: gettext_lazy("by yourself"),
    With.SOMEONE_I_KNOW: gettext_lazy("with someone you know"),
    With.MEMBER: gettext_lazy("with one of the group"),
    With.PEER: gettext_lazy("with a peer"),
    With.WORKER: gettext_lazy("with your worker"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One plan as a card says it. ``start`` is None where no time is known; ``is_gone``: the list has it no more."""

    plan: Plan
    day: str
    time: str
    name: str
    where: str
    start: dt.datetime | None
    is_gone: bool

    @property
    def clock(self) -> str:
        """ "7.30", and nothing more: what stands in a title may be read over a shoulder."""
        there = self.start.astimezone(words.LONDON) if self.start else None
        return f"{there.hour % 12 or 12}.{there.minute:02}" if there else ""

    @property
    def when(self) -> str:
        """ "Tuesday 1 December, 7.30pm"; for a line or a site, by when."""
        if self.plan.meeting_id is None:
            return gettext("by %(day)s") % {"day": self.day}
        return ", ".join(filter(None, [self.day, self.time]))

    @property
    def said(self) -> str:
        """ "Tuesday 1 December, 7.30pm, Example Hall, with a peer"; to the one who goes."""
        return ", ".join(filter(None, [capfirst(self.when), self.where, str(YOU_GO[self.plan.with_whom])]))


def visits(plans: Iterable[Plan], *, directory: Directory, now: dt.datetime) -> list[Visit]:
    """``plans`` in words, with nothing more asked of the database."""
    return [_visit(plan, directory, now) for plan in plans]


def _visit(plan: Plan, directory: Directory, now: dt.datetime) -> Visit:
    day, meeting = words.weekday_and_date(plan.on, now=now), plan.meeting
    if meeting is None:
        return Visit(plan, day, "", "", "", None, is_gone=False)
    slug = meeting.programme.slug
    start = start_on(meeting.pk, plan.on, slug, directory=directory)
    return Visit(
        plan=plan,
        day=day,
        time=words.clock(start.astimezone(words.LONDON).time()) if start else "",
        name=meeting.name,
        where=_where(meeting),
        start=start,
        is_gone=not rows_of(meeting.pk, slug, directory=directory),
    )


def _where(meeting) -> str:
    if meeting.venue:
        return str(meeting.venue)
    return gettext("by phone") if meeting.mode == Mode.PHONE else gettext("online")
