"""How often may somebody ask for what is dear? In memory alone."""

import datetime as dt

from mutualaid.ui import pace
from mutualaid.ui.pace import Pace
from tests.conftest import NOW

PER = dt.timedelta(minutes=10)


def test_so_many_and_no_more_until_the_first_are_over():
    kept = Pace(2, PER)
    assert [kept.is_kept("a", now=NOW + dt.timedelta(minutes=each)) for each in range(4)] == [True, True, False, False]
    assert kept.is_kept("a", now=NOW + PER)
    assert not kept.is_kept("a", now=NOW + PER)


def test_each_place_is_counted_apart():
    kept = Pace(1, PER)
    assert kept.is_kept("a", now=NOW)
    assert kept.is_kept("b", now=NOW)
    assert not kept.is_kept("a", now=NOW)


def test_what_was_refused_is_not_held_against_anybody():
    kept = Pace(1, PER)
    for minute in range(10):
        kept.is_kept("a", now=NOW + dt.timedelta(minutes=minute))
    assert kept.is_kept("a", now=NOW + PER)


def test_no_place_can_be_read_from_what_is_kept_and_the_key_is_another_each_day():
    kept = Pace(5, PER)
    kept.is_kept("192.0.2.7", now=NOW)
    (first,) = kept._seen
    assert b"192.0.2.7" not in first
    kept.is_kept("192.0.2.7", now=NOW + dt.timedelta(days=1))
    assert set(kept._seen) != {first}
    assert len(kept._seen) == 1  # yesterday’s is gone


def test_what_is_over_is_forgotten_and_there_is_never_more_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(pace, "ROOM", 3)
    kept = Pace(1, PER)
    for each in range(10):
        kept.is_kept(str(each), now=NOW)
    assert len(kept._seen) == 3
    assert not kept.is_kept("9", now=NOW)
    kept.is_kept("another", now=NOW + PER)
    assert len(kept._seen) == 1


def test_anything_can_stand_for_a_place():
    assert Pace(1, PER).is_kept("\ud800\x00", now=NOW)
