import json
from dataclasses import asdict

import pytest

from directory.importers import glance as glancing
from directory.importers.glance import Glance, glance
from directory.importers.listed import ImportRefused
from tests.directory.importers.sheets import HEADER, row, sheet
from tests.directory.importers.test_workbook import book


@pytest.fixture
def file(tmp_path):
    def make(content):
        path = tmp_path / "list"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def test_the_columns_and_the_words_under_them_are_seen(file):
    seen = glance(file(sheet(row(Kind="LT"), row(Kind=" OD "), row(Kind="OD"), row(Kind=""))))
    assert seen.header == HEADER
    assert seen.words_of("Kind") == ("LT", "OD")
    assert seen.words_of("Nothing of it") == ()


def test_a_workbook_is_seen_as_the_same_csv_would_be(file):
    told = row()
    seen = glance(file(book(HEADER, [told[column] for column in HEADER]).getvalue()))
    assert seen == glance(file(sheet(told)))


def test_several_words_in_a_cell_are_told_apart_where_asked(file):
    seen = glance(file(sheet(row(Day="Monday, Friday"), row(Day="Friday"))))
    assert seen.words_of("Day", between_commas=True) == ("Friday", "Monday")


def test_a_column_tells_rows_apart_only_where_each_has_its_own(file):
    seen = glance(file(sheet(row(Title="Lamp", Note="x"), row(Title="River", Note="x"))))
    assert seen.apart == ["Title"]
    assert glance(file(sheet())).apart == []


def test_a_name_that_comes_twice_or_is_empty_is_offered_once_or_not(file):
    seen = glance(file("Title,,Title, Day \nLamp,,x,Monday\nRiver\n"))
    assert seen.header == ["Title", "Day"]
    assert seen.words == {"Title": ["Lamp", "River"], "Day": ["Monday"]}


def test_what_is_kept_has_an_end_however_long_the_file_is(file):
    names = [f"c{number}" for number in range(300)]
    lines = [",".join([str(number), "x" * 5000]) for number in range(500)]
    seen = glance(file("\n".join([",".join(names), *lines])))
    assert len(seen.header) == 300
    assert len(seen.words) == glancing.COLUMNS
    assert len(seen.words["c0"]) == glancing.WORDS
    assert seen.words["c1"] == []
    assert seen.apart == ["c0"]


def test_it_is_kept_and_read_back_as_it_was(file):
    seen = glance(file(sheet(row(), row(Title="River"))))
    assert Glance(**json.loads(json.dumps(asdict(seen)))) == seen


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("\n\n", "names no column"),
        (",".join(f"c{n}" for n in range(100_000)), "100,000 columns"),
        ('Title,"Day\n', "cut off"),
        ("Title\x00,Day\n", "NUL"),
        ("Títle".encode("latin-1"), "UTF-8"),
    ],
)
def test_what_names_no_columns_is_refused(file, content, says):
    with pytest.raises(ImportRefused, match=says):
        glance(file(content))
