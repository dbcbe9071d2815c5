"""Invented people as plain rows, in any order and at any moment, as far as the database lets them."""

import datetime as dt

from directory.vocabulary import Approach
from referrals.models import (
    Consent,
    Contact,
    Episode,
    Mark,
    Offer,
    Person,
    Plan,
    Referral,
    Review,
    Step,
    With,
)
from referrals.pathway import day_of
from referrals.stages import DUE, NEXT, Stage
from tests.referrals.reports.worlds import (
    CLOCKS,
    DAYS,
    LATER,
    LATEST,
    OFFSETS,
    SAID,
    STATES,
    answers,
    empty,
    moment,
    tell_in_treatment,
)


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
            snapshot=world.snapshot if state in Offer.INFORMED else None,
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
        for programme in world.some(world.programmes, most=2):
            self.add(Mark, person, offer=offer, programme=programme, said=world.any(SAID))
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
