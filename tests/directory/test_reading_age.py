import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.reading_age import SCHOOL_STARTS, reading_age

words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=12).map(lambda said: " ".join(said) + ".")
texts = st.lists(sentences, min_size=1, max_size=6).map(" ".join)


def by_hand(letters, words, sentences):
    """The index as its authors print it, from counts made by eye."""
    return 4.71 * (letters / words) + 0.5 * (words / sentences) - 21.43 + SCHOOL_STARTS


@pytest.mark.parametrize(
    ("text", "letters", "words", "sentences"),
    [
        ("Everybody listens quietly.", 23, 3, 1),
        ("Somebody answers questions. Nobody interrupts, everybody listens.", 56, 7, 2),
        ("We don’t know. Telephone beforehand.", 29, 5, 2),  # don’t is one word of five letters less its mark
        ("“Everybody belongs.” Newcomers listen.", 31, 4, 2),
        ("Members contribute 2.50 weekly.", 26, 4, 1),  # a point within a number ends no sentence
    ],
)
def test_it_is_the_index_counted_by_hand(text, letters, words, sentences):
    assert reading_age(text) == pytest.approx(by_hand(letters, words, sentences))


def test_the_plainest_text_is_for_those_who_start_school():
    assert reading_age("No. Go in and sit.") == SCHOOL_STARTS


@pytest.mark.parametrize("text", ["", " … ", "—!"])
def test_a_text_without_words_has_no_reader(text):
    with pytest.raises(ValueError, match="words in it"):
        reading_age(text)


@given(texts)
def test_saying_it_twice_makes_it_no_harder(text):
    assert reading_age(f"{text} {text}") == pytest.approx(reading_age(text))


@given(sentences, sentences)
def test_two_sentences_made_one_are_never_easier(one, other):
    assert reading_age(f"{one[:-1]} and {other}") >= reading_age(f"{one} And {other}")
