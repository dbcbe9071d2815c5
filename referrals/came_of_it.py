"""What came of the last time every option was shown, and what is to be done next?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mutualaid.accounts.models import User
from referrals.models import Mark, Offer, Person, Plan, Referral


@dataclass(frozen=True, slots=True)
class CameOfIt:
    """The offer that stands, what was said with it, what was planned with it, and every loop that is open."""

    offer: Offer
    marks: tuple[Mark, ...]
    plans: tuple[Plan, ...]
    open: tuple[Referral, ...]

    @property
    def talked_about(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.programme is None]

    @property
    def said(self) -> dict[str, list[Mark]]:
        """By the programme's name, A to Z."""
        of_each: dict[str, list[Mark]] = {}
        for mark in self.marks:
            if mark.programme is not None:
                of_each.setdefault(mark.programme.name, []).append(mark)
        return dict(sorted(of_each.items()))


def last(person: Person, *, user: User, at: dt.datetime) -> CameOfIt | None:
    """Nothing where no offer stands. In four queries."""
    offer = Offer.objects.visible_to(user).standing(at=at).filter(person=person).select_related("snapshot").first()
    if offer is None:
        return None
    marks = Mark.objects.visible_to(user).filter(offer=offer).select_related("programme")
    plans = Plan.objects.visible_to(user).filter(person=person, made_at=offer.made_at)
    opened = Referral.objects.visible_to(user).open().filter(person=person).select_related("programme")
    return CameOfIt(
        offer=offer,
        marks=tuple(marks.order_by("approach", "said", "pk")),
        plans=tuple(plans.select_related("referral__programme").order_by("on", "pk")),
        open=tuple(opened.order_by("due_on", "pk")),
    )
