"""FAMA's third stage: take an active interest. How did it go, as they tell it, and what now?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory import verification
from directory.models import Meeting
from mutualaid.accounts.models import User
from referrals.models import BEEN, NOT_KNOWN, AndNow, How, Plan, Referral, Review
from referrals.pathway.acts import NotRecorded, day_of, locked_referral, step
from referrals.stages import Act

# Whether they still go is asked once in a treatment, about twelve weeks on: a review a week early will do.
STILL_FROM = dt.timedelta(weeks=11)
SAYS_NEXT = {AndNow.TRY_ANOTHER: Act.CHOOSE, AndNow.LEAVE_IT: Act.PUT_OFF}


@dataclass(frozen=True, slots=True)
class Asked:
    """What they said. Whoever was not asked, or lost touch, has said nothing of what comes next."""

    how: str
    ask_on: dt.date
    and_now: str = ""
    plan: Plan | None = None
    times: str = ""
    got: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()
    would_help: tuple[str, ...] = ()
    wasnt_on: str = ""
    still: str = ""
    meeting_kind: str = ""  # the class of the meeting at this visit: frozen for measures


@transaction.atomic
def ask(
    referral: Referral,
    what: Asked,
    *,
    by: User,
    at: dt.datetime,
    seen: int | None = None,
    once: UUID | None = None,
) -> Review:
    """Keep how it went and what they want next: on it goes, back to planning, or not now.

    Raises access.Denied, ChangedMeanwhile, stages.NoSuchStep or NotRecorded.
    """
    referral, done = locked_referral(referral, by=by, seen=seen, once=once)
    if done:
        return done.referral.last_review
    _check(what, referral, at)
    review = Review.objects.create(
        service_id=referral.service_id,
        person=referral.person,
        referral=referral,
        plan=what.plan,
        how=what.how,
        times=what.times,
        and_now=what.and_now,
        got=list(what.got),
        in_the_way=list(what.in_the_way),
        would_help=list(what.would_help),
        wasnt_on=what.wasnt_on,
        still=what.still,
        meeting_kind=what.meeting_kind,
        setting=referral.episode.setting,
        visit_on=min(what.plan.on, day_of(at)) if what.plan else day_of(at),
        asked_at=at,
        asked_by=by,
    )
    referral.last_review = review
    referral.save(update_fields=["last_review"])
    step(referral, Act.ASK, by=by, at=at, due_on=what.ask_on, once=once)
    if what.and_now in SAYS_NEXT:
        step(referral, SAYS_NEXT[what.and_now], by=by, at=at, due_on=what.ask_on)
    if what.how == How.WASNT_ON and what.plan and what.plan.meeting:
        _tell_the_directory(what.plan.meeting, what.wasnt_on, day_of(at))
    return review


def is_time_to_ask_if_still(referral: Referral, on: dt.date) -> bool:
    """About twelve weeks after they were introduced, and nobody has asked it in this treatment yet."""
    began = referral.episode.introduced_on
    if began is None or on < began + STILL_FROM:
        return False
    return not Review.objects.filter(referral__episode=referral.episode_id).exclude(still="").exists()


def _tell_the_directory(meeting: Meeting, found: str, on: dt.date) -> None:
    """It was not on: ours to put right. In a transaction of its own, so that nothing ties the two together."""
    transaction.on_commit(lambda: verification.say_not_on(meeting, found, on=on), robust=True)


def _check(what: Asked, referral: Referral, at: dt.datetime) -> None:
    if what.ask_on <= day_of(at):
        raise NotRecorded(str(_("Choose a day after today to ask again.")))
    if what.plan and what.plan.referral_id != referral.pk:
        raise NotRecorded(str(_("That plan is another group’s: open this one again.")))
    if what.how in NOT_KNOWN and (what.got or what.times):
        raise NotRecorded(str(_("We do not know how it went, and yet something is marked: take off one or the other.")))
    if what.how not in BEEN and what.times:
        raise NotRecorded(str(_("How often they went is asked only of those who went.")))
    if what.how in {How.NOT_ASKED, How.LOST_TOUCH} and (what.and_now or what.still):
        raise NotRecorded(str(_("Nobody who was not asked has said what they want next.")))
