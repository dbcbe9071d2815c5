import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.shapes import Day, ListOf, OneOf, Table, Text, Truth

PERSON = Table({"name": Text(5), "free": Truth()}, {"since": Day()})


def faults(shape, value):
    return list(shape.faults(value, "it"))


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (Text(5), "hello"),
        (Text(5, least=0), ""),
        (Text(5, least=0, like="[a-z]+"), ""),
        (OneOf(["yes", "no"]), "no"),
        (Truth(), False),
        (Day(), dt.date(2026, 11, 24)),
        (ListOf(Text(5)), []),
        (ListOf(Text(5)), ["a", "b"]),
        (PERSON, {"name": "Ana", "free": True}),
        (PERSON, {"name": "Ana", "free": True, "since": dt.date(2026, 11, 24)}),
    ],
)
def test_what_has_its_shape_has_no_fault(shape, value):
    assert faults(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "sentence"),
    [
        (Text(5), 5, "Make “it” a text between quotation marks."),
        (Text(5), " a", "Take the spaces off the ends of “it”."),
        (Text(5), "sixsix", "Make “it” 1 to 5 letters long: it has 6."),
        (Text(5), "", "Make “it” 1 to 5 letters long: it has 0."),
        (Text(5, like="[a-z]+", such_as="abc"), "ABC", "Write “it” like abc."),
        (OneOf(["yes", "no"]), "perhaps", "Make “it” one of: yes, no."),
        (OneOf(["yes", "no"]), [], "Make “it” one of: yes, no."),
        (Truth(), "yes", "Make “it” true or false."),
        (Day(), "2026-11-24", "Make “it” a day, like 2026-11-24."),
        (Day(), dt.datetime(2026, 11, 24, tzinfo=dt.UTC), "Make “it” a day, like 2026-11-24."),
        (ListOf(Text(5)), "a", "Make “it” a list."),
        (ListOf(Text(5), least=1), [], "Give “it” 1 or more."),
        (ListOf(Text(5)), ["a", 1], "Make “it 2” a text between quotation marks."),
        (ListOf(Text(5)), ["a", "b", "a"], "Take “it 3” out: it is there already."),
        (PERSON, "Ana", "Make “it” a table."),
        (PERSON, {"name": "Ana"}, "Add “it.free”."),
        (PERSON, {"name": "Ana", "free": True, "age": 3}, "Take “it.age” out: nothing reads it."),
        (PERSON, {"name": "Ana", "free": True, "since": 3}, "Make “it.since” a day, like 2026-11-24."),
    ],
)
def test_each_fault_is_a_sentence_that_says_where_and_what_to_do(shape, value, sentence):
    assert faults(shape, value) == [sentence]


def test_every_fault_is_told_at_once():
    assert len(faults(PERSON, {"name": "", "free": 1, "age": 3})) == 3


def test_the_outermost_table_has_no_name():
    assert list(PERSON.faults({"free": True}, "")) == ["Add “name”."]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "free", "x"]), inner),
)


@given(anything)
def test_no_data_breaks_a_shape(value):
    for fault in (*PERSON.faults(value, "it"), *ListOf(PERSON).faults(value, "it")):
        assert fault.endswith(".")
