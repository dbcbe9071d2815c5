"""What do the cells of a workbook say? XLSX in, rows of text out, as a CSV file would have them. Pure.

The first sheet is read, a row at a time. A workbook is a zip file of XML that
somebody else made: how much it unpacks to is known before it is.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import openpyxl

from directory.importers.listed import ImportRefused

MEGABYTE = 1024 * 1024
UNPACKED = 400 * MEGABYTE
TEXTS = 100 * MEGABYTE  # all its different texts, which are in memory together
LAST_ROW = 1_048_576  # of any workbook
SHEETS, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
MIDNIGHT = dt.time()

# What openpyxl and what it stands on raise over a file that is damaged or was made to do harm. It has no error of
# its own: refused entities and XML that ends too soon are among these.
_DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)


class WorkbookRefused(ImportRefused):
    """It is no workbook we can read."""


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """Every row of the first sheet from row 1, empty ones too. Raises WorkbookRefused."""
    with _refusing_damage():
        _check_unpacked(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and checks that it leaves out, and we do not read
        with _refusing_damage():
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what it says of its own size may be wrong
            read = sheet.iter_rows(max_row=LAST_ROW, values_only=True)
        number = 0
        while True:
            with _refusing_damage(number):
                row = next(read, None)
            if row is None:
                return
            number += 1
            yield [text(value) for value in row]


def text(value: object) -> str:
    """A cell as somebody would type it: 19:30, 1:30 for a length, 53.48, True."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        # A time alone is kept as one on the day before the calendar of workbooks begins.
        if value.year < 1901:
            return text(value.time())
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        minutes = round((value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 60)
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else f"-{-minutes} mins"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@contextmanager
def _refusing_damage(after: int = 0) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as trouble:
        where = f" after row {after}" if after else ""
        raise WorkbookRefused(
            f"The workbook is cut off or damaged{where}: open it, save it again as an Excel workbook (.xlsx) and retry."
        ) from trouble


def _check_unpacked(file: BinaryIO) -> None:
    """Raises WorkbookRefused for a zip file that holds no workbook, or more than is read."""
    with zipfile.ZipFile(file) as parts:
        sizes = {part.filename: part.file_size for part in parts.infolist()}
    if SHEETS not in sizes:
        raise WorkbookRefused(
            "The file is a zip file without an Excel workbook in it: unpack it, or save its sheet as “CSV UTF-8”."
        )
    if sum(sizes.values()) > UNPACKED or sizes.get(STRINGS, 0) > TEXTS:
        raise WorkbookRefused(
            f"The workbook unpacks to {sum(sizes.values()) / MEGABYTE:,.0f} MB, which is more than is read: "
            "save its sheet as “CSV UTF-8”."
        )
    file.seek(0)
