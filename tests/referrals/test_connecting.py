"""What is settled in one session is kept whole or not at all, once, whoever else is at it."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from referrals import pathway, pressure
from referrals.models import Consent, Contact, Mark, Plan, Referral, Review, Step
from referrals.pathway import Asked, Called, ChangedMeanwhile, NotRecorded, Planned
from tests.conftest import NOW
from tests.factories import MeetingFactory, ProgrammeFactory
from tests.referrals.factories import TODAY, EpisodeFactory, OfferFactory, PersonFactory, ReferralFactory, WorkerFactory

pytestmark = pytest.mark.django_db
WENT = Asked("went", TODAY + dt.timedelta(days=7))


@pytest.fixture
def referral():
    return ReferralFactory()


@pytest.fixture
def by(referral):
    return {"by": referral.person.keyworker, "at": NOW}


def plan(days=2, **more):
    facts = {"on": TODAY + dt.timedelta(days=days), "with_whom": "peer", "safety": "no"} | more
    return Planned(**facts)


def nothing_is_kept():
    return not any(model.objects.exists() for model in (Plan, Contact, Consent, Step))


def test_where_one_part_cannot_be_kept_none_is(referral, by):
    agreed = Called("together", "member", agrees=True)
    for plans, called in (
        ([plan(), plan(meeting=MeetingFactory())], agreed),
        ([plan(), plan(-1)], agreed),
        ([plan()], Called("worker", "member")),
    ):
        with pytest.raises(NotRecorded):
            pathway.connect(referral, plans=plans, called=called, **by)
        assert nothing_is_kept()


def test_all_of_it_is_kept_together_and_pressed_again_once(referral, by):
    page = {
        "plans": [plan(9), plan(2)],
        "called": Called("together", "peer", agrees=True),
        "once": uuid.uuid4(),
        "seen": 0,
    }
    for _ in range(2):
        pathway.connect(referral, **page, **by)
    assert (Plan.objects.count(), Contact.objects.count(), Consent.objects.get().whom) == (2, 1, "peer")
    referral.refresh_from_db()
    assert referral.due_on == TODAY + dt.timedelta(days=3)
    assert [step.act for step in Step.objects.order_by("number")] == ["contact", "plan", "plan"]


def test_whoever_saw_an_older_page_is_told(referral, by):
    pathway.explain(referral, **by)
    with pytest.raises(ChangedMeanwhile):
        pathway.connect(referral, plans=[plan()], seen=0, **by)
    assert not Plan.objects.exists()


def test_another_kind_is_tried_as_well_once(referral, by):
    programme = ProgrammeFactory()
    made = [pathway.try_also(referral.person, programme, **by) for _ in range(2)]
    assert made[0] == made[1]
    made[0].refresh_from_db()
    assert (made[0].stage, made[0].version) == ("connect", 1)
    assert not Mark.objects.exists()


def at_once(*acts):
    """What came of each act: None, or the name of what it was told."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            act()
        except (ChangedMeanwhile, NotRecorded) as error:
            return type(error).__name__
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts), key=str)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_moment_one_is_told(referral, by):
    manager = {"by": WorkerFactory(service=referral.service, service__role="manager"), "at": NOW}
    referral.stage = "interest"
    referral.save()
    told = at_once(
        lambda: pathway.ask(referral, WENT, seen=0, once=uuid.uuid4(), **by),
        lambda: pathway.connect(referral, plans=[plan()], seen=0, once=uuid.uuid4(), **manager),
    )
    assert told == ["ChangedMeanwhile", None]
    assert Review.objects.count() + Plan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_one_moment_is_not_told_that_somebody_else_was_there(referral, by):
    once = uuid.uuid4()
    press = [lambda: pathway.connect(referral, plans=[plan()], seen=0, once=once, **by)] * 2
    assert at_once(*press) == [None, None]
    assert Plan.objects.count() == 1
    assert Referral.objects.get().version == 1


@pytest.mark.parametrize("idea", ["court", "social_care", "housing"])
def test_who_presses_is_remembered_for_all_of_this_time_in_treatment(referral, idea):
    assert not pressure.is_pressed(referral)
    offer = OfferFactory(person=referral.person, episode=referral.episode, lapsed=True, idea=idea)
    assert pressure.is_pressed(referral)
    offer.delete()
    elsewhere = PersonFactory(episode=False)
    OfferFactory(person=elsewhere, episode=EpisodeFactory(person=elsewhere), idea=idea)
    assert not pressure.is_pressed(referral)
