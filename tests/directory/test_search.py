"""What was asked for, to an address and back."""

import datetime as dt
from dataclasses import fields, replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places import Place, Point
from directory.search import DISTANCES, KEPT_FOR, NEEDS, USUAL_MILES, WELCOME, Order, Search, plain_words, read
from directory.traits import Fact
from directory.vocabulary import Language, Mode, Problem, Who
from directory.wanted import Soon, Wanted

PLACE = Place("M1 1", "m1-1", Point(53.48, -2.23), "sector", "england")
times = st.none() | st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
searches = st.builds(
    Search,
    place=st.just(PLACE),
    miles=st.sampled_from(DISTANCES),
    wanted=st.builds(
        Wanted,
        days=st.frozensets(st.integers(1, 7)),
        after=times,
        before=times,
        mode=st.sampled_from(["", *Mode.values]),
        soon=st.sampled_from(["", *map(str, Soon)]),
        facts=st.frozensets(st.sampled_from([str(fact) for fact in Fact])),
        kept_for=st.frozensets(st.sampled_from([str(each) for each in KEPT_FOR])),
        language=st.sampled_from(["", *Language.values]),
        words=st.text(max_size=120).map(plain_words),
    ),
    who=st.sampled_from(["", *Who.values]),
    problems=st.frozensets(st.sampled_from([str(problem) for problem in Problem])),
    medicines=st.booleans(),
    order=st.sampled_from(Order),
    page=st.integers(1, 10_000),
)
searches |= searches.map(lambda search: replace(search, miles=USUAL_MILES, widens=True))
POSTED = {"who", "problem", "kept_for", "needs", "language", "medicines", "words"}
ADDRESSED = {"day", "after", "before", "soon", "mode", "welcome", "miles", "sort", "page"}
rubbish = st.dictionaries(
    st.sampled_from(sorted(POSTED | ADDRESSED | {"utm_source"})),
    st.lists(st.text(max_size=8) | st.just("\x00"), max_size=3),
)


def lists(pairs):
    """(name, value) as a form's lists."""
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def without_what_is_sensitive(search):
    wanted = replace(
        search.wanted, facts=search.wanted.facts & set(WELCOME), kept_for=frozenset(), language="", words=""
    )
    return replace(search, who="", problems=frozenset(), medicines=False, wanted=wanted)


@given(searches)
def test_a_search_comes_back_from_its_address_but_for_what_is_sensitive(search):
    assert read(PLACE, parse_qs(search.query()), {}) == without_what_is_sensitive(search)


@given(searches)
def test_a_search_comes_back_whole_from_what_a_form_carries(search):
    assert read(PLACE, {}, lists(search.carried())) == search
    assert read(PLACE, parse_qs(search.query()), lists(search.carried())) == search


@given(searches)
def test_nothing_sensitive_is_in_the_address(search):
    query = parse_qs(search.query())
    assert POSTED.isdisjoint(query)
    sensitive = {*Problem.values, *KEPT_FOR, *NEEDS, *Language.values, *Who.values} - {"me"}
    assert sensitive.isdisjoint(value for values in query.values() for value in values)


@given(searches)
def test_a_search_is_sensitive_when_something_is_not_in_its_address(search):
    assert search.is_sensitive == (search != without_what_is_sensitive(search))


@given(rubbish, rubbish)
def test_rubbish_is_as_if_it_were_not_there(address, posted):
    search = read(PLACE, address, posted)
    assert search.place is PLACE
    assert read(PLACE, {}, lists(search.carried())) == search


def test_what_is_sensitive_is_not_believed_from_an_address():
    address = {
        "who": ["someone_close"],
        "problem": ["alcohol"],
        "kept_for": ["women"],
        "needs": ["step_free"],
        "language": ["polish"],
        "medicines": ["yes"],
        "words": ["hall"],
    }
    assert address.keys() == POSTED
    assert read(PLACE, address, {}) == Search(place=PLACE, widens=True)
    assert read(PLACE, {}, address).is_sensitive
    for name, values in address.items():
        assert read(PLACE, {}, {name: values}).is_sensitive, name


def test_no_distance_chosen_may_be_widened_and_the_usual_one_chosen_may_not():
    assert read(PLACE, {}, {}).widens
    chosen = read(PLACE, {"miles": ["5"]}, {})
    assert (chosen.miles, chosen.widens, chosen.query()) == (5, False, "miles=5")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  St  John’s\thall\n", "St John’s hall"),
        ("a\x00b\u200bc", "abc"),
        ("\x00", ""),
        ("x" * 10_000, "x" * 100),
        ("\ud800", ""),
        ("y " * 5_000, ("y " * 50).rstrip()),
    ],
)
def test_words_are_made_plain_and_short(said, kept):
    assert plain_words(said) == kept
    assert plain_words(kept) == kept


def test_whatever_is_asked_is_something():
    asked = {
        "days": frozenset({1}),
        "after": dt.time(0),
        "before": dt.time(0),
        "facts": frozenset({"bsl"}),
        "kept_for": frozenset({"men"}),
        **dict.fromkeys(("mode", "programme", "soon", "language", "words"), "x"),
    }
    assert asked.keys() == {field.name for field in fields(Wanted)}
    assert Wanted().asks_nothing
    for name, value in asked.items():
        assert not Wanted(**{name: value}).asks_nothing, name
