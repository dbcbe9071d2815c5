"""One person’s story, told day by day, and the figures they are then counted in."""

import datetime as dt

from directory.models import Programme
from directory.vocabulary import Approach
from referrals.models import Mark, Step
from referrals.reports import counting
from referrals.reports.counting import Asked
from referrals.reports.measures import (
    Phase,
)
from referrals.reports.periods import Quarter
from tests.factories import ProgrammeFactory
from tests.oracles import measures as oracle
from tests.referrals.factories import (
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
)

FIRST = dt.date(2026, 1, 12)  # day 0, a Monday; day 112 is in summer time
QUARTER = Quarter.of(FIRST)
KNOWN_BY = dt.datetime(2026, 7, 24, 2, 0, tzinfo=dt.UTC)  # the quarter is whole
NOON, BEFORE_MIDNIGHT, AFTER_MIDNIGHT = dt.time(12), dt.time(22, 30), dt.time(23, 30)  # in UTC, of a summer’s day


def on(day, clock=NOON):
    return dt.datetime.combine(FIRST + dt.timedelta(days=day), clock, tzinfo=dt.UTC)


def programme_of(name):
    approach = {"tools": Approach.TOOLS}.get(name, Approach.TWELVE_STEP)
    return Programme.objects.filter(slug=name).first() or ProgrammeFactory(slug=name, approach=approach)


class Somebody:
    """Everything is recorded at noon of a numbered day; day 0 is that of the first offer."""

    def __init__(self, setting="community", kind="client", **facts):
        service = ServiceFactory(setting=setting)
        self.person = PersonFactory(service=service, kind=kind, episode=False, **facts)
        self.episode = EpisodeFactory(person=self.person, started_on=FIRST - dt.timedelta(days=70))
        self.referrals, self.plans = {}, []

    def offered(self, state="looked_at", day=0, talked_about=(), interested=(), already=False, clock=NOON):
        if self.episode.introduced_on is None:
            self.episode.introduced_on, self.episode.already_going = FIRST + dt.timedelta(days=day), already
            self.episode.save()
        nothing_shown = {"snapshot": None} if state in {"not_yet", "rather_not"} else {}
        not_yet = {"not_yet": "unwell", "due_on": FIRST} if state == "not_yet" else {}
        lapsed = {"lapsed_at": on(day, clock), "lapsed_because": "newer"}
        offer = OfferFactory(
            person=self.person,
            episode=self.episode,
            state=state,
            made_at=on(day, clock),
            **nothing_shown,
            **not_yet,
            **lapsed,
        )
        facts = {"service": offer.service, "person": self.person, "offer": offer}
        for approach in talked_about:
            Mark.objects.create(**facts, approach=approach, said="talked_about")
        for name in interested:
            Mark.objects.create(**facts, programme=programme_of(name), said="interested")
        return self

    def option(self, name):
        if name not in self.referrals:
            offer = self.person.offers.latest("made_at")
            self.referrals[name] = ReferralFactory(person=self.person, offer=offer, programme=programme_of(name))
        return self.referrals[name]

    def _step(self, act, after, name, at):
        referral = self.option(name)
        referral.version += 1
        referral.save()
        Step.objects.create(
            service=referral.service,
            person=self.person,
            referral=referral,
            act=act,
            before="introduce",
            after=after,
            number=referral.version,
            at=at,
            by=self.person.keyworker,
        )
        return self

    def wants(self, name="steps", day=0, clock=NOON):
        return self._step("choose", "connect", name, on(day, clock))

    def not_now(self, name="steps", day=0):
        return self._step("put_off", "not_now", name, on(day))

    def not_for_me(self, name="steps", day=0):
        return self._step("rule_out", "never", name, on(day))

    def told_more(self, name="steps", day=0):
        return self._step("explain", "introduce", name, on(day))

    def rang(self, who, reached, name="steps", day=0):
        consent = ConsentFactory(person=self.person)
        ContactFactory(
            person=self.person, referral=self.option(name), who=who, reached=reached, consent=consent, at=on(day)
        )
        return self

    def plans_for(self, day, name="steps", with_whom="myself", made=0):
        self.wants(name, made)
        self.plans.append(
            PlanFactory(
                person=self.person,
                referral=self.option(name),
                on=FIRST + dt.timedelta(days=day),
                with_whom=with_whom,
                made_at=on(made),
            )
        )
        return self

    def says(self, how, day, name="steps", told=None, of_the_plan=True, kind="mutual_aid", clock=NOON, **answers):
        """How it went on ``day``, as they say on that day or when ``told``."""
        plan = self.plans[-1] if of_the_plan and self.plans else None
        ReviewFactory(
            person=self.person,
            referral=self.option(name),
            plan=plan,
            how=how,
            meeting_kind=kind,
            visit_on=FIRST + dt.timedelta(days=day),
            asked_at=on(day if told is None else told, clock),
            **answers,
        )
        return self

    def leaves(self, ending, day):
        self.episode.ended_on, self.episode.ending = FIRST + dt.timedelta(days=day), ending
        self.episode.way_back = "" if ending == "died" else "given"
        self.episode.ended_by = self.person.keyworker
        self.episode.save()
        return self

    def comes_back(self, day):
        self.episode = EpisodeFactory(person=self.person, started_on=FIRST + dt.timedelta(days=day))
        self.referrals = {}
        return self

    def cells(self, phase=Phase.HERE):
        """Every cell with them in it, on that clock; the walk over their history says the same."""
        service = self.person.service_id
        counted = counting.count(Asked(QUARTER, KNOWN_BY, service=service))
        assert counted == oracle.count(oracle.everybody(), QUARTER, KNOWN_BY, service=service)
        of_phase = [cells for unit, cells in counted.items() if unit.phase == phase]
        return {cell for cells in of_phase for cell, number in cells.items() if number}


def went_once():
    return Somebody().offered().plans_for(7).says("went", 7, times="once")
