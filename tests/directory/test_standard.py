import itertools

import pytest

from directory.classification import Kind
from directory.models import Programme
from directory.standard import Point, is_met, points
from directory.vocabulary import Answer
from tests.factories import ProgrammeFactory

MET = {
    "charges_no_fee": "yes",
    "run_by": "members",
    "recruits": "no",
    "medicines": "no_view",
    "under_18s": "no",
    "safeguarding": "unknown",
}
BREAKS = {
    Point.NO_FEE: {"charges_no_fee": "no"},
    Point.WHO_RUNS: {"run_by": "company"},
    Point.NO_RECRUITING: {"recruits": "yes"},
    Point.MEDICINES: {"medicines": "tells_to_stop"},
    Point.SAFEGUARDING: {"under_18s": "yes", "safeguarding": "no"},
}
EVERY = {
    "charges_no_fee": Answer.values,
    "run_by": Programme.RunBy.values,
    "recruits": Answer.values,
    "medicines": Programme.Medicines.values,
    "under_18s": Answer.values,
    "safeguarding": Answer.values,
}


def every():
    return (dict(zip(EVERY, values, strict=True)) for values in itertools.product(*EVERY.values()))


def test_one_that_meets_every_point_meets_the_standard():
    assert set(points(**MET).values()) == {Answer.YES}
    assert is_met(points(**MET))


@pytest.mark.parametrize("point", Point)
def test_one_point_known_to_be_broken_is_enough(point):
    answers = points(**MET | BREAKS[point])
    assert [each for each, met in answers.items() if met == Answer.NO] == [point]
    assert not is_met(answers)


@pytest.mark.parametrize(
    ("facts", "point", "met"),
    [
        ({"medicines": "varies"}, Point.MEDICINES, "unknown"),
        ({"medicines": "not_known"}, Point.MEDICINES, "unknown"),
        ({"medicines": "not_relevant"}, Point.MEDICINES, "yes"),
        ({"recruits": "unknown"}, Point.NO_RECRUITING, "unknown"),
        ({"under_18s": "yes", "safeguarding": "unknown"}, Point.SAFEGUARDING, "unknown"),
        ({"under_18s": "unknown", "safeguarding": "no"}, Point.SAFEGUARDING, "unknown"),
        ({"under_18s": "yes", "safeguarding": "yes"}, Point.SAFEGUARDING, "yes"),
        ({"under_18s": "no", "safeguarding": "no"}, Point.SAFEGUARDING, "yes"),
        ({"run_by": "service"}, Point.WHO_RUNS, "yes"),
    ],
)
def test_what_nobody_knows_breaks_nothing(facts, point, met):
    answers = points(**MET | facts)
    assert answers[point] == met
    assert is_met(answers)


def test_every_combination_breaks_it_by_what_is_known_alone():
    for facts in every():
        broken = any(all(facts[name] == value for name, value in breaks.items()) for breaks in BREAKS.values())
        assert is_met(points(**facts)) is not broken, facts


def test_a_programme_outside_it_is_of_no_other_class():
    for breaks in BREAKS.values():
        assert ProgrammeFactory.build(**breaks).kind is Kind.OUTSIDE_STANDARD


@pytest.mark.django_db
def test_the_database_and_the_rule_name_the_same_programmes():
    stance = {"medicines_source": "An invented leaflet", "medicines_on": "2026-11-01"}
    made = [
        ProgrammeFactory.build(slug=f"programme-{at}", rotation_key=f"{at:012x}", **facts, **stance)
        for at, facts in enumerate(every())
    ]
    Programme.objects.bulk_create(made, batch_size=500)
    outside = set(Programme.objects.outside_standard().values_list("slug", flat=True))
    assert outside == {each.slug for each in made if each.kind is Kind.OUTSIDE_STANDARD}
