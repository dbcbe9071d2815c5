import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.sealing import keys
from mutualaid.sealing.keys import KeyRefused, KeyRing, new_key
from mutualaid.sealing.seals import CannotOpen, CannotSeal, Place, blind, blinds, is_newest, seal, unseal

HERE = Place("people", "reference_sealed", "1")
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
names = st.text(max_size=12)


@given(texts)
def test_what_is_sealed_comes_back(text):
    sealed = seal(text, bound_to=HERE)
    assert unseal(sealed, bound_to=HERE) == text
    assert unseal(memoryview(sealed), bound_to=HERE) == text


@given(st.text(st.characters(categories=("L",)), min_size=8))
def test_the_same_text_is_never_sealed_the_same_twice_and_cannot_be_seen(text):
    first, second = seal(text, bound_to=HERE), seal(text, bound_to=HERE)
    assert first != second
    assert text.encode() not in first


def test_every_single_bit_counts():
    sealed = seal("Invented reference 12", bound_to=HERE)
    for bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            unseal(bytes(altered), bound_to=HERE)


@given(texts, st.binary())
def test_nothing_else_opens(text, other):
    sealed = seal(text, bound_to=HERE)
    for altered in (other, sealed + other[:1] * 2 + b"x", sealed[: -1 - len(other)], b""):
        with pytest.raises(CannotOpen):
            unseal(altered, bound_to=HERE)


@given(st.tuples(names, names, names), st.tuples(names, names, names))
def test_it_opens_in_its_own_place_and_nowhere_else(put, moved):
    sealed = seal("A text", bound_to=Place(*put))
    assert unseal(sealed, bound_to=Place(*put)) == "A text"
    if put != moved:
        with pytest.raises(CannotOpen):
            unseal(sealed, bound_to=Place(*moved))


@pytest.mark.parametrize("moved", [Place("a", "bc", "d"), Place("ab", "c", "d"), Place("a", "b", "cd")])
def test_where_one_name_of_a_place_ends_is_told_from_where_the_next_begins(moved):
    sealed = seal("A text", bound_to=Place("a", "b", "c"))
    with pytest.raises(CannotOpen):
        unseal(sealed, bound_to=moved)


def test_what_is_said_of_a_value_that_does_not_open_holds_nothing_of_it():
    sealed = seal("Invented reference 12", bound_to=HERE)
    with pytest.raises(CannotOpen) as told:
        unseal(sealed[:-1], bound_to=HERE)
    assert str(told.value).startswith("What is kept here does not open:")
    assert told.value.__suppress_context__


@pytest.mark.parametrize("hostile", ["a\0b", "\0", "\ud800", "a\udfff"])
@pytest.mark.parametrize("act", [seal, blind, blinds])
def test_half_characters_and_nothings_are_refused_with_a_sentence(act, hostile):
    told = {"bound_to": HERE} if act is seal else {"purpose": "people.reference_index"}
    with pytest.raises(CannotSeal, match="type it again by hand"):
        act(hostile, **told)


def test_a_megabyte_is_sealed():
    text = "é" * 500_000
    assert unseal(seal(text, bound_to=HERE), bound_to=HERE) == text


@given(texts, texts, texts)
def test_a_blind_is_the_same_for_the_same_and_only_for_the_same(text, other, purpose):
    assert blind(text, purpose=purpose) == blind(text, purpose=purpose)
    assert len(blind(text, purpose=purpose)) == 32
    assert (blind(text, purpose=purpose) == blind(other, purpose=purpose)) == (text == other)
    assert (blind(text, purpose=purpose) == blind(text, purpose=other)) == (purpose == other)


def test_an_older_key_opens_and_is_looked_for_and_a_lost_one_does_not(settings):
    older, newer = new_key(), new_key()
    settings.KEY_RING = [older]
    sealed, found = seal("A text", bound_to=HERE), blind("A text", purpose="p")
    settings.KEY_RING = [newer, older]
    assert unseal(sealed, bound_to=HERE) == "A text"
    assert not is_newest(sealed)
    assert is_newest(seal("A text", bound_to=HERE))
    assert blinds("A text", purpose="p") == [blind("A text", purpose="p"), found]
    assert blind("A text", purpose="p") != found
    settings.KEY_RING = [newer]
    with pytest.raises(CannotOpen):
        unseal(sealed, bound_to=HERE)


def test_threads_read_what_was_sealed_and_nothing_else():
    kept = [(f"Invented reference {n}", Place("people", "reference_sealed", str(n))) for n in range(100)]
    sealed = [(text, place, seal(text, bound_to=place)) for text, place in kept]

    def wrong(at):
        text, place, held = sealed[at % len(sealed)]
        return unseal(held, bound_to=place) != text or unseal(seal(text, bound_to=place), bound_to=place) != text

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(wrong, range(4500))) == 0


def test_a_key_shows_its_id_and_nothing_else():
    key = new_key()
    ring = KeyRing([key])
    assert repr(ring.newest) == f"<Key {ring.newest.id.hex()}>"
    assert key not in repr(ring)
    assert ring.newest.id == KeyRing([key]).newest.id


@pytest.mark.parametrize("wrong", ["", "c2hvcnQ=", "no key at all", "\ud800", "é" * 44, "A" * 40])
def test_a_key_that_is_no_key_is_refused_by_its_place_and_not_shown(wrong):
    with pytest.raises(KeyRefused, match=r"\(key 2 ") as told:
        KeyRing([new_key(), wrong])
    assert not wrong or wrong not in str(told.value)


def test_a_ring_needs_a_key_and_no_key_twice():
    with pytest.raises(KeyRefused, match="openssl rand"):
        KeyRing([])
    twice = new_key()
    with pytest.raises(KeyRefused, match="twice"):
        KeyRing([twice, new_key(), twice])


def test_the_hint_makes_a_key_of_the_right_length():
    made, length = re.search(r"openssl rand -base64 (\d+)", keys.HINT), keys.LENGTH
    assert int(made[1]) == length
