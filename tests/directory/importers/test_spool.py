import datetime as dt
import sqlite3
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import spool as spools
from directory.importers.listed import Facts, ListedMeeting, ListedVenue, When
from directory.importers.reconcile import reconcile
from directory.importers.spool import Holds, NoRoom, Spool, spooled
from directory.places import Point
from directory.recurrence import Span
from tests.directory.importers.test_reconcile import TITLE_LAST, known, listed, sides

HALL = ListedVenue("hall|m1 1ae|1 example street", "Hall", "1 Example Street", "M1 1AE", Point(53.4, -2.2), "england")
EVERYTHING = Facts(
    programme="open-door",
    name="Tuesday Lamp – “Café”",
    mode="hybrid",
    when=(When(2, dt.time(19, 30), 90), When(4, dt.time(23, 59, 59), None, "fortnightly", None, dt.date(2026, 1, 8))),
    venue=HALL.key,
    restricted_to=("women", "lgbt"),
    formats=("Speaker",),
    term_time_only=True,
    breaks=(Span(dt.date(2026, 8, 1), None), Span(dt.date(2026, 12, 24), dt.date(2027, 1, 2))),
)


def holds(one, *, older=False, venue=None, venue_id=None, may_move=True):
    return Holds(one, older, venue, venue_id, may_move)


def found(spool):
    """All that is found to differ, part by part, in one."""
    parts = [reconcile(some.listed, some.known, TITLE_LAST) for some in spool.differing()]
    return {
        "added": {meeting.key for part in parts for meeting in part.added},
        "changed": {(change.listed.key, change.known.id, change.fields) for part in parts for change in part.changed},
        "kept": {(change.listed.key, change.known.id, change.fields) for part in parts for change in part.kept},
        "unchanged": sum(len(part.unchanged) for part in parts) + spool.count_same(),
        "missing": {one.id for part in parts for one in part.missing},
    }


def test_every_word_comes_out_as_it_went_in():
    meetings = (
        ListedMeeting(2, "a", EVERYTHING, HALL, "read"),
        ListedMeeting(3, "b", Facts(programme="long-table", name="Oak", mode="online", when=())),
    )
    spool = spooled(meetings, TITLE_LAST)
    assert tuple(spool) == tuple(spool) == meetings
    assert len(spool) == 2
    assert spool.programmes == {"open-door", "long-table"}
    assert spooled(spool, TITLE_LAST) is spool


def test_the_first_meeting_of_a_venue_says_where_it_is():
    elsewhere = ListedVenue(HALL.key, "HALL", "1 Example Street", "M1 1AE", None, "wales")
    spool = spooled([ListedMeeting(2, "a", EVERYTHING, HALL), ListedMeeting(3, "b", EVERYTHING, elsewhere)], TITLE_LAST)
    assert [meeting.venue for meeting in spool] == [HALL, HALL]
    assert (spool.venue(HALL.key), spool.venue("another")) == (HALL, None)


def test_what_is_the_same_by_every_word_is_not_compared():
    lamp, river = known("m1", "lamp"), known("m1", "river", kept={"name"})
    spool = spooled([listed("m1", "lamp"), listed("m1", "river")], TITLE_LAST)
    spool.compare([holds(lamp, older=True), holds(river)])
    assert (spool.count_same(), list(spool.seen_again())) == (1, [[lamp.id]])
    assert [some.known for some in spool.differing()] == [[river]]


def test_a_venue_put_otherwise_is_told_with_where_we_have_it():
    id, other = uuid.uuid4(), ListedVenue(HALL.key, "Hall", "1 Example Street", "M1 1AE", Point(53.5, -2.2), "england")
    one = known("m1", "lamp")
    spool = spooled([ListedMeeting(2, one.key, EVERYTHING, HALL)], TITLE_LAST)
    for venue, may_move, moved in [(HALL, True, []), (other, True, [[(id, HALL)]]), (other, False, [])]:
        spool.compare([holds(one, venue=venue, venue_id=id, may_move=may_move)])
        assert list(spool.moved()) == moved
        assert spool.has_news() is bool(moved)
        assert spool.ours([HALL.key, "another"]) == {HALL.key: id}


def test_of_two_venues_that_are_one_place_each_is_told_that_a_list_may_move():
    other = ListedVenue(HALL.key, "Hall", "1 Example Street", "M1 1AE", Point(53.5, -2.2), "england")
    ones, ids = [known("m1", "lamp"), known("m2", "river")], [uuid.uuid4(), uuid.uuid4()]
    spool = spooled([ListedMeeting(2, ones[0].key, EVERYTHING, other)], TITLE_LAST)
    for may_move, moved in [((True, True), ids), ((True, False), ids[:1]), ((False, True), ids[1:])]:
        spool.compare(
            holds(one, venue=HALL, venue_id=id, may_move=may) for one, id, may in zip(ones, ids, may_move, strict=True)
        )
        assert {id for some in spool.moved() for id, _ in some} == set(moved)
        assert spool.has_news()


@given(sides(), st.integers(1, 4))
def test_part_by_part_it_finds_what_comparing_everything_at_once_finds(both, at_once):
    meetings, ones = both
    spool = spooled(meetings, TITLE_LAST)
    spool.compare([holds(known("m9", "left from before"))])
    spool.compare(map(holds, ones))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spools, "AT_ONCE", at_once)
        parts = found(spool)
    whole = reconcile(meetings, ones, TITLE_LAST)
    assert parts == {
        "added": {meeting.key for meeting in whole.added},
        "changed": {(change.listed.key, change.known.id, change.fields) for change in whole.changed},
        "kept": {(change.listed.key, change.known.id, change.fields) for change in whole.kept},
        "unchanged": len(whole.unchanged),
        "missing": {one.id for one in whole.missing},
    }


def test_a_slot_of_which_nothing_is_held_may_be_divided_and_any_other_may_not(monkeypatch):
    monkeypatch.setattr(spools, "AT_ONCE", 2)
    spool = spooled(
        [*(listed("m1", f"a{n}") for n in range(5)), *(listed("m2", f"b{n}") for n in range(5))], TITLE_LAST
    )
    spool.compare([holds(known("m2", "lamp"))])
    sizes = [(len(some.listed), len(some.known)) for some in spool.differing()]
    assert max(size for size, ones in sizes if not ones) <= 2
    assert (5, 1) in sizes or (6, 1) in sizes


def test_no_room_is_said_in_one_sentence():
    spool = Spool(TITLE_LAST)
    spool._file.execute("PRAGMA max_page_count = 12")
    with pytest.raises(NoRoom, match="make room there, or name another folder in SQLITE_TMPDIR"):
        list(map(spool.add, (listed("m1", f"lamp {number}") for number in range(10_000))))


def test_nobody_else_can_open_it_and_nothing_is_left_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.setattr(spools, "CACHE_KIB", 16)
    spool = spooled((listed("m1", f"lamp {number}") for number in range(3000)), TITLE_LAST)
    assert len(list(spool)) == 3000
    assert list(tmp_path.iterdir()) == []
    file = spool._file
    del spool
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        file.execute("SELECT 1")
