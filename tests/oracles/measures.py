"""A slow and obvious account of every measure: one person's history at a time, from the definitions and not the SQL."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from referrals.method import Called, Heard, Meant, Method, methods
from referrals.models import InTreatment, Person
from referrals.reports.counting import Unit
from referrals.reports.measures import CELLS

LONDON = ZoneInfo("Europe/London")
SIXTEEN_WEEKS = dt.timedelta(days=112)
CLOSED = {"hospital", "inpatient", "prison", "residential"}
SHOWN = {"looked_at", "printed", "sent", "qr_shown"}
THERE = {"went", "left_early"}
PEER_LED = {"mutual_aid", "mutual_aid_unchecked"}
BESIDE = {"allied_peer_support", "recovery_community"}
SAID_NOTHING = {"not_asked", "rather_not", "lost_touch", "cant_recall"}
SIGNS = {"swapped", "mentor", "job", "regular"}


def day(moment):
    return moment.astimezone(LONDON).date()


class Story:
    """One time in treatment as one clock sees it: from its first day to the day before ``end``."""

    def __init__(self, episode, phase, known_by):
        self.episode, self.person, self.phase, self.known_by = episode, episode.person, phase, known_by
        self.first = episode.introduced_on if phase == "here" else episode.ended_on
        self.end = self.first + SIXTEEN_WEEKS
        self.referrals = list(episode.referrals.all())

    @property
    def unit(self):
        return Unit(self.person.service_id, self.episode.setting, self.phase, self.person.kind)

    @property
    def is_over(self):
        """Have the sixteen weeks passed by the day on which we look?"""
        return self.end <= day(self.known_by)

    def in_time(self, moment):
        return day(moment) < self.end

    # What was done

    def states(self):
        return {offer.state for offer in self.episode.offers.all() if self.in_time(offer.made_at)}

    def acts(self, referral):
        return [step.act for step in referral.steps.all() if self.in_time(step.at)]

    def plans(self, referral):
        return [plan for plan in referral.plans.all() if self.in_time(plan.made_at)]

    def ways(self):
        """By every way to any option: what the service did in time, and company on visits that count."""
        found = set()
        for referral in self.referrals:
            called = [Called(day(each.at), each.who, each.reached) for each in referral.contacts.all()]
            meant = [Meant(day(each.made_at), each.with_whom) for each in referral.plans.all()]
            heard = [Heard(day(each.asked_at), each.how) for each in referral.reviews.all()]
            done = [[each for each in some if each.on < self.end] for some in (called, meant, heard)]
            found |= methods(*done)
            went = [
                Heard(day(each.asked_at), each.how, each.plan.with_whom if each.plan else "")
                for each in self.told_of(referral)
            ]
            found |= methods([], [], went)
        return found

    # What was told

    def told_of(self, referral):
        return [each for each in referral.reviews.all() if day_counts(self, each) and each.asked_at < self.known_by]

    def told(self):
        """Everything told of a visit that counts, in the order in which it was told."""
        every = [each for referral in self.referrals for each in self.told_of(referral)]
        return sorted(every, key=lambda each: (each.asked_at, each.pk.hex))

    def told_of_peers(self):
        return [each for each in self.told() if each.meeting_kind in PEER_LED]

    def been(self):
        return [each for each in self.told_of_peers() if each.how in THERE]

    def visits(self):
        """A visit that was asked about twice is one; without a plan each asking is of another."""
        return {("planned", each.plan_id) if each.plan_id else ("asked", each.pk) for each in self.been()}

    def last(self):
        """What they said last of a peer-led meeting; where nothing, of any other group."""
        of_peers, of_any = self.told_of_peers(), self.told()
        return (of_peers or of_any or [None])[-1]

    # What we know

    def been_once(self):
        """yes, no, why we do not know, or that no visit was planned."""
        if self.visits():
            return "yes"
        last = self.last()
        if last is None:
            return "not_asked" if any(map(self.plans, self.referrals)) else "no_plan"
        return last.how if last.how in SAID_NOTHING else "no"

    def is_connected(self):
        return len(self.visits()) >= 2 or any(each.times == "more" for each in self.been())

    def goes_still(self):
        """still, stopped, or nothing that counts."""
        answers = [each.still for each in self.told_of_peers() if each.still and self.in_time(each.asked_at)]
        meant = {"most": "still", "sometimes": "still", "stopped": "stopped"}
        return meant.get(answers[-1], "") if answers and self.visits() else ""

    def has_left(self):
        """They died, were taken into custody, or moved on; the clock of whoever leaves a closed place starts anew."""
        episode = self.episode
        if self.phase == "after" or episode.ended_on is None or episode.ended_on >= self.end:
            return False
        moved = episode.ending == "transfer" and episode.setting not in CLOSED
        return moved or episode.ending in {"died", "custody"}

    def cells(self):
        """Every cell that they are counted in."""
        if self.has_left():
            return {"left"}
        if self.episode.already_going:
            return {"already_going"}
        return {"introduced"} | self._done() | self._told() | self._families()

    def _done(self):
        states, ways = self.states(), self.ways()
        acts = {act for referral in self.referrals for act in self.acts(referral)}
        linked = bool(ways - {Method.INFORMATION})
        planned = any(self.plans(referral) for referral in self.referrals)
        found = {
            "informed": bool(states & SHOWN),
            "would_rather_not": "rather_not" in states and not states & SHOWN,
            "chose": bool(acts & {"choose", "put_off", "rule_out"}),
            "planned": planned,
            "linked": linked,
            "accompanied": Method.ACCOMPANIED in ways,
            "by_peer": Method.PEER_LINK in ways,
            "by_worker": Method.WORKER_LINK in ways,
            "intensive": Method.INTENSIVE in ways,
        }
        for_alcohol = self.person.substances in {"alcohol", "drugs_and_alcohol"}
        if for_alcohol and self.person.age_band != "under_18":
            found["alcohol"] = True
            found["alcohol_told"] = found["informed"]
            found["alcohol_supported"] = found["informed"] and planned
        return {cell for cell, is_so in found.items() if is_so}

    def _told(self):
        been, told = self.been(), self.told()
        found = {"once" if self.been_once() == "yes" else f"once_{self.been_once()}", self.goes_still()}
        if self.is_connected():
            found.add("connected")
        if been and self.last().and_now == "keep_going":
            found.add("keep_going")
        if len({each.referral.programme_id for each in been}) >= 2:
            found.add("two_programmes")
        if any(set(each.got) & SIGNS for each in been):
            found.add("involved")
        if any(each.how in THERE and each.meeting_kind in BESIDE for each in told):
            found.add("community")
        ways = {barrier for each in told for barrier in each.in_the_way if barrier != "not_said"}
        ways |= {each.how for each in told if each.how in {"couldnt_get_in", "wasnt_on"}}
        found |= {f"way_{each}" for each in ways} | ({"in_the_way"} if ways else set())
        return found - {"once_no", "once_no_plan", ""}

    def _families(self):
        offers = [offer for offer in self.episode.offers.all() if self.in_time(offer.made_at)]
        talked = {mark.approach for offer in offers for mark in offer.marks.all() if mark.approach}
        said = [mark for offer in offers for mark in offer.marks.all() if mark.said == "interested"]
        wanted = {mark.programme.approach for mark in said}
        return {f"talked_{each}" for each in talked} | {f"wanted_{each}" for each in wanted}


def day_counts(story, review):
    """Was the visit in their sixteen weeks, and on the side of the wall that this clock is for?"""
    visit, episode = review.visit_on, story.episode
    if visit is None or visit >= story.end:
        return False
    if story.phase == "after":
        return visit > episode.ended_on
    inside_until = episode.ended_on if episode.setting in CLOSED else None
    return visit >= story.first and (inside_until is None or visit <= inside_until)


def everybody():
    """Each person's rows, loaded once."""
    return list(
        Person.objects.order_by("pk").prefetch_related(
            "episodes__person",
            "episodes__offers__marks__programme",
            "episodes__referrals__programme",
            "episodes__referrals__steps",
            "episodes__referrals__plans",
            "episodes__referrals__contacts",
            "episodes__referrals__reviews__plan",
            "episodes__referrals__reviews__referral",
        )
    )


