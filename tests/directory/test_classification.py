import itertools

import pytest

from directory.classification import Kind, classify
from directory.models import Programme
from directory.vocabulary import Answer
from tests.factories import ProgrammeFactory
from tests.oracles import classification as oracle

EVERY = list(itertools.product(itertools.product(Answer.values, repeat=5), Programme.RunBy.values))


def test_every_combination_is_classified_as_the_grid_says():
    assert len(EVERY) == 3**5 * 4
    wrong = [
        (tests, run_by) for tests, run_by in EVERY if classify(tests=tests, run_by=run_by) != oracle.kind(tests, run_by)
    ]
    assert not wrong


def test_every_class_is_reached():
    assert {classify(tests=tests, run_by=run_by) for tests, run_by in EVERY} == set(Kind)


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("run_by", Programme.RunBy.values)
def test_knowing_less_never_makes_mutual_aid_of_anything(place, run_by):
    for tests, by in EVERY:
        if by == run_by and tests[place] != Answer.YES:
            assert classify(tests=tests, run_by=run_by) is not Kind.MUTUAL_AID


def test_a_programme_derives_its_class_from_its_own_fields():
    assert ProgrammeFactory.build().kind is Kind.MUTUAL_AID
    assert ProgrammeFactory.build(values_experience="unknown").kind is Kind.NOT_FULLY_CHECKED
    assert ProgrammeFactory.build(same_problem="no").kind is Kind.PEER_SUPPORT
    assert ProgrammeFactory.build(community=True).kind is Kind.RECOVERY_COMMUNITY
    assert ProgrammeFactory.build(staff=True).kind is Kind.STAFF_RUN
    assert ProgrammeFactory.build(charges_no_fee="no").kind is Kind.OUTSIDE_STANDARD
