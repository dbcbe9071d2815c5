"""What becomes of somebody, by chance and by how their service works: invented, and plausible by practice.

Of those introduced, over all services, about 85% are informed, 70% choose, 60% plan, 54% are
linked; half are known to have been once, two fifths to be connected, and of 15 to 50% nobody
asked, which is the services' doing and not people's.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mutualaid.ops.histories.telling import Loop, Option, Told, Visit

CLOSED = ("hospital", "inpatient", "prison", "residential")  # referrals.reports.measures
STAYS = {"hospital": (4, 12), "inpatient": (7, 24), "residential": (50, 130), "prison": (60, 240)}  # days
ELSEWHERE = (90, 420)
THROUGH_THE_GATE = (20, 90)  # days for which somebody who got out is still asked


@dataclass(frozen=True, slots=True)
class Team:
    """A service and its habits, each a share of 1. Who works there: keys."""

    service: str
    setting: str
    area: str
    workers: tuple[str, ...]
    references: str  # what its people's begin with
    informs: float = 0.9
    plans: float = 0.9
    links: float = 0.8
    asks: float = 0.85
    ends_all: bool = False  # nobody is in treatment there any more


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to offer, by whom it is for ("client", "someone_close"), and the snapshot of it."""

    options: Mapping[str, tuple[Option, ...]]
    snapshots: Mapping[str, str]


class Some:
    """One of several words, some likelier than others."""

    def __init__(self, **weights: float) -> None:
        self.words, self.up_to = list(weights), list(accumulate(weights.values()))

    def of(self, chance: random.Random) -> str:
        return self.words[bisect(self.up_to, chance.random() * self.up_to[-1])]


KIND = Some(client=92, someone_close=8)
AGE = Some(**{"": 17, "18_29": 18, "30_44": 36, "45_59": 22, "60_up": 7})
GENDER = Some(**{"": 12, "man": 55, "woman": 32, "another": 1})
SUBSTANCES = Some(**{"": 12, "alcohol": 40, "opiates": 24, "other_drugs": 12, "drugs_and_alcohol": 12})
PRESCRIBED = Some(**{"": 60, "yes": 28, "no": 12})
SHOWN = Some(looked_at=78, printed=9, sent=6, qr_shown=7)
NOT_YET = Some(unwell=25, upset=30, no_time=30, interpreter=5, another=10)
BEEN = Some(**{"": 12, "never": 52, "before": 28, "lately": 8})
IDEA = Some(**{"": 30, "theirs": 18, "ours": 34, "family": 6, "court": 5, "housing": 2, "another": 3, "rather_not": 2})
SAID = Some(interested=87, not_now=4, never=8, know_more=1)
SAID_TOO = Some(interested=35, not_now=15, never=15, know_more=20, been_before=15)
WHO = Some(together=60, worker=25, person=15)
REACHED = Some(member=52, helpline=30, peer=12, message=4, nobody=2)
WITH = Some(myself=38, someone_i_know=12, member=25, peer=15, worker=10)
SAFETY = Some(no=92, yes=5, rather_not=3)
BARRIER = Some(
    nerves=28, travel=18, money=8, work=9, children=9, unwell=8, access=4, online=4, didnt_fancy=9, not_safe=3
)
FIX = Some(company=40, another_day=15, online_first=12, fare=10, ring_first=18, childcare=5)
HOW = Some(
    **{"went": 84, "left_early": 3, "not_this_time": 6, "wasnt_on": 1, "couldnt_get_in": 1},
    **{"lost_touch": 3, "rather_not": 1, "cant_recall": 1},
)
NEXT_UP = Some(keep_going=91, try_another=3, leave_it=6)
AGAIN = Some(**{"went": 92, "not_this_time": 3, "lost_touch": 4, "rather_not": 1})
GOT = Some(welcome=40, spoke=50, swapped=25, tool=15, job=6, regular=18, mentor=14, reading=10)
STILL = Some(most=55, sometimes=25, stopped=16, rather_not=4)
FOUND = Some(nobody_there=30, moved=30, wrong_time=30, closed=10)
ENDING = Some(completed=58, stopped_coming=27, ended_by_service=3, transfer=6, custody=4, died=2)
OUT = Some(completed=80, stopped_coming=12, transfer=5, custody=1, died=2)  # of a closed setting
WAY_BACK = Some(given=60, sent=25, kept=15)


