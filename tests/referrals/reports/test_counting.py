"""Of any rows that the database holds, what SQL counts is what a slow walk over each person's history counts."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from referrals.reports import counting
from referrals.reports.counting import Asked
from tests.oracles import measures as oracle
from tests.referrals.reports import checks
from tests.referrals.reports.scattered import scattered
from tests.referrals.reports.worlds import LATER, QUARTERS

pytestmark = pytest.mark.django_db
PEOPLE = 250


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One for all that is asked here: nothing below changes it for good."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield scattered(1, PEOPLE)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(world):
    return oracle.everybody()


def test_it_counts_what_the_oracle_counts(world, people):
    checks.as_the_oracle_counts(world, people)


def test_the_people_behind_a_count_are_those_counted(world, people):
    checks.people_behind_are_the_oracles(world, people)


def test_services_together_are_their_areas(world, people):
    checks.services_together_are_their_areas(world, people)


def test_it_does_so_in_another_world(world):
    another = scattered(2, 150)
    people = oracle.everybody()
    for service in another.services:
        for quarter in QUARTERS:
            told = oracle.count(people, quarter, LATER, service=service.pk)
            assert counting.count(Asked(quarter, LATER, service=service.pk)) == told


def test_whom_it_counts_in_a_quarter_are_the_areas_with_anybody(world, people):
    for quarter in QUARTERS:
        counted = {story.episode.area for story in oracle.stories(people, quarter, LATER)} - {""}
        assert set(counting.whom(quarter)) >= counted
        assert set(counting.whom(quarter)) <= {area.pk for area in world.areas}


@pytest.mark.parametrize("whose", ["area", "service"])
def test_more_people_ask_the_database_nothing_more(world, whose):
    key = world.areas[0].pk if whose == "area" else world.services[1].pk

    def statements():
        with CaptureQueriesContext(connection) as asked:
            counting.count(Asked(QUARTERS[2], LATER, **{whose: key}))
        return len(asked)

    before = statements()
    scattered(4, 20)
    assert statements() == before == {"area": 3, "service": 4}[whose]
