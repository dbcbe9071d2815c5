"""Nothing younger than its rule is touched, everything older is."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.audit.models import Event
from referrals import pathway, sweeping
from referrals.models import Commission, Consent, Membership, Offer, OfferSnapshot, Person, Plan, Referral, Service
from referrals.retention import RULES, Since
from tests.conftest import NOW
from tests.referrals.factories import (
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    MembershipFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ServiceFactory,
    SnapshotFactory,
    WorkerFactory,
)
from tests.referrals.test_erasure import Killed, recorded

TODAY = pathway.day_of(NOW)
TWO_YEARS, SIX_YEARS, QUARTER = 730, 2190, 90
# Just under, at and over each limit, and anywhere between.
AGES = st.sampled_from([0, 1, 89, 90, 91, 365, 729, 730, 731, 2189, 2190, 2191, 4000])


def ago(days):
    return NOW - dt.timedelta(days=days)


def ended(person, days):
    """A time in treatment that ended so many days ago; None for one that goes on."""
    over = {"ended": True, "ended_on": TODAY - dt.timedelta(days=days)} if days is not None else {}
    EpisodeFactory(person=person, started_on=TODAY - dt.timedelta(days=9000), **over)


def test_the_rules_are_those_that_are_swept_by():
    """Another kind of rule in the table needs another sweep."""
    by_model = {}
    for name, rule in RULES.items():
        by_model.setdefault(name.partition(".")[0], set()).add((rule.days, rule.since, rule.alone))
    person = {(TWO_YEARS, Since.TREATMENT, False)}
    unused, of_quarters = {(0, Since.LAST_USE, False)}, {(SIX_YEARS, Since.QUARTER, False)}
    of_the_work = {(SIX_YEARS, Since.WORK, False)}
    about = ("Person", "Episode", "Offer", "Mark", "Referral", "Step", "Contact", "Review")
    assert by_model == dict.fromkeys(about, person) | {
        "Plan": person | {(QUARTER, Since.VISIT, True)},
        "Consent": {(TWO_YEARS, Since.CONSENT, False)},
        **dict.fromkeys(("OfferSnapshot", "Chance"), unused),
        **dict.fromkeys(("Frozen", "InTreatment"), of_quarters),
        **dict.fromkeys(("Service", "Membership", "Commission"), of_the_work),
    }
    assert all(Plan._meta.get_field(name).null for name in sweeping.alone(Plan)), "it can be emptied"


@pytest.mark.django_db
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    people=st.lists(
        st.fixed_dictionaries(
            {
                "treatments": st.lists(AGES, max_size=2),
                "goes_on": st.booleans(),
                "added": AGES,
                "plan": AGES,
                "consents": st.lists(st.tuples(AGES, st.none() | AGES, st.booleans()), max_size=3),
            }
        ),
        min_size=1,
        max_size=3,
    )
)
def test_what_goes_is_what_an_obvious_reading_of_the_rules_says(people):
    with transaction.atomic():
        stay, emptied, agreed = set(), set(), set()
        for each in people:
            person, plan, consents = made(each)
            if not over(each):
                stay.add(person.pk)
                agreed |= {
                    consent.pk
                    for consent, (until, taken_back, rung) in zip(consents, each["consents"], strict=True)
                    if rung or max(until, taken_back or 0) < TWO_YEARS
                }
                emptied |= {plan.pk} if plan and each["plan"] >= QUARTER else set()
        told = sweeping.due(now=NOW)
        gone = sweeping.sweep(now=NOW)
        assert set(Person.objects.values_list("pk", flat=True)) == stay
        assert set(Consent.objects.values_list("pk", flat=True)) == agreed
        assert {one.pk for one in Plan.objects.all() if one.words_sealed is None} == emptied
        assert {one.pk for one in Plan.objects.all() if one.meeting_point_sealed is None} == emptied
        assert gone["people"] == told["people"] == len(people) - len(stay)
        again = sweeping.sweep(now=NOW)
        assert not any(again.values()), again
        transaction.set_rollback(True)


def made(each):
    """The person, their plan if they are in treatment, and their consents, with a call under some."""
    person = PersonFactory(episode=False, added_at=ago(each["added"]))
    for days in each["treatments"]:
        ended(person, days)
    plan = None
    if each["goes_on"]:
        ended(person, None)
        plan = PlanFactory(person=person, on=TODAY - dt.timedelta(days=each["plan"]))
        plan.words, plan.meeting_point = "Only an example", "Under the invented clock"
        plan.save()
    consents = [
        ConsentFactory(
            person=person, given_at=ago(9000), until=ago(until), withdrawn_at=None if back is None else ago(back)
        )
        for until, back, _rung in each["consents"]
    ]
    for consent, (_until, _back, rung) in zip(consents, each["consents"], strict=True):
        if rung:
            referral = plan.referral if plan else past_referral(person)
            ContactFactory(person=person, referral=referral, who="worker", consent=consent)
    return person, plan, consents


def past_referral(person):
    if known := Referral.objects.filter(person=person).first():
        return known
    episode = person.episodes.first() or EpisodeFactory(person=person, ended=True, started_on=TODAY, ended_on=TODAY)
    offer = OfferFactory(person=person, episode=episode, lapsed=True)
    return ReferralFactory(person=person, offer=offer)


def over(each):
    """Has their last time in treatment been over for two years?"""
    treatments = list(each["treatments"])
    if not treatments and not each["goes_on"] and any(rung for _, _, rung in each["consents"]):
        treatments = [0]  # a call needs a time in treatment: past_referral makes one that ended today
    if each["goes_on"]:
        return False
    return min(treatments) >= TWO_YEARS if treatments else each["added"] >= TWO_YEARS


@pytest.mark.django_db
def test_work_that_ended_six_years_ago_is_forgotten_and_a_service_when_nobody_is_left():
    user = WorkerFactory()
    gone = ServiceFactory(closed_on=TODAY - dt.timedelta(days=SIX_YEARS))
    held = ServiceFactory(closed_on=TODAY - dt.timedelta(days=SIX_YEARS))
    young = ServiceFactory(closed_on=TODAY - dt.timedelta(days=SIX_YEARS - 1))
    PersonFactory(service=held, keyworker=user)  # treated there still, it seems: nobody is let go of by a closing
    for service in (gone, held, young):
        MembershipFactory(user=user, service=service, began_at=ago(9000))
    left = ServiceFactory()
    MembershipFactory(user=user, service=left, began_at=ago(9000), ended_at=ago(SIX_YEARS))
    stays = MembershipFactory(user=user, service=left, began_at=ago(9000), ended_at=ago(SIX_YEARS - 1))
    sweeping.sweep(now=NOW)
    assert set(Service.objects.all()) == {held, young, left}
    assert set(Membership.objects.filter(user=user)) == {stays, Membership.objects.get(service=young)}
    assert not Commission.objects.exists()


@pytest.mark.django_db
def test_a_snapshot_goes_with_the_last_who_was_shown_it_and_not_before_a_day_is_over():
    person = recorded()
    shared = Offer.objects.get(person=person).snapshot
    fresh, left_over = SnapshotFactory(made_at=NOW), SnapshotFactory(made_at=ago(1))
    OfferSnapshot.objects.filter(pk=shared.pk).update(made_at=ago(800))
    sweeping.sweep(now=NOW)
    assert set(OfferSnapshot.objects.all()) == {shared, fresh}
    person.episodes.update(
        ended_on=TODAY - dt.timedelta(days=TWO_YEARS),
        started_on=TODAY - dt.timedelta(days=800),
        ending="completed",
        way_back="given",
        ended_by=person.keyworker,
    )
    sweeping.sweep(now=NOW)
    assert set(OfferSnapshot.objects.all()) == {fresh}
    assert left_over not in OfferSnapshot.objects.all()


@pytest.mark.django_db
def test_whoever_comes_back_while_it_runs_stays(monkeypatch):
    person = PersonFactory(episode=False)
    ended(person, 800)
    found = sweeping.people

    def then_comes_back(now):
        rows = list(found(now).values_list("pk", flat=True))
        monkeypatch.setattr(sweeping, "people", found)
        ended(person, None)
        return Person.objects.filter(pk__in=rows)

    monkeypatch.setattr(sweeping, "people", then_comes_back)
    assert sweeping.sweep(now=NOW)["people"] == 0
    assert Person.objects.get() == person


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_the_next_time_finishes_it():
    for _ in range(3):
        ended(PersonFactory(episode=False), 800)
    PlanFactory(on=TODAY - dt.timedelta(days=100), words_sealed=b"sealed")
    kept = PersonFactory()
    for number in range(0, 400, 3):
        left = iter(range(number))

        def stop(execute, *asked, left=left):
            if next(left, None) is None:
                raise Killed
            return execute(*asked)

        try:
            with connection.execute_wrapper(stop):
                sweeping.sweep(now=NOW)
        except Killed:
            assert all(person.episodes.exists() for person in Person.objects.all())
        else:
            break
    assert number > 10
    assert kept in Person.objects.all()
    assert Person.objects.count() == 2
    assert not Plan.objects.exclude(words_sealed=None).exists()


@pytest.mark.django_db
def test_what_was_swept_is_in_the_trail_in_numbers_and_nothing_where_nothing_was():
    sweeping.sweep(now=NOW)
    assert not Event.objects.exists()
    person = PersonFactory(episode=False)
    ended(person, 800)
    sweeping.sweep(now=NOW)
    erased, swept = Event.objects.order_by("pk")
    assert (erased.what, erased.facts["why"]) == ("person.erased", "retention")
    assert (swept.what, swept.facts, swept.subjects) == ("retention.swept", {"people": 1}, [])


@pytest.mark.django_db
def test_an_app_s_own_rows_go_too(monkeypatch):
    for key, days in (("over", 1), ("good", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=ago(days))
    assert sweeping.due(now=NOW)["sessions"] == 1
    assert sweeping.sweep(now=NOW)["sessions"] == 1
    assert Session.objects.get().session_key == "good"
    config = SimpleNamespace(over=lambda now: {"invented": OfferSnapshot.objects.all()})
    monkeypatch.setattr(sweeping.apps, "get_app_configs", lambda: [config])
    assert "invented" in sweeping.due(now=NOW)


@pytest.mark.django_db
def test_it_costs_the_same_however_much_there_is_that_stays(django_assert_max_num_queries):
    for _ in range(5):
        PersonFactory()
    with django_assert_max_num_queries(20):
        sweeping.sweep(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_command_says_first_and_then_does_it(capsys):
    person = PersonFactory(episode=False)
    today = timezone.localdate()
    EpisodeFactory(
        person=person, ended=True, started_on=today - dt.timedelta(days=900), ended_on=today - dt.timedelta(days=800)
    )
    call_command("sweep_retention")
    said = capsys.readouterr().out
    assert "people: 1 to go" in said
    assert "Nothing was done." in said
    assert Person.objects.exists()
    call_command("sweep_retention", "--apply")
    assert "people: 1 gone" in capsys.readouterr().out
    assert not Person.objects.exists()
