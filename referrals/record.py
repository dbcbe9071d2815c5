"""What is recorded about somebody? Each time in treatment, each option with its steps in words, offers, consents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mutualaid.ui import words
from referrals.models import Barrier, Consent, Contact, Episode, Fix, Got, Offer, Person, Plan, Referral, Review, Step
from referrals.stages import Act


@dataclass(frozen=True, slots=True)
class Did:
    """One act, as it is told: when, by whom, and what was said beside it."""

    at: dt.datetime
    by: str
    what: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One option of theirs: where they stand with it, and how they came there, the newest first."""

    referral: Referral
    done: tuple[Did, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All of it, ready to be shown."""

    person: Person
    episodes: tuple[Episode, ...]
    options: tuple[Option, ...]
    offers: tuple[Offer, ...]
    consents: tuple[Consent, ...]
    needs: tuple[str, ...]
    lapsed_consents: frozenset[UUID]

    @property
    def open_episode(self) -> Episode | None:
        return next((episode for episode in self.episodes if episode.ended_on is None), None)

    @property
    def died(self) -> bool:
        return any(episode.ending == Episode.Ending.DIED for episode in self.episodes)


def of(person: Person, *, at: dt.datetime) -> Record:
    """Everything about one person, in as many queries as there are kinds of it."""
    about = [person.pk]
    referrals = Referral.objects.about(about).select_related("programme").order_by("-began_at", "pk")
    steps = defaultdict(list)
    for step in Step.objects.about(about).select_related("by").order_by("-at", "-number"):
        steps[step.referral_id].append(step)
    beside = _beside(about, at)
    consents = tuple(Consent.objects.about(about).select_related("given_to").order_by("-given_at", "pk"))
    return Record(
        person=person,
        episodes=tuple(Episode.objects.about(about).order_by("-started_on", "-ended_on", "pk")),
        options=tuple(Option(each, tuple(_did(step, beside) for step in steps[each.pk])) for each in referrals),
        offers=tuple(Offer.objects.about(about).select_related("made_by").order_by("-made_at", "pk")),
        consents=consents,
        needs=_labels(person.needs, Person.Need),
        lapsed_consents=frozenset(each.pk for each in consents if each.withdrawn_at or each.until < at),
    )


def _did(step: Step, beside: dict[Any, list[str]]) -> Did:
    said = beside.get((step.referral_id, step.at, step.act), [])
    return Did(step.at, step.by.name or step.by.email, str(step.get_act_display()), tuple(said))


def _beside(about: list[UUID], at: dt.datetime) -> dict[Any, list[str]]:
    """{(referral, moment, act): what was said then}, of plans, contacts and askings: each is made with its step."""
    said = {}
    for plan in Plan.objects.about(about).for_cards().order_by("pk"):
        said[plan.referral_id, plan.made_at, Act.PLAN] = _planned(plan, at)
    for contact in Contact.objects.about(about).order_by("pk"):
        said[contact.referral_id, contact.at, Act.CONTACT] = [
            str(contact.get_who_display()),
            str(contact.get_reached_display()),
        ]
    for review in Review.objects.about(about).order_by("pk"):
        said[review.referral_id, review.asked_at, Act.ASK] = _told(review)
    return said


def _planned(plan: Plan, at: dt.datetime) -> list[str]:
    where = plan.meeting.name if plan.meeting else gettext("By its helpline or its site")
    lines = [
        gettext("%(day)s: %(meeting)s") % {"day": words.short_date(plan.on, now=at), "meeting": where},
        gettext("Who goes along: %(who)s") % {"who": words.initial(str(plan.get_with_whom_display()))},
    ]
    if plan.words:
        lines.append(gettext("In their words: %(words)s") % {"words": plan.words})
    if plan.meeting_point:
        lines.append(gettext("Where to meet: %(place)s") % {"place": plan.meeting_point})
    return lines + _in_the_way(plan.barriers, plan.fixes)


def _told(review: Review) -> list[str]:
    said = [review.get_how_display(), review.get_times_display(), review.get_and_now_display()]
    lines = [str(one) for one in said if one]
    if got := _labels(review.got, Got):
        lines.append(gettext("What they got from it: %(got)s") % {"got": words.listed(got)})
    return lines + _in_the_way(review.in_the_way, review.would_help)


def _in_the_way(barriers: list[str], fixes: list[str]) -> list[str]:
    told = [
        (_("In the way: %(what)s"), _labels(barriers, Barrier)),
        (_("What would help: %(what)s"), _labels(fixes, Fix)),
    ]
    return [sentence % {"what": words.listed(what)} for sentence, what in told if what]


def _labels(values: list[str], of: Any) -> tuple[str, ...]:
    """The words of the values that we know."""
    return tuple(str(of(value).label) for value in values if value in of.values)
