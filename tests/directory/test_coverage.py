import dataclasses
import datetime as dt
import time
import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.coverage import Days, Offered, Part, Sector, Week, coverage
from directory.index import MeetingIndex
from directory.listed import Listed
from directory.places import Point
from directory.recurrence import Repeats
from directory.vocabulary import Approach
from tests.conftest import NOW
from tests.directory.worlds import times
from tests.oracles import coverage as oracle
from tests.oracles.nearby import on_the_line

HERE, ELSEWHERE = "E08000003", "E08000035"
DAY = dt.timedelta(days=1)
ALWAYS = Week()
ages = st.sampled_from([0, 89, 90, 91, 183, 184, 365, 366])
points = st.builds(Point, st.floats(53.2, 53.9), st.floats(-2.7, -1.8))
weeks = st.builds(Week, st.sampled_from(Days), st.sampled_from(Part))
offers = st.lists(
    st.builds(
        Offered,
        slug=st.sampled_from([f"programme-{at}" for at in range(6)]),
        name=st.sampled_from(["Lamp", "Lantern", "lark"]),
        approach=st.sampled_from(Approach.values),
        for_families=st.booleans(),
        extent=st.sampled_from(["whole", "part", "none"]),
    ),
    max_size=6,
    unique_by=lambda each: each.slug,
)
sectors = st.lists(
    st.builds(Sector, code=st.text("MKL19 ", min_size=2), name=st.just(""), point=points, in_town=st.booleans()),
    max_size=8,
    unique_by=lambda each: each.code,
)


def row(at=0, **facts):
    """A listed time of a meeting of programme-0, at Manchester on Tuesdays at 19:30 unless told."""
    usual = {
        "meeting": uuid.UUID(int=at),
        "programme": "programme-0",
        "name": f"Invented meeting {at}",
        "mode": "in_person",
        "point": Point(53.48, -2.24),
        "repeats": Repeats("weekly", 2, dt.time(19, 30)),
        "zone": "Europe/London",
        "venue": uuid.UUID(int=at + 1000),
        "venue_name": "",
        "address": "",
        "postcode": "",
        "restricted_to": (),
        "admits_all": True,
        "kind": "",
        "stands_for": True,
        "seen_at": NOW,
        "confirmed_at": None,
        "authority": HERE,
    }
    return Listed(**{**usual, **facts})


@st.composite
def rows(draw):
    """Up to thirty meetings, some of them at two times."""
    found = []
    for at in range(draw(st.integers(0, 30))):
        confirmed = draw(st.none() | ages)
        one = row(
            at,
            programme=f"programme-{draw(st.integers(0, 6))}",  # the last is offered by nobody
            mode=draw(st.sampled_from(["in_person", "in_person", "hybrid", "online"])),
            point=draw(points),
            repeats=Repeats(
                "weekly",
                draw(st.integers(1, 7)),
                draw(times),
                last=draw(st.sampled_from([None, None, NOW.date() - DAY])),
            ),
            restricted_to=draw(st.sampled_from([(), (), ("women",), ("lgbt",), ("women", "lgbt")])),
            admits_all=draw(st.booleans()),
            stands_for=draw(st.sampled_from([True, True, False])),
            seen_at=NOW - draw(ages) * DAY,
            confirmed_at=None if confirmed is None else NOW - confirmed * DAY,
            authority=draw(st.sampled_from([HERE, HERE, ELSEWHERE, ""])),
            step_free=draw(st.sampled_from(["yes", "no", "unknown"])),
            language=draw(st.sampled_from(["", "", "English", "Polish", "Welsh"])),
        )
        found.append(one)
        if draw(st.booleans()):
            found.append(dataclasses.replace(one, repeats=Repeats("weekly", draw(st.integers(1, 7)), draw(times))))
    return found


def found(listed, offered, where, week=ALWAYS):
    return coverage(MeetingIndex.of(listed), offered, where, authority=HERE, week=week, now=NOW)


def numbers(tally):
    return tally.meetings, tally.confirmed, tally.fresh


@given(rows(), offers, sectors, weeks)
def test_it_agrees_with_asking_of_every_sector_kind_and_meeting(listed, offered, where, week):
    for sector in where:
        assume(
            not any(
                on_the_line([one for one in listed if one.point], sector.point, miles) for miles in (1, 3, 5, 10, 25)
            )
        )
    when = {"days": week.days, "part": week.part, "now": NOW}
    answer = found(listed, offered, where, week)
    lines = [
        (each.sector.code, *dataclasses.astuple(each.kinds), each.weekday_daytime, each.weekday_evening, each.weekend)
        for each in answer.sectors
    ]
    assert lines == oracle.sector_lines(listed, offered, where, **when)
    meetings = oracle.meetings_in(listed, offered, HERE, NOW)
    assert numbers(answer.tally) == oracle.tally(meetings.values(), NOW)
    assert {kind.approach for kind in answer.kinds} == {each.approach for each in offered}
    for kind in answer.kinds:
        of_it = {each.slug for each in offered if each.approach == kind.approach}
        theirs = [each for each in meetings.values() if each[0].programme in of_it]
        assert numbers(kind.tally) == oracle.tally(theirs, NOW)
        if kind.sectors is not None:
            reached = oracle.sectors_with(listed, offered, where, kind.approach, **when)
            assert dataclasses.astuple(kind.sectors) == reached
    for held in answer.lists:
        theirs = [each for each in meetings.values() if each[0].programme == held.programme.slug]
        assert numbers(held.tally) == oracle.tally(theirs, NOW)


