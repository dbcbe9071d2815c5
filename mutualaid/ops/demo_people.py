"""The demonstration’s services, who works there, and forty invented people at every stage.

Everything is recorded through the pathway, as a worker would, in the days before the
demonstration was made; so nothing stands here that the site itself would refuse.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from directory import following, geocoding, parity
from directory.models import Area, Cell, Programme
from directory.search import Search
from mutualaid.accounts.models import Role, User
from mutualaid.ops.demo import EDITOR, PASSWORD
from mutualaid.ops.histories.laying import could_be_tried
from mutualaid.ops.stories import SERVICES, STORIES, Act, Story
from referrals import offering, pathway, staffing
from referrals.models import Consent, Person, Referral, Service
from referrals.pathway import Asked, Introduced, Planned, Said

SINCE = dt.timedelta(days=500)  # they have worked there


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody invented who may sign in to the demonstration."""

    email: str
    name: str
    what: str  # for whoever starts the demonstration
    role: str = ""
    works_for: tuple[tuple[str, str], ...] = ()
    commissions: bool = False


TOWN, WARD, WING, HOUSE = SERVICES
SIGN_INS = (
    SignIn("keyworker@example.org", "An invented keyworker", "keyworker", works_for=((TOWN, "keyworker"),)),
    SignIn(
        "colleague@example.org",
        "An invented colleague",
        "keyworker of four services",
        works_for=tuple((service, "keyworker") for service in SERVICES),
    ),
    SignIn("manager@example.org", "An invented manager", "service manager", works_for=((TOWN, "manager"),)),
    SignIn("commissioner@example.org", "An invented commissioner", "commissioner of an area", commissions=True),
    SignIn(EDITOR, "An invented editor", "directory editor", role=Role.EDITOR),
    SignIn("administrator@example.org", "An invented administrator", "administrator", role=Role.ADMINISTRATOR),
    SignIn("auditor@example.org", "An invented auditor", "auditor", role=Role.AUDITOR),
)


def load(*, now: dt.datetime) -> bool:
    """Four services, their workers and everybody's story, as of now: all of it or none. False where it is there."""
    if Service.objects.filter(name__in=[name for name, _setting in SERVICES.values()]).exists():
        return False
    with transaction.atomic():
        teller = _Teller.of(now)
        for number, story in enumerate(STORIES, start=1):
            teller.tell(story, number)
        pathway.lapse_old(at=now)
    return True


