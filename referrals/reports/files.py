"""A report to take away: the tables of its page as CSV, and as a workbook with a sheet for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as WITHIN  # what the format cannot hold
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from referrals.reports.release import Report, Version
from referrals.reports.table import Cell, Table
from referrals.reports.tables import tables

# A spreadsheet would take a text that begins so for a formula. openpyxl is told; a CSV has no types, so it is quoted.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOLD, TOP = Font(bold=True), Alignment(vertical="top", wrap_text=True)
WIDEST = 60
LONGEST_TITLE = 31  # of a sheet, by the format


def as_csv(report: Report) -> bytes:
    """One file: each table under its name, a blank line between. UTF-8 with the mark that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([plain(cell)] for cell in about(report))
    for table in tables(report):
        writer.writerow([])
        writer.writerow([plain(table.caption)])
        writer.writerow([plain(head) for head in heads(table)])
        writer.writerows([plain(cell) for cell in row.cells] for row in table.rows)
        writer.writerows([plain(note)] for note in table.notes)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report) -> bytes:
    """A sheet that says what this is, then one for each table."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("About")
    for line in about(report):
        _row(first, [line])
    first.column_dimensions["A"].width = WIDEST
    for number, table in enumerate(tables(report), start=1):
        _sheet(book.create_sheet(f"{number} {table.key}"[:LONGEST_TITLE]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


KINDS = {"csv": as_csv, "xlsx": as_xlsx}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def about(report: Report) -> Iterator[str]:
    """What whoever opens the file next year needs to know."""
    yield _("%(name)s: mutual aid, %(period)s") % {"name": report.name, "period": report.period}
    yield str(Version(report.version).label)
    yield _("As of %(day)s") % {"day": report.as_of.isoformat()}
    if report.profile:
        yield _(
            "Counts of people are rounded at random, up or down to a multiple of %(base)d, each by itself: they "
            "may not add up. “*” is a small number, or nobody. Shares are worked out of rounded counts."
        ) % {"base": report.profile.base}
    else:
        yield _("Exact counts of one service, for whoever manages it. Do not pass this file on.")
    yield _("Everything about visits is as people tell it; nobody asks a group.")


def heads(table: Table) -> list[str]:
    """The columns, each with its unit."""
    return [f"{column.name} ({column.unit})" if column.unit else column.name for column in table.columns]


def plain(value: Cell) -> str:
    """As a CSV holds it: no text can be taken for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(STARTS_A_FORMULA) else text


def _sheet(sheet: Worksheet, table: Table) -> None:
    _row(sheet, [table.caption], bold=True)
    _row(sheet, heads(table), bold=True)
    for row in table.rows:
        _row(sheet, row.cells)
    for note in table.notes:
        _row(sheet, [note])
    sheet.freeze_panes = "B3"
    for number in range(1, len(table.columns) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if number == 1 else 18


def _row(sheet: Worksheet, values: Sequence[Cell], *, bold: bool = False) -> None:
    sheet.append([WITHIN.sub("", value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # whatever it begins with, it is a text
        cell.alignment = TOP
        if bold:
            cell.font = BOLD
