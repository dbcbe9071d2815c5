"""Two editors do the same at the same moment: one is done, the other is told in a sentence. Never an error of ours."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from directory import verification
from directory.models import Closure, Likeness, Move
from mutualaid.accounts.models import User
from tests.conftest import NOW
from tests.factories import MeetingFactory, stamp

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (verification.NotMerged, verification.NotOtherwise, verification.NotUndone)
DAY, TO = dt.date(2026, 12, 1), dt.datetime(2026, 12, 2, 11)


def at_once(*acts):
    """What came of each act: None, or the sentence it was refused with."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            act()
        except REFUSALS as error:
            return str(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts), key=lambda said: said or "")


@pytest.fixture
def two():
    one = MeetingFactory()
    other = MeetingFactory(programme=one.programme)
    stamp(one, other)
    return one, other


@pytest.fixture
def by():
    return {"by": User.objects.create_user("editor@example.org"), "at": NOW}


def test_merged_either_way_round_they_are_merged_one_way(two, by):
    one, other = two
    merged, told = at_once(lambda: verification.merge(one, other, **by), lambda: verification.merge(other, one, **by))
    assert merged is None
    assert "the other way round" in told
    assert Likeness.objects.count() == 1


def test_merged_and_kept_apart_only_one_of_the_two_is_said(two, by):
    one, other = two
    came = at_once(lambda: verification.merge(one, other, **by), lambda: verification.keep_apart(one, other, **by))
    assert came[0] is None
    assert came[1] in (None, "They are merged: take them apart first.")
    assert Likeness.objects.count() == 1


@pytest.mark.parametrize("again", ["close", "move"])
def test_what_is_told_twice_is_on_record_once(two, by, again):
    acts = {
        "close": lambda: verification.close_venue(
            two[0].venue, first=DAY, last=DAY, reason="a flood", how="editor", **by
        ),
        "move": lambda: verification.move(two[0], was_on=DAY, to=TO, how="editor", **by),
    }
    done, told = at_once(acts[again], acts[again])
    assert done is None
    assert "already" in told
    assert Closure.objects.count() + Move.objects.count() == 1


def test_undone_twice_it_is_undone_once(two, by):
    told = verification.call_off(two[0], first=DAY, last=DAY, how="editor", **by)
    done, sentence = at_once(lambda: verification.undo(told, **by), lambda: verification.undo(told, **by))
    assert (done, sentence) == (None, "Somebody has undone this already.")
