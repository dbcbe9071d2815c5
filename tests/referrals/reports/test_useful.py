"""What is printed is still of use: totals are near, and how far the repair moves them is known."""

import random
from math import sqrt

import pytest

from referrals.reports.disclosure import BELOW_5, BELOW_8, protect
from tests.oracles.cascade import CASCADE, CELLS, unit

PROFILES = [BELOW_5, BELOW_8]
# Cells without parts: the repair never touches them.
UNTOUCHED = ["connected", "once_not_asked", "still", "by_worker", "already_going", "wanted_secular"]


def errors(profile, people, units, seed):
    """{cell: (printed less counted) of each unit}"""
    rng = random.Random(seed)
    found = {cell: [] for cell in CELLS}
    for _ in range(units):
        counts = unit(rng.randint(people // 2 + 1, people * 3 // 2), rng)
        shown = protect(counts, CASCADE, profile, lambda cell: rng.randrange(profile.base))
        for cell in CELLS:
            found[cell].append(shown[cell] - counts[cell])
    return found


@pytest.mark.parametrize("people", [3, 10, 30, 100])
@pytest.mark.parametrize("profile", PROFILES, ids=["5", "8"])
def test_each_number_is_within_four_times_the_base_less_one(profile, people):
    """One rounding, and one more for each sum among its parts: the longest way up the cascade has three."""
    worst = max(abs(error) for each in errors(profile, people, 400, 1).values() for error in each)
    assert worst <= 4 * (profile.base - 1)


@pytest.mark.parametrize("profile", PROFILES, ids=["5", "8"])
def test_totals_of_what_is_not_repaired_are_within_the_stated_bound(profile):
    """|error| <= m(b - 1) of m units; its root mean square is at most (b / 2) sqrt(m); no bias."""
    units, times = 25, 40
    for cell, found in errors(profile, 20, units * times, 2).items():
        if cell not in UNTOUCHED:
            continue
        totals = [sum(found[at : at + units]) for at in range(0, units * times, units)]
        assert max(map(abs, totals)) <= units * (profile.base - 1)
        assert sqrt(sum(total**2 for total in totals) / times) <= 1.25 * profile.base / 2 * sqrt(units)
        assert abs(sum(found)) <= 4 * profile.base / 2 * sqrt(units * times)


@pytest.mark.parametrize(("people", "bound"), [(3, 0.6), (10, 0.55), (30, 0.25), (100, 0.25), (300, 0.06)])
@pytest.mark.parametrize("profile", PROFILES, ids=["5", "8"])
def test_the_repair_moves_a_total_by_no_more_than_stated(profile, people, bound):
    """On the average of many units, in bases a unit. The decision states it: it is not small in small units."""
    found = errors(profile, people, 500, 3)
    moved = {cell: sum(each) / len(each) / profile.base for cell, each in found.items()}
    chance = 3 * 0.5 / sqrt(500)  # three times what rounding alone may do
    assert max(map(abs, moved.values())) <= bound + chance, moved
