import datetime as dt

import pytest

from referrals.models import How
from referrals.next_step import (
    AFTER,
    FIRST,
    Loop,
    Next,
    Shown,
    last_word,
    next_act,
    ours_to_ask,
    shown_by,
    shown_word,
)
from referrals.stages import OPEN, Stage
from tests.conftest import NOW

TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def loop(stage="interest", **more):
    return Loop(**{"stage": stage, "due_on": TODAY, "at": NOW, "act": "ask"} | more)


def asked(how, **more):
    return loop(how=how, asked_at=NOW, **more)


def planned(days=1, **more):
    return loop(act="plan", planned_on=TODAY + days * DAY, with_whom="peer", **more)


def test_wherever_somebody_stands_there_is_something_to_do():
    assert set(FIRST) == OPEN
    for stage in Stage:
        if stage in OPEN:
            assert next_act(loop(stage, act=""), today=TODAY)


@pytest.mark.parametrize(
    ("case", "act"),
    [
        (loop("introduce", act="explain"), Next.TELL_MORE),
        (loop("connect", act="choose"), Next.FIRST_VISIT),
        (loop("connect", act="contact"), Next.FIRST_VISIT),
        (loop("connect", act="explain", how="went", asked_at=NOW - DAY), Next.NEXT_VISIT),
        (loop("connect", act="choose", how="wasnt_on", asked_at=NOW), Next.ANOTHER_DAY),
        (planned(fixes=("ring_first",)), Next.RING),
        (planned(-1, fixes=("ring_first",)), Next.ASK),
        (planned(), Next.ASK),
        (planned(how="not_this_time", asked_at=NOW - DAY), Next.ASK),
        (asked("went"), Next.ASK),
        (asked("not_asked"), Next.ASK),
        (asked("rather_not"), Next.ASK),
        (asked("cant_recall"), Next.ASK),
        (asked("wasnt_on"), Next.ANOTHER_DAY),
        (asked("couldnt_get_in"), Next.NEW_WAY_IN),
        (asked("left_early"), Next.WHAT_WOULD_HELP),
        (asked("not_this_time"), Next.WHAT_WOULD_HELP),
        (asked("lost_touch"), Next.GET_IN_TOUCH),
        (loop("not_now", act="put_off"), Next.OPEN),
    ],
)
def test_one_act_is_named(case, act):
    assert next_act(case, today=TODAY) == act


def test_every_way_it_can_have_gone_is_answered():
    assert set(AFTER) <= set(How)
    assert all(next_act(asked(how), today=TODAY) for how in How)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (loop("introduce", act=""), "It came up"),
        (loop("introduce", act="explain"), "Told more about it"),
        (loop("connect", act="choose"), "Wants to try it"),
        (loop("connect", act="contact"), "Got in touch"),
        (planned(), "Planned for Wed 25 Nov, with a peer"),
        (planned(fixes=("ring_first",)), "Wants to ring first"),
        (planned(-1), "Not asked yet"),
        (asked("went"), "Went"),
        (asked("went", and_now="keep_going"), "Went, means to keep going"),
        (asked("went", times="more", got=("swapped",)), "Been more than once, swapped numbers"),
        (asked("went", and_now="try_another"), "Went, wants to try another"),
        (asked("went", and_now="leave_it"), "Went, leaves it for now"),
        (asked("left_early", in_the_way=("nerves",)), "Left early: nerves"),
        (asked("couldnt_get_in"), "Couldn’t get in online"),
        (asked("wasnt_on"), "It wasn’t on"),
        (asked("not_this_time", in_the_way=("children",)), "Not this time: children"),
        (asked("not_asked"), "Not asked yet"),
        (asked("rather_not"), "Rather not say how it was"),
        (asked("lost_touch"), "Lost touch since 24 November"),
        (asked("cant_recall"), "Can’t recall"),
        (asked("went", got=("unheard_of",), in_the_way=("unheard_of",)), "Went"),
        (loop("not_now", act="put_off", due_on=dt.date(2027, 3, 2)), "Not now, ask again in March"),
    ],
)
def test_the_last_word_is_in_the_words_of_practice(case, said):
    assert last_word(case, now=NOW) == said


def test_no_word_says_that_anybody_failed():
    said = " ".join(last_word(asked(how), now=NOW) for how in How).lower()
    assert not [word for word in ("declined", "failed", "drop", "compl", "missed", "refus") if word in said]


def test_ours_to_ask_is_what_the_service_has_not_asked():
    assert ours_to_ask(asked("not_asked"), today=TODAY)
    assert ours_to_ask(planned(-2, due_on=TODAY - DAY), today=TODAY)
    assert not ours_to_ask(planned(-2), today=TODAY)
    assert not ours_to_ask(planned(3, due_on=TODAY - DAY), today=TODAY)
    assert not ours_to_ask(asked("lost_touch", due_on=TODAY - DAY), today=TODAY)
    assert not ours_to_ask(loop("connect", act="choose", due_on=TODAY - DAY), today=TODAY)


LONG_AGO = NOW - dt.timedelta(days=366)


@pytest.mark.parametrize(
    ("shown", "by", "said", "is_to_be_shown"),
    [
        (Shown(TODAY), TODAY + 7 * DAY, "New to the service, not shown yet", True),
        (Shown(TODAY, "looked_at", made_at=NOW), dt.date(2027, 11, 24), "Looked at together, Tue 24 Nov", False),
        (Shown(TODAY, "rather_not", made_at=NOW), dt.date(2027, 11, 24), "Would rather not, Tue 24 Nov", False),
        (
            Shown(TODAY, "not_yet", "unwell", TODAY + 3 * DAY, NOW),
            TODAY + 3 * DAY,
            "Not today: unwell today",
            True,
        ),
        (
            Shown(TODAY, "looked_at", made_at=LONG_AGO),
            TODAY - DAY,
            "Shown over a year ago: show it again",
            True,
        ),
        (
            Shown(TODAY, lapsed_on=TODAY - DAY, lapsed_because="year"),
            TODAY - DAY,
            "Shown over a year ago: show it again",
            True,
        ),
        (
            Shown(TODAY, lapsed_on=TODAY, lapsed_because="district"),
            TODAY,
            "Moved to another district: show what is there",
            True,
        ),
    ],
)
def test_every_option_is_due_by_a_day_and_says_why(shown, by, said, is_to_be_shown):
    assert shown_by(shown, at=NOW) == by
    assert shown_word(shown, at=NOW) == said
    assert shown.is_to_be_shown(NOW) is is_to_be_shown
