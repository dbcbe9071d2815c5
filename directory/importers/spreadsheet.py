"""What do the rows of a spreadsheet say? CSV text or cells and a mapping in, meetings or problems out. Pure.

Rows are read one at a time and numbered as a spreadsheet numbers them, the header
being row 1. A row either is a meeting or is a ``Problem`` with a reason somebody can
act on; only a file that is not what its mapping says is refused whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from directory.importers.listed import Problem, Rejection
from directory.importers.mapping import Mapping
from directory.importers.row import Read, Row, SheetRefused

MOST_COLUMNS = 1000


def read(text: Iterable[str], mapping: Mapping, *, ends_whole: bool = True) -> Iterator[Read | Problem]:
    """Every row of CSV ``text`` as a meeting or a problem. Raises SheetRefused.

    ``ends_whole`` says whether the last line is finished: a short last row that is not
    means that the file was cut off.
    """
    rows = _rows(csv.reader(text, strict=True))
    header = _header(next(rows, None), mapping)
    width = len(header)
    for number, row, is_last in rows:
        if any(row) and len(row) < width and is_last and not ends_whole:
            raise SheetRefused(f"The file is cut off in row {number}: fetch it again.")
        yield from _read(number, row, header, mapping)


def read_cells(rows: Iterable[list[str]], mapping: Mapping) -> Iterator[Read | Problem]:
    """Every row of a sheet of cells as a meeting or a problem: cells at its end may be left out, or empty."""
    numbered = enumerate(rows, 1)
    number, first = next(numbered, (0, []))
    header = _header((number, _without_end(first), False), mapping)
    for number, row in numbered:
        cells = _without_end(row)
        yield from _read(number, cells + [""] * (len(header) - len(cells)), header, mapping)


def rows(text: Iterable[str]) -> Iterator[list[str]]:
    """Every row of CSV ``text`` as its cells, the header too. Raises SheetRefused."""
    return (row for _, row, _ in _rows(csv.reader(text, strict=True)))


def check_width(header: list[str]) -> None:
    """Raises SheetRefused for a header of more columns than are read."""
    if len(header) > MOST_COLUMNS:
        raise SheetRefused(
            f"The header has {len(header):,} columns, and at most {MOST_COLUMNS:,} are read: name another file."
        )


def _read(number: int, row: list[str], header: list[str], mapping: Mapping) -> Iterator[Read | Problem]:
    """What a row is: a meeting, a problem, or nothing where all its cells are empty."""
    if not any(row):
        return
    if len(row) != len(header):
        reason = (
            f"It has {len(row)} cells and the header {len(header)}: look for a comma or quotation mark out of place."
        )
        yield Problem(number, Rejection.SHAPE, reason)
        return
    yield Row(number, dict(zip(header, row, strict=True)).__getitem__, mapping).read()


def _without_end(row: list[str]) -> list[str]:
    """The row as far as its last cell that says something."""
    width = next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)
    return row[:width]


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str], bool]]:
    """(number, cells, is it the last?) of every row."""
    number, held = 0, None
    try:
        for row in reader:
            if held is not None:
                yield number, held, False
            number, held = number + 1, row
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise SheetRefused(f"The file is cut off in row {number + 1}: fetch it again.") from None
        raise SheetRefused(
            f"Row {number + 1} cannot be read ({error}): look for a quotation mark out of place."
        ) from None
    if held is not None:
        yield number, held, True


def _header(first: tuple[int, list[str], bool] | None, mapping: Mapping) -> list[str]:
    """The names of the columns, once every column the mapping reads is among them."""
    header = [name.strip() for name in first[1]] if first else []
    check_width(header)
    missing = [column for column in mapping.needed_columns if column not in header]
    if missing:
        found = ", ".join(header)
        raise SheetRefused(
            f"The header has no “{'”, “'.join(missing)}”; it has: {found[:300] or 'nothing'}. "
            "Use the mapping that was written for this file."
        )
    twice = next((name for name in mapping.needed_columns if header.count(name) > 1), None)
    if twice:
        raise SheetRefused(f"The header names “{twice}” twice: rename one of them.")
    return header
