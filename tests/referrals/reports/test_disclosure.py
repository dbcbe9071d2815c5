"""The rule by itself: what is rounded, what is repaired, and what is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reports.disclosure import (
    BELOW_5,
    BELOW_8,
    AtMost,
    Covered,
    Profile,
    check,
    high,
    is_safe,
    low,
    protect,
    repaired,
    turn,
)
from tests.oracles.cascade import CASCADE, CELLS, unit
from tests.referrals.reports.shapes import SHAPES, cells_of

SECRET = bytes(range(32))
SUM = (AtMost(("connected", "not_asked"), "introduced"),)
LINKED = (Covered("linked", ("by_worker", "by_peer")),)
profiles = st.sampled_from([BELOW_5, BELOW_8, Profile(3, 3)])
relations_of_any_kind = st.sampled_from([*SHAPES.values(), CASCADE])


@st.composite
def rounded_numbers(draw):
    """(relations, profile, any rounded numbers at all)"""
    relations, profile = draw(relations_of_any_kind), draw(profiles)
    return relations, profile, {cell: profile.base * draw(st.integers(0, 8)) for cell in cells_of(relations)}


def test_the_profiles():
    assert (BELOW_5.below, BELOW_5.base) == (5, 5)
    assert (BELOW_8.below, BELOW_8.base) == (8, 10)


@pytest.mark.parametrize(("below", "base"), [(8, 5), (1, 5), (0, 0), (5, 4)])
def test_a_base_that_cannot_hide_what_it_must_is_refused(below, base):
    with pytest.raises(ValueError, match="cannot hide"):
        Profile(below, base)


# The turn


def test_a_turn_is_the_same_for_ever():
    """Frozen: another turn for a count already published would tell more of it. Never change these numbers."""
    assert [turn(SECRET, unit, "connected", 10) for unit in ("leeds", "york", "hull", "ripon")] == [9, 8, 9, 3]


def test_a_turn_depends_on_the_secret_the_unit_and_the_cell_and_on_where_they_part():
    names = [
        (SECRET, "ab", "c"),
        (SECRET, "a", "bc"),
        (SECRET, "abc", ""),
        (SECRET, 'ab", "c', ""),
        (SECRET[::-1], "ab", "c"),
    ]
    assert len({turn(*name, 2**61) for name in names}) == len(names)


def test_turns_are_spread_evenly():
    turns = [turn(SECRET, f"unit {number}", "once", 10) for number in range(20_000)]
    assert all(1_850 < turns.count(each) < 2_150 for each in range(10))


@given(st.text(), st.text())
def test_the_turn_for_10_and_the_turn_for_5_agree(unit, cell):
    assert turn(SECRET, unit, cell, 10) % 5 == turn(SECRET, unit, cell, 5)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        turn(b"secret", "leeds", "once", 5)


# Rounding


@given(profiles, st.integers(0, 1_000))
def test_over_all_turns_a_number_is_its_count(profile, count):
    base = profile.base
    shown = [protect({"once": count}, (), profile, lambda cell, turn=turn: turn)["once"] for turn in range(base)]
    assert sum(shown) == base * count
    assert all(number % base == 0 and low(number, base) <= count <= high(number, base) for number in shown)


@given(profiles, st.integers(0, 1_000), st.data())
def test_every_number_can_stand_for_every_count_of_its_range(profile, multiple, data):
    shown = profile.base * multiple
    count = data.draw(st.integers(low(shown, profile.base), high(shown, profile.base)))
    given_by = [
        turn
        for turn in range(profile.base)
        if protect({"once": count}, (), profile, lambda cell, t=turn: t)["once"] == shown
    ]
    assert given_by


@pytest.mark.parametrize("profile", [BELOW_5, BELOW_8])
def test_a_hidden_count_can_be_any_that_must_be_hidden(profile):
    assert {*range(profile.below)} <= {*range(low(0, profile.base), high(0, profile.base) + 1)}


@given(st.integers(0, 200), st.integers(), profiles)
def test_what_is_protected_is_safe_and_the_same_again(people, seed, profile):
    counts = unit(people, random.Random(seed))

    def printed():
        return protect(counts, CASCADE, profile, lambda cell: turn(SECRET, "leeds", cell, profile.base))

    assert is_safe(printed(), CASCADE, profile)
    assert printed() == printed()
    assert list(printed()) == CELLS


# The repair


@given(rounded_numbers())
def test_the_repair_makes_safe_and_leaves_alone_what_is(numbers):
    relations, profile, rounded = numbers
    shown = repaired(rounded, relations, profile)
    assert is_safe(shown, relations, profile)
    assert repaired(shown, relations, profile) == shown
    assert (shown == rounded) == is_safe(rounded, relations, profile)
    assert all(number % profile.base == 0 for number in shown.values())


@given(rounded_numbers(), st.data())
def test_more_people_never_make_a_number_smaller(numbers, data):
    relations, profile, rounded = numbers
    more = {cell: number + profile.base * data.draw(st.integers(0, 2)) for cell, number in rounded.items()}
    before, after = repaired(rounded, relations, profile), repaired(more, relations, profile)
    assert all(before[cell] <= after[cell] for cell in before)


@given(rounded_numbers())
def test_only_what_is_covered_is_ever_lowered_and_what_has_no_parts_stays(numbers):
    relations, profile, rounded = numbers
    shown = repaired(rounded, relations, profile)
    covered = {each.whole for each in relations if isinstance(each, Covered)}
    wholes = {each.whole for each in relations}
    assert all(shown[cell] >= rounded[cell] for cell in shown if cell not in covered)
    assert all(shown[cell] == rounded[cell] for cell in shown if cell not in wholes)


@pytest.mark.parametrize(
    ("relations", "rounded", "shown"),
    [
        (SUM, {"connected": 5, "not_asked": 0, "introduced": 0}, {"introduced": 5}),
        (SUM, {"connected": 5, "not_asked": 5, "introduced": 5}, {"introduced": 10}),
        (SUM, {"connected": 10, "not_asked": 5, "introduced": 15}, {}),
        (LINKED, {"by_worker": 0, "by_peer": 0, "linked": 5}, {"linked": 0}),
        (LINKED, {"by_worker": 5, "by_peer": 5, "linked": 15}, {"linked": 10}),
        (LINKED, {"by_worker": 5, "by_peer": 10, "linked": 5}, {"linked": 10}),
        (LINKED, {"by_worker": 5, "by_peer": 5, "linked": 5}, {}),
    ],
)
def test_repairs(relations, rounded, shown):
    assert repaired(rounded, relations, BELOW_5) == rounded | shown


# What is refused


@pytest.mark.parametrize(
    ("relations", "sentence"),
    [
        ([AtMost(("once",), "once")], "once: it is among its own parts"),
        ([AtMost(("once",), "chose"), AtMost(("chose",), "once")], "it is among its own parts"),
        ([Covered("linked", ("linked",))], "linked: it is among its own parts"),
        ([AtMost((), "once")], "once: give it parts"),
        ([AtMost(("once", "once"), "chose")], "chose: give it parts, each once"),
        (
            [AtMost(("connected",), "once"), AtMost(("once", "connected"), "introduced")],
            "introduced: connected is in both once and connected",
        ),
        (
            [AtMost(("still",), "once"), AtMost(("still",), "involved"), AtMost(("once", "involved"), "introduced")],
            "introduced: still is in both once and involved",
        ),
        ([Covered("linked", ())], "linked: say what covers it"),
        ([Covered("linked", ("by_peer", "by_peer"))], "linked: say what covers it, each once"),
        ([*LINKED, AtMost(("sponsored",), "linked")], "linked: it has no parts but what covers it"),
        ([*LINKED, AtMost(("by_worker", "by_peer"), "linked")], "linked: it has no parts but what covers it"),
        ([*LINKED, AtMost(("by_peer",), "met")], "linked: of what covers it one, among three"),
        (
            [*LINKED, AtMost(("by_peer", "met"), "helped")],
            "linked: what covers it can be one of several parts of nothing",
        ),
        ([*LINKED, Covered("by_peer", ("by_phone",))], "linked: what covers it cannot itself be covered"),
        ([*LINKED, Covered("linked", ("by_peer",))], "covered once"),
    ],
)
def test_relations_that_the_proof_does_not_hold_for_are_refused(relations, sentence):
    with pytest.raises(ValueError, match=sentence):
        check(tuple(relations))
    with pytest.raises(ValueError, match=sentence):
        protect(dict.fromkeys(cells_of(relations), 0), relations, BELOW_5, lambda cell: 0)


@pytest.mark.parametrize(
    ("relations", "counts", "sentence"),
    [
        ((), {"once": -1}, "once: fewer than nobody"),
        (SUM, {"connected": 2, "not_asked": 2, "introduced": 3}, "introduced: fewer people than in its parts"),
        (SUM, {"connected": 0, "introduced": 3}, "not_asked: related, but not counted"),
        (LINKED, {"by_worker": 1, "by_peer": 1, "linked": 3}, "linked: more people than in all that covers it"),
        (LINKED, {"by_worker": 1, "by_peer": 4, "linked": 3}, "linked: fewer people than in its parts, by_peer"),
    ],
)
def test_counts_that_cannot_be_are_refused(relations, counts, sentence):
    with pytest.raises(ValueError, match=sentence):
        protect(counts, relations, BELOW_5, lambda cell: 0)


@pytest.mark.parametrize("out", [-1, 5])
def test_a_turn_out_of_bounds_is_refused(out):
    with pytest.raises(ValueError, match="A turn is 0 to 4"):
        protect({"once": 3}, (), BELOW_5, lambda cell: out)


def test_the_cascade_is_one_that_the_proof_holds_for():
    check(CASCADE)
