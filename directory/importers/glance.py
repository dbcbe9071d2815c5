"""What columns has a spreadsheet, and which different words stand under each? Pure.

For somebody who is about to say which column says what. Reading the rows for what they
say is spreadsheet.py's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.importers import fetch, spreadsheet, wording, workbook
from directory.importers.row import SheetRefused

COLUMNS = 100  # whose words are kept
WORDS = 100  # of one column: one with more has texts, not words
LONGEST = 100  # letters of a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The names of the columns, each once; the words of each, as far as they are kept; which tell every row apart."""

    header: list[str]
    words: dict[str, list[str]]
    apart: list[str]

    def words_of(self, column: str, *, between_commas: bool = False) -> tuple[str, ...]:
        """What stands under a column, each once, A to Z; or what stands ``between_commas`` there."""
        cells = self.words.get(column, [])
        found = {part.strip() for cell in cells for part in cell.split(",")} if between_commas else set(cells)
        return tuple(sorted(found - {""}, key=lambda word: (word.casefold(), word)))


def glance(path: Path) -> Glance:
    """A spreadsheet seen from its beginning to its end. Raises ImportRefused."""
    with _opened(path) as rows:
        names = [name.strip() for name in next(rows, [])]
        spreadsheet.check_width(names)
        header = list(dict.fromkeys(name for name in names if name))
        if not header:
            raise SheetRefused("Its first row names no column: the names of the columns belong there.")
        seen = {name: _Column(names.index(name)) for name in header[:COLUMNS]}
        for row in rows:
            if any(row):
                for column in seen.values():
                    column.see(row)
    return Glance(
        header=header,
        words={name: column.kept for name, column in seen.items()},
        apart=[name for name, column in seen.items() if column.tells_apart],
    )


class _Column:
    """What has been seen of one column."""

    def __init__(self, place: int) -> None:
        self.place = place
        self._words: dict[str, None] = {}
        self._every: set[str] | None = set()  # None once two rows are alike, or one is empty

    def see(self, row: list[str]) -> None:
        cell = wording.tidy(row[self.place]) if self.place < len(row) else ""
        if self._every is not None and (not cell or cell in self._every):
            self._every = None
        elif self._every is not None:
            self._every.add(cell)
        if cell and len(cell) <= LONGEST and len(self._words) <= WORDS:
            self._words[cell] = None

    @property
    def kept(self) -> list[str]:
        return list(islice(self._words, WORDS))

    @property
    def tells_apart(self) -> bool:
        return bool(self._every)


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[list[str]]]:
    if fetch.is_workbook(path):
        with fetch.opened_workbook(path) as (file, _):
            yield workbook.rows(file)
        return
    with fetch.opened(path) as fetched:
        yield spreadsheet.rows(fetched.text)
