"""How old must a reader be to follow this text? By counting, so a hint and never a verdict. Pure.

The automated readability index (Smith and Senter, 1967): long words and long sentences ask
more of a reader. It was made for machines to count and needs no list of syllables; the
libraries that count those bring tens of megabytes and fetch a dictionary as they run.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[’'./-][^\W_]+)*")
SENTENCE_ENDS = re.compile(r"[.!?](?=[”’)]?(?:\s|$))")
SCHOOL_STARTS = 5  # the index is a school year; its first is for children of five and six


def reading_age(text: str) -> float:
    """Years, of a text in English; the youngest the index knows is five. Raises ValueError for a text without words."""
    words: list[str] = WORD.findall(text)
    if not words:
        raise ValueError("Give a text with words in it.")
    letters = sum(character.isalnum() for word in words for character in word)
    sentences = max(1, len(SENTENCE_ENDS.findall(text)))
    index = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return max(0.0, index) + SCHOOL_STARTS
