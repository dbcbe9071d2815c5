import datetime as dt
import io
import warnings
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.writer.excel import save_workbook

from directory.importers import cells, mapping, spreadsheet, workbook
from directory.importers.workbook import WorkbookRefused
from tests.directory.importers.sheets import HEADER, MAPPING, row


def book(*rows):
    made, file = openpyxl.Workbook(), io.BytesIO()
    for one in rows:
        made.active.append(one)
    save_workbook(made, file)
    return file


def changed(file, name, change):
    """The same workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return out


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("Lamp", "Lamp"),
        (True, "True"),
        (7, "7"),
        (19094.0, "19094"),
        (53.4805, "53.4805"),
        (dt.time(19, 30), "19:30"),
        (dt.time(19, 29, 59, 999_000), "19:30"),
        (dt.datetime(1899, 12, 30, 7, 5), "07:05"),
        (dt.datetime(2026, 8, 5), "2026-08-05"),
        (dt.datetime(2026, 8, 5, 19, 30), "2026-08-05 19:30"),
        (dt.timedelta(minutes=90), "1:30"),
        (dt.timedelta(hours=-1), "-60 mins"),
    ],
)
def test_a_cell_is_what_somebody_would_type(value, said):
    assert workbook.text(value) == said


@given(st.times())
def test_a_time_is_read_back_to_the_minute(time):
    read = cells.clock(workbook.text(time))
    apart = abs((read.hour * 60 + read.minute) - (time.hour * 60 + time.minute + time.second / 60)) % 1440
    assert min(apart, 1440 - apart) <= 1


def test_the_rows_of_the_first_sheet_are_read_with_those_left_empty():
    made = openpyxl.Workbook()
    made.active.append(["Title", "Time"])
    made.active["A4"] = "Lamp"
    made.create_sheet("Second").append(["no"])
    file = io.BytesIO()
    save_workbook(made, file)
    assert [(number, one[0]) for number, one in enumerate(workbook.rows(file), 1) if any(one)] == [
        (1, "Title"),
        (4, "Lamp"),
    ]


def test_a_workbook_is_read_as_the_same_csv_would_be():
    read = mapping.read(MAPPING)
    told = row(Time=dt.time(19, 30), Lat=53.4805, Ramp=True)
    rows = workbook.rows(book(HEADER, [told[column] for column in HEADER], [], ["OD", "Lamp"]))
    meeting, problem = spreadsheet.read_cells(rows, read)
    assert (meeting.meeting.row, meeting.meeting.key) == (2, "open-door|m1 1ae|2|19:30|tuesday lamp")
    assert meeting.meeting.facts.step_free == "yes"
    assert (problem.row, problem.kind.name) == (4, "DAY")


def test_cells_beyond_the_header_are_a_problem_and_empty_ones_are_not():
    told = [row()[column] for column in HEADER]
    rows = workbook.rows(book([*HEADER, None, " "], [*told, None], [*told, None, "stray"]))
    good, bad = spreadsheet.read_cells(rows, mapping.read(MAPPING))
    assert good.meeting.row == 2
    assert (bad.row, bad.kind.name) == (3, "SHAPE")


def refusal(file):
    with pytest.raises(WorkbookRefused) as refused:
        list(workbook.rows(file))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_one_that_is_cut_off_is_refused():
    content = book(HEADER).getvalue()
    for end in (30, len(content) // 2, len(content) - 10):
        assert "cut off or damaged" in refusal(io.BytesIO(content[:end]))


def test_one_whose_sheet_is_cut_off_is_refused_with_the_last_row_read():
    file = changed(book(*[["Lamp"]] * 3), SHEET, lambda content: content[:-60])
    assert "damaged after row" in refusal(file)


def test_a_zip_file_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("list.csv", "Title\n")
    assert "without an Excel workbook" in refusal(file)


def test_one_that_unpacks_to_more_than_is_read_is_refused_before_it_is(monkeypatch):
    monkeypatch.setattr(workbook, "UNPACKED", 100_000)
    file = changed(book(["Lamp"]), SHEET, lambda content: content + b" " * 200_000)
    assert len(file.getvalue()) < 50_000
    assert "unpacks to" in refusal(file)


def test_xml_that_unfolds_to_fill_the_memory_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"lamp" * 20 + b'"><!ENTITY b "' + b"&a;" * 20 + b'">]>'
    file = changed(book(["Lamp"]), SHEET, lambda content: bomb + content.replace(b"<sheetData>", b"<sheetData>&b;"))
    assert "damaged" in refusal(file)


def test_a_row_numbered_beyond_any_workbook_is_not_waited_for():
    file = changed(book(["Lamp"]), SHEET, lambda content: content.replace(b'r="1"', b'r="999999999999"'))
    rows = workbook.rows(file)
    assert sum(1 for _ in rows) == workbook.LAST_ROW


def test_what_the_reader_leaves_out_is_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(workbook.rows(changed(book(["Lamp"]), "xl/styles.xml", lambda content: content)))) == 1
