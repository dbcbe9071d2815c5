"""What is said of numbers of people is worked out again in another way; and where comparing stops."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reports.figures import Z95, Figures, Share, percent, wilson

# Of a published table of Wilson score intervals without continuity correction, 95%.
KNOWN = {
    (0, 10): (0.00, 27.75),
    (1, 10): (1.79, 40.42),
    (5, 10): (23.66, 76.34),
    (10, 10): (72.25, 100.00),
    (81, 263): (25.53, 36.62),
    (15, 148): (6.24, 16.05),
    (0, 20): (0.00, 16.11),
    (1, 29): (0.61, 17.18),
}


@st.composite
def parts(draw, most=5000):
    whole = draw(st.integers(1, most))
    return draw(st.integers(0, whole)), whole


@pytest.mark.parametrize(("counted", "interval"), KNOWN.items())
def test_the_interval_is_the_published_one(counted, interval):
    assert [round(bound, 2) for bound in wilson(*counted)] == list(interval)


@given(parts())
def test_each_bound_is_a_share_from_which_what_was_seen_is_just_not_too_far(counted):
    """By the definition and not the formula: the true share at a bound lies Z95 standard errors from what was seen."""
    part, whole = counted
    seen = part / whole
    for bound in wilson(part, whole):
        true = bound / 100
        assert math.isclose((true - seen) ** 2, Z95**2 * true * (1 - true) / whole, rel_tol=1e-6, abs_tol=1e-12)


@given(parts())
def test_the_interval_holds_what_was_seen_and_mirrors_that_of_the_others(counted):
    part, whole = counted
    low, high = wilson(part, whole)
    assert 0 <= low <= 100 * part / whole + 1e-9
    assert 100 * part / whole - 1e-9 <= high <= 100
    others = wilson(whole - part, whole)
    assert math.isclose(low, 100 - others[1], abs_tol=1e-9)


@given(parts(most=2000))
def test_more_people_narrow_it(counted):
    part, whole = counted
    low, high = wilson(part, whole)
    narrower, wider = wilson(10 * part, 10 * whole)
    assert wider - narrower < high - low


@given(parts())
def test_per_cent_are_whole_with_halves_up(counted):
    part, whole = counted
    assert percent(part, whole) == math.floor(Fraction(100 * part, whole) + Fraction(1, 2))


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 200, 1), (1, 201, 0), (5, 200, 3), (1, 8, 13), (199, 200, 100), (0, 3, 0)]
)
def test_halves_go_up(part, whole, said):
    assert percent(part, whole) == said


@given(parts(), st.integers(0, 5000))
def test_what_is_shown_is_never_narrower_than_what_is_so(counted, not_known):
    share = Share.of(*counted, not_known)
    low, high = wilson(*counted)
    assert 0 <= share.low <= low <= high <= share.high <= 100
    assert low - share.low < 1
    assert share.high - high < 1
    assert share.low <= share.known <= share.high
    assert share.known <= share.at_most <= 100


@given(parts())
def test_the_bounds_are_those_of_the_worst_and_the_best_case(counted):
    part, whole = counted
    assert Share.of(part, whole).at_most == Share.of(part, whole).known, "everything is known"
    assert Share.of(part, whole, whole - part).at_most == 100, "nothing else is"


def test_a_part_that_was_rounded_above_its_whole_is_all_of_it():
    assert Share.of(30, 25, 5) == Share.of(25, 25)


def test_figures_add_up_and_stay_protected():
    some = Figures({"introduced": 20, "once": 10}, 5), Figures({"introduced": 5}, 5)
    together = Figures.together(some, 5)
    assert (together["introduced"], together["once"], together.base) == (25, 10, 5)
    assert together["connected"] == 0
    assert together.sum("once", "introduced") == 35
    assert not together.exact


@pytest.mark.parametrize(
    ("number", "base", "shown", "hidden"),
    [(0, 5, "*", True), (5, 5, "5", False), (0, 1, "0", False), (1234, 1, "1,234", False)],
)
def test_only_a_protected_number_is_hidden(number, base, shown, hidden):
    figures = Figures({"introduced": 5000, "once": number}, base)
    assert figures.shown("once") == shown
    assert figures.hides("once") is hidden
    assert (figures.share("once") is None) is hidden


def test_nothing_is_said_of_nobody():
    assert not Figures()
    assert Figures({"introduced": 0}).share("once") is None
    assert Figures({"introduced": 0}, 5).not_asked_share == 0
    assert Figures({"introduced": 20, "once": 5}, 5).share("once", among="alcohol") is None


PLANNED = {"introduced": 100, "planned": 80, "once": 40, "connected": 25, "still": 15, "stopped": 10}
PLANNED |= {"once_not_asked": 20, "once_lost_touch": 5, "once_rather_not": 2, "once_cant_recall": 1}


def test_a_share_says_how_far_not_knowing_could_move_it():
    share = Figures(PLANNED).share("once", silent=25)
    assert (share.known, share.low, share.high, share.at_most) == (40, 30, 50, 65)
    assert Figures(PLANNED).share("once", among="planned", silent=25).at_most == 81


def test_of_whom_it_is_not_known_is_everybody_but_who_is_and_who_is_known_not_to_be():
    """Of 80 who planned a visit 40 have been and of 28 it is not known: 12 have not. Of 20 more nobody planned one."""
    figures = Figures(PLANNED)
    assert figures.known_not_been == 12
    assert figures.silent("once") == 28 + 20
    assert figures.silent("connected") == 28 + 20 + 15, "once is not yet twice, and may be"
    assert figures.silent("still") == 28 + 20 + 40 - 15 - 10, "whoever stopped is known"
    assert figures.silent("involved") == 100 - 12


def test_numbers_that_were_each_rounded_for_themselves_never_make_fewer_than_nobody():
    figures = Figures(
        {"introduced": 20, "planned": 20, "once": 25, "once_not_asked": 10, "still": 15, "stopped": 10}, 5
    )
    assert figures.known_not_been == 0
    assert figures.silent("once") == figures.silent("still") == 0
    assert Figures({}, 5).silent("once") == 0


@pytest.mark.parametrize(
    ("introduced", "planned", "not_asked", "can"),
    [
        (19, 19, 0, False),
        (20, 20, 0, True),
        (100, 100, 25, True),
        (100, 100, 26, False),
        (100, 20, 5, True),
        (100, 20, 6, False),
        (100, 0, 0, True),
        (0, 0, 0, False),
    ],
)
def test_too_few_people_or_too_few_asked_cannot_be_compared(introduced, planned, not_asked, can):
    figures = Figures({"introduced": introduced, "planned": planned, "once_not_asked": not_asked})
    assert figures.can_be_compared is can


def test_the_share_nobody_asked_is_of_those_who_planned_and_at_most_everybody_however_it_was_rounded():
    assert Figures(PLANNED).not_asked_share == 25
    assert Figures({"introduced": 40, "planned": 20, "once_not_asked": 25}, 5).not_asked_share == 100
