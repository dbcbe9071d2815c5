"""What a list of people says, row by row; and that nothing of it is written down before it is taken."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from referrals import caseload_file
from referrals.caseload_file import NotTaken, Problem, carried, look, opened
from referrals.pathway import Row
from tests.conftest import NOW
from tests.referrals.factories import ServiceFactory, WorkerFactory

DAY = dt.date(2026, 11, 3)
HEAD = "Reference,Start date,Structured,Area\n"


def read(text, head=HEAD):
    return look(io.BytesIO((head + text).encode("utf-8-sig")), at=NOW)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_each_row_is_somebody():
    assert read("rh-1,03/11/2026,,\nRH-2,2026-11-03,No,e08000003\n\n , ,,\n").rows == (
        Row("RH-1", DAY),
        Row("RH-2", DAY, False, "E08000003"),
    )


@pytest.mark.parametrize("day", ["2026-11-03", "03/11/2026", "3/11/2026", "3.11.2026", "3 November 2026", "3 Nov 2026"])
def test_a_day_is_read_however_it_is_written_the_day_before_the_month(day):
    assert read(f"RH-1,{day}").rows[0].started_on == DAY


def test_a_workbook_says_the_same():
    file = workbook(["Reference ", "start  DATE"], ["RH-1", dt.datetime(2026, 11, 3)], [None], ["RH-2", "03/11/2026"])
    looked = look(file, at=NOW)
    assert looked.rows == (Row("RH-1", DAY), Row("RH-2", DAY))


def test_other_columns_are_left_alone():
    assert read("x,RH-1,y,03/11/2026", head="Name,Reference,Notes,Start date\n").rows == (Row("RH-1", DAY),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Smith,03/11/2026", "We do not keep names"),
        (",03/11/2026", "Enter the reference"),
        ("RH-1\x00,03/11/2026", "Enter a reference with a number in it"),
        ("RH-1,", "write the day it started"),
        ("RH-1,31/02/2026", "write the day it started"),
        ("RH-1,11/24/2026", "write the day it started"),
        ("RH-1,25/11/2026", "today or before"),
        ("RH-1,03/11/1926", "Give the day"),
        ("RH-1,03/11/2026,perhaps", "write Yes or No"),
        ("RH-1,03/11/2026,,Manchester", "ONS code"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_not_what_stands_in_it(row, why):
    [problem] = read(f"RH-9,03/11/2026\n{row}\n").problems
    assert problem.number == 3
    assert why in problem.reason
    assert "Smith" not in problem.reason


def test_a_reference_twice_names_the_row_before():
    looked = read("RH-1,03/11/2026\nRH-2,03/11/2026\nrh-1,04/11/2026\n")
    assert looked.problems == (Problem(4, "Row 2 has this reference already."),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "needs the headings"),
        (b"Reference\nRH-1\n", "needs the headings"),
        (b"Reference,Start date,Reference\nRH-1,03/11/2026,RH-2\n", "each once"),
        (HEAD.encode(), "Nobody is on the list"),
        (b"\xff\xfeR\x00", "no text in UTF-8"),
        (b'Reference,Start date\n"RH-1,03/11/2026\n', "cannot be read"),
        (b"Reference,Start date\n" + b"x" * 200_000 + b",1\n", "cannot be read"),
        (b"PK\x03\x04 and then nothing", "cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_whole(content, why):
    with pytest.raises(NotTaken, match=why):
        look(io.BytesIO(content), at=NOW)


def test_a_zip_file_that_unpacks_to_more_than_is_read_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (caseload_file.UNPACKED + 1))
    file.seek(0)
    with pytest.raises(NotTaken, match="unpacks to more"):
        look(file, at=NOW)


def test_at_most_two_thousand_come_in():
    rows = "".join(f"RH-{number},03/11/2026\n" for number in range(2001))
    with pytest.raises(NotTaken, match="At most 2,000"):
        read(rows)


def test_the_template_is_a_list_with_nobody_on_it():
    with pytest.raises(NotTaken, match="Nobody is on the list"):
        look(io.BytesIO(caseload_file.template().encode()), at=NOW)


@pytest.mark.django_db
def test_what_the_page_carries_is_read_by_nobody_and_comes_back_to_whoever_looked():
    service, by = ServiceFactory(), WorkerFactory()
    looked = read("RH-2041,03/11/2026,No,E08000003\n")
    text = carried(looked, service, by, at=NOW)
    assert "2041" not in text
    assert opened(text, service, by, at=NOW) == looked.rows
    others = [(ServiceFactory(), by, NOW), (service, WorkerFactory(), NOW), (service, by, NOW + dt.timedelta(hours=2))]
    for whose, who, at in others:
        with pytest.raises(NotTaken, match="send it again"):
            opened(text, whose, who, at=at)
    for wrong in (text[:-8], "nonsense", "", "é", "B" + text[1:]):
        with pytest.raises(NotTaken, match="send it again"):
            opened(wrong, service, by, at=NOW)
