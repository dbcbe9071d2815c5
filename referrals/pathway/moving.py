"""One option: told more about it, wants to try it, not now, not for me."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Programme
from mutualaid.accounts.models import User
from referrals.models import Offer, Person, Referral
from referrals.pathway.acts import NotRecorded, day_of, locked_person, locked_referral, open_episode, step
from referrals.pathway.introducing import LATER, SOON, begin
from referrals.stages import Act, can


def explain(referral, *, by, at, due_on=None, seen=None, once=None) -> Referral:
    """They were told more about it, or given its page. Raises as ``choose`` does."""
    return _move(referral, Act.EXPLAIN, by=by, at=at, due_on=due_on or day_of(at) + SOON, seen=seen, once=once)


def choose(referral, *, by, at, due_on=None, seen=None, once=None) -> Referral:
    """They want to try it, or want another way into it.

    Raises access.Denied, ChangedMeanwhile or stages.NoSuchStep.
    """
    return _move(referral, Act.CHOOSE, by=by, at=at, due_on=due_on or day_of(at) + SOON, seen=seen, once=once)


def put_off(referral, *, by, at, due_on=None, seen=None, once=None) -> Referral:
    """Not now: asked again on ``due_on``, in four weeks unless they say. Raises as ``choose`` does."""
    return _move(referral, Act.PUT_OFF, by=by, at=at, due_on=due_on or day_of(at) + LATER, seen=seen, once=once)


def rule_out(referral, *, by, at, seen=None, once=None) -> Referral:
    """Not for me: nobody asks again. Raises as ``choose`` does."""
    return _move(referral, Act.RULE_OUT, by=by, at=at, due_on=None, seen=seen, once=once)


@transaction.atomic
def _move(
    referral: Referral,
    act: Act,
    *,
    by: User,
    at: dt.datetime,
    due_on: dt.date | None,
    seen: int | None,
    once: UUID | None,
) -> Referral:
    referral, done = locked_referral(referral, by=by, seen=seen, once=once)
    if done:
        return done.referral
    step(referral, act, by=by, at=at, due_on=due_on, once=once)
    return referral


@transaction.atomic
def try_also(person: Person, programme: Programme, *, by: User, at: dt.datetime) -> Referral:
    """They want to try another kind as well. Raises access.Denied or NotRecorded."""
    referral = bring_up(person, programme, by=by, at=at)
    return referral if can(referral.stage, Act.PLAN) else choose(referral, by=by, at=at)


@transaction.atomic
def bring_up(person: Person, programme: Programme, *, by: User, at: dt.datetime) -> Referral:
    """Another option of those they were offered comes up later. Raises NotRecorded where no offer stands."""
    person = locked_person(person, by=by)
    open_episode(person)
    offer = Offer.objects.standing(at=at).filter(person=person).first()
    if offer is None:
        raise NotRecorded(str(_("Show every option first: nothing has been offered yet, or it was too long ago.")))
    going_on = Referral.objects.filter(person=person, programme=programme, ended_at=None).first()
    referral = going_on or begin(offer, programme, at=at)
    referral.person = person
    return referral
