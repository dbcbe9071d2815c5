"""FAMA's second stage: help them engage with a group. Who rang whom, and which meeting to try."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Meeting
from mutualaid.accounts.models import User
from referrals.models import Consent, Contact, Plan, Referral
from referrals.pathway.acts import NotRecorded, day_of, done_before, locked_referral, step
from referrals.stages import Act

LONGEST_WORDS = 500
AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Planned:
    """What they want to try. ``meeting`` is None for a helpline or a site; ``on`` is then by when."""

    on: dt.date
    with_whom: str
    safety: str
    meeting: Meeting | None = None
    words: str = ""
    meeting_point: str = ""
    barriers: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    ask_on: dt.date | None = None  # the day after, unless it is said


@transaction.atomic
def contact(
    referral: Referral,
    *,
    who: str,
    reached: str,
    by: User,
    at: dt.datetime,
    consent: Consent | None = None,
    seen: int | None = None,
    once: UUID | None = None,
) -> Contact:
    """Somebody got in touch with the group. Whoever does it for them asked first: ``consent`` stands.

    Raises access.Denied, ChangedMeanwhile, stages.NoSuchStep or NotRecorded.
    """
    if done := done_before(once, referral.person):
        return done.referral.contacts.order_by("-at", "pk").first()
    referral = locked_referral(referral, by=by, seen=seen)
    if who != Contact.Who.PERSON:
        _check_agreed(referral, consent, at)
    made = Contact.objects.create(
        service_id=referral.service_id,
        person=referral.person,
        referral=referral,
        who=who,
        reached=reached,
        consent=consent,
        at=at,
        by=by,
    )
    step(referral, Act.CONTACT, by=by, at=at, once=once)
    return made


@transaction.atomic
def plan(
    referral: Referral,
    what: Planned,
    *,
    by: User,
    at: dt.datetime,
    seen: int | None = None,
    once: UUID | None = None,
) -> Plan:
    """A meeting to try, and who goes along. They are asked how it went on the day after, or when they say.

    Raises access.Denied, ChangedMeanwhile, stages.NoSuchStep or NotRecorded.
    """
    if done := done_before(once, referral.person):
        return done.referral.plans.order_by("-made_at", "pk").first()
    referral = locked_referral(referral, by=by, seen=seen)
    _check(what, referral, at)
    made = Plan(
        service_id=referral.service_id,
        person=referral.person,
        referral=referral,
        meeting=what.meeting,
        on=what.on,
        with_whom=what.with_whom,
        safety=what.safety,
        barriers=list(what.barriers),
        fixes=list(what.fixes),
        made_at=at,
        made_by=by,
    )
    made.words, made.meeting_point = what.words or None, what.meeting_point or None
    made.save(force_insert=True)
    step(referral, Act.PLAN, by=by, at=at, due_on=what.ask_on or what.on + dt.timedelta(days=1), once=once)
    return made


def _check(what: Planned, referral: Referral, at: dt.datetime) -> None:
    if not day_of(at) <= what.on <= day_of(at) + AHEAD:
        raise NotRecorded(str(_("Choose a day from today on, within a year.")))
    if what.meeting and what.meeting.programme_id != referral.programme_id:
        raise NotRecorded(str(_("That meeting is of another programme: choose one of this one’s.")))
    if max(len(what.words), len(what.meeting_point)) > LONGEST_WORDS:
        raise NotRecorded(str(_("Keep their words to 500 letters.")))


def _check_agreed(referral: Referral, consent: Consent | None, at: dt.datetime) -> None:
    agreed = (
        consent is not None
        and consent.what == Consent.What.CONTACT
        and Consent.objects.standing(at=at).filter(pk=consent.pk, person=referral.person_id).exists()
    )
    if not agreed:
        raise NotRecorded(str(_("Ask them first whether you may get in touch, and record that they agree.")))
