"""Which ways somebody was helped to a group, told from what was really done, as the paper and an oracle tell it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import method
from referrals.history import Told
from referrals.method import Called, Heard, Meant, Method, methods
from referrals.models import BEEN, Contact, How, With
from tests.architecture.test_docs import names, rows, said
from tests.conftest import NOW
from tests.oracles.method import ways
from tests.referrals.factories import ContactFactory, PlanFactory, ReviewFactory

MONDAY = dt.date(2026, 11, 2)


def day(number):
    return MONDAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("called", "meant", "heard", "told"),
    [
        ([], [], [], {"information"}),
        ([], [Meant(day(0), "myself")], [Heard(day(7), "went", "myself")], {"information"}),
        ([Called(day(0), "person", "member")], [], [], {"information"}),
        ([Called(day(0), "worker", "nobody"), Called(day(0), "together", "message")], [], [], {"information"}),
        ([Called(day(0), "worker", "helpline")], [], [], {"worker_link"}),
        ([Called(day(0), "together", "peer")], [], [], {"peer_link"}),
        (
            [Called(day(0), "worker", "helpline"), Called(day(1), "worker", "member")],
            [],
            [],
            {"worker_link", "peer_link"},
        ),
        ([], [Meant(day(0), "peer")], [Heard(day(7), "went", "peer")], {"accompanied"}),
        ([], [Meant(day(0), "peer")], [Heard(day(7), "left_early", "someone_i_know")], {"accompanied"}),
        ([], [Meant(day(0), "peer")], [Heard(day(7), "not_this_time", "peer")], {"information"}),
        ([], [Meant(day(0), "peer")], [Heard(day(7), "went", "")], {"information"}),
    ],
)
def test_each_way(called, meant, heard, told):
    assert methods(called, meant, heard) == told


@pytest.mark.parametrize(
    ("asked", "is_intensive"),
    [
        ([(7, "went"), (14, "went")], True),
        ([(7, "not_this_time"), (42, "rather_not")], True),
        ([(7, "went"), (43, "went")], False),
        ([(0, "went"), (7, "went")], False),
        ([(7, "went"), (7, "went")], False),
        ([(7, "went"), (14, "not_asked")], False),
        ([(7, "lost_touch"), (14, "went")], False),
    ],
)
def test_three_touchpoints_within_six_weeks_are_intensive(asked, is_intensive):
    called, meant = [Called(day(0), "together", "member")], [Meant(day(0), "member")]
    heard = [Heard(day(number), how) for number, how in asked]
    assert ("intensive" in methods(called, meant, heard)) is is_intensive
    assert "intensive" not in methods(called, [Meant(day(1), "member")], heard)
    assert "intensive" not in methods([Called(day(0), "worker", "member")], meant, heard)


days = st.integers(0, 60).map(day)
calls = st.lists(
    st.builds(Called, days, st.sampled_from(Contact.Who.values), st.sampled_from(Contact.Reached.values)), max_size=4
)
plans = st.lists(st.builds(Meant, days, st.sampled_from(With.values)), max_size=4)
reviews = st.lists(st.builds(Heard, days, st.sampled_from(How.values), st.sampled_from(["", *With.values])), max_size=5)


@given(calls, plans, reviews)
def test_it_agrees_with_the_oracle(called, meant, heard):
    assert methods(called, meant, heard) == ways(called, meant, heard)


@given(calls, plans, reviews)
def test_the_order_of_telling_changes_nothing_and_doing_more_takes_nothing_away(called, meant, heard):
    told = methods(called, meant, heard)
    assert methods(called[::-1], meant[::-1], heard[::-1]) == told
    more = methods([*called, Called(day(3), "worker", "helpline")], meant, heard)
    assert more >= told - {Method.INFORMATION}


def test_its_words_are_those_of_the_records():
    assert set(Contact.Who.values) >= method.BY_SERVICE
    assert set(Contact.Reached.values) >= method.SOMEBODY_WHO_GOES
    assert method.ON_THEIR_OWN in With.values
    assert set(BEEN) == method.WENT
    assert set(How.values) >= method.NOBODY_ASKED


@pytest.mark.django_db
def test_it_is_worked_out_from_what_is_recorded(db):
    plan = PlanFactory(with_whom="peer")
    review = ReviewFactory(person=plan.person, referral=plan.referral, plan=plan)
    contact = ContactFactory(person=plan.person, referral=plan.referral, reached="helpline", at=NOW)
    told = Told(steps=(), plans=(plan,), contacts=(contact,), reviews=(review,))
    assert told.methods == [Method.ACCOMPANIED]


def test_the_paper_names_every_way_and_none_is_ranked():
    told = {names(row[0])[0]: row[1] for row in rows(said("reference/methods.md"), "| Way |")}
    assert told == {way.value: str(way.label) for way in Method}
    assert list(Method) == sorted(Method, key=lambda way: str(way.label))
    assert f"{method.TOUCHPOINTS_WITHIN.days // 7} weeks" in said("reference/methods.md").replace("six", "6")