def stories(people, quarter, known_by, *, area="", service=None, worker=None):
    """Everybody's times in treatment that the quarter counts."""
    for person in people:
        for episode in person.episodes.all():
            if area not in ("", episode.area) or service not in (None, person.service_id):
                continue
            if worker not in (None, person.keyworker_id) or episode.introduced_on is None:
                continue
            clocks = ["here"]
            if episode.setting in CLOSED and episode.ended_on and episode.ending not in {"died", "custody"}:
                clocks.append("after")
            for phase in clocks:
                story = Story(episode, phase, known_by)
                if quarter.first <= story.first < quarter.end and story.is_over:
                    yield story


def count(people, quarter, known_by, **whose):
    """{unit: {cell: how many}}, as ``referrals.reports.counting.count`` has it."""
    counted, areas = defaultdict(lambda: dict.fromkeys(CELLS, 0)), defaultdict(set)
    for story in stories(people, quarter, known_by, **whose):
        areas[story.unit].add(story.episode.area)
        for cell in story.cells():
            counted[story.unit][cell] += 1
    for unit, number in _in_treatment(quarter, known_by, areas, **whose).items():
        if number >= sum(counted[unit][cell] for cell in ("introduced", "already_going", "left")):
            counted[unit]["in_treatment"] = number
    return dict(counted)


def _in_treatment(quarter, known_by, areas, *, area="", service=None, worker=None):
    """{unit: number} of each service that has told it of every area that its people here are of."""
    if worker:
        return {}
    told = [each for each in InTreatment.objects.select_related("service") if each.quarter == quarter.first]
    told = [each for each in told if each.said_at < known_by]
    found = {}
    for each in told:
        if area not in ("", each.area) or service not in (None, each.service_id):
            continue
        unit = Unit(each.service_id, each.service.setting, "here", "client")
        theirs = {other.area for other in told if other.service_id == each.service_id}
        if unit in areas and areas[unit] <= theirs:
            found[unit] = found.get(unit, 0) + each.people
    return found


def behind(people, quarter, known_by, **whose):
    """{(phase, kind, cell): the people}."""
    found = defaultdict(set)
    for story in stories(people, quarter, known_by, **whose):
        for cell in story.cells():
            found[story.phase, story.person.kind, cell].add(story.person.pk)
    return found
