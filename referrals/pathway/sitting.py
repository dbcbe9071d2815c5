"""One sitting, kept whole or not at all: every option as it was shown, what was said, and what they plan to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Programme
from directory.options import Options
from mutualaid.accounts.models import User
from referrals import offering
from referrals.models import Offer, OfferSnapshot, Person
from referrals.pathway.acts import NotRecorded, locked_person
from referrals.pathway.connecting import Planned, plan
from referrals.pathway.introducing import Introduced, introduce
from referrals.pathway.moving import bring_up, choose
from referrals.stages import Act, can

FEWEST_TOGETHER, MOST_TOGETHER = 2, 12


@dataclass(frozen=True, slots=True)
class Shown:
    """The very options that were on the page, the directory's revision, and that of each programme's words."""

    options: Options
    revision: int
    texts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CameUp:
    """One option they may try; with a plan, where they have chosen a day."""

    programme: Programme
    planned: Planned | None = None


@transaction.atomic
def sit(
    person: Person,
    *,
    shown: Shown,
    what: Introduced,
    came_up: Sequence[CameUp] = (),
    by: User,
    at: dt.datetime,
    seen: int,
    once: UUID,
) -> Offer:
    """Keep all of it. A second press of the button finds what the first has kept.

    Raises access.Denied, ChangedMeanwhile, NotRecorded or stages.NoSuchStep, and then nothing is kept.
    """
    # Held before it is asked what was kept: of two presses at once, the one that waits finds what the other has kept.
    person = locked_person(person, by=by)
    if kept := _kept(person, once):
        return kept
    offer = introduce(person, snapshot=_freeze(shown, what, at), what=what, by=by, at=at, seen=seen, once=once)
    for each in came_up:
        referral = bring_up(person, each.programme, by=by, at=at)
        if each.planned is None:
            continue
        # Whoever chooses a day wants to try it.
        if not can(referral.stage, Act.PLAN):
            referral = choose(referral, by=by, at=at)
        plan(referral, each.planned, by=by, at=at)
    return offer


@transaction.atomic
def sit_together(
    people: Sequence[Person],
    *,
    shown: Shown,
    what: Introduced,
    by: User,
    at: dt.datetime,
    seen: Mapping[UUID, int],
    once: UUID,
) -> list[Offer]:
    """Several were shown every option at once: an offer for each. What each of them said is recorded later, alone.

    ``seen`` is the version of each that the page was made from. Raises as ``sit`` does; then nothing is kept of any.
    """
    if not FEWEST_TOGETHER <= len({person.pk for person in people}) <= MOST_TOGETHER:
        raise NotRecorded(str(_("Choose between 2 and 12 people.")))
    # Always in one order, so that two groups saved at once never wait for each other for ever; and all of them before
    # anything is kept, so that a second press finds what the first has kept.
    held = [locked_person(person, by=by) for person in sorted(people, key=lambda person: person.pk)]
    snapshot, what = _freeze(shown, what, at), replace(what, together_with=len(held) - 1, said=(), talked_about=())
    return [
        introduce(
            person, snapshot=snapshot, what=what, by=by, at=at, seen=seen[person.pk], once=uuid5(once, person.pk.hex)
        )
        for person in held
    ]


def _kept(person: Person, once: UUID) -> Offer | None:
    """What this very page has kept already. Raises NotRecorded where it was of somebody else."""
    offer = Offer.objects.filter(once=once).first()
    if offer is None:
        return None
    if offer.person_id != person.pk:
        raise NotRecorded(str(_("This page has been saved for somebody else. Open this page again.")))
    return offer


def _freeze(shown: Shown, what: Introduced, at: dt.datetime) -> OfferSnapshot | None:
    """What was on the page; None where they would rather not, or not today, whatever stood there."""
    if what.state not in Offer.INFORMED:
        return None
    return offering.freeze(shown.options, revision=shown.revision, texts=shown.texts, at=at)
