import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reports.figures import Figures
from referrals.reports.funnel import (
    FEWEST,
    Z95,
    Z998,
    Funnel,
    Verdict,
    compared,
    funnel,
    read,
    rounding,
    winsorised,
)
from tests.oracles import funnel as oracle
from tests.referrals.reports.samples import connected

services = st.integers(20, 2000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
ALIKE = [(40, 100)] * 12


@given(st.lists(services, min_size=FEWEST, max_size=60), st.integers(20, 3000))
def test_limits_are_those_of_a_slow_computation(some, at):
    drawn = funnel(some)
    if drawn is None:
        assert sum(part for part, _people in some) in {0, sum(people for _part, people in some)}
        return
    for z, slow in ((Z95, oracle.TWO_IN_FORTY), (Z998, oracle.TWO_IN_A_THOUSAND)):
        assert drawn.limits(at, z) == pytest.approx(oracle.limits(some, at, slow), abs=1e-5)


def test_services_that_are_alike_have_the_limits_of_chance_alone():
    """By hand: asin(sqrt(0.4)) = 0.68472, and 1.95996 or 3.09023 times 1/sqrt(400) either way, back by sin²."""
    drawn = funnel(ALIKE)
    assert drawn.between == 0
    assert drawn.target == 0.4
    assert drawn.limits(100, Z95) == pytest.approx((0.30651, 0.49732), abs=1e-5)
    assert drawn.limits(100, Z998) == pytest.approx((0.25575, 0.55373), abs=2e-5)


def test_services_that_differ_by_more_than_chance_widen_the_limits():
    """By hand: z is -2.1016 and 2.0136, their squares sum to 84.71, and (84.71 - 19) / (8000 - 400) = 0.008646."""
    drawn = funnel([(30, 100), (50, 100)] * 10)
    assert drawn.between == pytest.approx(0.008646, abs=1e-6)
    low, high = drawn.limits(100, Z95)
    assert low < 0.3 < 0.5 < high


def test_more_people_never_bring_the_limits_closer_than_services_differ():
    drawn = funnel([(30, 100), (50, 100)] * 10)
    low, high = drawn.limits(1_000_000, Z95)
    assert high - low > 0.3


def test_one_service_far_away_does_not_hide_itself():
    """Drawn in, it widens nothing."""
    drawn = funnel([*ALIKE, (95, 100)])
    assert drawn.between < 0.001
    assert drawn.verdict(95, 100) is Verdict.HIGHER


def test_a_tenth_on_either_side_is_drawn_in():
    assert winsorised([float(number) for number in range(20)])[:3] == [2.0, 2.0, 2.0]
    assert winsorised([float(number) for number in range(20)])[-3:] == [17.0, 17.0, 17.0]
    assert winsorised([3.0, 1.0, 2.0]) == [3.0, 1.0, 2.0]


@given(services, st.floats(0.05, 0.95), st.floats(0, 0.05))
def test_limits_hold_the_target_and_stay_between_nobody_and_everybody(service, target, between):
    drawn = Funnel(target, between)
    low95, high95 = drawn.limits(service[1], Z95)
    low998, high998 = drawn.limits(service[1], Z998)
    assert 0 <= low998 <= low95 <= target <= high95 <= high998 <= 1


@pytest.mark.parametrize(
    ("part", "verdict"),
    [
        (40, Verdict.WITHIN),
        (31, Verdict.WITHIN),
        (30, Verdict.LOWER_THAN_95),
        (25, Verdict.LOWER),
        (50, Verdict.HIGHER_THAN_95),
        (56, Verdict.HIGHER),
        (105, Verdict.HIGHER),
    ],
)
def test_each_side_of_each_limit_has_its_words(part, verdict):
    assert funnel(ALIKE).verdict(part, 100) is verdict


def test_too_few_services_have_no_limits():
    assert funnel(ALIKE[: FEWEST - 1]) is None
    assert funnel([]) is None
    assert compared([]) is None


@pytest.mark.parametrize("part", [0, 100])
def test_where_nobody_or_everybody_is_connected_there_is_nothing_to_tell_apart(part):
    assert funnel([(part, 100)] * 12) is None


def test_what_cannot_be_compared_is_no_part_of_the_comparison():
    comparable = [connected(100, 40)] * FEWEST
    small, unasked = connected(15, 15), connected(100, 40, not_asked=30)
    assert compared([*comparable, small, unasked]) == compared(comparable)
    assert read(small, compared(comparable)) is Verdict.TOO_FEW_PEOPLE
    assert read(unasked, compared(comparable)) is Verdict.NOT_ASKED
    assert read(connected(100, 40, not_asked=25), compared(comparable)) is Verdict.WITHIN
    assert read(comparable[0], compared(comparable[1:])) is Verdict.TOO_FEW_SERVICES
    assert read(Figures({}, 5), None) is Verdict.TOO_FEW_PEOPLE


def test_rounding_is_not_taken_for_a_difference_between_services():
    """Small services, alike but for chance, each count rounded at random: few stand out, as few should."""
    chance = random.Random(2026)

    def rounded(count):
        return 5 * ((count + chance.randrange(5)) // 5)

    def alarms(noise):
        raised = 0
        for _world in range(40):
            counts = [(sum(chance.random() < 0.35 for _each in range(people)), people) for people in range(25, 125, 5)]
            some = [(rounded(part), max(20, rounded(people))) for part, people in counts]
            drawn = funnel(some, noise=noise)
            raised += sum(drawn.verdict(*each) is not Verdict.WITHIN for each in some if each[1] < 50)
        return raised / (40 * 5)

    assert alarms(rounding(5)) < 0.06 < alarms(0.0)


def test_the_variance_of_rounding_is_that_of_every_count_and_turn():
    errors = [5 * ((count + turn) // 5) - count for count in range(100, 105) for turn in range(5)]
    assert isclose(rounding(5), sum(error * error for error in errors) / len(errors))
    assert rounding(1) == 0
