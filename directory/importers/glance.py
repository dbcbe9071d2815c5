"""What columns has a spreadsheet, and which different words stand under some of them? Pure.

For somebody who is about to say which column says what: only the first rows are
looked at. Reading them for what they say is spreadsheet.py's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.importers import fetch, spreadsheet, wording, workbook
from directory.importers.row import SheetRefused

CELLS = 300_000  # that are looked at: over ten thousand rows of thirty columns


@dataclass(frozen=True, slots=True)
class Glance:
    """The names of the columns, each once, and the first rows."""

    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def words(self, column: str, *, apart: bool = False) -> tuple[str, ...]:
        """What stands under a column, each once, A to Z; ``apart``: what stands between commas there."""
        cells = {wording.tidy(row.get(column, "")) for row in self.rows}
        found = {part.strip() for cell in cells for part in cell.split(",")} if apart else cells
        return tuple(sorted(found - {""}, key=str.casefold))

    def tells_apart(self, column: str) -> bool:
        """Does every row have something of its own there?"""
        cells = [row.get(column, "").strip() for row in self.rows]
        return bool(cells) and all(cells) and len(set(cells)) == len(cells)


def glance(path: Path) -> Glance:
    """The beginning of a spreadsheet. Raises ImportRefused."""
    with _opened(path) as rows:
        names = [name.strip() for name in next(rows, [])]
        spreadsheet.check_width(names)
        header = tuple(dict.fromkeys(name for name in names if name))
        if not header:
            raise SheetRefused("Its first row names no column: the names of the columns belong there.")
        some = islice(rows, CELLS // len(names))
        return Glance(header, tuple(_named(names, row) for row in some if any(row)))


def _named(names: list[str], row: Iterable[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, row, strict=False) if name}


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[list[str]]]:
    if fetch.is_workbook(path):
        with fetch.opened_workbook(path) as (file, _):
            yield workbook.rows(file)
        return
    with fetch.opened(path) as fetched:
        yield spreadsheet.rows(fetched.text)
