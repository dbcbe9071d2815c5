"""The index against the ORM and geopy, slowly."""

import datetime as dt
import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from geopy.distance import great_circle
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.bank_holidays import bank_holidays
from directory.freshness import FRESH_FOR, STALE_AFTER
from directory.great_circle import miles_between
from directory.index import MeetingIndex
from directory.listed import Listed
from directory.places import Point
from directory.recurrence import Moved, Repeats, Span
from directory.search import KEPT_FOR
from directory.timetables import NEVER
from directory.traits import Fact
from directory.vocabulary import Answer, Mode
from directory.wanted import Soon, Wanted
from tests.conftest import NOW
from tests.oracles import nearby as oracle
from tests.oracles.recurrence import next_start as slow_start

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
answers = st.sampled_from(Answer.values)
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
    openness=st.sampled_from(["open", "closed", "unknown"]),
    step_free=answers,
    hearing_loop=answers,
    children_welcome=answers,
    newcomers=answers,
    language=st.sampled_from(["", "", "Polish", "British Sign Language", "Lithuanian and Polish"]),
    formats=st.sampled_from([(), ("BSL",), ("Step study",)]),
    group=st.sampled_from(["", "Café of Friends"]),
    kept_for=st.sampled_from([(), (), ("women",), ("lgbt", "men")]),
    minutes=st.sampled_from([0, 45, 60, 90, 720]),
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
    mode=st.sampled_from(["", "", *Mode.values]),
    programme=st.sampled_from(["", "", "a", "nobody"]),
    soon=st.sampled_from(["", "", *map(str, Soon)]),
    facts=st.frozensets(st.sampled_from([str(fact) for fact in Fact]), max_size=2),
    kept_for=st.frozensets(st.sampled_from([str(each) for each in KEPT_FOR]), max_size=2),
    language=st.sampled_from(["", "", "polish", "welsh"]),
    words=st.sampled_from(["", "", "invented", "cafe friends", "nowhere"]),
) | st.builds(
    # One thing alone, so that something is often found.
    Wanted,
    facts=st.frozensets(st.sampled_from([str(fact) for fact in Fact]), min_size=1, max_size=1),
    kept_for=st.sampled_from([frozenset(), frozenset({"women"})]),
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
    assert {slug: n for slug, n in around.counts_unsaid().items() if n} == slow.counts(slow.may_be)
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


@given(st.lists(listed, min_size=1, max_size=12).map(in_one_place), moments, st.integers(-5, 800))
def test_on_now_agrees_with_walking_each_minute(rows, now, minutes):
    """A moment near a start of one of them, in real time: over clock changes, breaks, moves and bank holidays."""
    starts = [slow_start(row.repeats, ZoneInfo(row.zone), now) for row in rows]
    assume(any(starts))
    now = next(start for start in starts if start) + dt.timedelta(minutes=minutes)
    index = MeetingIndex.of(rows)
    begun = index.traits.on_now(now)
    for at, row in enumerate(index.rows):
        assert begun.get(at) == slow_begun(row, now), (row, now)


def slow_begun(row, now):
    """Every start in the hours before, by walking through the days; the first that has not ended."""
    lasts = dt.timedelta(minutes=row.minutes or 60)
    zone = ZoneInfo(row.zone)
    at = now - dt.timedelta(hours=13)
    while (start := slow_start(row.repeats, zone, at)) is not None and start <= now:
        if now < start + lasts:
            return start
        at = start + dt.timedelta(minutes=1)
    return None


@given(st.lists(listed, min_size=1, max_size=8), moments, st.sampled_from(["3", "6", "24"]))
def test_the_next_few_hours_are_hours_that_pass_and_not_hours_on_the_wall(rows, now, soon):
    index = MeetingIndex.of(rows)
    around = index.around(Point(53.48, -2.23), miles=500, wanted=Wanted(soon=soon), now=now)
    for at, row in enumerate(index.rows):
        start = slow_start(row.repeats, ZoneInfo(row.zone), now)
        is_soon = start is not None and (start - now).total_seconds() <= int(soon) * 3600
        assert bool(around.asked.stated[at]) is is_soon


@pytest.mark.parametrize(
    ("now", "is_on"),
    [
        # The clocks go forward at 01:00: from midnight to 02:15 on the wall is an hour and a quarter.
        (dt.datetime(2026, 3, 29, 1, 15, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 3, 29, 1, 31, tzinfo=dt.UTC), False),
        # And back at 02:00 on the wall: the hour that comes twice is lived twice.
        (dt.datetime(2026, 10, 25, 0, 29, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 10, 25, 0, 31, tzinfo=dt.UTC), False),
    ],
)
def test_a_meeting_lasts_as_long_as_it_lasts_while_the_clocks_change(now, is_on):
    at_midnight = a_row(repeats=Repeats("weekly", 7, dt.time(0)), minutes=90)
    assert bool(MeetingIndex.of([at_midnight]).traits.on_now(now)) is is_on


@pytest.mark.parametrize(
    ("repeats", "now", "is_on"),
    [
        (Repeats("weekly", 5, dt.time(19)), dt.datetime(2026, 12, 25, 19, 30, tzinfo=dt.UTC), True),
        (
            Repeats("weekly", 5, dt.time(19), never_on=bank_holidays("england")),
            dt.datetime(2026, 12, 25, 19, 30, tzinfo=dt.UTC),
            False,
        ),
        (
            Repeats("weekly", 5, dt.time(19), breaks=(Span(dt.date(2026, 12, 20), None),)),
            dt.datetime(2026, 12, 25, 19, 30, tzinfo=dt.UTC),
            False,
        ),
        (
            Repeats("weekly", 5, dt.time(19), moved=(Moved(dt.date(2026, 12, 25), dt.datetime(2026, 12, 22, 11)),)),
            dt.datetime(2026, 12, 22, 11, 59, tzinfo=dt.UTC),
            True,
        ),
        (
            Repeats("weekly", 5, dt.time(19), moved=(Moved(dt.date(2026, 12, 25), dt.datetime(2026, 12, 22, 11)),)),
            dt.datetime(2026, 12, 25, 19, 30, tzinfo=dt.UTC),
            False,
        ),
        (Repeats("weekly", 7, dt.time(23, 30)), dt.datetime(2026, 11, 30, 0, 29, tzinfo=dt.UTC), True),  # into Monday
        (Repeats("weekly", 7, dt.time(23, 30)), dt.datetime(2026, 11, 30, 0, 30, tzinfo=dt.UTC), False),
    ],
)
def test_on_now_keeps_to_bank_holidays_breaks_and_moves(repeats, now, is_on):
    assert bool(MeetingIndex.of([a_row(repeats=repeats, minutes=0)]).traits.on_now(now)) is is_on


def a_row(**facts):
    usual = {
        "meeting": uuid.UUID(int=1),
        "programme": "a",
        "name": "Invented",
        "mode": "in_person",
        "point": Point(53.48, -2.23),
        "repeats": Repeats("weekly", 2, dt.time(19, 30)),
        "zone": "Europe/London",
        "venue": None,
        "restricted_to": (),
        "admits_all": True,
        "kind": "",
        "stands_for": True,
        "seen_at": NOW,
        "confirmed_at": None,
        **dict.fromkeys(("venue_name", "address", "postcode"), ""),
    }
    return Listed(**{**usual, **facts})


@pytest.mark.parametrize(
    ("says", "asks", "expected"),
    [
        ({"step_free": "yes"}, "step_free", "stated"),
        ({"step_free": "unknown"}, "step_free", "unsaid"),
        ({"step_free": "no"}, "step_free", ""),
        ({"hearing_loop": "yes"}, "hearing_loop", "stated"),
        ({}, "hearing_loop", "unsaid"),
        ({"hearing_loop": "no"}, "hearing_loop", ""),
        ({"children_welcome": "yes"}, "children", "stated"),
        ({}, "children", "unsaid"),
        ({"children_welcome": "no"}, "children", ""),
        ({"newcomers": "yes"}, "newcomers", "stated"),
        ({"openness": "open"}, "newcomers", "unsaid"),
        ({"newcomers": "no"}, "newcomers", ""),
        ({"openness": "open"}, "first_visit", "stated"),
        ({"openness": "open", "newcomers": "no"}, "first_visit", "stated"),
        ({"openness": "closed", "newcomers": "yes"}, "first_visit", "stated"),
        ({"openness": "closed"}, "first_visit", "unsaid"),
        ({"newcomers": "no"}, "first_visit", ""),
        ({"language": "British Sign Language"}, "bsl", "stated"),
        ({"formats": ("BSL interpreted",)}, "bsl", "stated"),
        ({"language": "American Sign Language"}, "bsl", "unsaid"),
        ({}, "bsl", "unsaid"),
    ],
)
def test_a_fact_has_three_values(says, asks, expected):
    index = MeetingIndex.of([a_row(**says)])
    asked = index.around(Point(53.48, -2.23), miles=5, wanted=Wanted(facts=frozenset({asks})), now=NOW).asked
    assert (bool(asked.stated[0]), bool(asked.unsaid[0])) == (expected == "stated", expected == "unsaid")
    assert asked.missing(0) == ((asks,) if expected == "unsaid" else ())


@pytest.mark.parametrize(
    ("says", "expected"),
    [("Polish", "stated"), ("Lithuanian and Polish", "stated"), ("", "unsaid"), ("English", "")],
)
def test_a_language_has_three_values(says, expected):
    index = MeetingIndex.of([a_row(language=says)])
    asked = index.around(Point(53.48, -2.23), miles=5, wanted=Wanted(language="polish"), now=NOW).asked
    assert (bool(asked.stated[0]), bool(asked.unsaid[0])) == (expected == "stated", expected == "unsaid")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cafe", True),
        ("CAFÉ friends", True),
        ("friends hall", True),
        ("m1 1ae", True),
        ("m11ae", True),
        ("ae m1 example", True),
        ("friends chapel", False),
        ("friends\nanother", False),
        ("\x00", False),
        ("(.*", False),
        ("x" * 10_000, False),
        ("   ", True),
    ],
)
def test_words_are_all_in_one_row_whatever_their_case_accents_and_order(words, found):
    here = a_row(group="Café of Friends", venue_name="Example Hall", address="1 Example Street", postcode="M1 1AE")
    beside = a_row(meeting=uuid.UUID(int=2), name="Another chapel")
    assert bool(MeetingIndex.of([here, beside]).traits.with_words(words)[0]) is found
