"""Whatever the pathway lets anybody record is counted as the oracle counts, and its cells keep every relation."""

import pytest
from django.db import transaction

from referrals.models import Review
from referrals.reports import counting
from referrals.reports.disclosure import BELOW_5, BELOW_8, AtMost, protect
from referrals.reports.measures import FAMILIES, RELATIONS, STEPS, once, relations, wanted
from tests.oracles import measures as oracle
from tests.referrals.reports import checks
from tests.referrals.reports.shapes import cells_of
from tests.referrals.reports.walked import walked
from tests.referrals.reports.worlds import KINDS

pytestmark = pytest.mark.django_db
PEOPLE = 100


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One for all that is asked here: nothing below changes it for good."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield walked(1, PEOPLE)
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


def test_every_relation_holds_of_every_unit_and_of_everybody(world, people):
    """Of single people too: what is so of each of them is so of any number together."""
    units = [cells for asked in checks.questions(world) for cells in counting.count(asked).values()]
    assert len(units) > 100
    for cells in units:
        for relation in relations(cells):
            assert holds(relation, cells), (relation, cells)


TRIED = {
    "here": {*cells_of(RELATIONS)} - set(map(wanted, FAMILIES)),
    "after": {*STEPS, *map(once, ("not_asked", "rather_not")), "stopped", "community", "in_the_way"},
}


@pytest.mark.parametrize("phase", TRIED)
def test_every_relation_is_tried_on_somebody_by_both_clocks(world, phase):
    """With marks, and groups of every kind. Little can be recorded after they left: it is what was told late."""
    somebody = {
        cell
        for asked in checks.questions(world)
        for unit, cells in counting.count(asked).items()
        for cell, number in cells.items()
        if unit.phase == phase and number
    }
    assert TRIED[phase] <= somebody, TRIED[phase] - somebody
    assert somebody & {wanted(each.approach) for each in world.programmes}
    assert {*Review.objects.values_list("meeting_kind", flat=True)} == {*KINDS}


def test_each_person_by_themselves_keeps_every_relation(world, people):
    for asked in checks.questions(world):
        for story in oracle.stories(people, asked.quarter, asked.known_by, **checks.whose(asked)):
            cells = dict.fromkeys(counting.CELLS, 0) | dict.fromkeys(story.cells(), 1)
            wrong = [relation for relation in relations(cells) if not holds(relation, cells)]
            assert not wrong, (story.person.pk, wrong, story.cells())


@pytest.mark.parametrize("profile", [BELOW_5, BELOW_8])
def test_nothing_counted_is_refused_when_it_is_protected(world, profile):
    for asked in checks.questions(world):
        for cells in counting.count(asked).values():
            protect(cells, relations(cells), profile, lambda cell: len(cell) % profile.base)


def holds(relation, cells):
    if isinstance(relation, AtMost):
        return sum(cells[part] for part in relation.parts) <= cells[relation.whole]
    parts = [cells[cell] for cell in relation.by]
    return max(parts) <= cells[relation.whole] <= sum(parts)
