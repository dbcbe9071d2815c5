"""Which workbook does somebody without a list of their own fill in? Pure.

docs/mappings/template.toml reads it back. Cells of few values offer them; nothing
keeps anybody from writing others, so the import looks at them all the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import NamedTuple

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

MEETINGS, HELP, PROGRAMMES = "Meetings", "How to fill it in", "Programmes"
LAST_ROW = 5000  # as far as cells offer their values
YES_NO = ("Yes", "No")


class Column(NamedTuple):
    """A column: its heading, what to write under it, and the values it offers."""

    heading: str
    says: str
    offers: tuple[str, ...] = ()
    width: int = 16


COLUMNS = (
    Column("Programme", "Its short name, from the sheet “Programmes”. Needed.", width=24),
    Column("Name", "What the meeting is called. No names of people. Needed.", width=30),
    Column(
        "Day",
        "The day it meets every week; several with commas between them. Needed.",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
    Column("Starts", "When it starts, such as 19:30. Needed."),
    Column("Lasts", "How long, such as 1:30 or 90 mins. Empty: not stated."),
    Column(
        "How people meet",
        "Empty: in person.",
        ("In person", "Online", "In person and online", "By phone"),
        width=20,
    ),
    Column("Venue", "The hall, church or room.", width=26),
    Column("Address", "Street and town.", width=30),
    Column("Postcode", "The whole postcode. Needed where people meet in person."),
    Column("Latitude", "Only where the postcode’s middle would mislead, such as 53.4805."),
    Column("Longitude", "Only with a latitude, such as -2.2350."),
    Column(
        "Nation",
        "Only where there is no postcode.",
        ("England", "Wales", "Scotland", "Northern Ireland", "Outside the UK"),
    ),
    Column("Joining link", "The web address that opens the online room. Its passcode is never shown.", width=30),
    Column("How to join (not shown)", "A passcode or meeting number: editors alone see it.", width=24),
    Column("Telephone to join", "The number that is rung to join by phone, never a person’s.", width=20),
    Column("Language", "Only if it is not English, such as Polish."),
    Column("Time zone", "Empty: Europe/London."),
    Column(
        "Open or closed",
        "Open: anybody may come. Closed: people with the problem. Empty: not stated.",
        ("Open", "Closed"),
    ),
    Column(
        "Only for",
        "Empty: everybody. Several with commas between them.",
        ("Women", "Men", "LGBT+ people", "Young people", "One profession", "Some people only"),
        width=18,
    ),
    Column("Step-free", "Empty is not stated, which is not the same as No.", YES_NO),
    Column("Hearing loop", "Empty is not stated.", YES_NO),
    Column("Children welcome", "Empty is not stated.", YES_NO, width=18),
    Column("For newcomers", "Does it say it is for newcomers?", YES_NO),
    Column("On bank holidays", "Does it meet on them? Empty is not stated.", YES_NO, width=18),
    Column("Term time only", "Empty: all year.", YES_NO),
    Column(
        "Setting",
        "Empty: in the community. What is behind a wall reaches no public page.",
        ("In the community", "In custody", "On a ward", "For residents only"),
        width=20,
    ),
    Column("What kind", "Such as Step study, Meditation; with commas between them.", width=24),
    Column(
        "Notes",
        "What somebody needs to find it. When it is not every week: “Held on the first Tuesday of the month”, "
        "“Closed 3 to 17 August 2027”. No names, numbers or addresses of people.",
        width=40,
    ),
)
FREE = {"Day", "Only for"}  # several values may be written, with commas between them


def workbook(programmes: Iterable[tuple[str, str]]) -> bytes:
    """The template as an XLSX file. ``programmes`` are (short name, name), in the order offered."""
    book = openpyxl.Workbook()
    meetings = book.active
    meetings.title = MEETINGS
    offered = list(programmes)
    _head(meetings, [column.heading for column in COLUMNS], [column.width for column in COLUMNS])
    for place, column in enumerate(COLUMNS, 1):
        _offer(meetings, place, column, len(offered))
    _sheet(book, HELP, ("Column", "What to write", "Offers"), [_told(column) for column in COLUMNS])
    _sheet(book, PROGRAMMES, ("Short name", "Programme"), offered)
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def _told(column: Column) -> tuple[str, ...]:
    return column.heading, column.says, ", ".join(column.offers)


def _sheet(book: openpyxl.Workbook, title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(title)
    _head(sheet, head, [28, 70, 50])
    for row in rows:
        sheet.append(row)
    for cell in sheet["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _head(sheet: Worksheet, headings: Iterable[str], widths: Iterable[int]) -> None:
    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, place: int, column: Column, programmes: int) -> None:
    """Let the cells of a column offer their values."""
    letter = get_column_letter(place)
    if column.heading == "Programme" and programmes:
        source = f"'{PROGRAMMES}'!$A$2:$A${programmes + 1}"
    elif column.offers:
        source = f'"{",".join(column.offers)}"'
    else:
        return
    offer = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=column.heading not in FREE)
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
