"""A whole caseload, taken at once: those who are new, those who came back, and nobody twice."""

import datetime as dt

import pytest

from mutualaid.audit.models import Event
from referrals import access, pathway
from referrals.models import Episode, Person
from referrals.pathway import Loaded, NotRecorded, Row
from tests.conftest import NOW
from tests.referrals.factories import (
    TODAY,
    EpisodeFactory,
    PersonFactory,
    ServiceFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def service():
    return ServiceFactory(setting="prison")


@pytest.fixture
def by(service):
    return WorkerFactory(service=service)


def load(service, by, *references, **how):
    rows = [Row(reference, TODAY - WEEK) for reference in references]
    return pathway.load_caseload(service, rows, by=by, at=NOW, **how)


def test_those_who_are_new_are_in_treatment_from_the_day_that_is_said(service, by):
    rows = [Row("RH-1", TODAY - WEEK, False, "E08000003")]
    assert pathway.load_caseload(service, rows, by=by, at=NOW) == Loaded(1, 0, 0)
    person = Person.objects.known_as("RH-1", service).get()
    episode = person.episodes.get()
    assert (person.reference, person.keyworker, person.kind) == ("RH-1", by, "client")
    assert (episode.started_on, episode.setting) == (TODAY - WEEK, "prison")
    assert (episode.structured, episode.area) == (False, "E08000003")
    [event] = Event.objects.all()
    assert (event.what, event.subjects) == ("caseload.loaded", [person.pk.hex])


def test_it_may_be_sent_again(service, by):
    assert load(service, by, "RH-1", "RH-2") == Loaded(2, 0, 0)
    assert load(service, by, "RH-1", "RH-2", "RH-3") == Loaded(1, 0, 2)
    assert Person.objects.count() == Episode.objects.count() == 3
    load(service, by, "RH-1", "RH-2", "RH-3")
    assert Event.objects.count() == 2  # what changed nothing is no event


def test_whoever_came_back_starts_again_with_whom_they_had(service, by):
    back = PersonFactory(service=service, reference="RH-1", keyworker=by, episode=False)
    EpisodeFactory(person=back, ended=True, ended_on=TODAY - WEEK)
    assert load(service, by, "RH-1") == Loaded(0, 1, 0)
    assert Episode.objects.open().get().person == back
    assert Person.objects.get().version == 1


@pytest.mark.parametrize("ending", ["died", "completed"])
def test_the_dead_and_other_workers_people_are_left_alone(service, by, ending):
    keyworker = by if ending == "died" else WorkerFactory(service=service)
    gone = PersonFactory(service=service, reference="RH-1", keyworker=keyworker, episode=False)
    way_back = "" if ending == "died" else "given"
    EpisodeFactory(person=gone, ended_on=TODAY, ending=ending, way_back=way_back, ended_by=keyworker)
    assert load(service, by, "RH-1") == Loaded(0, 0, 1)
    assert not Episode.objects.open().exists()


def test_a_look_beforehand_says_the_same_and_keeps_nothing(service, by):
    PersonFactory(service=service, reference="RH-1")
    assert load(service, by, "RH-1", "RH-2", dry_run=True) == Loaded(1, 0, 1)
    assert Person.objects.count() == 1
    assert not Event.objects.exists()


def test_the_same_reference_of_another_service_is_somebody_else(service, by):
    PersonFactory(reference="RH-1")
    assert load(service, by, "RH-1") == Loaded(1, 0, 0)


def test_it_is_all_or_nothing(service, by):
    rows = [Row("RH-1", TODAY), Row("RH-2", TODAY + WEEK)]
    with pytest.raises(NotRecorded, match="today or before"):
        pathway.load_caseload(service, rows, by=by, at=NOW)
    assert not Person.objects.exists()
    with pytest.raises(NotRecorded, match="twice"):
        load(service, by, "RH-1", "RH-1")


def test_nobody_loads_for_a_service_they_do_not_work_for_or_onto_whoever_does_not(service, by):
    with pytest.raises(access.Denied):
        load(ServiceFactory(), by, "RH-1")
    with pytest.raises(NotRecorded, match="works for this service"):
        load(service, by, "RH-1", keyworker=WorkerFactory(service=ServiceFactory()))
    colleague = WorkerFactory(service=service)
    load(service, by, "RH-1", keyworker=colleague)
    assert Person.objects.get().keyworker == colleague


def test_two_thousand_come_in_by_the_batch(service, by, django_assert_max_num_queries):
    rows = [Row(f"RH-{number}", TODAY) for number in range(2000)]
    with django_assert_max_num_queries(90):
        pathway.load_caseload(service, rows, by=by, at=NOW)
    with pytest.raises(NotRecorded, match="At most 2,000"):
        pathway.load_caseload(service, [*rows, Row("RH-X1", TODAY)], by=by, at=NOW)
