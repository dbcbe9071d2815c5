"""Invented caseloads in which every awkward case comes up: through the pathway's door, and as plain rows."""

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from directory.models import Area
from directory.vocabulary import Approach
from referrals import pathway
from referrals.models import (
    AndNow,
    Barrier,
    Consent,
    Contact,
    Episode,
    Got,
    How,
    InTreatment,
    Mark,
    Offer,
    Person,
    Plan,
    Referral,
    Review,
    Step,
    Still,
    With,
)
from referrals.pathway import Asked, Introduced, NotRecorded, Planned, Said, day_of
from referrals.reports.periods import Quarter
from referrals.stages import DUE, NEXT, Act, NoSuchStep, Stage, can
from tests.factories import ProgrammeFactory
from tests.referrals.factories import ServiceFactory, SnapshotFactory, WorkerFactory

LONDON = ZoneInfo("Europe/London")
QUARTERS = [Quarter(dt.date(2025, month, 1)) for month in (4, 7, 10)] + [Quarter(dt.date(2026, 1, 1))]
LATEST = dt.datetime(2026, 8, 20, 15, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
# The edges of quarters; days whose sixteen weeks end where the clocks change or in summer time; the changes.
DAYS = [
    *(dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2025, 9, 30), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    *(dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2025, 7, 6), dt.date(2025, 7, 5), dt.date(2025, 12, 7)),
    *(dt.date(2025, 12, 6), dt.date(2025, 10, 25), dt.date(2025, 10, 26), dt.date(2025, 10, 27)),
    *(dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 3, 30), dt.date(2026, 2, 10), dt.date(2025, 5, 5)),
]
OFFSETS = [*range(8), 13, 14, 27, 28, 41, 42, 43, 56, 70, 83, 84, 85, 98, 110, 111, 111, 112, 112, 113, 120, 150]
# Times of day in UTC: the midnights of both clocks, the last moment before each, and an afternoon.
CLOCKS = [
    *(dt.time(0, 0), dt.time(0, 30), dt.time(1, 30), dt.time(14, 0), dt.time(22, 59, 59, 999999)),
    *(dt.time(23, 0), dt.time(23, 30), dt.time(23, 59, 59, 999999)),
]
KINDS = ["mutual_aid"] * 5 + ["mutual_aid_unchecked", "recovery_community", "allied_peer_support", "service_run", ""]
SETTINGS = ["community", "community", "prison", "inpatient", "housing"]
STATES = Offer.State.values


@dataclass
class World:
    """The services, who works there, the areas and the options; people are added by one of the two makers."""

    dice: random.Random
    areas: list
    services: list
    workers: dict
    programmes: list
    snapshot: object

    def any(self, some):
        return self.dice.choice(list(some))

    def chance(self, of_ten):
        return self.dice.random() * 10 < of_ten

    def some(self, values, most=3):
        return self.dice.sample(list(values), self.dice.randint(0, min(most, len(values))))


def empty(seed):
    """Everything but people, by this seed: the second service works for two areas, the last has told no number."""
    dice = random.Random(seed)
    codes = ["E00000001", "E00000002", "E00000003"]
    areas = [Area.objects.get_or_create(code=code, defaults={"name": code, "nation": "england"})[0] for code in codes]
    services = [ServiceFactory(setting=setting) for setting in SETTINGS]
    services[0].areas.add(areas[0])
    workers = {service.pk: [WorkerFactory(service=service) for _number in range(2)] for service in services}
    approaches = [Approach.TWELVE_STEP, Approach.TOOLS, Approach.COMMUNITY, Approach.TWELVE_STEP]
    programmes = [ProgrammeFactory(approach=each) for each in approaches]
    return World(dice, areas, services, workers, programmes, SnapshotFactory())


def tell_in_treatment(world):
    """Numbers in treatment: enough, too low, told late, of one area of two; and none of the last service."""
    for service in world.services[:-1]:
        areas = world.areas[:1] if service == world.services[2] else world.areas
        for area in areas:
            for quarter in QUARTERS:
                if world.chance(8):
                    InTreatment.objects.create(
                        service=service,
                        area=area.pk,
                        quarter=quarter.first,
                        people=world.any([0, 1, 3, 1000]),
                        said_by=world.workers[service.pk][0],
                        said_at=world.any([LATEST, LATER, LATEST - dt.timedelta(days=200)]),
                    )


def moment(day, clock):
    return dt.datetime.combine(day, clock, tzinfo=dt.UTC)