@given(rows(), offers, sectors, weeks)
def test_a_kind_whose_lists_nobody_holds_is_never_a_gap(listed, offered, where, week):
    for kind in found(listed, offered, where, week).kinds:
        extents = {each.extent for each in offered if each.approach == kind.approach}
        assert kind.extent == (extents.pop() if len(extents) == 1 else "part")
        if kind.sectors is None:
            assert kind.extent == "none"
        elif kind.extent == "none":
            # Somebody else's list told of a meeting: what is known is said.
            of_it = {each.slug for each in offered if each.approach == kind.approach}
            assert any(each.programme in of_it for each in listed)


@given(rows(), offers)
def test_the_counts_are_what_is_stated_and_beside_them_what_is_not(listed, offered):
    counts, programmes = found(listed, offered, []).counts, {each.slug: each for each in offered}
    meetings = list(oracle.meetings_in(listed, offered, HERE, NOW).values())
    first = [each[0] for each in meetings]
    assert counts.daytime.meetings == sum(any(each.repeats.at.hour < 17 for each in rows) for rows in meetings)
    assert counts.step_free.meetings == sum(each.step_free == "yes" for each in first)
    assert counts.step_free.not_stated == sum(each.step_free == "unknown" for each in first)
    assert counts.women.meetings == sum(
        "women" in each.restricted_to or programmes[each.programme].approach == "women" for each in first
    )
    assert counts.lgbt.meetings == sum("lgbt" in each.restricted_to for each in first)
    assert counts.families.meetings == sum(programmes[each.programme].for_families for each in first)
    assert dict(counts.languages) == {
        name: n for name in ("Polish", "Welsh") if (n := sum(each.language == name for each in first))
    }
    assert counts.language.not_stated == sum(each.language == "" for each in first)


def offered(**facts):
    return Offered(
        **{"slug": "programme-0", "name": "Lamp", "approach": "tools", "for_families": False, "extent": "whole"} | facts
    )


def sector(in_town=True, lat=53.48, lon=-2.24):
    return Sector("M1 1", "Manchester", Point(lat, lon), in_town)


def test_an_empty_area_says_nothing_and_breaks_nothing():
    answer = found([], [], [])
    assert (answer.sectors, answer.kinds, answer.lists, numbers(answer.tally)) == ((), (), (), (0, 0, 0))
    [kind] = found([], [offered()], []).kinds
    assert dataclasses.astuple(kind.sectors) == (0, 0, 0)
    [only] = found([], [], [sector()]).sectors
    assert dataclasses.astuple(only.kinds) == (0, 0, 0)


@pytest.mark.parametrize(("in_town", "kinds"), [(True, (0, 0, 1)), (False, (1, 1, 1))])
def test_a_town_is_small_and_the_country_wide(in_town, kinds):
    four_miles_north = row(point=Point(53.48 + 4 / 69.1, -2.24))
    [only] = found([four_miles_north], [offered()], [sector(in_town)]).sectors
    assert dataclasses.astuple(only.kinds) == kinds


def test_a_meeting_over_the_border_is_within_reach_and_not_counted_here():
    answer = found([row(authority=ELSEWHERE)], [offered()], [sector()])
    assert answer.sectors[0].kinds.near == 1
    assert answer.tally.meetings == 0


def test_two_meetings_of_one_kind_are_one_kind_and_a_list_not_held_adds_none():
    kinds = [offered(), offered(slug="programme-1"), offered(slug="programme-2", approach="faith", extent="none")]
    answer = found([row(0), row(1, programme="programme-1")], kinds, [sector()])
    assert answer.sectors[0].kinds.near == 1
    assert [(kind.approach, kind.sectors is None) for kind in answer.kinds] == [("tools", False), ("faith", True)]
    assert [kind.approach for kind in answer.not_known] == ["faith"]


@pytest.mark.parametrize(
    ("weekday", "at", "days", "part"),
    [
        (5, dt.time(16, 59), Days.WEEKDAY, Part.DAYTIME),
        (5, dt.time(17), Days.WEEKDAY, Part.EVENING),
        (6, dt.time(0), Days.WEEKEND, Part.DAYTIME),
        (7, dt.time(23, 30), Days.WEEKEND, Part.EVENING),
    ],
)
def test_the_week_and_the_day_are_cut_where_it_says(weekday, at, days, part):
    one = row(repeats=Repeats("weekly", weekday, at))
    held = [(d, p) for d in Days for p in Part if Week(d, p).holds(one)]
    assert held == [(d, p) for d in (Days.ANY, days) for p in (Part.ANY, part)]


def country(meetings, where):
    """So many meetings over England, a tenth of them in our area, which has so many sectors."""
    listed = [
        row(
            at,
            programme=f"programme-{at % 40}",
            point=Point(53.3 + at * 37 % 100 / 300, -2.4 + at * 29 % 100 / 300)
            if at % 10 == 0
            else Point(50.5 + at * 37 % 1000 / 200, -4 + at * 91 % 1000 / 200),
            authority=HERE if at % 10 == 0 else ELSEWHERE,
        )
        for at in range(meetings)
    ]
    kinds = [offered(slug=f"programme-{at}", approach=Approach.values[at % 12]) for at in range(40)]
    middles = [Point(53.3 + at * 17 % 100 / 300, -2.4 + at * 29 % 100 / 300) for at in range(where)]
    return listed, kinds, [Sector(f"M{at} 1", "", point, at % 3 > 0) for at, point in enumerate(middles)]


def test_a_large_authority_among_eight_thousand_meetings_is_quick():
    """In processor time, so that a busy machine tells the same: it is a tenth of a second at most."""
    listed, kinds, where = country(8000, 200)
    index = MeetingIndex.of(listed)
    index.moments(NOW)
    took = []
    for _ in range(5):
        begun = time.process_time()
        coverage(index, kinds, where, authority=HERE, week=ALWAYS, now=NOW)
        took.append(time.process_time() - begun)
    assert min(took) < 0.1, took
