"""Invented people whose every act went through the pathway’s own door, one after another in time."""

import datetime as dt

from directory.vocabulary import Approach
from referrals import pathway
from referrals.models import (
    Contact,
    Episode,
    Offer,
    Referral,
    With,
)
from referrals.pathway import Asked, Introduced, NotRecorded, Planned, Said, day_of
from referrals.reports.measures import CLOSED
from referrals.stages import Act, NoSuchStep, can
from tests.referrals.reports.worlds import (
    CLOCKS,
    DAYS,
    SAID,
    STATES,
    answers,
    empty,
    moment,
    tell_in_treatment,
)


def walked(seed, people):
    """Everything recorded by the pathway's own acts, one after another in time."""
    world = empty(seed)
    for number in range(people):
        Walk(world, number).walk()
    tell_in_treatment(world)
    return world


class Walk:
    """One person's way, act by act; what the pathway refuses is left."""

    def __init__(self, world, number):
        self.world = world
        service = world.any(world.services)
        self.by = world.any(world.workers[service.pk])
        self.at = moment(world.any(DAYS), world.any(CLOCKS))
        area = "" if service == world.services[0] else world.any(["", *(area.pk for area in world.areas)])
        self.person = pathway.add_person(
            service,
            reference=f"W{number}",
            started_on=day_of(self.at) - dt.timedelta(days=world.any([0, 20])),
            by=self.by,
            at=self.at,
            kind=world.any(["client", "client", "client", "someone_close"]),
            area=area,
            facts={
                "age_band": world.any(["", "under_18", "18_29", "30_44"]),
                "substances": world.any(["", "alcohol", "opiates", "drugs_and_alcohol"]),
            },
        )
        self.until = self.at + dt.timedelta(days=world.any([30, 60, 111, 112, 113, 125, 150]))
        self.last_contact = None

    def walk(self):
        world = self.world
        self.introduce()
        if world.chance(7):
            self.go_along()
        while self.at < self.until:
            self.wait()
            world.any([self.move, self.choose, self.contact, self.plan, self.plan, *[self.ask] * 6, self.introduce])()
            if world.chance(0.3):
                self.end()
        if world.chance(8 if self.person.service.setting in CLOSED else 3):
            self.end()

    def go_along(self):
        """The way most go: they choose, ring, plan, and are asked a few times."""
        world = self.world
        for act in (self.choose, self.contact, self.plan, self.wait, self.ask, self.wait, self.ask):
            if world.chance(9):
                act()
        if self.last_contact and world.chance(6):
            on = day_of(self.last_contact) + dt.timedelta(days=world.any([41, 42, 43]))
            self.at = max(self.at, moment(on, world.any(CLOCKS)))
            self.ask()

    def wait(self):
        days = self.world.any([0, 0, 1, 1, 2, 5, 7, 7, 14, 14, 28])
        clock = self.world.any(CLOCKS)
        self.at = max(self.at, moment((self.at + dt.timedelta(days=days)).date(), clock))

    def tried(self, act, *given, **more):
        """What came of it; nothing where the pathway refused."""
        try:
            return act(*given, by=self.by, at=self.at, **more)
        except (NotRecorded, NoSuchStep):
            return None

    def referral(self, act):
        """One of their options from which ``act`` may be done."""
        every = Referral.objects.filter(person=self.person).select_related("programme")
        these = [each for each in every if can(each.stage, act)]
        # in an order that is the same each time
        these.sort(key=lambda each: (each.began_at, self.world.programmes.index(each.programme)))
        return self.world.any(these) if these else None

    def introduce(self):
        world = self.world
        state = world.any([*STATES, "looked_at", "looked_at", "printed"])
        if state in Offer.INFORMED:
            about = [(programme, world.some(SAID, most=2)) for programme in world.some(world.programmes)]
            said = [Said(programme, each) for programme, some in about for each in some]
        else:
            said = []
        what = Introduced(
            state=state,
            been=world.any(["", "never", "never", "before", "lately"]) if world.chance(7) else "never",
            not_yet="no_time" if state == "not_yet" else "",
            due_on=day_of(self.at) if state == "not_yet" else None,
            talked_about=() if state == "rather_not" else tuple(world.some(Approach.values)),
            said=tuple(said),
        )
        self.tried(pathway.introduce, self.person, snapshot=world.snapshot, what=what)

    def choose(self):
        self.tried(pathway.try_also, self.person, self.world.any(self.world.programmes))

    def move(self):
        act, name = self.world.any(
            [
                (pathway.choose, Act.CHOOSE),
                (pathway.explain, Act.EXPLAIN),
                (pathway.put_off, Act.PUT_OFF),
                (pathway.rule_out, Act.RULE_OUT),
            ]
        )
        if referral := self.referral(name):
            self.tried(act, referral)
        else:
            self.tried(pathway.bring_up, self.person, self.world.any(self.world.programmes))

    def contact(self):
        world, referral = self.world, self.referral(Act.CONTACT)
        if referral is None:
            return
        who = world.any(["together", "together", "worker", "person"])
        consent = None
        if who != "person":
            consent = self.tried(pathway.give_consent, self.person, what="contact", whom="group", channel="telephone")
        made = self.tried(
            pathway.contact,
            referral,
            who=who,
            reached=world.any(["member", "peer", *Contact.Reached.values]),
            consent=consent,
        )
        self.last_contact = made.at if made else self.last_contact

    def plan(self):
        world, referral = self.world, self.referral(Act.PLAN)
        if referral:
            on = day_of(self.at) + dt.timedelta(days=world.any([0, 0, 1, 3, 7, 14, 60]))
            what = Planned(on=on, with_whom=world.any(With.values), safety="no")
            self.tried(pathway.plan, referral, what)

    def ask(self):
        referral = self.referral(Act.ASK)
        if referral is None:
            return
        plans = list(referral.plans.order_by("made_at", "on", "with_whom"))
        plan = self.world.any([*plans, None])
        self.tried(
            pathway.ask,
            referral,
            Asked(plan=plan, ask_on=day_of(self.at) + dt.timedelta(days=1), **answers(self.world)),
        )

    def end(self):
        """Often told late: only so can a visit after somebody left be recorded of that time in treatment."""
        world = self.world
        late = [0, 3, 30, 60, 90] if self.person.service.setting in CLOSED else [0, 0, 0, 3]
        ended_on = day_of(self.at) - dt.timedelta(days=world.any(late))
        ended = self.tried(
            pathway.end,
            self.person,
            ending=world.any([*Episode.Ending.values, "completed", "completed"]),
            ended_on=ended_on,
            way_back="given",
        )
        if ended and world.chance(5):
            self.wait()
            again = self.tried(
                pathway.start_episode, self.person, started_on=day_of(self.at), area=world.any(world.areas).pk
            )
            if again:
                self.until = self.at + dt.timedelta(days=120)
                self.introduce()
