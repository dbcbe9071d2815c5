"""What is taken away says what the page says, and a spreadsheet runs nothing of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from referrals.reports import files, release
from referrals.reports.tables import tables
from tests.conftest import NOW
from tests.referrals.reports.frozen import AREA, QUARTERS, commissioner, freeze, unit

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "\r=1", "=\x0b1"]
SPRING = QUARTERS[0]


def report(**names):
    for quarter in QUARTERS:
        freeze(quarter, [unit("1", introduced=40, connected=15, **names), unit("2", introduced=25, informed=20)])
    return release.of_area(commissioner(), AREA, SPRING.slug, "first", now=NOW)


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_both_files_hold_every_table_of_the_page_cell_for_cell():
    read = report()
    found, book = rows_of(files.as_csv(read)), load_workbook(io.BytesIO(files.as_xlsx(read)))
    made = tables(read)
    assert len(book.sheetnames) == len(made) + 1
    for table, name in zip(made, book.sheetnames[1:], strict=True):
        sheet = [[cell for cell in row if cell is not None] for row in book[name].iter_rows(values_only=True)]
        assert table.rows
        for row in table.rows:
            assert [files.plain(cell) for cell in row.cells] in [line[: len(row.cells)] for line in found]
            assert [cell for cell in row.cells if cell not in (None, "")] in sheet


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_taken_for_a_formula(name):
    read = report(name=name)
    kept = [cell for row in rows_of(files.as_csv(read)) for cell in row]
    assert any(name.strip() in cell for cell in kept)
    assert not [cell for cell in kept if cell.startswith(files.STARTS_A_FORMULA)]
    book = load_workbook(io.BytesIO(files.as_xlsx(read)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}, "a text is a text, whatever it begins with"


@given(st.text())
def test_plain_keeps_what_it_says_and_starts_no_formula(text):
    plain = files.plain(text)
    assert plain.endswith(text)
    assert not plain.startswith(files.STARTS_A_FORMULA)


@pytest.mark.django_db
def test_a_file_says_what_it_is_and_that_counts_are_rounded():
    said = " ".join(cell for row in rows_of(files.as_csv(report()))[:6] for cell in row)
    assert "As first published" in said
    assert "multiple of 5" in said