def live(team: Team, number: int, began: int, *, offered: Offered, until: int, chance: random.Random) -> Told:
    """Somebody who came into treatment on the day ``began``, and what has become of them by the day ``until``."""
    told = Told(team.service, team.setting, team.area, chance.choice(team.workers), until, chance)
    kind = KIND.of(chance)
    told.add(
        reference=f"{team.references}{number}",
        kind=kind,
        on=began,
        age_band=AGE.of(chance),
        gender=GENDER.of(chance),
        substances=SUBSTANCES.of(chance) if kind == "client" else "",
        prescribed=PRESCRIBED.of(chance) if kind == "client" else "",
    )
    who = _Life(team, told, offered.options[kind], offered.snapshots[kind], until, chance)
    on: int | None = began
    while on is not None and on < until:
        on = who.in_treatment(on)
    return told


@dataclass(slots=True)
class _Life:
    team: Team
    told: Told
    options: Sequence[Option]
    snapshot: str
    until: int
    chance: random.Random
    asked_if_still: bool = False  # once in a treatment
    leaves: int = 0  # the day on which they get out of where they live while they are treated, and are asked after it

    def in_treatment(self, began: int) -> int | None:
        """One time in treatment. The day on which they come back, if they do."""
        chance, closed = self.chance, self.team.setting in CLOSED
        least, most = STAYS.get(self.team.setting, ELSEWHERE)
        ended = began + chance.randrange(least, most)
        ending = (OUT if closed else ENDING).of(chance)
        if ending in ("died", "custody", "transfer") and not closed:
            ended = began + chance.randrange(20, most)
        recorded = ended + (chance.randrange(*THROUGH_THE_GATE) if closed and ending == "completed" else 0)
        self.leaves = ended if recorded > ended else 0
        if recorded >= self.until and self.team.ends_all:
            ended, ending, recorded = self.until - 1, "completed", self.until - 1
        ended = max(ended, began)
        recorded = max(ended, recorded)
        self.asked_if_still = False
        self.told.start(began, ends=recorded)
        if chance.random() < 0.93:
            self._introduce(_workday(began + int(chance.expovariate(1 / 9))), ended)
        if recorded >= self.until:
            self.told.leave_open()
            return None
        self.told.end(ended, ending, WAY_BACK.of(chance), on=recorded)
        comes_back = ending not in ("died", "transfer") and chance.random() < 0.07
        return recorded + chance.randrange(30, 200) if comes_back else None

    def _introduce(self, on: int, ended: int) -> None:
        """They are told of every option, or not today, or would rather not."""
        chance, told = self.chance, self.told
        if on > ended or not told.can(on):
            return
        more = {"been": BEEN.of(chance), "idea": IDEA.of(chance), "by_telephone": chance.random() < 0.12}
        more["family_offered"] = chance.random() < 0.3
        turn = chance.random()
        if turn < self.team.informs:
            self._look(on, more)
        elif turn < self.team.informs + 0.4 * (1 - self.team.informs):
            told.introduce(on, "rather_not", snapshot=self.snapshot, **more)
        else:
            why, due = NOT_YET.of(chance), _workday(on + chance.randrange(7, 28))
            told.introduce(on, "not_yet", snapshot=self.snapshot, not_yet=why, due=due, **more)
            if chance.random() < 0.35 and told.can(due):
                self._look(due, more)

    def _look(self, on: int, more: Mapping[str, object]) -> None:
        chance = self.chance
        options = chance.sample(self.options, min(len(self.options), chance.randrange(1, 4)))
        families = {each.approach: None for each in options}
        families |= {chance.choice(self.options).approach: None for _more in range(chance.randrange(3))}
        said = []
        if chance.random() < 0.45 + 0.5 * self.team.plans:
            said = [(options[0], SAID.of(chance)), *((each, SAID_TOO.of(chance)) for each in options[1:])]
        shown = {"talked_about": families, "said": said, "snapshot": self.snapshot, **more}
        loops = self.told.introduce(on, SHOWN.of(chance), **shown)
        for loop in loops.values():
            if loop.stage == "connect":
                self._connect(loop, on)

    def _connect(self, loop: Loop, on: int) -> None:
        """Somebody rings, and they plan to go; or nothing comes of it."""
        chance, told = self.chance, self.told
        on = _workday(on + chance.choice((0, 0, 3, 7, 10)))
        if not told.can(on) or chance.random() > self.team.plans:
            return
        if chance.random() < self.team.links:
            told.contact(loop, on, who=WHO.of(chance), reached=REACHED.of(chance))
        barriers = [BARRIER.of(chance)] if chance.random() < 0.3 else []
        fixes = [FIX.of(chance)] if barriers else []
        visit = told.plan(
            loop,
            on,
            on=max(on, self.leaves if chance.random() < 0.6 else 0) + chance.randrange(1, 10),
            with_whom=WITH.of(chance),
            safety=SAFETY.of(chance),
            barriers=barriers,
            fixes=fixes,
        )
        self._take_an_interest(loop, visit)

    def _take_an_interest(self, loop: Loop, visit: Visit) -> None:
        """Asked soon, or late, or by nobody."""
        chance, told = self.chance, self.told
        asked = _workday(visit.on + chance.randrange(1, 12))
        if chance.random() > self.team.asks:
            late = _workday(visit.on + chance.randrange(120, 300))
            if chance.random() < 0.25 and told.can(asked):
                told.ask(loop, asked, "not_asked", visit=visit, again=14)
            if chance.random() < 0.35 and told.can(late):
                told.ask(loop, late, "went", visit=visit, again=28, times=chance.choice(("once", "more")))
            return
        if not told.can(asked):
            return
        how = HOW.of(chance)
        if how in ("went", "left_early"):
            self._went(loop, visit, asked, how)
        elif how == "wasnt_on":
            told.ask(loop, asked, how, visit=visit, again=7, wasnt_on=FOUND.of(chance))
        elif how in ("not_this_time", "couldnt_get_in"):
            way, fix = [BARRIER.of(chance)], [FIX.of(chance)]
            told.ask(loop, asked, how, visit=visit, again=7, in_the_way=way, would_help=fix)
            again = _workday(asked + chance.randrange(7, 14))
            if chance.random() < 0.4 and told.can(again):
                told.ask(loop, again, "went", visit=None, again=14, times="once", and_now="keep_going")
        else:
            told.ask(loop, asked, how, visit=visit, again=14)

    def _went(self, loop: Loop, visit: Visit, asked: int, how: str) -> None:
        """They have been. Do they go again, and are they still going at twelve weeks?"""
        chance, told = self.chance, self.told
        now = NEXT_UP.of(chance) if how == "went" else "leave_it"
        got = list({GOT.of(chance): None, GOT.of(chance): None}) if how == "went" else []
        times = chance.choice(("", "once", "once"))
        told.ask(loop, asked, how, visit=visit, again=14, times=times, and_now=now, got=got)
        again = _workday(asked + chance.randrange(10, 25))
        if now != "keep_going" or not told.can(again) or chance.random() > self.team.asks + 0.1:
            return
        second = AGAIN.of(chance)
        if second == "went":
            told.ask(
                loop, again, second, visit=None, again=56, times="more", and_now="keep_going", got=[GOT.of(chance)]
            )
        else:
            told.ask(loop, again, second, visit=None, again=56)
        twelve_weeks = _workday(visit.on + 84 + chance.randrange(7))
        if not self.asked_if_still and chance.random() < 0.85 * self.team.asks and told.can(twelve_weeks):
            self.asked_if_still = True
            still = STILL.of(chance)
            if still in ("most", "sometimes"):
                more = {"times": "more", "and_now": "keep_going", "got": [GOT.of(chance)]}
                told.ask(loop, twelve_weeks, "went", visit=None, again=90, still=still, **more)
            else:
                way = [BARRIER.of(chance)]
                told.ask(loop, twelve_weeks, "not_this_time", visit=None, again=90, still=still, in_the_way=way)


def _workday(on: int) -> int:
    """That day, or the Monday after. (Day 1 is a Monday.)"""
    weekday = (on - 1) % 7
    return on if weekday < 5 else on + 7 - weekday