@dataclass(slots=True)
class _Teller:
    """Turns stories into records: who is who, and the options that everybody is shown."""

    now: dt.datetime
    services: dict[str, Service]
    users: dict[str, User]
    programmes: list[Programme]
    place: Any
    snapshots: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, now: dt.datetime) -> _Teller:
        cell = Cell.objects.filter(edition__is_current=True, kind=Cell.Kind.SETTLEMENT).order_by("-population").first()
        area = Area.objects.filter(code=cell.authority).first()
        services = {key: _service(*facts, area, now) for key, facts in SERVICES.items()}
        users = {each.email.partition("@")[0]: _user(each, services, area, now) for each in SIGN_INS}
        everybody = Programme.objects.current().order_by("rotation_key")
        groups = [one for one in everybody if could_be_tried(one)]
        return cls(now, services, users, groups, geocoding.cell(cell.slug))

    def tell(self, story: Story, number: int) -> None:
        by, service = self.users[story.worker], self.services[story.service]
        person = pathway.add_person(
            service,
            reference=f"DM-{number:02}",
            started_on=self._day(story.started),
            kind=story.kind,
            facts=story.facts,
            by=by,
            at=self._at(story.started),
        )
        for act in story.acts:
            person.refresh_from_db()
            getattr(self, f"_{act.name}")(person, act, by=by, at=self._at(act.days))

    def _at(self, days: int) -> dt.datetime:
        return self.now - dt.timedelta(days=days)

    def _day(self, days: int) -> dt.date:
        return pathway.day_of(self._at(days))

    def _programme(self, option: int) -> Programme:
        return self.programmes[option % len(self.programmes)]

    def _referral(self, person: Person, act: Act, by: User) -> Referral:
        programme = self._programme(act.option)
        known = Referral.objects.visible_to(by).filter(person=person, programme=programme, ended_at=None).first()
        return known or pathway.bring_up(person, programme, by=by, at=self._at(act.days))

    def _snapshot(self, who: str) -> Any:
        if who not in self.snapshots:
            directory = following.directory()
            options = parity.options(Search(place=self.place, who=who), directory=directory, now=self.now)
            texts = {slug: programme.revision for slug, programme in directory.programmes.items()}
            self.snapshots[who] = offering.freeze(options, revision=directory.revision, texts=texts, at=self.now)
        return self.snapshots[who]

    def _introduce(self, person: Person, act: Act, **how: Any) -> None:
        said = dict(act.said)
        options, word, due = said.pop("of", ()), said.pop("said", "interested"), said.pop("due", None)
        what = Introduced(
            said=tuple(Said(self._programme(option), word) for option in options),
            talked_about=tuple({self._programme(option).approach: None for option in options}),
            due_on=self._day(act.days - due) if due else None,
            **said,
        )
        pathway.introduce(person, snapshot=self._snapshot(person.for_whom), what=what, **how)

    def _choose(self, person: Person, act: Act, *, by: User, at: dt.datetime) -> None:
        pathway.choose(self._referral(person, act, by), by=by, at=at)

    def _put_off(self, person: Person, act: Act, *, by: User, at: dt.datetime) -> None:
        due = self._day(act.days - act.said["due"])
        pathway.put_off(self._referral(person, act, by), due_on=due, by=by, at=at)

    def _contact(self, person: Person, act: Act, *, by: User, at: dt.datetime) -> None:
        consent = None
        if act.said["who"] != "person":
            whom = "peer" if act.said["reached"] == "peer" else "group"
            consent = pathway.give_consent(person, what="contact", whom=whom, channel="telephone", by=by, at=at)
        pathway.contact(self._referral(person, act, by), consent=consent, by=by, at=at, **act.said)

    def _plan(self, person: Person, act: Act, *, by: User, at: dt.datetime) -> None:
        said = dict(act.said)
        on = self._day(act.days - said.pop("ahead"))
        referral = self._referral(person, act, by)
        meeting = referral.programme.meetings.listed().order_by("pk").first()
        pathway.plan(referral, Planned(on=on, meeting=meeting, **said), by=by, at=at)

    def _ask(self, person: Person, act: Act, *, by: User, at: dt.datetime) -> None:
        said = dict(act.said)
        ask_on = self._day(act.days - said.pop("again"))
        referral = self._referral(person, act, by)
        plan = referral.plans.order_by("-made_at").first()
        pathway.ask(referral, Asked(ask_on=ask_on, plan=plan, **said), by=by, at=at)

    def _consent(self, person: Person, act: Act, **how: Any) -> None:
        pathway.give_consent(person, **act.said, **how)

    def _withdraw(self, person: Person, act: Act, **how: Any) -> None:
        pathway.withdraw_consent(Consent.objects.get(person=person), **how)

    def _hand_over(self, person: Person, act: Act, **how: Any) -> None:
        pathway.hand_over(person, to=self.users[act.said["to"]], **how)

    def _end(self, person: Person, act: Act, **how: Any) -> None:
        pathway.end(person, ended_on=self._day(act.days), **act.said, **how)

    def _start_again(self, person: Person, act: Act, **how: Any) -> None:
        pathway.start_episode(person, started_on=self._day(act.days), **how)


def _service(name: str, setting: str, area: Area | None, now: dt.datetime) -> Service:
    areas = [area] if area else []
    return staffing.open_service(
        name=name, setting=setting, areas=areas, telephone="020 7946 0999", by=None, at=now - SINCE
    )


def _user(each: SignIn, services: dict[str, Service], area: Area | None, now: dt.datetime) -> User:
    user = User.objects.filter(email=each.email).first()
    if user is None:
        user = User.objects.create_user(each.email, PASSWORD, name=each.name, role=each.role)
    for service, role in each.works_for:
        staffing.join(user, services[service], role=role, by=None, at=now - SINCE)
    if each.commissions and area:
        staffing.commission(user, area, by=None, at=now - SINCE)
    return user
