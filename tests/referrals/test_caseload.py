"""Who stands on which list, in which band, and that nobody is on none."""

import datetime as dt

import pytest

from referrals import caseload, pathway
from referrals.caseload import EVERYONE, NOBODY, When
from referrals.models import Person
from tests.conftest import NOW
from tests.referrals.factories import (
    TODAY,
    EpisodeFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def person():
    return PersonFactory(reference="RH-2041", episode__started_on=TODAY)


@pytest.fixture
def worker(person):
    return person.keyworker


def bands(user, **how):
    """{band: {reference: [(option, due, act)]}}."""
    seen = caseload.of(user, at=NOW, **how)
    return {
        band.when: {one.reference: [(line.option, line.due_on, line.act) for line in one.lines] for one in band.people}
        for band in seen.bands
        if band.people
    }


def test_somebody_new_is_to_be_shown_every_option_within_a_week(person, worker):
    assert bands(worker) == {When.LATER: {"RH-2041": [("Every option", TODAY + 7 * DAY, "introduce")]}}


@pytest.mark.parametrize(
    ("days", "when"), [(-1, When.OVERDUE), (0, When.TODAY), (1, When.WEEK), (5, When.WEEK), (6, When.LATER)]
)
def test_what_is_due_decides_the_band(person, worker, days, when):
    # Today is a Tuesday: the week ends in five days.
    ReferralFactory(person=person, due_on=TODAY + days * DAY)
    assert list(bands(worker)) == [when]


def test_a_person_stands_once_with_every_open_option_where_the_first_is_due(person, worker):
    first = ReferralFactory(person=person, due_on=TODAY - DAY)
    second = ReferralFactory(person=person, due_on=TODAY + 90 * DAY, stage="not_now")
    ReferralFactory(person=person, stage="never", due_on=None)
    ReferralFactory(person=person, stage="ended", due_on=None, ended_at=NOW)
    assert bands(worker) == {
        When.OVERDUE: {
            "RH-2041": [
                (first.programme.name, first.due_on, "first_visit"),
                (second.programme.name, second.due_on, "open"),
            ]
        }
    }


def test_not_today_is_asked_on_its_day_while_work_on_an_option_goes_on(person, worker):
    OfferFactory(person=person, not_today=True, due_on=TODAY + DAY)
    referral = ReferralFactory(person=person, due_on=TODAY + 2 * DAY)
    assert bands(worker) == {
        When.WEEK: {
            "RH-2041": [
                ("Every option", TODAY + DAY, "introduce"),
                (referral.programme.name, TODAY + 2 * DAY, "first_visit"),
            ]
        }
    }


def test_somebody_who_was_shown_everything_and_wants_nothing_is_on_the_list_until_it_lapses(person, worker):
    OfferFactory(person=person)
    ReferralFactory(person=person, stage="never", due_on=None)
    lapses = TODAY + 365 * DAY
    assert bands(worker) == {When.LATER: {"RH-2041": [("Every option", lapses, "open")]}}


def test_an_offer_that_lapsed_by_year_is_made_again_from_that_day(person, worker):
    OfferFactory(person=person, lapsed_at=NOW - 2 * DAY, lapsed_because="year")
    OfferFactory(person=person, lapsed_at=NOW - 9 * DAY, lapsed_because="district")
    OfferFactory(person=person, lapsed=True)
    assert bands(worker) == {When.OVERDUE: {"RH-2041": [("Every option", TODAY - 2 * DAY, "introduce")]}}


def test_an_offer_of_an_earlier_time_in_treatment_says_nothing(worker, person):
    back = PersonFactory(service=person.service, keyworker=worker, reference="RH-9", episode=False)
    earlier = EpisodeFactory(person=back, started_on=TODAY - 400 * DAY, ended=True, ended_on=TODAY - 100 * DAY)
    OfferFactory(person=back, episode=earlier, lapsed_at=NOW - 100 * DAY, lapsed_because="year")
    EpisodeFactory(person=back, started_on=TODAY - 8 * DAY)
    assert bands(worker)[When.OVERDUE] == {"RH-9": [("Every option", TODAY - DAY, "introduce")]}


def test_whoever_is_not_in_treatment_is_on_no_list(person, worker):
    pathway.end(person, ending="completed", ended_on=TODAY, way_back="given", by=worker, at=NOW)
    assert bands(worker) == {}


def test_those_handed_over_stand_by_themselves_until_they_are_taken_on(person, worker):
    colleague = WorkerFactory(service=person.service)
    pathway.hand_over(person, to=colleague, by=worker, at=NOW)
    assert bands(worker) == {}
    assert list(bands(colleague)) == [When.HANDED_OVER]
    pathway.take_on(person, by=colleague, at=NOW)
    assert list(bands(colleague)) == [When.LATER]


def test_a_manager_sees_everyones_a_keyworkers_and_nobodys(person, worker):
    manager = WorkerFactory(service=person.service, service__role="manager")
    own = PersonFactory(service=person.service, keyworker=manager, reference="RH-1")
    PersonFactory(service=person.service, keyworker=None, added_by=manager, reference="RH-2")
    left = PersonFactory(service=person.service, keyworker=WorkerFactory(), added_by=manager, reference="RH-3")
    PersonFactory(reference="RH-4")

    def on(whose):
        return {reference for people in bands(manager, whose=whose).values() for reference in people}

    assert on("") == {own.reference}
    assert on(EVERYONE) == {"RH-2041", "RH-1", "RH-2", "RH-3"}
    assert on(NOBODY) == {"RH-2", "RH-3"}
    assert on(str(worker.pk)) == {"RH-2041"}
    assert on(str(left.keyworker.pk)) == {"RH-3"}


def test_nobody_is_lost_whoever_leaves():
    service = ServiceFactory()
    manager = WorkerFactory(service=service, service__role="manager")
    people = [PersonFactory(service=service) for _ in range(3)]
    for person in people:
        person.keyworker.memberships.update(ended_at=NOW)
    assert {person.pk for person in Person.objects.visible_to(manager).nobodys()} == {one.pk for one in people}


def test_a_keyworker_sees_nobody_elses_list(person, worker):
    other = WorkerFactory(service=person.service)
    assert bands(other) == bands(other, whose=EVERYONE) == bands(other, whose=str(worker.pk)) == {}


def test_the_last_word_follows_the_last_step(person, worker):
    referral = ReferralFactory(person=person)
    pathway.plan(referral, pathway.Planned(on=TODAY + DAY, with_whom="peer", safety="no"), by=worker, at=NOW - 3 * DAY)

    def word():
        [band] = [band for band in caseload.of(worker, at=NOW).bands if band.people]
        return [line.word for line in band.people[0].lines]

    assert word() == ["Planned for Wed 25 Nov, with a peer"]
    pathway.ask(referral, pathway.Asked(how="went", ask_on=TODAY + 9 * DAY), by=worker, at=NOW)
    assert word() == ["Went"]


def test_a_list_is_turned_by_people_and_its_bands_count_all_of_them(person, worker, monkeypatch):
    monkeypatch.setattr(caseload, "ON_A_PAGE", 2)
    for _ in range(3):
        PersonFactory(service=person.service, keyworker=worker)  # a month ago: overdue
    first, second = (caseload.of(worker, page=page, at=NOW) for page in (1, 2))
    assert [len(first.seen), len(second.seen)] == [2, 2]
    assert len({*first.seen, *second.seen}) == 4
    assert {band.when: band.count for band in first.bands if band.people} == {When.OVERDUE: 3}
    assert {band.when: band.count for band in second.bands if band.people} == {When.OVERDUE: 3, When.LATER: 1}


def test_plans_and_reviews_of_many_are_each_their_own(person, worker):
    for at in range(4):
        somebody = PersonFactory(service=person.service, keyworker=worker, reference=f"RH-{at}")
        referral = ReferralFactory(person=somebody, stage="interest")
        PlanFactory(person=somebody, referral=referral)
        ReviewFactory(person=somebody, referral=referral)
    assert sum(len(people) for people in bands(worker).values()) == 5
