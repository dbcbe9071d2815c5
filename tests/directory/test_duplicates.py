import datetime as dt
import random
from itertools import product
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.duplicates import LIKELY, POINTS, TWICE_IN_ONE_LIST, Reason, candidates, compare, likely
from directory.importers.listed import When
from directory.places import Point
from directory.told import tell
from tests.oracles import duplicates as oracle

DOC = Path(__file__).parent.parent.parent / "docs" / "duplicates.md"
WITHIN_ONE_LIST = {Reason.LISTED_TWICE, Reason.TWO_TIMES}
TUESDAY = When(2, dt.time(19, 30))
HALL = {"venue": "Invented Hall", "address": "1 Example Street", "postcode": "M1 1AE", "point": Point(53.48, -2.23)}
ELSEWHERE = {"venue": "Other Chapel", "address": "9 Sample Lane", "postcode": "M4 1HQ", "point": Point(53.497, -2.23)}


def told(key="a", source="one", name="Lamp", when=(TUESDAY,), programme="steps", place=HALL, **facts):
    return tell(key=key, source=source, programme=programme, name=name, when=when, **{**place, **facts})


def other(key="b", source="other", **facts):
    return told(key=key, source=source, **facts)


def at(hour, minute=0, weekday=2, **facts):
    return (When(weekday, dt.time(hour, minute), **facts),)


# Few places, names and times, close together, so that worlds are full of pairs.
shared = {
    "venue": st.sampled_from(["", "Invented Hall", "Other Chapel"]),
    "address": st.sampled_from(["", "1 Example Street"]),
    "postcode": st.sampled_from(["", "M1 1AE", "M1 1AF"]),
    "point": st.none() | st.builds(Point, st.floats(53.48, 53.50), st.floats(-2.24, -2.21)),
    "join_url": st.sampled_from(["", "https://example.org/j/1", "https://example.org/j/2"]),
    "language": st.sampled_from(["", "Polish", "Farsi"]),
    "restricted_to": st.sampled_from([(), ("women",), ("men",)]),
}
times = st.builds(
    When,
    st.integers(1, 3),
    st.builds(dt.time, st.integers(18, 20), st.sampled_from([0, 15, 30])),
    kind=st.just("monthly") | st.just("weekly"),
    nth=st.sampled_from([None, 1, -1]),
)
meetings = st.builds(
    tell,
    key=st.just("") | st.text("abc", max_size=6),
    source=st.sampled_from(["one", "other", "third"]),
    programme=st.sampled_from(["steps", "tools"]),
    name=st.sampled_from(["Lamp", "The Lamp Group", "Lamp Beginners", "Lantern", "Lantern Women"]),
    when=st.lists(times, min_size=1, max_size=3),
    **shared,
)
worlds = st.lists(meetings, max_size=30, unique_by=lambda meeting: meeting.key)


@given(worlds)
def test_candidates_are_those_of_the_slow_way(world):
    found = [frozenset((a.key, b.key)) for a, b in candidates(world)]
    assert len(found) == len(set(found))
    assert set(found) == oracle.candidates(world)


far_and_wide = st.builds(Point, st.floats(-89, 89), st.sampled_from([-180.0, -179.999, 179.999, 180.0, 0.0, 0.003]))


@given(st.lists(far_and_wide, max_size=6), st.floats(-0.004, 0.004))
def test_what_is_near_is_found_anywhere_on_earth(points, step):
    pairs = [each for point in points for each in (point, Point(point.lat + step, point.lon))]
    names = [f"Meeting {number}" for number in range(len(pairs))]
    world = [told(key=name, name=name, place={"point": point}) for name, point in zip(names, pairs, strict=True)]
    assert {frozenset((a.key, b.key)) for a, b in candidates(world)} == oracle.candidates(world)


@given(meetings, meetings)
def test_it_does_not_matter_which_comes_first(a, b):
    one, two = compare(a, b), compare(b, a)
    assert (one.points, sorted(one.reasons)) == (two.points, sorted(two.reasons))


