"""Of one option, or of every option: what was said last, and what is the one thing to do next?

Two small tables and nothing clever: where somebody stands and how it went last decide which
act the button names. No word here says that anybody failed; "ours to ask" is the service's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mutualaid.ui import words
from referrals.models import LASTS, AndNow, Barrier, Fix, Got, How, Offer, Review, With
from referrals.pathway import day_of
from referrals.stages import Act, Stage

SHOW_WITHIN = dt.timedelta(days=7)  # of the day that treatment starts


class Next(TextChoices):
    """What the button names."""

    INTRODUCE = "introduce", _("Introduce")
    TELL_MORE = "tell_more", _("Tell them more")
    FIRST_VISIT = "first_visit", _("Plan the first visit")
    NEXT_VISIT = "next_visit", _("Plan the next visit")
    RING = "ring", _("Ring together")
    ASK = "ask", _("Ask how it went")
    ANOTHER_DAY = "another_day", _("Find another day")
    NEW_WAY_IN = "new_way_in", _("Send a new way in")
    WHAT_WOULD_HELP = "what_would_help", _("Ask what would help")
    GET_IN_TOUCH = "get_in_touch", _("Get in touch again")
    OPEN = "open", pgettext_lazy("look at a record", "Open")


# How it went last, and what that asks of us; whatever is not here is asked about again.
AFTER = {
    How.WASNT_ON: Next.ANOTHER_DAY,
    How.COULDNT_GET_IN: Next.NEW_WAY_IN,
    How.LEFT_EARLY: Next.WHAT_WOULD_HELP,
    How.NOT_THIS_TIME: Next.WHAT_WOULD_HELP,
    How.LOST_TOUCH: Next.GET_IN_TOUCH,
}
# What is to be done where nothing was asked yet.
FIRST = {
    Stage.INTRODUCE: Next.TELL_MORE,
    Stage.CONNECT: Next.FIRST_VISIT,
    Stage.INTEREST: Next.ASK,
    Stage.NOT_NOW: Next.OPEN,
}
GOING = {
    With.MYSELF: _("on their own"),
    With.SOMEONE_I_KNOW: _("with someone they know"),
    With.MEMBER: _("with one of the group"),
    With.PEER: _("with a peer"),
    With.WORKER: _("with their worker"),
}
WANTS = {
    AndNow.TRY_ANOTHER: _("%(how)s, wants to try another"),
    AndNow.LEAVE_IT: _("%(how)s, leaves it for now"),
}
DONE = {
    "": _("It came up"),
    Act.EXPLAIN: _("Told more about it"),
    Act.CHOOSE: _("Wants to try it"),
    Act.CONTACT: _("Got in touch"),
}


@dataclass(frozen=True, slots=True)
class Loop:
    """Where one person stands with one option: the last step, the last asking and the last plan."""

    stage: str
    due_on: dt.date
    act: str = ""
    at: dt.datetime | None = None
    how: str = ""
    asked_at: dt.datetime | None = None
    times: str = ""
    and_now: str = ""
    got: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()
    planned_on: dt.date | None = None
    with_whom: str = ""
    fixes: tuple[str, ...] = ()

    @property
    def just_asked(self) -> bool:
        """Was asking how it went the last thing that was done?"""
        return bool(self.how) and self.at == self.asked_at

    def is_planned(self, today: dt.date) -> bool:
        """Was a visit planned, and is its day still to come?"""
        return self.act == Act.PLAN and self.planned_on is not None and self.planned_on >= today

    @property
    def rings_first(self) -> bool:
        return self.act == Act.PLAN and Fix.RING_FIRST in self.fixes


@dataclass(frozen=True, slots=True)
class Shown:
    """How every option was shown to somebody, as far as that stands; ``state`` is empty where nothing does."""

    started_on: dt.date
    state: str = ""
    not_yet: str = ""
    due_on: dt.date | None = None
    made_at: dt.datetime | None = None
    lapsed_on: dt.date | None = None
    lapsed_because: str = ""

    def stands(self, at: dt.datetime) -> bool:
        """Does an offer stand? Also before the job of the night has said that a year has passed."""
        return bool(self.state) and self.made_at is not None and self.made_at > at - LASTS

    def is_to_be_shown(self, at: dt.datetime) -> bool:
        return not self.stands(at) or self.state == Offer.State.NOT_YET


def next_act(loop: Loop, *, today: dt.date) -> Next:
    """The one thing to do next with this option."""
    if loop.stage == Stage.NOT_NOW:
        return Next.OPEN
    if loop.rings_first and loop.is_planned(today):
        return Next.RING
    if loop.just_asked and loop.how in AFTER:
        return AFTER[How(loop.how)]
    if loop.stage == Stage.CONNECT and loop.how:
        return Next.NEXT_VISIT
    return FIRST[Stage(loop.stage)]


def ours_to_ask(loop: Loop, *, today: dt.date) -> bool:
    """Has nobody asked them whom we should have asked?"""
    if loop.just_asked:
        return loop.how == How.NOT_ASKED
    return loop.stage == Stage.INTEREST and not loop.is_planned(today) and loop.due_on < today


def last_word(loop: Loop, *, now: dt.datetime) -> str:
    """What was said or done last, in a few words."""
    today = day_of(now)
    if loop.just_asked:
        return _told(loop, now)
    if loop.stage == Stage.NOT_NOW:
        return gettext("Not now, ask again in %(month)s") % {"month": words.month_alone(loop.due_on)}
    if loop.planned_on and loop.is_planned(today):
        if loop.rings_first:
            return gettext("Wants to ring first")
        planned = {"day": words.short_date(loop.planned_on, now=now), "with": GOING[With(loop.with_whom)]}
        return gettext("Planned for %(day)s, %(with)s") % planned
    if loop.act == Act.PLAN:
        return gettext("Not asked yet")
    return str(DONE.get(loop.act, DONE[""]))


def _told(loop: Loop, now: dt.datetime) -> str:
    """How it went, with the one thing beside it that says most."""
    how = _how(loop, now)
    if loop.and_now in WANTS:
        return str(WANTS[AndNow(loop.and_now)]) % {"how": how}
    if loop.got and loop.got[0] in Got.values:
        return gettext("%(how)s, %(got)s") % {"how": how, "got": words.initial(str(Got(loop.got[0]).label))}
    if loop.and_now == AndNow.KEEP_GOING:
        return gettext("%(how)s, means to keep going") % {"how": how}
    if loop.in_the_way and loop.in_the_way[0] in Barrier.values:
        why = words.initial(str(Barrier(loop.in_the_way[0]).label))
        return gettext("%(how)s: %(why)s") % {"how": how, "why": why}
    return how


def _how(loop: Loop, now: dt.datetime) -> str:
    if loop.how == How.WENT and loop.times == Review.Times.MORE:
        return gettext("Been more than once")
    if loop.how == How.LOST_TOUCH and loop.asked_at:
        return gettext("Lost touch since %(day)s") % {
            "day": words.days(day_of(loop.asked_at), day_of(loop.asked_at), now=now)
        }
    if loop.how == How.NOT_ASKED:
        return gettext("Not asked yet")
    if loop.how == How.RATHER_NOT:
        return gettext("Rather not say how it was")
    return str(How(loop.how).label)


def shown_by(shown: Shown, *, at: dt.datetime) -> dt.date:
    """By when every option is to be shown: soon, on the day they chose, or again when the offer has lapsed."""
    if shown.stands(at) and shown.made_at:
        if shown.state == Offer.State.NOT_YET and shown.due_on:
            return shown.due_on
        return day_of(shown.made_at + LASTS)
    if shown.made_at:
        return day_of(shown.made_at + LASTS)
    return shown.lapsed_on or shown.started_on + SHOW_WITHIN


def shown_word(shown: Shown, *, at: dt.datetime) -> str:
    """How every option was shown, or that it was not."""
    if shown.stands(at) and shown.made_at:
        if shown.state == Offer.State.NOT_YET:
            why = words.initial(str(Offer.NotYet(shown.not_yet).label))
            return gettext("Not today: %(why)s") % {"why": why}
        day = words.short_date(day_of(shown.made_at), now=at)
        return gettext("%(how)s, %(day)s") % {"how": Offer.State(shown.state).label, "day": day}
    if shown.made_at or shown.lapsed_because == Offer.Lapse.YEAR:
        return gettext("Shown over a year ago: show it again")
    if shown.lapsed_because == Offer.Lapse.DISTRICT:
        return gettext("Moved to another district: show what is there")
    return gettext("New to the service, not shown yet")
