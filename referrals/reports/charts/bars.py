"""Charts with a bar for each row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from referrals.reports.charts.drawing import (
    DOTS,
    HATCH,
    Bar,
    Bars,
    Part,
    described,
    length,
    number,
    part,
    shown,
    spoken,
)
from referrals.reports.figures import HIDDEN
from referrals.reports.table import Cell, Table

PITCH = 2.25  # rem from one row to the next
TOP, THICK = 1.2, 0.75  # rem from a row's own top to its bar, and the bar's height


def not_known(table: Table) -> Bars:
    """Hatched where nobody asked, dotted where there is another reason."""
    fills = (HATCH, *[DOTS] * len(table.rows))
    return _of_one_number(table, [("hatched", fill) for fill, _row in zip(fills, table.rows, strict=False)])


def ways(table: Table) -> Bars:
    """As the table is sorted: by size."""
    return _of_one_number(table, [("yes", "")] * len(table.rows))


def families(table: Table) -> Bars:
    """An outline for talked about, and solid inside it for wanted to try."""
    scale = _most(cell for row in table.rows for cell in row.cells[1:])
    bars: list[Bar] = []
    lines: list[str] = []
    for name, talked, wanted in (row.cells for row in table.rows):
        parts = [
            *part("talked", number(talked), scale, y=TOP, height=THICK),
            *part("yes", number(wanted), scale, y=TOP + 0.2, height=THICK - 0.4),
        ]
        bars.append(_bar(len(bars), name, f"{shown(talked)} · {shown(wanted)}", parts, hidden=talked == HIDDEN))
        lines.append(
            _("%(kind)s: talked about %(talked)s, wanted to try %(wanted)s")
            % {"kind": name, "talked": spoken(talked), "wanted": spoken(wanted)}
        )
    return _bars(table, bars, lines)


def _of_one_number(table: Table, kinds: Sequence[tuple[str, str]]) -> Bars:
    scale = _most(row.cells[1] for row in table.rows)
    bars: list[Bar] = []
    lines: list[str] = []
    for (name, count, *_shares), (kind, fill) in zip((row.cells for row in table.rows), kinds, strict=True):
        parts = part(kind, number(count), scale, y=TOP, height=THICK, fill=fill)
        bars.append(_bar(len(bars), name, shown(count), parts, hidden=count == HIDDEN))
        lines.append(f"{name} {spoken(count)}")
    return _bars(table, bars, lines)


def _bar(at: int, name: Cell, figure: str, parts: Sequence[Part], *, hidden: bool) -> Bar:
    return Bar(length(at * PITCH), str(name), figure, tuple(parts), hidden=hidden)


def _bars(table: Table, bars: Sequence[Bar], lines: Iterable[str]) -> Bars:
    return Bars(table.key, table.caption, described(lines), length(len(bars) * PITCH), tuple(bars))


def _most(cells: Iterable[Cell]) -> int:
    return max(map(number, cells), default=0) or 1
