"""FAMA's second stage: help them engage with a group. Who rang whom, and which meeting to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Meeting
from mutualaid.accounts.models import User
from referrals.models import Consent, Contact, Plan, Referral
from referrals.pathway.acts import NotRecorded, day_of, locked_referral, step
from referrals.pathway.consents import give_consent
from referrals.pathway.introducing import SOON
from referrals.stages import Act, can

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


@dataclass(frozen=True, slots=True)
class Called:
    """Who got in touch, how, and whom they reached. ``agrees``: the person has just said that it may be done."""

    who: str
    reached: str
    channel: str = Consent.Channel.TELEPHONE
    agrees: bool = False


@transaction.atomic
def connect(
    referral: Referral,
    *,
    plans: Sequence[Planned],
    called: Called | None = None,
    by: User,
    at: dt.datetime,
    seen: int | None = None,
    once: UUID | None = None,
) -> Referral:
    """What was settled in one session: they want to try it, got in touch, and planned. All of it or nothing.

    Raises access.Denied, ChangedMeanwhile, stages.NoSuchStep or NotRecorded.
    """
    referral, done = locked_referral(referral, by=by, seen=seen, once=once)
    if done:
        return done.referral
    if not can(referral.stage, Act.PLAN):
        step(referral, Act.CHOOSE, by=by, at=at, due_on=day_of(at) + SOON, once=once)
        once = None  # the first step has it, and stands for all of them
    if called:
        consent = _agreed(referral, called, by=by, at=at)
        contact(referral, who=called.who, reached=called.reached, consent=consent, by=by, at=at, once=once)
        once = None
    for each in sorted(plans, key=lambda one: one.on, reverse=True):  # the first of them is asked about first
        plan(referral, each, by=by, at=at, once=once)
        once = None
    return referral


def _agreed(referral: Referral, called: Called, *, by: User, at: dt.datetime) -> Consent | None:
    """What they agreed to just now or before; None where nothing is needed, or nothing stands."""
    if called.who == Contact.Who.PERSON:
        return None
    whom = Consent.Whom.PEER if called.reached == Contact.Reached.PEER else Consent.Whom.GROUP
    about = {"what": Consent.What.CONTACT, "whom": whom, "channel": called.channel}
    if called.agrees:
        return give_consent(referral.person, **about, by=by, at=at)
    return Consent.objects.standing(at=at).filter(person=referral.person_id, **about).first()


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
    referral, done = locked_referral(referral, by=by, seen=seen, once=once)
    if done:
        return done.referral.contacts.order_by("-at", "pk").first()
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
    referral, done = locked_referral(referral, by=by, seen=seen, once=once)
    if done:
        return done.referral.plans.order_by("-made_at", "pk").first()
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
