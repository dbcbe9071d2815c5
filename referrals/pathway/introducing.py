"""FAMA's first stage: every option is shown, and what was said about them is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Programme
from mutualaid.accounts.models import User
from referrals.models import Episode, Mark, Offer, OfferSnapshot, Person, Referral
from referrals.pathway.acts import NotRecorded, day_of, locked_person, open_episode, step, touched, trace
from referrals.stages import FIRST, Act, can

SOON = dt.timedelta(days=7)  # until whoever wants to try something is asked how it goes with planning
LATER = dt.timedelta(days=28)  # until whoever said "not now" is asked again
# What was said of a programme, the weightiest first, and the act that it is.
ACTS = {
    Mark.Said.NEVER: Act.RULE_OUT,
    Mark.Said.NOT_NOW: Act.PUT_OFF,
    Mark.Said.INTERESTED: Act.CHOOSE,
    Mark.Said.KNOW_MORE: Act.EXPLAIN,
    Mark.Said.BEEN_BEFORE: Act.EXPLAIN,
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said of one programme: a Mark.Said; and when to ask again, where it was "not now"."""

    programme: Programme
    said: str
    ask_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Introduced:
    """How every option was shown, and what came of it. Everything but ``state`` may be unsaid."""

    state: str
    been: str = ""
    idea: str = ""
    not_yet: str = ""
    due_on: dt.date | None = None
    family_offered: bool = False
    by_telephone: bool = False
    together_with: int = 0
    district: str = ""
    talked_about: tuple[str, ...] = ()  # approach families
    said: tuple[Said, ...] = ()


@transaction.atomic
def introduce(
    person: Person,
    *,
    snapshot: OfferSnapshot | None,
    what: Introduced,
    by: User,
    at: dt.datetime,
    seen: int | None = None,
    once: UUID | None = None,
) -> Offer:
    """Keep that they were offered every option, how, and what they said; a referral starts for each that came up.

    ``snapshot`` is what was shown: it is kept with the states that say so (Offer.INFORMED), and only with those.

    Pressed twice it is kept once. Raises access.Denied, ChangedMeanwhile or NotRecorded.
    """
    if once and (offer := Offer.objects.visible_to(by).filter(once=once, person=person).first()):
        return offer
    person = locked_person(person, by=by, seen=seen)
    episode = open_episode(person)
    _check_said(what)
    _lapse_standing(person, episode, at)
    offer = _offer(person, episode, snapshot, what, by=by, at=at, once=once)
    _count_from(episode, what, day_of(at))
    _mark(offer, what)
    for programme, said in _weightiest(what.said).items():
        _bring_up(offer, programme, said, by=by, at=at)
    touched(person)
    trace("offer.made", person, by=by, at=at, offer=offer.pk, state=offer.state)
    return offer


def _check_said(what: Introduced) -> None:
    if what.state == Offer.State.NOT_YET and not (what.not_yet and what.due_on):
        raise NotRecorded(str(_("Where it is not today, say why, and when to show it.")))
    if what.state == Offer.State.RATHER_NOT and (what.said or what.talked_about):
        raise NotRecorded(str(_("They would rather not look, and yet something is marked: take off one or the other.")))


def _offer(person, episode, snapshot, what: Introduced, *, by, at, once) -> Offer:
    not_yet = what.state == Offer.State.NOT_YET
    return Offer.objects.create(
        service_id=person.service_id,
        person=person,
        episode=episode,
        snapshot=snapshot if what.state in Offer.INFORMED else None,
        state=what.state,
        not_yet=what.not_yet if not_yet else "",
        due_on=what.due_on if not_yet else None,
        been=what.been,
        idea=what.idea,
        family_offered=what.family_offered,
        by_telephone=what.by_telephone,
        together_with=what.together_with,
        district=what.district,
        made_at=at,
        made_by=by,
        once=once,
    )


def _count_from(episode: Episode, what: Introduced, today: dt.date) -> None:
    """Measures count from the first time it was brought up in this treatment, and leave aside who went already."""
    if episode.introduced_on is None:
        episode.introduced_on, episode.already_going = today, what.been == Offer.Been.LATELY
        episode.save(update_fields=["introduced_on", "already_going"])


def _mark(offer: Offer, what: Introduced) -> None:
    about = {"service_id": offer.service_id, "person_id": offer.person_id, "offer": offer}
    families = [Mark(**about, approach=each, said=Mark.Said.TALKED_ABOUT) for each in dict.fromkeys(what.talked_about)]
    of_programmes = {(each.programme.pk, each.said): each for each in what.said}.values()
    Mark.objects.bulk_create(
        families + [Mark(**about, programme=each.programme, said=each.said) for each in of_programmes]
    )


def _weightiest(said: Iterable[Said]) -> Mapping[Programme, Said]:
    """Of each programme, what decides where it leads: somebody may have been before and want to know more."""
    of_each: dict[Programme, list[Said]] = defaultdict(list)
    for each in said:
        of_each[each.programme].append(each)
    order = list(ACTS)
    return {programme: min(each, key=lambda one: order.index(one.said)) for programme, each in of_each.items()}


def _bring_up(offer: Offer, programme: Programme, said: Said, *, by: User, at: dt.datetime) -> None:
    """Start the loop of this option, or go on with the one that is open, by what was said of it."""
    act = ACTS[said.said]
    referral = Referral.objects.filter(person=offer.person, programme=programme, ended_at=None).first()
    if referral is None:
        referral = begin(offer, programme, at=at)
    referral.person = offer.person
    if can(referral.stage, act):
        step(referral, act, by=by, at=at, due_on=said.ask_on or _ask_on(act, at))


def begin(offer: Offer, programme: Programme, *, at: dt.datetime) -> Referral:
    """One option came up. It rests on the offer of all of them."""
    return Referral.objects.create(
        service_id=offer.service_id,
        person_id=offer.person_id,
        episode_id=offer.episode_id,
        offer=offer,
        programme=programme,
        stage=FIRST,
        due_on=day_of(at) + SOON,
        began_at=at,
    )


def _ask_on(act: str, at: dt.datetime) -> dt.date:
    return day_of(at) + (LATER if act == Act.PUT_OFF else SOON)


def _lapse_standing(person: Person, episode: Episode, at: dt.datetime) -> None:
    standing = Offer.objects.filter(person=person, lapsed_at=None)
    standing.exclude(episode=episode).update(lapsed_at=at, lapsed_because=Offer.Lapse.EPISODE)
    standing.filter(lapsed_at=None).update(lapsed_at=at, lapsed_because=Offer.Lapse.NEWER)


@transaction.atomic
def lapse_elsewhere(person: Person, *, district: str, by: User, at: dt.datetime, seen: int | None = None) -> int:
    """They live in another district now: what was shown for the one before no longer stands. Returns how many.

    ``district`` is its ONS code. Raises access.Denied or ChangedMeanwhile.
    """
    person = locked_person(person, by=by, seen=seen)
    elsewhere = Offer.objects.filter(person=person, lapsed_at=None).exclude(district=district)
    lapsed = elsewhere.update(lapsed_at=at, lapsed_because=Offer.Lapse.DISTRICT)
    if lapsed:
        touched(person)
        trace("offer.lapsed", person, by=by, at=at, because=Offer.Lapse.DISTRICT)
    return lapsed


def lapse_old(*, at: dt.datetime) -> int:
    """Offers a year old stand no more; a job of every night. Returns how many."""
    old = Offer.objects.filter(lapsed_at=None).exclude(pk__in=Offer.objects.standing(at=at).values("pk"))
    return old.update(lapsed_at=at, lapsed_because=Offer.Lapse.YEAR)
