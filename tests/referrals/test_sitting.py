"""A sitting is kept whole or not at all, once however often it is pressed, and two at once lose nothing."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from directory.parity import options
from directory.places import Place, Point
from directory.search import Search
from mutualaid.audit.models import Event
from referrals import pathway
from referrals.access import Denied
from referrals.models import Offer, Person, Plan, Referral, Step
from referrals.pathway import CameUp, ChangedMeanwhile, Introduced, NotRecorded, Planned, Said, Shown
from tests.conftest import NOW
from tests.directory.worlds import directory_of
from tests.factories import MeetingFactory, ProgrammeFactory
from tests.referrals.factories import TODAY, PersonFactory, WorkerFactory

HERE = Place("Somewhere", "m1-1", Point(53.48, -2.23), "sector", "england")
LOOKED_AT = Introduced(state="looked_at")


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def shown(programme):
    found = options(Search(place=HERE), directory=directory_of([programme]), now=NOW)
    return Shown(found, revision=7, texts={programme.slug: 3})


@pytest.fixture
def person(db):
    return PersonFactory()


def sit(person, shown, *, what=LOOKED_AT, came_up=(), once=None, seen=0):
    by = person.keyworker
    once = once or uuid.uuid4()
    return pathway.sit(person, shown=shown, what=what, came_up=came_up, by=by, at=NOW, seen=seen, once=once)


def tries(programme, **more):
    facts = {"on": TODAY, "with_whom": "peer", "safety": "no"} | more
    return CameUp(programme, Planned(**facts))


@pytest.mark.django_db
def test_what_is_frozen_is_what_was_shown(person, shown, programme):
    content = sit(person, shown).snapshot.content
    assert (content["revision"], content["groups"][0]["programme"], content["groups"][0]["text"]) == (
        7,
        programme.slug,
        3,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["", "interested", "been_before", "know_more"])
def test_a_day_chosen_leads_to_being_asked_how_it_went_whatever_else_was_said(person, shown, programme, said):
    what = replace(LOOKED_AT, said=(Said(programme, said),) if said else ())
    sit(person, shown, what=what, came_up=[tries(programme)])
    assert Referral.objects.get().stage == "interest"
    assert Plan.objects.get().on == TODAY


@pytest.mark.django_db
def test_where_one_plan_cannot_be_kept_nothing_is(person, shown, programme):
    of_another = MeetingFactory()
    with pytest.raises(NotRecorded, match="That meeting is of another programme"):
        sit(person, shown, came_up=[tries(programme), tries(ProgrammeFactory(), meeting=of_another)])
    for model in (Offer, Referral, Plan, Step, Event):
        assert not model.objects.exists()
    assert Person.objects.get().version == 0


@pytest.mark.django_db
def test_pressed_again_it_finds_what_was_kept_though_the_person_has_changed_since(person, shown, programme):
    once = uuid.uuid4()
    first = sit(person, shown, came_up=[tries(programme)], once=once)
    assert sit(person, shown, came_up=[tries(programme)], once=once) == first
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_another_page_made_before_that_is_told_of_it(person, shown):
    sit(person, shown)
    with pytest.raises(ChangedMeanwhile):
        sit(person, shown)


@pytest.mark.django_db
def test_a_page_of_somebody_else_is_not_kept_twice(person, shown):
    once, other = uuid.uuid4(), PersonFactory(service=person.service, keyworker=person.keyworker)
    sit(person, shown, once=once)
    with pytest.raises(NotRecorded, match="saved for somebody else"):
        sit(other, shown, once=once)


def sit_together(people, shown, *, by, once=None):
    """From a page that was made when ``people`` were read."""
    seen = {person.pk: person.version for person in people}
    return pathway.sit_together(
        people, shown=shown, what=LOOKED_AT, by=by, at=NOW, seen=seen, once=once or uuid.uuid4()
    )


@pytest.mark.django_db
def test_a_groups_page_made_before_something_was_recorded_of_one_of_them_keeps_nothing_of_any(person, shown):
    people = [person, PersonFactory(service=person.service, keyworker=person.keyworker)]
    pathway.set_facts(people[1], {"gender": "woman"}, by=person.keyworker, at=NOW)
    people[1].version = 0
    with pytest.raises(ChangedMeanwhile):
        sit_together(people, shown, by=person.keyworker)
    assert not Offer.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 13])
def test_a_group_is_of_two_to_twelve(shown, how_many):
    first = PersonFactory()
    people = [first, *(PersonFactory(service=first.service, keyworker=first.keyworker) for _ in range(how_many - 1))]
    with pytest.raises(NotRecorded, match="Choose between 2 and 12 people"):
        sit_together(people, shown, by=first.keyworker)
    assert not Offer.objects.exists()


@pytest.mark.django_db
def test_nobody_is_shown_it_in_a_group_of_somebody_elses_people(person, shown):
    theirs = PersonFactory(service=person.service, keyworker=WorkerFactory(service=person.service))
    with pytest.raises(Denied):
        sit_together([person, theirs], shown, by=person.keyworker)
    assert not Offer.objects.exists()


def at_once(act, times=2):
    """What came of ``act`` done several times at the same moment."""
    start = Barrier(times)

    def run(_):
        try:
            start.wait(10)
            return act()
        except NotRecorded as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_and_both_are_told_that_it_is_kept(person, shown, programme):
    once = uuid.uuid4()
    kept = at_once(lambda: sit(person, shown, came_up=[tries(programme)], once=once).pk)
    assert set(kept) == {Offer.objects.get().pk}
    assert Plan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_saved_at_once_one_is_kept_and_the_other_told(person, shown):
    came = at_once(lambda: sit(person, shown).pk)
    assert sorted(came, key=str) == sorted([Offer.objects.get().pk, ChangedMeanwhile], key=str)


@pytest.mark.django_db(transaction=True)
def test_a_group_saved_twice_at_once_is_kept_once(person, shown):
    other, once = PersonFactory(service=person.service, keyworker=person.keyworker), uuid.uuid4()
    people, by = [person, other], person.keyworker

    def act():
        return frozenset(offer.pk for offer in sit_together(people, shown, by=by, once=once))

    assert set(at_once(act)) == {frozenset(Offer.objects.values_list("pk", flat=True))}
    assert Offer.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_groups_saved_at_once_that_share_somebody_one_is_kept_whole_and_the_other_told(person, shown):
    """From two pages, in whatever order they name them: nobody waits for ever, and no group is kept by half."""
    by = person.keyworker
    others = [PersonFactory(service=person.service, keyworker=by) for _ in range(2)]
    groups = iter([[others[0], person], [person, others[1]]])

    def act():
        return frozenset(offer.person_id for offer in sit_together(next(groups), shown, by=by))

    came = at_once(act)
    assert came.count(ChangedMeanwhile) == 1
    [kept] = [each for each in came if each is not ChangedMeanwhile]
    assert kept == set(Offer.objects.values_list("person", flat=True))
    assert Offer.objects.filter(lapsed_at=None).count() == Offer.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_a_group_and_one_of_them_alone_saved_at_once_one_is_told(person, shown):
    other = PersonFactory(service=person.service, keyworker=person.keyworker)
    acts = iter(
        [
            lambda: len(sit_together([person, other], shown, by=person.keyworker)),
            lambda: len([sit(person, shown)]),
        ]
    )
    came = at_once(lambda: next(acts)())
    assert came.count(ChangedMeanwhile) == 1
    assert (
        Offer.objects.filter(lapsed_at=None).count() == Offer.objects.count() == max(came, key=lambda said: said == 2)
    )
