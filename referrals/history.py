"""What has been done about one option, step by step, in words? The newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from mutualaid.accounts.models import User
from mutualaid.ui import words
from referrals.method import Called, Heard, Meant, Method, methods
from referrals.models import Contact, Plan, Referral, Review
from referrals.pathway import day_of
from referrals.planned import YOU_GO
from referrals.stages import Act

MOST = 100  # steps on a page


@dataclass(frozen=True, slots=True)
class Did:
    """One step: its day, what was done and what was said beside it. ``by_you``: whoever looks did it."""

    on: dt.date
    what: str
    beside: str
    by_you: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything done about one option."""

    steps: tuple[Did, ...]
    plans: tuple[Plan, ...]  # the newest first
    contacts: tuple[Contact, ...]
    reviews: tuple[Review, ...]

    @property
    def methods(self) -> list[Method]:
        """By which ways they were helped to the group, A to Z; worked out from what was done."""
        plans = {plan.pk: plan.with_whom for plan in self.plans}
        ways = methods(
            [Called(day_of(each.at), each.who, each.reached) for each in self.contacts],
            [Meant(day_of(each.made_at), each.with_whom) for each in self.plans],
            [Heard(day_of(each.asked_at), each.how, plans.get(each.plan_id, "")) for each in self.reviews],
        )
        return sorted(ways, key=lambda way: str(way.label))

    def standing(self, today: dt.date) -> list[Plan]:
        """What is still to come, the first of it first; else the last there was."""
        ahead = sorted((plan for plan in self.plans if plan.on >= today), key=lambda plan: (plan.on, plan.pk))
        return ahead or list(self.plans[:1])

    def to_ask_about(self, today: dt.date) -> Plan | None:
        """The visit that was last due and that nobody has asked about; else the last planned."""
        asked = {review.plan_id for review in self.reviews}
        due = [plan for plan in self.plans if plan.on <= today and plan.pk not in asked]
        return max(due, key=lambda plan: plan.on, default=next(iter(self.plans), None))


def told(referral: Referral, *, to: User) -> Told:
    """The steps of one option and what stands beside each, in four queries however many there are."""
    plans = tuple(referral.plans.for_cards().order_by("-made_at", "-on", "pk"))
    contacts = tuple(referral.contacts.order_by("-at", "pk"))
    reviews = tuple(referral.reviews.order_by("-asked_at", "pk"))
    beside = _beside(plans, contacts, reviews)
    steps = referral.steps.order_by("-number")[:MOST]
    return Told(
        steps=tuple(
            Did(day_of(step.at), str(step.get_act_display()), _next(beside[step.act, step.at]), step.by_id == to.pk)
            for step in steps
        ),
        plans=plans,
        contacts=contacts,
        reviews=reviews,
    )


def _next(said: list[str]) -> str:
    """Several plans may be made at one moment: each step takes one of them."""
    return said.pop(0) if said else ""


def _beside(
    plans: Iterable[Plan], contacts: Iterable[Contact], reviews: Iterable[Review]
) -> Mapping[tuple[str, dt.datetime], list[str]]:
    """{(act, moment): what was recorded beside it}. The steps come newest first, and so do these."""
    said: dict[tuple[str, dt.datetime], list[str]] = defaultdict(list)
    for plan in sorted(plans, key=lambda one: one.on):
        sentence = gettext("%(day)s, %(company)s")
        day = words.date(plan.on)
        said[Act.PLAN, plan.made_at].append(sentence % {"day": day, "company": YOU_GO[plan.with_whom]})
    for contact in contacts:
        who_reached = {"who": contact.get_who_display(), "reached": contact.get_reached_display()}
        said[Act.CONTACT, contact.at].append(gettext("%(who)s: %(reached)s") % who_reached)
    for review in reviews:
        parts = [str(review.get_how_display()), str(review.get_and_now_display())]
        said[Act.ASK, review.asked_at].append(", ".join(filter(None, parts)))
    return said
