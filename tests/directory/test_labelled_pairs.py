import re
from collections import Counter

import pytest

from tests.directory.labelled_pairs import LABELLED, labelled, rows


def test_there_are_enough_of_each_in_each_half():
    counted = Counter((pair.half, pair.is_same) for pair in labelled())
    assert set(counted) == {("tune", True), ("tune", False), ("held_out", True), ("held_out", False)}
    assert sum(counted.values()) >= 180
    assert min(counted.values()) >= 40


def test_no_text_of_any_row_is_kept():
    line = re.compile(r"([\w./-]+\.(csv|json),[0-9a-f]{16},){2}(same|different),(tune|held_out)")
    assert all(line.fullmatch(text) for text in LABELLED.read_text().splitlines()[1:])


def test_no_pair_is_labelled_twice():
    pairs = [frozenset((pair.a, pair.b)) for pair in labelled()]
    assert len(set(pairs)) == len(pairs)


def test_no_pair_is_a_row_and_itself():
    assert all(pair.a != pair.b for pair in labelled())


@pytest.mark.realdata
def test_every_labelled_row_is_in_its_file(real_data):
    files = {name for pair in labelled() for name, _ in (pair.a, pair.b)}
    held = {name: rows(real_data / "meetings" / name) for name in files}
    assert not [row for pair in labelled() for row in (pair.a, pair.b) if row[1] not in held[row[0]]]