# --- Through the door ----------------------------------------------------------------


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
        if world.chance(3):
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
        these = [
            each
            for each in Referral.objects.filter(person=self.person).order_by("began_at", "programme__slug")
            if can(each.stage, act)
        ]
        return self.world.any(these) if these else None

    def introduce(self):
        world = self.world
        state = world.any([*STATES, "looked_at", "looked_at", "printed"])
        if state in Offer.INFORMED:
            said = [Said(each, world.any(list(Mark.Said.values)[1:])) for each in world.some(world.programmes)]
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
        world = self.world
        ended_on = day_of(self.at) - dt.timedelta(days=world.any([0, 0, 0, 3]))
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


def answers(world):
    """One asking, of any kind that may be recorded."""
    how = world.any([*How.values, *["went"] * 6])
    known, nobody_asked = (
        how not in {"not_asked", "rather_not", "lost_touch", "cant_recall"},
        how
        in {
            "not_asked",
            "lost_touch",
        },
    )
    return {
        "how": how,
        "times": world.any(["", "once", "more"]) if how in {"went", "left_early"} else "",
        "and_now": "" if nobody_asked else world.any(["", *AndNow.values, "keep_going"]),
        "still": "" if nobody_asked or world.chance(5) else world.any(Still.values),
        "got": tuple(world.some(Got.values)) if known else (),
        "in_the_way": tuple(world.some(Barrier.values)) if world.chance(4) else (),
        "meeting_kind": world.any(KINDS),
    }


# --- Plain rows ----------------------------------------------------------------------


def scattered(seed, people):
    """Rows that hold every promise of the database and nothing more: in any order, at any moment."""
    world = empty(seed)
    rows = Rows(world)
    for number in range(people):
        rows.person(number)
    rows.save()
    tell_in_treatment(world)
    return world


