"""Everybody introduced as one bar: who has been at least twice, once, what is not known, and who has not been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.reports.charts.drawing import DOTS, HATCH, LIGHT, Part, described, length, number, shown, spoken
from referrals.reports.table import Row, Table

KINDS = (("yes", ""), ("once", ""), ("hatched", HATCH), ("hatched", DOTS), ("hatched", LIGHT), ("no", ""))
TOP, THICK = 0.1, 2.8


@dataclass(frozen=True, slots=True)
class Inside:
    """A number inside its part, where it fits."""

    x: str
    words: str
    on_dark: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What a part means: beneath the bar, with its number."""

    kind: str
    fill: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """The likely range of the share, in per cent, and where its words stand: what is chance, not what is not known."""

    low: int
    known: int
    high: int
    words_before: bool


@dataclass(frozen=True, slots=True)
class Headline:
    title: str
    desc: str
    parts: tuple[Part, ...]
    inside: tuple[Inside, ...]
    keys: tuple[Key, ...]
    bracket: Bracket | None


def headline(tables: Mapping[str, Table]) -> Headline | None:
    """Nothing where nobody was introduced, or the number is hidden."""
    table, connected = tables["headline"], _connected(tables["cascade"])
    whole = sum(number(row.cells[1]) for row in table.rows)
    if not whole:
        return None
    x, parts, inside = 0.0, [], []
    for row, (kind, fill) in zip(table.rows, KINDS, strict=True):
        width = 100 * number(row.cells[1]) / whole
        if width:
            parts.append(Part(kind, length(x), length(width), length(TOP), length(THICK), fill))
        if width > 3.6 * len(shown(row.cells[1])) + 1:
            inside.append(Inside(length(x + width / 2), shown(row.cells[1]), kind == "yes"))
        x += width
    return Headline(
        title=table.caption,
        desc=described(f"{row.cells[0]} {spoken(row.cells[1])}" for row in table.rows),
        parts=tuple(parts),
        inside=tuple(inside),
        keys=tuple(
            Key(kind, fill, str(row.cells[0]), shown(row.cells[1]))
            for row, (kind, fill) in zip(table.rows, KINDS, strict=True)
        ),
        bracket=_bracket(connected),
    )


def _connected(cascade: Table) -> Row:
    return next(row for row in cascade.rows if row.behind == "connected")


def _bracket(row: Row) -> Bracket | None:
    known, low, high = row.cells[3:6]
    if not (isinstance(known, int) and isinstance(low, int) and isinstance(high, int)):
        return None
    return Bracket(low, known, high, words_before=high > 60)
