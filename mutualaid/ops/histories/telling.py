"""What each act leaves behind, as ``referrals.pathway`` would: an act here makes the very rows that it makes there.

Days are numbered (``date.toordinal``); whatever is done is done by day, so that it is one day
in London and in UTC. Nothing after ``until`` has happened yet, and nothing is done once the work
has ended: acts beyond either leave nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from mutualaid.ops.histories import rows
from referrals.stages import DUE, FIRST, NEXT, Act, Stage

SOON, LATER = 7, 28  # days: referrals.pathway.introducing
CONSENT_LASTS, WORDING = 182, "2026-11"  # referrals.pathway.consents
ACTS = {  # referrals.pathway.introducing.ACTS
    "never": Act.RULE_OUT,
    "not_now": Act.PUT_OFF,
    "interested": Act.CHOOSE,
    "know_more": Act.EXPLAIN,
    "been_before": Act.EXPLAIN,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A programme that somebody may be told of: its key, family and class, and keys of its meetings."""

    programme: str
    approach: str
    kind: str
    meetings: tuple[str, ...] = ()


@dataclass(slots=True)
class Loop:
    """One person and one option, as it stands."""

    id: str
    option: Option
    episode: str
    offer: str
    began_at: str
    due: int | None
    stage: str = FIRST
    version: int = 0
    ended_at: str | None = None
    last_review: str | None = None


@dataclass(slots=True)
class Visit:
    """What was planned."""

    id: str
    on: int


