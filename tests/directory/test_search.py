"""What was asked for, to an address and back."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from directory.places import Place, Point
from directory.search import DISTANCES, Order, Search, read
from directory.vocabulary import Problem, Who
from directory.wanted import Wanted

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
        mode=st.sampled_from(["", "in_person", "online"]),
    ),
    who=st.sampled_from(["", *Who.values]),
    problem=st.sampled_from(["", *Problem.values]),
    order=st.sampled_from(Order),
    page=st.integers(1, 10_000),
)
rubbish = st.dictionaries(
    st.sampled_from(["day", "after", "before", "mode", "miles", "sort", "page", "who", "problem", "utm_source"]),
    st.lists(st.text(max_size=8), max_size=3),
)


@given(searches)
def test_a_search_comes_back_from_its_address_but_for_what_is_sensitive(search):
    assert read(PLACE, parse_qs(search.query()), {}) == replace(search, who="", problem="")


@given(searches)
def test_nothing_sensitive_is_in_the_address(search):
    sensitive = {"who", "problem", *Who.values, *Problem.values} - {"me"}
    assert sensitive.isdisjoint(parse_qs(search.query()))
    assert sensitive.isdisjoint(value for values in parse_qs(search.query()).values() for value in values)


@given(searches)
def test_what_is_sensitive_comes_back_from_a_post(search):
    posted = parse_qs(f"who={search.who}&problem={search.problem}")
    assert read(PLACE, parse_qs(search.query()), posted) == search


@given(rubbish, rubbish)
def test_rubbish_is_as_if_it_were_not_there(address, posted):
    assert read(PLACE, address, posted).place is PLACE


def test_what_is_sensitive_is_not_believed_from_an_address():
    search = read(PLACE, {"who": ["someone_close"], "problem": ["alcohol"]}, {})
    assert not search.is_sensitive