@given(worlds, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_what_order_they_come(world, chance):
    shuffled = chance.sample(world, len(world))
    assert likely(world) == likely(shuffled)


@given(meetings.filter(lambda meeting: meeting.has_place or meeting.joining))
def test_what_two_lists_tell_alike_is_likely_one(meeting):
    twin = tell_again(meeting, key=meeting.key + "'", source="a twin’s")
    assert compare(meeting, twin).is_likely
    assert [(pair.a, pair.b) for pair in likely([twin, meeting])] == [(meeting, twin)]


def tell_again(meeting, **facts):
    return type(meeting)(**{name: getattr(meeting, name) for name in meeting.__slots__} | facts)


@given(worlds)
def test_the_points_are_those_of_the_reasons(world):
    for pair in likely(world):
        assert LIKELY <= pair.points <= sum(POINTS[reason] for reason in pair.reasons)
        assert len(set(pair.reasons)) == len(pair.reasons)


def test_a_time_alone_is_no_reason_to_look():
    assert not list(candidates([told(), other(name="Lantern", place=ELSEWHERE)]))


def test_another_programme_is_never_looked_at():
    assert not list(candidates([told(), other(programme="tools")]))


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, {Reason.TIME, Reason.HALL, Reason.NAMES}),
        ({"when": at(19, 45)}, {Reason.NUDGED, Reason.HALL, Reason.NAMES}),
        ({"when": at(20, 30)}, {Reason.MOVED, Reason.HALL, Reason.NAMES}),
        ({"name": "Quite Otherwise"}, {Reason.TIME, Reason.HALL, Reason.NAMES_UNLIKE}),
        ({"name": "Lamp and Candle"}, {Reason.TIME, Reason.HALL, Reason.NAMES_CLOSE}),
        ({"venue": "", "address": "", "point": None}, {Reason.TIME, Reason.POSTCODE, Reason.NAMES}),
        ({"postcode": "", "point": Point(53.4801, -2.2299)}, {Reason.TIME, Reason.HALL, Reason.NAMES}),
        ({"postcode": "M1 1AF"}, {Reason.TIME, Reason.HALL, Reason.NAMES}),
        ({"place": ELSEWHERE}, {Reason.TIME, Reason.NEARBY, Reason.NAMES}),
    ],
)
def test_these_are_likely_one_and_why(facts, reasons):
    (pair,) = likely([told(), other(**facts)])
    assert set(pair.reasons) == reasons


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({}, {"when": at(19, 30, weekday=3)}),
        ({}, {"when": at(20, 31)}),
        ({}, {"when": at(20, 0), "source": "one"}),
        ({}, {"name": "Quite Otherwise", "source": "one"}),
        ({}, {"name": "Lamp Beginners", "source": "one"}),
        ({"name": "Lamp Polish"}, {"name": "Lamp Farsi"}),
        ({"name": "Lamp Women"}, {"name": "Lamp Men"}),
        ({}, {"place": {"point": Point(53.56, -2.23)}}),
        ({"when": at(19, 30, kind="monthly", nth=1)}, {"when": at(19, 30, kind="monthly", nth=2)}),
        ({"place": {"join_url": "https://example.org/j/1"}}, {"place": {"join_url": "https://example.org/j/2"}}),
    ],
)
def test_these_are_two(one, another):
    assert not likely([told(**one), other(**another)])


def test_online_twins_in_one_room_are_one_only_at_one_time():
    room = {"join_url": "https://example.org/j/1?pwd=x"}
    again = {"join_url": "https://example.org/j/1"}
    (pair,) = likely([told(place=room), other(place=again)])
    assert set(pair.reasons) == {Reason.TIME, Reason.JOINING, Reason.NAMES}
    assert not likely([told(place=room), other(place=again, when=at(20, 45))])


def test_a_meeting_in_a_hall_is_not_its_online_namesake():
    assert not likely([told(), other(place={"join_url": "https://example.org/j/1"})])


def test_a_monthly_line_may_stand_for_a_weekly_meeting():
    (pair,) = likely([told(), other(when=at(19, 30, kind="monthly", nth=1))])
    assert Reason.OTHER_WEEKS in pair.reasons


def test_alternate_weeks_are_two_meetings():
    odd, even = (at(19, 30, kind="fortnightly", anchor_on=dt.date(2026, 11, day)) for day in (3, 10))
    assert not likely([told(when=odd), other(when=even)])
    assert likely([told(when=odd), other(when=odd)])


def test_of_several_times_the_two_that_agree_best_count():
    (pair,) = likely([told(when=(*at(20, 30), *at(19, 30))), other(when=(*at(19, 45), *at(19, 30)))])
    assert Reason.TIME in pair.reasons


def test_a_list_that_has_both_times_has_not_moved_the_one_to_the_other():
    early, late = at(19), at(20)
    world = [told("a7", when=early), told("a8", when=late), other("b7", when=early), other("b8", when=late)]
    assert {(pair.a.key, pair.b.key) for pair in likely(world)} == {("a7", "b7"), ("a8", "b8")}
    assert {(pair.a.key, pair.b.key) for pair in likely([world[0], world[3]])} == {("a7", "b8")}


def test_the_likeliest_come_first():
    world = [told("a"), other("b", name="Quite Otherwise"), told("c", place=ELSEWHERE), other("d", place=ELSEWHERE)]
    assert [pair.points for pair in likely(world)] == sorted((pair.points for pair in likely(world)), reverse=True)


def test_nine_thousand_meetings_are_looked_through_in_seconds():
    """As many as two large real lists have together, spread over 1,500 halls and 140 times of the week."""
    chance = random.Random(20261124)
    halls = [Point(chance.uniform(50, 58), chance.uniform(-5, 1)) for _ in range(1500)]
    slots = [at(hour, minute, weekday) for weekday, hour, minute in product(range(1, 8), range(11, 21), (0, 30))]
    world = [
        told(
            key=f"{number}",
            source=("one", "other")[number % 7 == 0],
            name=chance.choice(["Just for the day", "Living", f"Name {number % 900}"]),
            when=chance.choice(slots),
            place={"address": f"{hall} Example Street", "point": halls[hall], "postcode": f"M{hall}"},
        )
        for number, hall in ((number, chance.randrange(1500)) for number in range(8296 + 1315))
    ]
    began = process_time()
    looked_at = sum(1 for _ in candidates(world))
    assert process_time() - began < 10
    assert looked_at < 3 * len(world), "of 46 million that could be"


def test_the_document_prints_the_points():
    cells = [line.strip("| ").split("|") for line in DOC.read_text().splitlines() if line.startswith("| ")]
    said = {
        row[0].strip(): tuple(row[2:]) for row in ([cell.strip() for cell in line] for line in cells) if len(row) == 4
    }
    for reason, points in POINTS.items():
        usual, within = said[reason]
        doubled = points * (2 if reason in TWICE_IN_ONE_LIST else 1)
        assert (usual, within) == ("" if reason in WITHIN_ONE_LIST else str(points), str(doubled)), reason
    assert f"From {LIKELY} points" in DOC.read_text()
