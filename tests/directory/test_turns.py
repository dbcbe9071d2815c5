"""Nobody is favoured: exact counts over the schedule (parity, clause 6)."""

import datetime as dt
from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from directory.turns import interleaved, turn, turned

names = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=9, unique=True)
starts = st.integers(0, 10**9)


@given(names, starts)
def test_over_2n_turns_each_stands_in_every_place_exactly_twice(things, t):
    n = len(things)
    places = Counter((thing, at) for k in range(2 * n) for at, thing in enumerate(turned(things, key=str, t=t + k)))
    assert set(places.values()) == {2}
    assert len(places) == n * n


@given(names, starts)
def test_over_2n_turns_each_stands_before_each_other_exactly_n_times(things, t):
    n = len(things)
    before = Counter(pair for k in range(2 * n) for pair in combinations(turned(things, key=str, t=t + k), 2))
    assert all(before[a, b] == n for a in things for b in things if a != b)


@given(st.dictionaries(st.text("abc123", min_size=1), st.sampled_from("xyz"), max_size=12), starts)
def test_no_family_appears_a_second_time_until_each_has_appeared_once(members, t):
    order = interleaved(
        members, family=members.__getitem__, family_key=lambda family: family, key=lambda name: name, t=t
    )
    assert sorted(order) == sorted(members)
    families = set(members.values())
    assert {members[name] for name in order[: len(families)]} == families
    seen = Counter()
    for name in order:
        seen[members[name]] += 1
        waiting = [family for family in families if seen[family] < seen[members[name]] - 1]
        assert all(Counter(members.values())[family] == seen[family] for family in waiting)


@given(names, st.permutations(range(9)), starts)
def test_only_the_keys_decide_never_the_names(things, shuffle, t):
    keys = {thing: f"{shuffle[at]:03}" for at, thing in enumerate(things)}
    renamed = {thing: f"zz-{thing[::-1]}-{at}" for at, thing in enumerate(things)}
    new_keys = {renamed[thing]: keys[thing] for thing in things}
    plain = turned(things, key=keys.__getitem__, t=t)
    assert [renamed[thing] for thing in plain] == turned(list(new_keys), key=new_keys.__getitem__, t=t)


def test_the_turn_moves_on_by_one_each_monday():
    sunday, monday = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
    assert turn("m1-1", on=monday) == turn("m1-1", on=sunday) + 1 == turn("m1-1", on=monday + dt.timedelta(days=6))


def test_places_next_to_each_other_have_different_turns():
    on = dt.date(2026, 11, 24)
    assert len({turn(cell, on=on) for cell in ("m1-1", "m1-2", "m1-3", "m1", "leeds", "newport-gwent")}) == 6
