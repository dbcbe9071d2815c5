"""The index against the ORM and geopy, slowly."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from geopy.distance import great_circle
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.bank_holidays import bank_holidays
from directory.freshness import FRESH_FOR, STALE_AFTER
from directory.great_circle import miles_between
from directory.index import NEVER, Listed, MeetingIndex
from directory.places import Point
from directory.recurrence import Moved, Repeats, Span
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.oracles import nearby as oracle

points = st.builds(Point, st.floats(49.9, 60.8), st.floats(-8.0, 1.7))
halls = st.sampled_from([Point(53.48, -2.23), Point(53.49, -2.25), Point(51.5, -0.1), Point(55.95, -3.19)])
days = st.dates(dt.date(2025, 12, 20), dt.date(2027, 7, 1))
spans = st.builds(lambda first, length: Span(first, first + dt.timedelta(days=length)), days, st.integers(0, 60))


def with_moves(repeats, after, to):
    """Some of its own days moved to another time."""
    falls = list(repeats.dates(after, after + dt.timedelta(days=40)))[:2]
    return replace(repeats, moved=tuple(Moved(day, at) for day, at in zip(falls, to, strict=False)))


walls = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 7, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
times = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
listed = st.builds(
    Listed,
    meeting=st.builds(uuid.UUID, int=st.integers(0, 40)),
    programme=st.just(""),
    name=st.just("Invented"),
    mode=st.sampled_from(["in_person", "online", "hybrid", "phone"]),
    point=st.one_of(points, halls),
    repeats=st.builds(
        Repeats,
        kind=st.just("weekly"),
        weekday=st.integers(1, 7),
        at=times,
        last=st.sampled_from([None, None, NOW.date()]),  # some meet no more after today
        not_nth=st.sampled_from([None, None, 1, -1]),
        breaks=st.lists(spans, max_size=2).map(tuple),
        never_on=st.sampled_from([frozenset(), bank_holidays("england")]),
    ).flatmap(lambda one: st.builds(with_moves, st.just(one), days, st.lists(walls, max_size=2))),
    zone=st.sampled_from(["Europe/London", "America/New_York"]),
    venue=st.none(),
    venue_name=st.just(""),
    address=st.just(""),
    postcode=st.just(""),
    restricted_to=st.just(()),
    admits_all=st.booleans(),
    kind=st.sampled_from(["", "service_run"]),
    stands_for=st.booleans(),
    seen_at=st.sampled_from([NOW, NOW - FRESH_FOR, NOW - STALE_AFTER, NOW - STALE_AFTER - dt.timedelta(days=1)]),
    confirmed_at=st.sampled_from([None, NOW]),
).map(lambda row: replace(row, programme="abcd"[row.meeting.int % 4]))  # a meeting is of one programme


def in_one_place(rows):
    """A meeting has one place and one way to come to it, however often it meets."""
    first = {}
    for row in rows:
        first.setdefault(row.meeting, row)
    return [replace(row, point=first[row.meeting].point, mode=first[row.meeting].mode) for row in rows]


listings = st.lists(listed, max_size=30).map(in_one_place)
wanted = st.builds(
    Wanted,
    days=st.frozensets(st.integers(1, 7), max_size=3),
    after=st.none() | times,
    before=st.none() | times,
    mode=st.sampled_from(["", "in_person", "online"]),
    programme=st.sampled_from(["", "a", "nobody"]),
)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 6, 1), timezones=st.just(dt.UTC))


@given(points, points)
def test_miles_agree_with_geopys_great_circle(a, b):
    assert miles_between(a, b) == pytest.approx(great_circle((a.lat, a.lon), (b.lat, b.lon)).miles, abs=1e-6)


@given(listings, points | halls, st.floats(0.5, 400), wanted, moments)
def test_around_agrees_with_going_through_every_row(rows, point, miles, asked, now):
    assume(not oracle.on_the_line(rows, point, miles))
    around = MeetingIndex.of(rows).around(point, miles=miles, wanted=asked, now=now)
    slow = oracle.Around(around.index.rows, point, miles, asked, now)
    assert {slug: n for slug, n in around.counts().items() if n} == slow.counts()
    for fast, answer in [
        (around.nearest(), slow.nearest()),
        (around.nearest_second(), slow.nearest_second()),
        (around.soonest(), slow.soonest()),
        (around.online(), slow.online()),
    ]:
        assert fast.keys() == answer.keys()
        for slug, row in fast.items():
            assert slow.same(row, answer[slug]), slug


@given(st.lists(listed, min_size=1, max_size=20), st.lists(moments, min_size=2, max_size=5))
def test_moments_kept_are_the_moments_worked_out_afresh(rows, nows):
    kept = MeetingIndex.of(rows)
    for now in nows:  # forwards and backwards
        fresh = MeetingIndex.of(rows)
        assert kept.moments(now).starts.tolist() == fresh.moments(now).starts.tolist()
        assert kept.moments(now).usable.tolist() == fresh.moments(now).usable.tolist()


def told(index, now):
    around = index.around(Point(53.48, -2.23), miles=5, wanted=Wanted(), now=now)
    return [around.told(row) for row in range(len(index)) if around.moments.starts[row] < NEVER]


@given(
    st.lists(listed, min_size=1, max_size=12),
    st.lists(moments | st.sampled_from([NOW, NOW + dt.timedelta(microseconds=1)]), min_size=2, max_size=5),
)
def test_what_is_told_from_memory_is_what_is_told_afresh(rows, nows):
    kept = MeetingIndex.of(rows)
    for now in nows:
        assert told(kept, now) == told(MeetingIndex.of(rows), now)


@given(listed, st.sampled_from([FRESH_FOR, STALE_AFTER]), st.integers(0, 999_999))
def test_freshness_ends_after_its_very_moment(row, lasts, part):
    row = replace(row, seen_at=NOW.replace(microsecond=part), confirmed_at=None)
    kept, end = MeetingIndex.of([row]), row.seen_at + lasts
    for now in (end.replace(microsecond=0), end, end + dt.timedelta(microseconds=1)):
        assert told(kept, now) == told(MeetingIndex.of([row]), now)


@given(st.lists(listed, min_size=1, max_size=8), moments)
def test_a_start_is_to_come_at_its_very_moment_and_past_a_moment_later(rows, now):
    kept = MeetingIndex.of(rows)
    soonest = int(kept.moments(now).starts.min())
    assume(soonest < NEVER)
    start = dt.datetime.fromtimestamp(soonest, dt.UTC)
    for at in (start, start + dt.timedelta(microseconds=1), start + dt.timedelta(seconds=1)):
        assert kept.moments(at).starts.tolist() == MeetingIndex.of(rows).moments(at).starts.tolist()


def test_an_empty_index_answers():
    around = MeetingIndex.of([]).around(Point(53.5, -2.2), miles=5, wanted=Wanted(), now=NOW)
    assert around.counts() == around.nearest() == around.soonest() == around.online() == {}
