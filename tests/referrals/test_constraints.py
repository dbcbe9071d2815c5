"""Each thing about people that must never be false, broken: the database refuses it, on both databases."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from directory.models import Area
from referrals.models import Chance, Frozen, InTreatment, Mark, Offer, Person, Referral, Step
from tests.conftest import NOW
from tests.factories import ProgrammeFactory
from tests.referrals.factories import (
    TODAY,
    CommissionFactory,
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    MembershipFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
    SnapshotFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
EARLIER = NOW - dt.timedelta(days=1)


def mark(**facts):
    offer = OfferFactory()
    return Mark.objects.create(service=offer.service, person=offer.person, offer=offer, **facts)


def twice(make):
    make()
    make()


def marked_twice(**facts):
    one = mark(**facts)
    one.pk, one._state.adding = None, True
    one.id = Mark._meta.get_field("id").get_default()
    one.save(force_insert=True)


def step(number=1, **facts):
    referral = facts.pop("referral", None) or ReferralFactory()
    facts = {"act": "plan", "before": "connect", "after": "interest"} | facts
    return Step.objects.create(
        service=referral.service,
        person=referral.person,
        referral=referral,
        number=number,
        at=NOW,
        by=referral.person.keyworker,
        **facts,
    )


def same_reference():
    person = PersonFactory(reference="RH-1")
    PersonFactory(service=person.service, reference=" rh-1 ")


def same_service_twice():
    ServiceFactory(name="Invented Lamp")
    ServiceFactory(name="Invented lamp", closed_on=TODAY)
    ServiceFactory(name="Invented Lamp", setting="prison")
    ServiceFactory(name="invented LAMP")


def area():
    return Area.objects.get_or_create(code="E00000001", defaults={"name": "Invented", "nation": "england"})[0]


def member_twice():
    one = MembershipFactory()
    MembershipFactory(user=one.user, service=one.service, role="manager")


def commissioned_twice():
    one = CommissionFactory(area=area())
    CommissionFactory(user=one.user, area=one.area)


def frozen(**facts):
    facts = {"area": "E00000001", "quarter": TODAY.replace(month=1, day=1), "profile": "5"} | facts
    return Frozen.objects.create(**{"frozen_on": TODAY, "made_at": NOW} | facts)


def in_treatment(service=None, area="E00000001"):
    service = service or ServiceFactory()
    said = {"people": 5, "said_by": WorkerFactory(), "said_at": NOW}
    return InTreatment.objects.create(service=service, area=area, quarter=TODAY.replace(month=1, day=1), **said)


def told_twice():
    in_treatment(in_treatment().service)


def another_chance():
    chance = Chance(only=False)
    chance.secret = "0" * 64
    chance.save(force_insert=True)


def same_option_twice():
    one = ReferralFactory()
    ReferralFactory(person=one.person, programme=one.programme)


def same_step_twice():
    referral = ReferralFactory()
    step(referral=referral)
    step(referral=referral)


BROKEN = {
    "frozen_once_a_day": lambda: twice(frozen),
    "frozen_for_an_area": lambda: frozen(area=""),
    "frozen_after_it_began": lambda: frozen(quarter=TODAY),
    "in_treatment_once": told_twice,
    "in_treatment_for_an_area": lambda: in_treatment(area=""),
    "chance_is_one": another_chance,
    "episode_going_is_said_when_introduced": lambda: EpisodeFactory(already_going=True),
    "service_setting_known": lambda: ServiceFactory(setting="elsewhere"),
    "service_has_a_name": lambda: ServiceFactory(name=""),
    "service_open_once": same_service_twice,
    "membership_role_known": lambda: MembershipFactory(role="owner"),
    "membership_once": member_twice,
    "commission_once": commissioned_twice,
    "person_reference_once": same_reference,
    "person_kind_known": lambda: PersonFactory(kind="relative"),
    "person_facts_known": lambda: PersonFactory(age_band="17"),
    "episode_one_at_a_time": lambda: EpisodeFactory(person=PersonFactory()),
    "episode_ended_in_some_way": lambda: EpisodeFactory(ended_on=TODAY, way_back="given"),
    "episode_ends_after_it_starts": lambda: EpisodeFactory(ended=True, started_on=TODAY + dt.timedelta(days=1)),
    "episode_way_back_written": lambda: EpisodeFactory(ended=True, way_back=""),
    "episode_setting_known": lambda: EpisodeFactory(setting="elsewhere"),
    "consent_known": lambda: ConsentFactory(wording=""),
    "consent_ends": lambda: ConsentFactory(until=NOW),
    "consent_withdrawn_after_it_is_given": lambda: ConsentFactory(withdrawn_at=EARLIER),
    "offer_state_known": lambda: OfferFactory(state="shown"),
    "offer_shown_is_kept_as_shown": lambda: OfferFactory(snapshot=None),
    "offer_not_yet_says_why_and_when": lambda: OfferFactory(state="not_yet", not_yet="no_time", snapshot=None),
    "offer_answers_known": lambda: OfferFactory(been="twice"),
    "offer_lapsed_for_a_reason": lambda: OfferFactory(lapsed_at=NOW),
    "offer_one_stands": lambda: OfferFactory(person=OfferFactory().person),
    "mark_of_a_family_or_a_programme": lambda: mark(approach="secular", said="interested"),
    "mark_of_a_programme_once": lambda: marked_twice(programme=ProgrammeFactory(), said="interested"),
    "mark_of_a_family_once": lambda: marked_twice(approach="secular", said="talked_about"),
    "referral_one_loop_for_each_option": same_option_twice,
    "referral_stage_known": lambda: ReferralFactory(stage="referred", due_on=None),
    "referral_ended_when_it_says_so": lambda: ReferralFactory(stage="ended", due_on=None),
    "referral_due_while_open": lambda: ReferralFactory(due_on=None),
    "step_is_on_the_pathway": lambda: step(act="ask", before="connect", after="interest"),
    "step_one_at_a_time": same_step_twice,
    "plan_answers_known": lambda: PlanFactory(safety=""),
    "contact_answers_known": lambda: ContactFactory(reached="group"),
    "contact_agreed_to": lambda: ContactFactory(who="worker"),
    "review_answers_known": lambda: ReviewFactory(how="failed"),
    "review_counts_visits_of_those_who_went": lambda: ReviewFactory(how="not_asked", times="once"),
    "review_wasnt_on_only_then": lambda: ReviewFactory(how="went", wasnt_on="moved"),
    "review_next_is_asked_of_those_asked": lambda: ReviewFactory(how="not_asked", and_now="keep_going"),
}


def refused(act, said=""):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert said.lower() in str(error.value).lower()


def columns(name):
    """What SQLite says of a unique constraint: its columns, not its name."""
    for model in apps.get_app_config("referrals").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                unique = isinstance(constraint, models.UniqueConstraint)
                if not unique or constraint.expressions:
                    return name
                return f"{model._meta.db_table}.{model._meta.get_field(constraint.fields[-1]).column}"
    return None


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_must_never_be(name):
    refused(BROKEN[name], name if connection.vendor == "postgresql" else columns(name))


def test_every_constraint_is_broken_above():
    constraints = {
        constraint.name
        for model in apps.get_app_config("referrals").get_models()
        for constraint in model._meta.constraints
    }
    assert constraints == set(BROKEN)


def test_every_constraint_has_a_sentence_for_people():
    for model in apps.get_app_config("referrals").get_models():
        for constraint in model._meta.constraints:
            assert "violated" not in str(constraint.violation_error_message), constraint.name


def test_where_nothing_was_shown_nothing_is_kept_as_shown():
    said = "offer_shown_is_kept_as_shown"
    refused(lambda: OfferFactory(rather_not=True, snapshot=SnapshotFactory()), said)
    refused(lambda: OfferFactory(not_today=True, snapshot=SnapshotFactory()), said)
    OfferFactory(rather_not=True)
    OfferFactory(not_today=True)


# --- What two tables must agree on: kept by triggers --------------------------------------------


def test_there_is_no_referral_without_an_offer():
    person = PersonFactory()
    refused(lambda: ReferralFactory(person=person, offer=None, episode=person.episodes.get()))
    refused(lambda: Referral.objects.filter(pk=ReferralFactory().pk).update(offer=None))


def test_there_is_no_referral_by_somebody_else_s_offer():
    person, other = PersonFactory(), OfferFactory()
    refused(lambda: ReferralFactory(person=person, offer=other, episode=person.episodes.get()), "somebody else")
    mine = ReferralFactory(person=person)
    refused(lambda: Referral.objects.filter(pk=mine.pk).update(offer=other), "somebody else")
    with connection.cursor() as cursor:
        keys = [str(key) if connection.vendor == "postgresql" else key.hex for key in (other.pk, mine.pk)]
        sql = "UPDATE referrals_referral SET offer_id = %s WHERE id = %s"
        refused(lambda: cursor.execute(sql, keys), "somebody else")


@pytest.mark.parametrize(
    "make", [OfferFactory, ReferralFactory, PlanFactory, ContactFactory, ReviewFactory, ConsentFactory, EpisodeFactory]
)
def test_a_row_about_somebody_is_of_their_own_service(make):
    refused(lambda: make(service=ServiceFactory()), "their own service")
    row = make()
    refused(lambda: type(row).objects.filter(pk=row.pk).update(service=ServiceFactory()), "their own service")


@pytest.mark.parametrize("make", [PlanFactory, ContactFactory, ReviewFactory])
def test_what_rests_on_a_referral_is_about_the_same_person(make):
    refused(lambda: make(referral=ReferralFactory()), "somebody else")


def test_a_person_stays_with_the_service_that_added_them():
    person = PersonFactory(episode=False)
    refused(lambda: Person.objects.filter(pk=person.pk).update(service=ServiceFactory()), "stays with the service")


def test_a_step_stands_as_it_was_recorded():
    made = step()
    refused(lambda: Step.objects.filter(pk=made.pk).update(at=EARLIER), "as it was recorded")


def test_an_offer_is_of_its_own_time_in_treatment():
    refused(lambda: OfferFactory(episode=EpisodeFactory()), "somebody else")
    assert not Offer.objects.exists()
