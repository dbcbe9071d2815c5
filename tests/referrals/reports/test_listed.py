"""Every small world, every turn: nobody can tell more from what is published than docs/protected-counts.md says."""

from itertools import product

import pytest

from referrals.reports.disclosure import BELOW_5, BELOW_8, Profile, high, repaired
from tests.oracles.every_world import narrowed, told, told_by_two
from tests.referrals.reports.shapes import SHAPES, cells_of

BY_TWO, BY_THREE = Profile(2, 2), Profile(3, 3)


def publish(relations, profile):
    return lambda rounded: repaired(rounded, relations, profile)


def found(publications, cells, base):
    """Everything narrowed in any of the publications; of a pair of versions, in the first."""
    return [
        (shown, *each)
        for shown, counts in publications.items()
        for each in narrowed(shown[0] if isinstance(shown[0], tuple) else shown, counts, cells, base)
    ]


# {base: {cells: how many multiples of it}}: as far as every world can be listed in a second or so.
LISTABLE = {
    2: {2: 4, 3: 4, 4: 3, 5: 3},
    3: {2: 4, 3: 4, 4: 3, 5: 2},
    5: {2: 4, 3: 3, 4: 2},
    10: {2: 3, 3: 2},
}
LISTED = [
    pytest.param(relations, profile, multiples * profile.base - 1, id=f"{shape}-{profile.base}")
    for shape, relations in SHAPES.items()
    for profile in (BY_TWO, BY_THREE, BELOW_5, BELOW_8)
    if (multiples := LISTABLE[profile.base].get(len(cells_of(relations))))
]


@pytest.mark.parametrize(("relations", "profile", "most"), LISTED)
def test_every_count_keeps_its_whole_range(relations, profile, most):
    cells, base = cells_of(relations), profile.base
    publications = told(cells, relations, base, most, publish(relations, profile))
    assert (0,) * len(cells) in publications
    assert any(max(shown) > 0 for shown in publications)
    assert not found(publications, cells, base)


@pytest.mark.parametrize("shape", SHAPES)
def test_without_the_repair_something_is_told(shape):
    """Nothing is asked of the repair that rounding alone would do."""
    relations = SHAPES[shape]
    cells = cells_of(relations)
    assert found(told(cells, relations, 3, 8, dict), cells, 3)


@pytest.mark.parametrize("shape", ["chain", "sum", "sum_of_three", "two_wholes", "covered_by_two", "covered_by_three"])
@pytest.mark.parametrize("profile", [BY_TWO, BY_THREE], ids=["base 2", "base 3"])
def test_a_later_version_tells_nothing_of_the_first(shape, profile):
    relations = SHAPES[shape]
    cells = cells_of(relations)
    pairs = told_by_two(cells, relations, profile.base, 5, publish(relations, profile))
    assert len(pairs) > 10
    assert not found(pairs, cells, profile.base)


def test_a_cover_that_could_just_suffice_is_told_by_two_versions():
    """It was first asked only that the most that covers could be is the most of the whole: safe in one version."""
    relations = SHAPES["covered_by_three"]
    cells = cells_of(relations)

    def just_sufficient(rounded):
        shown = dict(rounded)
        most = sum(high(shown[cell], 2) for cell in relations[0].by)
        while high(shown["linked"], 2) > most:
            shown["linked"] -= 2
        shown["linked"] = max(shown.values())
        return shown

    assert not found(told(cells, relations, 2, 7, just_sufficient), cells, 2)
    pairs = told_by_two(cells, relations, 2, 5, just_sufficient)
    assert "linked can be 2 or 3" in {
        f"{cell} can be {' or '.join(map(str, can))}" for _, cell, _, can in found(pairs, cells, 2)
    }


@pytest.mark.parametrize("shape", ["chain", "sum", "covered_by_two"])
def test_freezing_again_when_nothing_changed_tells_nothing(shape):
    relations = SHAPES[shape]
    cells = cells_of(relations)
    once = told(cells, relations, 3, 8, publish(relations, BY_THREE))
    again = told_by_two(cells, relations, 3, 8, publish(relations, BY_THREE), change={})
    assert {(shown, shown): counts for shown, counts in once.items()} == again


@pytest.mark.parametrize(
    ("shape", "change"),
    [
        ("chain", {"connected": 1, "once": 1, "introduced": 1}),
        ("chain", {"connected": 1}),
        ("sum", {"connected": 1, "introduced": 1}),
        ("sum", {"not_asked": 1}),
        ("two_wholes", {"connected": 1, "once": 1}),
        ("covered_by_two", {"by_worker": 1, "linked": 1}),
        ("sum_of_three", {"other": 1, "introduced": 1}),
    ],
)
def test_who_knows_the_one_person_added_is_left_with_base_less_one_values(shape, change):
    """What is learnt then, and no less is left: docs/protected-counts.md says so."""
    relations = SHAPES[shape]
    cells = cells_of(relations)
    pairs = told_by_two(cells, relations, 3, 8, publish(relations, BY_THREE), change=change)
    left = [len(counts[cell]) for counts in pairs.values() for cell in cells]
    assert min(left) == 2


@pytest.mark.parametrize(("shape", "left"), [("chain", 2), ("sum", 1)])
def test_who_knows_that_a_whole_has_not_changed_learns_from_its_repair(shape, left):
    """The decision says so: later its parts, and its own repaired number, tell what it must have held at first."""
    relations = SHAPES[shape]
    cells = cells_of(relations)
    pairs = told_by_two(cells, relations, 3, 8, publish(relations, BY_THREE), unchanged=["introduced"])
    assert min(len(counts[cell]) for counts in pairs.values() for cell in cells) == left


def test_both_profiles_together_tell_more_than_one():
    """So one reader is offered one of them."""
    relations = SHAPES["sum"]
    cells = cells_of(relations)
    told_by_one, told_by_both = set(), set()
    for connected, introduced, turns in product(range(12), range(15), product(range(10), repeat=3)):
        if introduced <= connected:
            continue
        counts = zip(cells, (connected, introduced, 1), turns, strict=True)
        to_5 = {cell: 5 * ((count + turn % 5) // 5) for cell, count, turn in counts}
        if repaired(to_5, relations, BELOW_5) == {"connected": 5, "introduced": 10, "not_asked": 5}:
            told_by_one.add(connected)
            counts = zip(cells, (connected, introduced, 1), turns, strict=True)
            to_10 = {cell: 10 * ((count + turn) // 10) for cell, count, turn in counts}
            if not any(repaired(to_10, relations, BELOW_8).values()):
                told_by_both.add(connected)
    assert told_by_one == {*range(1, 10)}
    assert told_by_both == {*range(1, 9)}
