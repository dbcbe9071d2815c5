import re
from collections import Counter

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from directory.places import Point
from mutualaid.ops.invented import AWKWARD, EVERYWHERE, FEW, NOWHERE, ONLINE, REACH, Ground, Meets, Town, meetings

TOWNS = [
    Town(f"town-{n}", f"Town {n}", Point(50 + n / 4, -3 + n / 10), "wales" if n % 4 == 0 else "england", "E1", 0.3)
    for n in range(1, 31)
]
GROUND = Ground(tuple(TOWNS[:6]), tuple(TOWNS[6:20]), tuple(TOWNS[20:]))
MEETS = tuple(Meets(f"programme-{at}", reach) for at, reach in enumerate(REACH * 3))
DRAMA = re.compile(r"0808 157 0\d{3}")


@pytest.fixture(scope="module")
def invented():
    return meetings(MEETS, GROUND, count=1500, seed=12)


@given(st.integers(1, 400), st.integers())
def test_there_are_exactly_as_many_as_asked_for_and_each_is_another(count, seed):
    made = meetings(MEETS, GROUND, count=count, seed=seed)
    assert len({one.key for one in made}) == len(made) == count
    assert [one.row for one in made] == list(range(1, count + 1))


def test_the_same_seed_gives_the_same_and_another_gives_others(invented):
    assert meetings(MEETS, GROUND, count=1500, seed=12) == invented
    assert meetings(MEETS, GROUND, count=1500, seed=13) != invented


def test_none_can_be_taken_for_a_real_meeting(invented):
    for one in invented:
        assert re.fullmatch(r"Demonstration meeting \d+ \(not real\)", one.facts.name)
        assert one.facts.join_url in {"", f"https://example.org/demonstration/{one.row}"}
        assert not one.facts.phone or DRAMA.fullmatch(one.facts.phone)
        if one.venue:
            assert re.fullmatch(r"Invented Hall \d+", one.venue.name)
            assert re.fullmatch(r"\d+ Example Street, [\w ]+", one.venue.address)
            assert one.venue.postcode == ""


def test_every_hall_is_about_the_middle_of_its_town(invented):
    middles = {town.label: town.point for town in TOWNS}
    for venue in (one.venue for one in invented if one.venue and one.venue.nation != "outside"):
        middle = middles[venue.address.split(", ")[1]]
        far = great_circle((middle.lat, middle.lon), (venue.point.lat, venue.point.lon)).miles
        assert far <= 1.51


def test_a_hall_is_always_in_the_same_place(invented):
    points = {(one.venue.address, one.venue.key, one.venue.point) for one in invented if one.venue}
    assert max(Counter(address for address, _, _ in points).values()) == 1


def test_each_programme_meets_as_widely_as_it_was_dealt(invented):
    towns = {meets.slug: set() for meets in MEETS}
    for one in invented:
        if one.venue and one.venue.nation != "outside":
            towns[one.facts.programme].add(one.venue.address.split(", ")[1])
    for meets in MEETS:
        found = len(towns[meets.slug])
        assert {EVERYWHERE: found > 6, FEW: 1 <= found <= 2}.get(meets.reach, True), meets
        assert found == 0 or meets.reach not in {ONLINE, NOWHERE}


def test_some_programmes_have_no_meetings_and_some_only_online(invented):
    modes = {meets.slug: {one.facts.mode for one in invented if one.facts.programme == meets.slug} for meets in MEETS}
    assert all(not modes[meets.slug] for meets in MEETS if meets.reach == NOWHERE)
    assert all(modes[meets.slug] <= {"online", "phone"} for meets in MEETS if meets.reach == ONLINE)


def test_a_programme_of_one_nation_meets_only_there():
    made = meetings((Meets("welsh", EVERYWHERE, ("wales",)), *MEETS), GROUND, count=1500, seed=12)
    nations = {one.venue.nation for one in made[:-1] if one.facts.programme == "welsh" and one.venue}
    assert nations == {"wales"}


def test_every_awkward_case_is_among_them(invented):
    for case in AWKWARD:
        assert any(all(getattr(one.facts, name) == value for name, value in case.items()) for one in invented), case
    assert {one.facts.mode for one in invented} == {"in_person", "hybrid", "online", "phone"}
    assert {when.kind for one in invented for when in one.facts.when} == {"weekly", "fortnightly", "monthly"}
    assert {one.facts.step_free for one in invented} == {"yes", "no", "unknown"}
    assert {one.venue.precision for one in invented if one.venue} == {"given", "sector"}
    assert "America/New_York" in {one.facts.time_zone for one in invented}
    assert [one.venue.nation for one in invented if one.venue].count("outside") == 1


@pytest.mark.parametrize("nobody", [(), (Meets("nobody", NOWHERE),)])
def test_nothing_is_invented_where_nobody_meets(nobody):
    assert meetings(nobody, GROUND, count=10, seed=1) == ()
    assert meetings(MEETS, Ground((), (), ()), count=10, seed=1) == ()
