"""The smallest valid record of each kind about people, nobody real among them."""

import datetime as dt
import uuid

import factory

from mutualaid.accounts.models import User
from referrals.models import (
    Commission,
    Consent,
    Contact,
    Episode,
    Membership,
    Offer,
    OfferSnapshot,
    Person,
    Plan,
    Referral,
    Review,
    Service,
)
from tests.conftest import NOW, PASSWORD
from tests.factories import ProgrammeFactory

TODAY = NOW.date()


class WorkerFactory(factory.django.DjangoModelFactory):
    """Somebody who signs in; of ``service`` where it is given, as its keyworker or by ``role``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"worker-{n}@example.org")
    name = factory.Sequence(lambda n: f"Worker {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def service(self, create, service, role=Membership.Role.KEYWORKER, **_):
        if service:
            MembershipFactory(user=self, service=service, role=role)


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Invented service {n}")
    setting = "community"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(WorkerFactory)
    service = factory.SubFactory(ServiceFactory)
    role = "keyworker"
    began_at = NOW


class CommissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commission

    user = factory.SubFactory(WorkerFactory)
    area_id = "E00000001"
    began_at = NOW


def somebody(who, service, area):
    """Who signs in as this: a role for the whole site, or what they do for the service or the area."""
    if who == "commissioner":
        return CommissionFactory(area_id=area.pk).user
    if who in Membership.Role.values:
        return WorkerFactory(service=service, service__role=who)
    return WorkerFactory(role=who)


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody in treatment since a month ago, with their keyworker; ``episode=False`` for none."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    service = factory.SubFactory(ServiceFactory)
    reference = factory.Sequence(lambda n: f"RH-{n + 1000}")
    keyworker = factory.LazyAttribute(lambda it: WorkerFactory(service=it.service))
    added_at = NOW
    added_by = factory.SelfAttribute("keyworker")

    @classmethod
    def _build(cls, model, *args, **facts):
        reference = facts.pop("reference")
        person = model(*args, **facts)
        person.reference = reference
        return person

    @classmethod
    def _create(cls, model, *args, **facts):
        person = cls._build(model, *args, **facts)
        person.save(force_insert=True)
        return person

    @factory.post_generation
    def episode(self, create, given, **facts):
        if given is not False:
            EpisodeFactory(person=self, **facts)


class AboutFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    person = factory.SubFactory(PersonFactory)
    service = factory.SelfAttribute("person.service")


class EpisodeFactory(AboutFactory):
    class Meta:
        model = Episode

    person = factory.SubFactory(PersonFactory, episode=False)
    started_on = TODAY - dt.timedelta(days=30)
    setting = factory.SelfAttribute("service.setting")

    class Params:
        ended = factory.Trait(
            ended_on=TODAY,
            ending="completed",
            way_back="given",
            ended_by=factory.SelfAttribute("person.keyworker"),
        )


class ConsentFactory(AboutFactory):
    class Meta:
        model = Consent

    what = "contact"
    whom = "group"
    channel = "telephone"
    wording = "2026-11"
    given_at = NOW
    given_to = factory.SelfAttribute("person.keyworker")
    until = NOW + dt.timedelta(days=182)


class SnapshotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferSnapshot

    digest = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)
    content = {"form": 1, "groups": []}
    made_at = NOW


class OfferFactory(AboutFactory):
    class Meta:
        model = Offer

    episode = factory.LazyAttribute(lambda it: it.person.episodes.get(ended_on=None))
    snapshot = factory.SubFactory(SnapshotFactory)
    state = "looked_at"
    made_at = NOW
    made_by = factory.SelfAttribute("person.keyworker")

    class Params:
        not_today = factory.Trait(
            state="not_yet", not_yet="no_time", due_on=TODAY + dt.timedelta(days=7), snapshot=None
        )
        rather_not = factory.Trait(state="rather_not", snapshot=None)
        lapsed = factory.Trait(lapsed_at=NOW, lapsed_because="newer")


class ReferralFactory(AboutFactory):
    """One option that came up; it rests on an offer that stands."""

    class Meta:
        model = Referral

    offer = factory.LazyAttribute(
        lambda it: it.person.offers.filter(lapsed_at=None).first() or OfferFactory(person=it.person)
    )
    episode = factory.SelfAttribute("offer.episode")
    programme = factory.SubFactory(ProgrammeFactory)
    stage = "connect"
    due_on = TODAY
    began_at = NOW


class PlanFactory(AboutFactory):
    class Meta:
        model = Plan

    referral = factory.LazyAttribute(lambda it: ReferralFactory(person=it.person, stage="interest"))
    on = TODAY
    with_whom = "myself"
    safety = "no"
    made_at = NOW
    made_by = factory.SelfAttribute("person.keyworker")


class ContactFactory(AboutFactory):
    class Meta:
        model = Contact

    referral = factory.LazyAttribute(lambda it: ReferralFactory(person=it.person))
    who = "person"
    reached = "helpline"
    at = NOW
    by = factory.SelfAttribute("person.keyworker")


class ReviewFactory(AboutFactory):
    class Meta:
        model = Review

    referral = factory.LazyAttribute(lambda it: ReferralFactory(person=it.person, stage="interest"))
    how = "went"
    asked_at = NOW
    asked_by = factory.SelfAttribute("person.keyworker")