@dataclass(slots=True)
class Told:
    """One person's rows as they come about. ``by`` is who works with them, ``until`` the last day that has been."""

    service: str
    setting: str
    area: str
    by: str
    until: int
    chance: random.Random
    person: str = ""
    version: int = 0
    made: dict[type, list[tuple]] = field(default_factory=lambda: {table: [] for table in rows.TABLES})
    _episode: dict = field(default_factory=dict)
    _offer: dict = field(default_factory=dict)
    _loops: list[Loop] = field(default_factory=list)
    _person: dict = field(default_factory=dict)
    _early: int = 0
    _ends: int = 0  # the last day on which something can be done in this time of treatment

    def add(self, *, reference: str, kind: str, on: int, **facts: str) -> None:
        """Somebody comes into treatment."""
        self.person, self._early = self._key(), self.chance.randrange(len(HOURS))
        self._person = {"reference": reference, "kind": kind, "added_at": self._at(on)} | facts

    def start(self, on: int, *, ends: int) -> None:
        """A time in treatment, in which nothing is done after the day ``ends``."""
        self._ends = min(ends, self.until)
        self._episode = {"id": self._key(), "started_on": day(on), "introduced_on": None, "already_going": False}

    def can(self, on: int) -> bool:
        """Has that day been, and was somebody worked with?"""
        return on <= self._ends

    def introduce(
        self,
        on: int,
        state: str,
        *,
        snapshot: str,
        talked_about: Iterable[str] = (),
        said: Iterable[tuple[Option, str]] = (),
        due: int | None = None,
        **more: object,
    ) -> dict[Option, Loop]:
        """They were offered every option, or not today. {option: its loop} of each that something was said of."""
        at = self._at(on)
        self._lapse(at, "newer")
        answers = {"not_yet": "", "been": "", "idea": "", "family_offered": False, "by_telephone": False} | more
        self._offer = answers | {"id": self._key(), "state": state, "made_at": at}
        self._offer["snapshot_id"] = None if state in ("rather_not", "not_yet") else snapshot
        self._offer["due_on"] = day(due) if due else None
        self._offer["episode_id"] = self._episode["id"]
        self.version += 1
        if self._episode["introduced_on"] is None:
            self._episode |= {"introduced_on": day(on), "already_going": answers["been"] == "lately"}
        about = (self.service, self.person, self._offer["id"])
        for family in talked_about:
            self._keep(rows.Mark(self._key(), *about, family, None, "talked_about"))
        return {option: self._bring_up(option, word, on) for option, word in said}

    def _bring_up(self, option: Option, word: str, on: int) -> Loop:
        offer = self._offer["id"]
        self._keep(rows.Mark(self._key(), self.service, self.person, offer, "", option.programme, word))
        loop = next((each for each in self._loops if each.option == option), None)
        if loop is None:
            loop = Loop(self._key(), option, self._episode["id"], offer, self._at(on), on + SOON)
            self._loops.append(loop)
        act = ACTS[word]
        if act in NEXT[loop.stage]:
            self.step(loop, act, on, due=on + (LATER if act == Act.PUT_OFF else SOON))
        return loop

    def contact(self, loop: Loop, on: int, *, who: str, reached: str) -> None:
        """Somebody got in touch with the group; whoever did it for them asked first."""
        at, about = self._at(on), (self.service, self.person)
        consent = None
        if who != "person":
            consent = self._key()
            whom, ends = "peer" if reached == "peer" else "group", self._at(on + CONSENT_LASTS)
            self._keep(rows.Consent(consent, *about, whom, WORDING, at, self.by, ends))
            self.version += 1
        self._keep(rows.Contact(self._key(), *about, loop.id, who, reached, consent, at, self.by))
        self.step(loop, Act.CONTACT, on)

    def plan(
        self, loop: Loop, made: int, *, on: int, with_whom: str, safety: str, barriers: list[str], fixes: list[str]
    ) -> Visit:
        """A meeting to try, and who goes along."""
        meetings = loop.option.meetings
        visit = Visit(self._key(), on)
        about = (visit.id, self.service, self.person, loop.id)
        meeting = self.chance.choice(meetings) if meetings else None
        answers = (day(on), with_whom, safety, listed(barriers), listed(fixes))
        self._keep(rows.Plan(*about, meeting, *answers, self._at(made), self.by))
        self.step(loop, Act.PLAN, made, due=on + 1)
        return visit

    def ask(
        self,
        loop: Loop,
        on: int,
        how: str,
        *,
        visit: Visit | None,
        again: int,
        times: str = "",
        and_now: str = "",
        got: Iterable[str] = (),
        in_the_way: Iterable[str] = (),
        would_help: Iterable[str] = (),
        still: str = "",
        wasnt_on: str = "",
    ) -> None:
        """How it went, and what they want next. They are asked again in ``again`` days."""
        review = self._key()
        visit_on = min(visit.on, on) if visit else on
        self._keep(
            rows.Review(
                review,
                self.service,
                self.person,
                loop.id,
                visit.id if visit else None,
                how,
                times,
                and_now,
                listed(got),
                listed(in_the_way),
                listed(would_help),
                still,
                wasnt_on,
                loop.option.kind,
                self.setting,
                day(visit_on),
                self._at(on),
                self.by,
            )
        )
        loop.last_review = review
        self.step(loop, Act.ASK, on, due=on + again)
        if and_now == "try_another":
            self.step(loop, Act.CHOOSE, on, due=on + again)
        elif and_now == "leave_it":
            self.step(loop, Act.PUT_OFF, on, due=on + again)

    def step(self, loop: Loop, act: Act, on: int, *, due: int | None = None) -> None:
        """Along the pathway: what it has no step for cannot be told either."""
        before, after = loop.stage, NEXT[loop.stage][act]
        loop.stage, loop.version = after, loop.version + 1
        loop.due = (due or loop.due or on) if after in DUE else None
        loop.ended_at = self._at(on) if after is Stage.ENDED else None
        about = (self.service, self.person, loop.id)
        said = (str(act), str(before), str(after), loop.version, self._at(on), self.by)
        self._keep(rows.Step(self._key(), *about, *said))
        self.version += 1

    def end(self, ended: int, ending: str, way_back: str, *, on: int) -> None:
        """Work with them ended on the day ``ended``, recorded on the day ``on``; whatever is open ends with it."""
        for loop in self._loops:
            self.step(loop, Act.END, on)
        self._lapse(self._at(on), "episode")
        self.version += 1
        said = {"ended_on": day(ended), "ending": ending, "way_back": "" if ending == "died" else way_back}
        self._close(**said, ended_by_id=self.by)

    def leave_open(self) -> None:
        """Work with them goes on."""
        self._lapse(None, "")
        self._close(ended_on=None, ending="", way_back="", ended_by_id=None)

    def whole(self) -> dict[type, list[tuple]]:
        """All of it, the person as well. Nothing can be told afterwards."""
        who = {"id": self.person, "keyworker_id": self.by, "added_by_id": self.by, "version": self.version}
        self._keep(rows.Person(service_id=self.service, **self._person, **who))
        return self.made

    def _close(self, **said: object) -> None:
        about = {"service_id": self.service, "person_id": self.person}
        self._keep(rows.Episode(**about, **self._episode, setting=self.setting, area=self.area, **said))
        for loop in self._loops:
            rests = (loop.episode, loop.offer, loop.option.programme)
            stands = (str(loop.stage), day(loop.due) if loop.due else None, loop.began_at, loop.ended_at)
            told = (loop.version, loop.last_review)
            self._keep(rows.Referral(loop.id, self.service, self.person, *rests, *stands, *told))
        self._loops, self._episode = [], {}

    def _lapse(self, at: str | None, because: str) -> None:
        """The offer that stands is kept as it was; with ``because`` it stands no more."""
        if self._offer:
            about = {"service_id": self.service, "person_id": self.person, "made_by_id": self.by}
            self._keep(rows.Offer(**about, **self._offer, lapsed_at=at, lapsed_because=because))
        self._offer = {}

    def _keep(self, row: tuple) -> None:
        self.made[type(row)].append(row)

    def _key(self) -> str:
        """A random key of version 4."""
        bits = self.chance.getrandbits(128) & ~(0xF << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62
        return f"{bits:032x}"

    def _at(self, on: int) -> str:
        """Some time in working hours, one for all that is done with somebody on a day."""
        return f"{day(on)} {HOURS[(on * 7 + self._early) % len(HOURS)]}"


HOURS = tuple(f"{hour:02}:{minute:02}:00" for hour in range(9, 17) for minute in range(0, 60, 5))


@lru_cache(maxsize=8192)
def day(number: int) -> str:
    return dt.date.fromordinal(number).isoformat()


def listed(words: Iterable[str]) -> str:
    """As JSON."""
    return json.dumps(list(words)) if words else "[]"
