"""How often is duplicates right, by pairs that somebody has read? docs/duplicates.md says the same."""

import re
from collections import Counter
from math import sqrt
from pathlib import Path

import pytest

from directory.duplicates import likely
from tests.directory.labelled_pairs import labelled, rows, told

pytestmark = pytest.mark.realdata
DOC = Path(__file__).parent.parent.parent / "docs" / "duplicates.md"
# (labelled the same?, found likely?): how many. The held-out half was counted after the last change of points.
TUNE = {(True, True): 82, (True, False): 3, (False, False): 99}
HELD_OUT = {(True, True): 88, (True, False): 9, (False, False): 65}


@pytest.fixture(scope="module")
def lists(real_data):
    names = {name for pair in labelled() for name, _ in (pair.a, pair.b)}
    return {name: list(told(name, rows(real_data / "meetings" / name))) for name in sorted(names)}


@pytest.fixture(scope="module")
def counted(lists):
    """Both lists of each pair, whole, go through candidates, points and all; a pair is found where it comes out."""
    pairs = list(labelled())
    found = set()
    for names in {frozenset((pair.a[0], pair.b[0])) for pair in pairs}:
        both = likely(meeting for name in names for meeting in lists[name])
        found |= {frozenset((pair.a.key, pair.b.key)) for pair in both}
    keys = [frozenset((" ".join(pair.a), " ".join(pair.b))) for pair in pairs]
    return {
        half: Counter((pair.is_same, key in found) for pair, key in zip(pairs, keys, strict=True) if pair.half == half)
        for half in ("tune", "held_out")
    }


def wilson(right, of, z=1.96):
    """The 95% interval of a share, by Wilson."""
    middle, spread = right + z * z / 2, z * sqrt(right * (of - right) / of + z * z / 4)
    return (middle - spread) / (of + z * z), (middle + spread) / (of + z * z)


def test_it_finds_what_it_found(counted):
    assert counted == {"tune": TUNE, "held_out": HELD_OUT}


def test_the_document_says_the_same():
    right, missed = HELD_OUT[True, True], HELD_OUT[True, False]
    wrong = HELD_OUT.get((False, True), 0)
    said = re.sub(r"\s+", " ", DOC.read_text())
    for name, of in (("Precision", right + wrong), ("Recall", right + missed)):
        low, high = (f"{100 * bound:.1f}%" for bound in wilson(right, of))
        assert f"| {name} | {right} of {of} | {100 * right / of:.1f}% | {low} to {high} |" in said


def test_a_list_and_itself_told_again_find_each_other(lists):
    """The feed of August 2026 and the listing of that day hold the same 1,309 slots."""
    feed, listing = lists["meeting_guide/uk-na.json"], lists["uk-listing-2026-08-05.csv"]
    across = [pair for pair in likely([*feed, *listing]) if pair.a.source != pair.b.source]
    assert len({key for pair in across for key in (pair.a.key, pair.b.key)} & {one.key for one in feed}) == len(feed)
