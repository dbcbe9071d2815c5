import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from directory.coming import OFFERED, coming
from directory.places import Point
from directory.recurrence import Repeats
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.directory.worlds import directories, directory_of, meeting, moments, points
from tests.factories import ProgrammeFactory

HERE, THERE, FAR = Point(53.48, -2.23), Point(53.80, -1.55), Point(54.9, -1.6)


def around(directory, *from_points, now=NOW):
    return [directory.index.around(point, miles=5, wanted=Wanted(), now=now) for point in from_points]


def meets(programme, at, *, weekday, point=HERE, mode="in_person", **facts):
    repeats = Repeats("weekly", weekday, dt.time(19))
    return meeting(programme, at, point=point, repeats=repeats, mode=mode, seen_at=NOW, **facts)


def days(found):
    return [one.start.isoweekday() for one in found]


def test_two_near_come_first_and_then_one_from_afar():
    programme = ProgrammeFactory.build(slug="a")
    rows = [meets(programme, day, weekday=day) for day in (2, 3, 4)]
    directory = directory_of([programme], [*rows, meets(programme, 9, weekday=2, mode="online", point=None)])
    found = coming("a", around(directory, HERE))
    assert days(found) == [2, 3, 2]
    assert [one.miles for one in found] == [0, 0, None]


def test_the_days_that_were_said_come_first_and_nothing_goes():
    programme = ProgrammeFactory.build(slug="a")
    directory = directory_of([programme], [meets(programme, day, weekday=day) for day in (2, 3, 6)])
    assert days(coming("a", around(directory, HERE))) == [2, 3, 6]
    assert days(coming("a", around(directory, HERE), days=frozenset({6}))) == [6, 2, 3]


def test_each_is_measured_from_the_place_it_is_nearest_to():
    programme = ProgrammeFactory.build(slug="a")
    rows = [meets(programme, 1, weekday=2), meets(programme, 2, weekday=3, point=THERE)]
    found = coming("a", around(directory_of([programme], rows), HERE, THERE))
    assert [one.place for one in found] == [0, 1]
    assert found[0].on == dt.date(2026, 11, 24)


def test_one_kept_for_some_people_is_not_among_them_nor_one_far_away():
    programme = ProgrammeFactory.build(slug="a")
    rows = [meets(programme, 1, weekday=2, restricted_to=("women",)), meets(programme, 2, weekday=3, point=FAR)]
    assert coming("a", around(directory_of([programme], rows), HERE)) == ()


def test_a_programme_we_know_no_meeting_of_has_none():
    directory = directory_of([ProgrammeFactory.build(slug="a")])
    assert coming("a", around(directory, HERE)) == coming("a", []) == ()


@given(directories(), st.lists(points, min_size=1, max_size=3), st.frozensets(st.integers(1, 7)), moments)
def test_none_comes_twice_and_each_is_still_to_come(directory, from_points, wanted, now):
    for slug in directory.programmes:
        found = coming(slug, around(directory, *from_points, now=now), days=wanted)
        assert len(found) <= OFFERED
        assert len({one.meeting for one in found}) == len(found)
        assert all(one.start >= now and (one.miles is None or one.miles <= 5.01) for one in found)
