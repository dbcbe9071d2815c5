"""What a table is made of: typed cells, so that a page, a chart and a spreadsheet read the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from referrals.reports.figures import HIDDEN, Figures, Share, percent

# A number of people or whole per cent; words; HIDDEN; nothing where there is nothing to say.
Cell = int | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """``unit`` is "%" where the numbers are per cent; else they are people."""

    name: str
    unit: str = ""
    numeric: bool = True

    def shows(self, cell: Cell) -> str:
        """As a page prints it: "1,240", "40%", "*"."""
        return f"{cell:,}{self.unit}" if isinstance(cell, int) else cell or ""


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` stand under the columns. ``means`` is the measure that defines the row; ``behind`` the cell of
    ``counting`` whose people stand behind its first number, where somebody may see them."""

    cells: tuple[Cell, ...]
    means: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` names it in addresses, sheets and anchors; the first column says what each row is about."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[tuple[Row, tuple[tuple[Column, Cell], ...]]]:
        """Each row with its cells under their columns."""
        return ((row, tuple(zip(self.columns, row.cells, strict=True))) for row in self.rows)


def words(name: str) -> Column:
    """A column of words."""
    return Column(name, numeric=False)


def people(figures: Figures, cell: str) -> Cell:
    """How many, or the mark of a hidden number."""
    return HIDDEN if figures.hides(cell) else figures[cell]


def left_over(figures: Figures, whole: str, *parts: str) -> Cell:
    """How many of the whole are in none of the parts, worked out of what is shown."""
    return HIDDEN if figures.hides(whole) else worked_out(max(0, figures[whole] - figures.sum(*parts)), figures)


def of(part: Cell, whole: Cell) -> Cell:
    """The whole per cent of one cell in another."""
    if HIDDEN in (part, whole):
        return HIDDEN
    return percent(min(part, whole), whole) if isinstance(part, int) and isinstance(whole, int) and whole else None


def ranged(figures: Figures, cell: str, among: str = "introduced", silent: int = 0) -> tuple[Cell, ...]:
    """Four cells: the share that is known, its likely range from and to, and the most that it can be.

    Of ``silent`` people it is not known.
    """
    if figures.hides(cell) or figures[among] <= 0:
        return (HIDDEN if figures.hides(cell) or figures.hides(among) else None,) * 4
    share = Share.of(figures[cell], figures[among], silent)
    return share.known, share.low, share.high, share.at_most


def worked_out(count: int, figures: Figures) -> Cell:
    """A number that was worked out of what is shown of others."""
    return count if count or figures.exact else HIDDEN
