"""Two workers record at the same moment: one is done, the other is told, and nothing is lost. On both databases."""

import datetime as dt

import pytest

from mutualaid.audit.models import Event
from referrals import pathway
from referrals.models import Consent, Episode, Person, Referral
from referrals.pathway import Loaded, Row
from tests.conftest import NOW
from tests.referrals.at_once import at_once, refused
from tests.referrals.factories import TODAY, PersonFactory, ReferralFactory, ServiceFactory, WorkerFactory

pytestmark = pytest.mark.django_db(transaction=True)
MEANWHILE = "Somebody recorded something"


@pytest.fixture
def person():
    return PersonFactory(reference="RH-2041")


@pytest.fixture
def by(person):
    return person.keyworker


def test_of_two_colleagues_somebody_is_handed_over_to_one(person, by):
    manager = WorkerFactory(service=person.service, service__role="manager")
    one, other = (WorkerFactory(service=person.service) for _ in range(2))
    came = at_once(
        lambda: pathway.hand_over(person, to=one, by=by, at=NOW, seen=person.version),
        lambda: pathway.hand_over(person, to=other, by=manager, at=NOW, seen=person.version),
    )
    assert len(refused(came)) == 1
    now = Person.objects.get()
    assert now.keyworker in {one, other}
    assert (now.version, Event.objects.filter(what="person.handed_over").count()) == (1, 1)


def test_ended_and_planned_for_at_once_nothing_goes_on_after_the_end(person, by):
    referral = ReferralFactory(person=person)
    at_once(
        lambda: pathway.end(person, ending="completed", ended_on=TODAY, way_back="given", by=by, at=NOW),
        lambda: pathway.plan(
            referral,
            pathway.Planned(on=TODAY + dt.timedelta(days=2), with_whom="peer", safety="no"),
            by=by,
            at=NOW,
            seen=referral.version,
        ),
    )
    assert Referral.objects.get().stage == "ended"
    assert not Episode.objects.open().exists()
    steps = list(Referral.objects.get().steps.order_by("number").values_list("act", flat=True))
    assert steps in (["end"], ["plan", "end"])


def test_of_two_pages_of_facts_the_second_is_told_of_the_first(person, by):
    came = at_once(
        *(
            lambda word=word: pathway.set_facts(person, {"gender": word}, by=by, at=NOW, seen=person.version)
            for word in ("woman", "man")
        )
    )
    [told] = refused(came)
    assert told.startswith(MEANWHILE)
    assert Person.objects.get().version == 1


def test_two_presses_of_they_agree_are_one_consent(person, by):
    agreed = {"what": "contact", "whom": "group", "channel": "telephone"}
    came = at_once(*[lambda: pathway.give_consent(person, **agreed, by=by, at=NOW, seen=person.version)] * 2)
    assert len(refused(came)) == 1
    assert Consent.objects.count() == 1


def test_added_by_two_at_once_somebody_is_there_once():
    service = ServiceFactory()
    workers = [WorkerFactory(service=service) for _ in range(2)]
    came = at_once(
        *(
            lambda by=by: pathway.add_person(service, reference="RH-1", started_on=TODAY, by=by, at=NOW)
            for by in workers
        )
    )
    assert len(refused(came)) == 1
    assert Person.objects.count() == Episode.objects.count() == 1


def test_two_lists_at_once_bring_in_each_person_once():
    service = ServiceFactory()
    by = WorkerFactory(service=service)
    rows = [Row(f"RH-{number}", TODAY) for number in range(50)]
    came = at_once(*[lambda: pathway.load_caseload(service, rows, by=by, at=NOW)] * 2)
    assert sorted(came, key=str) == sorted([Loaded(50, 0, 0), Loaded(0, 0, 50)], key=str)
    assert Person.objects.count() == Episode.objects.count() == 50


def test_a_list_and_somebody_adding_one_of_it_lose_nobody():
    service = ServiceFactory()
    by = WorkerFactory(service=service)
    rows = [Row(f"RH-{number}", TODAY) for number in range(50)]
    came = at_once(
        lambda: pathway.load_caseload(service, rows, by=by, at=NOW),
        lambda: pathway.add_person(service, reference="RH-49", started_on=TODAY, by=by, at=NOW),
    )
    assert len(refused(came)) <= 1
    assert Person.objects.count() in {1, 50}  # one of them was told to send the list again, or all are there
    assert Episode.objects.count() == Person.objects.count()


def test_given_away_together_and_handed_over_alone_everybody_has_one_keyworker(person, by):
    manager = WorkerFactory(service=person.service, service__role="manager")
    others = [PersonFactory(service=person.service, keyworker=by) for _ in range(5)]
    colleague = WorkerFactory(service=person.service)
    at_once(
        lambda: pathway.give_all(person.service, of=by, to=manager, by=manager, at=NOW),
        lambda: pathway.hand_over(person, to=colleague, by=by, at=NOW, seen=0),
    )
    assert Person.objects.filter(pk__in=[one.pk for one in others], keyworker=manager).count() == 5
    assert Person.objects.get(pk=person.pk).keyworker in {manager, colleague}


def test_handed_over_and_recorded_for_at_once_nobody_records_for_who_is_a_colleagues(person, by):
    """Whoever waited for the handing over is asked again, behind the lock, whether they still work with them."""
    colleague, referral = WorkerFactory(service=person.service), ReferralFactory(person=person)
    came = at_once(
        lambda: pathway.hand_over(person, to=colleague, by=by, at=NOW),
        lambda: pathway.explain(referral, by=by, at=NOW),
    )
    steps = Event.objects.filter(what="referral.explain").count()
    handed = Event.objects.get(what="person.handed_over")
    assert steps == (0 if refused(came) else 1)
    assert not Event.objects.filter(what="referral.explain", pk__gt=handed.pk).exists()
