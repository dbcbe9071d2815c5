"""Where do these people stand with each option that is open? For those who were found by ``visible_to`` before.

They are named by their keys, so that each question is answered from an index however many people there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from referrals.models import Plan, Referral
from referrals.next_step import Loop
from referrals.stages import Act


def of(people: Sequence[UUID]) -> Iterator[tuple[UUID, UUID, str, Loop]]:
    """(person, referral, option, where they stand) of every open option of ``people``."""
    rows = list(
        Referral.objects.about(people)
        .open()
        .annotate(last=FilteredRelation("steps", condition=Q(steps__number=F("version"))))
        .values_list(
            *("pk", "person", "programme__name", "stage", "due_on", "last__act", "last__at"),
            *("last_review__how", "last_review__asked_at", "last_review__times", "last_review__and_now"),
            *("last_review__got", "last_review__in_the_way"),
        )
    )
    plans = _plans([pk for pk, *_about, act, _at, _how, _asked, _times, _now, _got, _way in rows if act == Act.PLAN])
    for pk, person, option, stage, due_on, act, at, how, asked_at, times, and_now, got, in_the_way in rows:
        on, with_whom, fixes = plans.get(pk, (None, "", ()))
        loop = Loop(
            stage=stage,
            due_on=due_on,
            act=act or "",
            at=at,
            how=how or "",
            asked_at=asked_at,
            times=times or "",
            and_now=and_now or "",
            got=tuple(got or ()),
            in_the_way=tuple(in_the_way or ()),
            planned_on=on,
            with_whom=with_whom,
            fixes=tuple(fixes),
        )
        yield person, pk, option, loop


def _plans(referrals: Sequence[UUID]) -> dict[UUID, list]:
    """{referral: [day, who goes along, what would help]} of the last plan of each."""
    plans = Plan.objects.filter(referral__in=referrals).order_by("made_at", "pk")
    return {referral: plan for referral, *plan in plans.values_list("referral", "on", "with_whom", "fixes")}