class Rows:
    ORDER = (Person, Episode, Consent, Offer, Mark, Referral, Step, Plan, Contact, Review)

    def __init__(self, world):
        self.world, self.made = world, {model: [] for model in self.ORDER}

    def save(self):
        for model in self.ORDER:
            model.objects.bulk_create(self.made[model], batch_size=200)

    def add(self, model, person, **facts):
        row = model(service=person.service, person=person, **facts)
        self.made[model].append(row)
        return row

    def person(self, number):
        world = self.world
        service = world.any(world.services)
        by = world.any(world.workers[service.pk])
        person = Person(
            service=service,
            kind=world.any(["client", "client", "someone_close"]),
            keyworker=world.any([by, by, None]),
            age_band=world.any(["", "under_18", "18_29"]),
            substances=world.any(["", "alcohol", "opiates", "drugs_and_alcohol"]),
            added_at=LATEST,
            added_by=by,
        )
        person.reference = f"R{number}"
        self.made[Person].append(person)
        first, last = world.any(DAYS), world.any([1, 1, 2])
        for nth in range(last):
            self.episode(person, by, first, is_last=nth == last - 1)
            first = world.any(DAYS)

    def episode(self, person, by, day, *, is_last):
        world = self.world
        introduced = world.any([day, day, day, None])
        ended = None if is_last and world.chance(6) else day + dt.timedelta(days=world.any(OFFSETS))
        ending = world.any(Episode.Ending.values) if ended else ""
        episode = self.add(
            Episode,
            person,
            started_on=day - dt.timedelta(days=world.any([0, 9])),
            setting=world.any([person.service.setting] * 9 + ["prison"]),
            area=world.any(["", *(area.pk for area in world.areas)]),
            introduced_on=introduced,
            already_going=bool(introduced) and world.chance(1.5),
            ended_on=ended,
            ending=ending,
            way_back="given" if ended and ending != "died" else "",
            ended_by=by if ended else None,
        )
        # Half of all who left a closed place are told of by the days after they left.
        start = ended if ended and world.chance(5) else day
        offers = [self.offer(episode, by, start) for _number in range(world.any([1, 1, 2, 3]))]
        for programme in world.some(world.programmes, most=3):
            self.referral(episode, world.any(offers), programme, by, start)

    def when(self, start):
        day = start + dt.timedelta(days=self.world.any(OFFSETS))
        return moment(day, self.world.any(CLOCKS))

    def offer(self, episode, by, start):
        world, person = self.world, episode.person
        state = world.any(STATES)
        not_yet = state == "not_yet"
        offer = self.add(
            Offer,
            person,
            episode=episode,
            snapshot=None if state in {"rather_not", "not_yet"} else world.snapshot,
            state=state,
            not_yet="no_time" if not_yet else "",
            due_on=start if not_yet else None,
            made_at=self.when(start),
            made_by=by,
            lapsed_at=LATEST,
            lapsed_because="newer",
        )
        for approach in world.some(Approach.values):
            self.add(Mark, person, offer=offer, approach=approach, said="talked_about")
        for programme in world.some(world.programmes):
            self.add(Mark, person, offer=offer, programme=programme, said=world.any(["interested", "not_now"]))
        return offer

    def referral(self, episode, offer, programme, by, start):
        world, person = self.world, episode.person
        begun = self.when(start)
        referral = self.add(
            Referral, person, episode=episode, offer=offer, programme=programme, stage="introduce", began_at=begun
        )
        for number in range(1, world.any([1, 2, 3, 4, 6])):
            act = world.any(list(NEXT[referral.stage]) or [None])
            if act is None:
                break
            after = NEXT[referral.stage][act]
            self.add(
                *(Step, person),
                referral=referral,
                act=act,
                before=referral.stage,
                after=after,
                number=number,
                at=self.when(start),
                by=by,
            )
            referral.stage = after
        referral.due_on = start if referral.stage in DUE else None
        referral.ended_at = LATEST if referral.stage == Stage.ENDED else None
        if referral.ended_at is None and not self.is_last_loop(referral):
            referral.stage, referral.due_on, referral.ended_at = Stage.ENDED, None, LATEST
        self.said_and_done(referral, by, start)

    def is_last_loop(self, referral):
        """Two times in treatment may know one option: one loop of it is open at most."""
        others = [each for each in self.made[Referral] if each.person is referral.person and each is not referral]
        return not any(each.programme == referral.programme and each.ended_at is None for each in others)

    def said_and_done(self, referral, by, start):
        world = self.world
        rang = [self.contact(referral, self.when(start), by, start) for _number in range(world.any([0, 1, 2]))]
        plans = [
            self.plan(referral, world.any([self.when(start), *rang]), by) for _number in range(world.any([0, 1, 2]))
        ]
        asked = [self.when(start) for _number in range(world.any([0, 1, 2, 3, 4]))]
        if world.chance(3):
            rang, plans, asked = self.intensively(referral, by, start)
        for asked_at in asked:
            self.review(referral, plans, asked_at, by, start)

    def intensively(self, referral, by, start):
        """They rang together and planned on one day, or nearly; and were asked twice within six weeks, or nearly."""
        world, rang = self.world, self.when(start)
        contact = self.contact(referral, rang, by, start)
        self.made[Contact][-1].who, self.made[Contact][-1].reached = "together", world.any(["member", "peer"])
        plan = self.plan(referral, rang + dt.timedelta(minutes=world.any([-90, -20, 0, 0, 20, 90])), by)
        days = [world.any([0, 1, 2, 7]), world.any([7, 41, 42, 42, 43])]
        on = [day_of(rang) + dt.timedelta(days=number) for number in days]
        return [contact], [plan], [moment(day, world.any(CLOCKS)) for day in on]

    def contact(self, referral, at, by, start):
        world, person = self.world, referral.person
        consent = self.add(
            Consent,
            person,
            what="contact",
            whom="group",
            channel="telephone",
            wording="2026-11",
            given_at=LATEST,
            given_to=by,
            until=LATER,
        )
        who, reached = world.any(["together", *Contact.Who.values]), world.any(["member", *Contact.Reached.values])
        self.add(Contact, person, referral=referral, who=who, reached=reached, consent=consent, at=at, by=by)
        return at

    def plan(self, referral, made_at, by):
        return self.add(
            Plan,
            referral.person,
            referral=referral,
            on=made_at.date(),
            with_whom=self.world.any(With.values),
            safety="no",
            made_at=made_at,
            made_by=by,
        )

    def review(self, referral, plans, asked_at, by, start):
        world = self.world
        if world.chance(1):
            asked_at = world.any([LATEST, LATEST + dt.timedelta(days=2)])  # told late
        visit = start + dt.timedelta(days=world.any(OFFSETS))
        said = {name: list(value) if isinstance(value, tuple) else value for name, value in answers(world).items()}
        self.add(
            Review,
            referral.person,
            referral=referral,
            plan=world.any([*plans, None]),
            visit_on=world.any([visit, visit, visit, day_of(asked_at), None]),
            asked_at=asked_at,
            asked_by=by,
            **said,
        )
