"""What charts are made of: lengths as they are printed, and numbers as eyes and screen readers get them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from referrals.reports.figures import HIDDEN
from referrals.reports.table import Cell

HATCH, DOTS, LIGHT = "url(#hatch)", "url(#dots)", "url(#hatch-light)"


@dataclass(frozen=True, slots=True)
class Part:
    """One rectangle of a bar: ``x`` and ``width`` in per cent of the chart, ``y`` and ``height`` in rem."""

    kind: str
    x: str
    width: str
    y: str
    height: str
    fill: str = ""  # a pattern, where the style sheet has no fill for the kind


@dataclass(frozen=True, slots=True)
class Bar:
    """A label and a figure above a bar. ``wide`` is added to the figure where there is room for it."""

    y: str
    label: str
    figure: str
    parts: tuple[Part, ...]
    wide: str = ""
    hidden: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Thin:
    """A thin bar with its words behind it, for a part of what is above. ``words_at`` in per cent."""

    y: str
    words: str
    words_at: str
    part: Part | None


@dataclass(frozen=True, slots=True)
class Bars:
    """``height`` in rem."""

    key: str
    title: str
    desc: str
    height: str
    bars: tuple[Bar, ...]
    thin: tuple[Thin, ...] = ()
    broken: bool = False  # is a bar longer than there is room for?


def length(value: float) -> str:
    """As an attribute holds it: "37.5", "40"."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def number(cell: Cell) -> int:
    """What may be drawn of a cell: nothing where it is hidden or not there."""
    return cell if isinstance(cell, int) else 0


def shown(cell: Cell) -> str:
    """As a chart prints it."""
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def spoken(cell: Cell) -> str:
    """As a description says it."""
    return _("hidden") if cell == HIDDEN else shown(cell)


def described(lines: Iterable[str]) -> str:
    """ "Informed 205; Chose 170." """
    return "; ".join(lines) + "."


def part(
    kind: str, count: int, scale: float, *, start: float = 0, y: float, height: float, fill: str = ""
) -> list[Part]:
    """``count`` people of the ``scale`` that the whole width stands for, from ``start`` on; nothing for nobody."""
    if count <= 0:
        return []
    return [Part(kind, length(100 * start / scale), length(100 * count / scale), length(y), length(height), fill)]
