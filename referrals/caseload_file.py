"""Which people are on a list that a service sends? CSV or XLSX in, rows and problems out; the file is not kept.

Between looking and taking the rows travel with the page, sealed for whoever looked: they
are not written down here and cannot be read or altered on the way.
"""

from __future__ import annotations

import base64
import binascii
import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.importers import spreadsheet, workbook
from directory.importers.listed import ImportRefused
from mutualaid.accounts.models import User
from mutualaid.sealing import seals
from referrals import references
from referrals.models import Service
from referrals.pathway import NotRecorded, Row, check_starts
from referrals.pathway.loading import MOST

MEGABYTE = 1024 * 1024
AT_MOST, UNPACKED = 2 * MEGABYTE, 20 * MEGABYTE
GOOD_FOR = dt.timedelta(hours=1)  # from looking to taking
COLUMNS = ("Reference", "Start date", "Structured", "Area")
NEEDED = COLUMNS[:2]
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
SAYS = {"": True, "yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
AREA = re.compile(r"[EWSN][0-9]{8}")


class NotTaken(ValueError):
    """The list cannot be taken; ``str(error)`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be taken: its number as a spreadsheet shows it, and why. Never what stands in it."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list holds."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


class InMemory(FileUploadHandler):
    """Takes the one file that is asked for, as far as the most that is taken, and writes it nowhere."""

    def __init__(self, request=None):
        super().__init__(request)
        self.held, self.is_too_large = io.BytesIO(), False

    def new_file(self, field_name, *args, **kwargs):
        super().new_file(field_name, *args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if self.field_name != "file" or start + len(raw_data) > AT_MOST:
            self.is_too_large = self.is_too_large or self.field_name == "file"
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size):
        """Nothing for Django to hold: the bytes stand here until the request ends."""


def template() -> str:
    """A CSV file with the headings and nobody in it."""
    sheet = io.StringIO()
    csv.writer(sheet).writerow(COLUMNS)
    return sheet.getvalue()


def look(file: BinaryIO, *, at: dt.datetime) -> Looked:
    """Every row of a list as somebody to be taken, or as a problem. Raises NotTaken for what is no such list."""
    rows: list[Row] = []
    problems: list[Problem] = []
    known: dict[str, int] = {}
    for number, cells in _people(_cells(file)):
        try:
            row = _row(cells, at)
            if before := known.get(row.reference):
                raise NotTaken(gettext("Row %(row)s has this reference already.") % {"row": before})
        except (references.NotAReference, NotRecorded, NotTaken) as error:
            problems.append(Problem(number, str(error)))
            continue
        known[row.reference] = number
        rows.append(row)
    if not rows and not problems:
        raise NotTaken(str(_("Nobody is on the list: write a row for each person under the headings.")))
    return Looked(tuple(rows), tuple(problems))


def _cells(file: BinaryIO) -> Iterator[list[str]]:
    """Every row of the file as cells of text. Raises NotTaken."""
    start = file.read(4)
    file.seek(0)
    try:
        if start == b"PK\3\4":
            with zipfile.ZipFile(file) as parts:
                too_much = sum(part.file_size for part in parts.infolist()) > UNPACKED
            if too_much:
                raise NotTaken(str(_("The workbook unpacks to more than is read: save its sheet as “CSV UTF-8”.")))
            file.seek(0)
            yield from workbook.rows(file)
        else:
            yield from spreadsheet.rows(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    except (ImportRefused, zipfile.BadZipFile):
        raise NotTaken(
            str(_("The file cannot be read: save it again as a workbook (.xlsx) or as “CSV UTF-8”."))
        ) from None
    except UnicodeDecodeError:
        raise NotTaken(str(_("The file is no workbook and no text in UTF-8: save it as “CSV UTF-8”."))) from None


def _people(cells: Iterator[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number, {heading: what stands under it}) of every row that says something. Raises NotTaken."""
    header = [" ".join(name.split()).casefold() for name in next(cells, [])]
    columns = {name: header.index(name.casefold()) for name in COLUMNS if name.casefold() in header}
    missing = [name for name in NEEDED if name not in columns]
    if missing or any(header.count(name.casefold()) > 1 for name in COLUMNS):
        raise NotTaken(str(_("The first row needs the headings “Reference” and “Start date”, each once.")))
    found = 0
    for number, row in enumerate(cells, 2):
        if not any(cell.strip() for cell in row):
            continue
        found += 1
        if found > MOST:
            raise NotTaken(str(_("At most 2,000 people come in at once: send the list in two parts.")))
        yield number, {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}


def _row(cells: dict[str, str], at: dt.datetime) -> Row:
    """Somebody to be taken. Raises NotAReference, NotRecorded or NotTaken."""
    structured = SAYS.get(cells.get("Structured", "").casefold())
    area = cells.get("Area", "").upper()
    if structured is None:
        raise NotTaken(str(_("Under “Structured” write Yes or No, or nothing for Yes.")))
    if area and not AREA.fullmatch(area):
        raise NotTaken(str(_("Under “Area” write its ONS code, like E08000003, or nothing.")))
    row = Row(references.checked(cells["Reference"]), _day(cells["Start date"]), structured, area)
    check_starts(row.started_on, at)
    return row


def _day(said: str) -> dt.date:
    """The day that somebody wrote, the day before the month. Raises NotTaken."""
    for form in DAYS:
        try:
            return dt.datetime.strptime(said, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise NotTaken(str(_("Under “Start date” write the day it started, like 24/11/2026 or 2026-11-24.")))


def carried(looked: Looked, service: Service, by: User, *, at: dt.datetime) -> str:
    """The rows, for the page to carry until they are taken: sealed for this worker and this service."""
    rows = [[row.reference, row.started_on.isoformat(), row.structured, row.area] for row in looked.rows]
    sealed = seals.seal(json.dumps([at.isoformat(), rows]), bound_to=_place(service, by))
    return base64.urlsafe_b64encode(sealed).decode()


def opened(text: str, service: Service, by: User, *, at: dt.datetime) -> tuple[Row, ...]:
    """What ``carried`` sealed. Raises NotTaken where it is another's, was altered, or is old."""
    again = NotTaken(str(_("The list was looked at too long ago, or by somebody else: send it again.")))
    try:
        looked_at, rows = json.loads(seals.unseal(base64.urlsafe_b64decode(text), bound_to=_place(service, by)))
    except (ValueError, binascii.Error, seals.CannotOpen):
        raise again from None
    if at - dt.datetime.fromisoformat(looked_at) > GOOD_FOR:
        raise again
    return tuple(Row(reference, dt.date.fromisoformat(day), *more) for reference, day, *more in rows)


def _place(service: Service, by: User) -> seals.Place:
    return seals.Place("caseload_file", service.pk.hex, by.pk.hex)
