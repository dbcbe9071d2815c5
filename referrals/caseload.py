"""Who is there to be seen, in which order, and what is the next thing to do with each?

A person stands once, in the band of whatever is due first, with every option that is open
and, where it is to be shown or nothing else is open, a row for every option. So nobody in
treatment is ever on no list.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import FilteredRelation, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from referrals import loops
from referrals.models import Offer, Person
from referrals.next_step import Next, Shown, next_act, ours_to_ask, shown_by, shown_word
from referrals.next_step import last_word as said_last
from referrals.pathway import day_of
from referrals.stages import Stage

ON_A_PAGE = 200
EVERYONE, NOBODY = "everyone", "nobody"


class When(TextChoices):
    """The bands of a caseload, in their order."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Due today")
    WEEK = "week", _("This week")
    HANDED_OVER = "handed_over", _("Handed over to you")
    LATER = "later", _("Later")


@dataclass(frozen=True, slots=True)
class Line:
    """One option, or every option, of one person. ``referral`` is None for every option."""

    option: str
    stage: str
    word: str
    is_ours: bool
    due_on: dt.date
    act: Next
    referral: UUID | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person and all their lines, the one due first above."""

    pk: UUID
    reference: str
    service: str  # its name, where there could be a doubt
    handed_over_at: dt.datetime | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Those due in one stretch of time; ``count`` is how many there are on all pages."""

    when: When
    count: int
    people: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of a caseload, and how much there is of it."""

    bands: tuple[Band, ...]
    page: Page
    today: dt.date
    sunday: dt.date

    @property
    def seen(self) -> list[UUID]:
        """Everybody who stands on the page: for the trail."""
        return [person.pk for band in self.bands for person in band.people]


@dataclass(slots=True)
class _Case:
    """What decides where somebody stands in the list."""

    pk: UUID
    service: UUID
    keyworker: UUID | None
    handed_over_at: dt.datetime | None
    shown: Shown
    first_due: dt.date | None

    def due_on(self, at: dt.datetime) -> dt.date:
        days = [day for day in (self.first_due, self.shows_on(at)) if day]
        return min(days)

    def shows_on(self, at: dt.datetime) -> dt.date | None:
        """By when every option is to be shown to them; None where that is done and something else is open."""
        to_be_shown = self.first_due is None or self.shown.is_to_be_shown(at)
        return shown_by(self.shown, at=at) if to_be_shown else None


def of(
    user: User, *, whose: str = "", page: object = 1, names: Mapping[UUID, str] | None = None, at: dt.datetime
) -> Caseload:
    """The caseload of ``user``; for a service's manager also EVERYONE's, NOBODY's, or a keyworker's by key.

    ``names`` are those of services, where somebody works for several.
    """
    today = day_of(at)
    sunday = today + dt.timedelta(days=6 - today.weekday())
    whens: dict[When, list[_Case]] = {when: [] for when in When}
    for case in _cases(people_of(user, whose)):
        whens[_when(case, user, today, sunday, at)].append(case)
    for cases in whens.values():
        cases.sort(key=lambda case: (case.due_on(at), case.pk))
    there = Paginator([(when, case) for when, cases in whens.items() for case in cases], ON_A_PAGE).get_page(page)
    shown: dict[When, list[_Case]] = defaultdict(list)
    for when, case in there:
        shown[when].append(case)
    told = _told(user, [case for _when, case in there], names or {}, at)
    bands = [Band(when, len(whens[when]), tuple(told[case.pk] for case in shown[when])) for when in When]
    return Caseload(tuple(bands), there, today, sunday)


def people_of(user: User, whose: str = ""):
    """Those whose list it is, among those whom ``user`` may see."""
    visible = Person.objects.visible_to(user)
    if whose == EVERYONE:
        return visible
    if whose == NOBODY:
        return visible.nobodys()
    return visible.worked_with_by(whose or user.pk)


def _when(case: _Case, user: User, today: dt.date, sunday: dt.date, at: dt.datetime) -> When:
    due = case.due_on(at)
    if case.handed_over_at and case.keyworker == user.pk:
        return When.HANDED_OVER
    if due <= today:
        return When.TODAY if due == today else When.OVERDUE
    return When.WEEK if due <= sunday else When.LATER


def _cases(people) -> Iterable[_Case]:
    """Everybody in treatment among ``people``, as leanly as can be: a manager's list may be long."""
    rows = (
        people.with_first_due()
        .annotate(
            now_in=FilteredRelation("episodes", condition=Q(episodes__ended_on=None)),
            stands=FilteredRelation("offers", condition=Q(offers__lapsed_at=None)),
            lapsed=FilteredRelation(
                "offers", condition=Q(offers__lapsed_because__in=[Offer.Lapse.YEAR, Offer.Lapse.DISTRICT])
            ),
        )
        .filter(now_in__isnull=False)
        .order_by("pk", "lapsed__lapsed_at")
        .values_list(
            *("pk", "service", "keyworker", "handed_over_at", "first_due", "now_in__started_on", "now_in"),
            *("stands__state", "stands__not_yet", "stands__due_on", "stands__made_at"),
            *("lapsed__episode", "lapsed__lapsed_at", "lapsed__lapsed_because"),
        )
    )
    found: dict[UUID, _Case] = {}
    for pk, service, keyworker, handed, first, started, episode, *offered in rows:
        state, not_yet, due, made, lapsed_in, lapsed, because = offered
        is_of_now = lapsed is not None and lapsed_in == episode
        shown = Shown(
            started_on=started,
            state=state or "",
            not_yet=not_yet or "",
            due_on=due,
            made_at=made,
            lapsed_on=day_of(lapsed) if is_of_now else None,
            lapsed_because=because if is_of_now else "",
        )
        if pk not in found or is_of_now:
            found[pk] = _Case(pk, service, keyworker, handed, shown, first)
    return found.values()


def _told(user: User, cases: Sequence[_Case], names: Mapping[UUID, str], at: dt.datetime) -> dict[UUID, Somebody]:
    """{person: what the page says of them} of those who stand on it."""
    keys = [case.pk for case in cases]
    today, references = day_of(at), Person.objects.visible_to(user).references(keys)
    of_each: dict[UUID, list[Line]] = defaultdict(list)
    for person, referral, option, loop in loops.of(keys):
        of_each[person].append(
            Line(
                option=option,
                stage=loop.stage,
                word=said_last(loop, now=at),
                is_ours=ours_to_ask(loop, today=today),
                due_on=loop.due_on,
                act=next_act(loop, today=today),
                referral=referral,
            )
        )
    for case in cases:
        if shows_on := case.shows_on(at):
            of_each[case.pk].append(_every_option(case.shown, shows_on, at))
    return {
        case.pk: Somebody(
            pk=case.pk,
            reference=references[case.pk],
            service=names.get(case.service, ""),
            handed_over_at=case.handed_over_at,
            lines=tuple(sorted(of_each[case.pk], key=lambda line: (line.due_on, line.option))),
        )
        for case in cases
    }


def _every_option(shown: Shown, due_on: dt.date, at: dt.datetime) -> Line:
    is_to_be_shown = shown.is_to_be_shown(at)
    return Line(
        option=str(_("Every option")),
        stage=Stage.INTRODUCE,
        word=shown_word(shown, at=at),
        is_ours=is_to_be_shown and due_on <= day_of(at),
        due_on=due_on,
        act=Next.INTRODUCE if is_to_be_shown else Next.OPEN,
    )
