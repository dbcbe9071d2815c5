"""From in treatment to involved: every bar runs to the same whole, as yes, then not known, then no.

So the best case is solid and hatched together. In treatment is drawn on the same scale, open
where a service has not told its number, and broken where it is far more than were introduced.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from referrals.reports.charts.drawing import (
    HATCH,
    Bar,
    Bars,
    Part,
    Thin,
    described,
    length,
    number,
    part,
    shown,
    spoken,
)
from referrals.reports.figures import HIDDEN
from referrals.reports.measures import IN_TREATMENT, MODES
from referrals.reports.release import Report
from referrals.reports.table import Row, Table

PITCH, THIN_PITCH = 2.5, 1.15  # rem from one row to the next
TOP, THICK = 1.25, 0.95
LONGEST = 1.4  # times those introduced: a longer bar has a break in it
OPEN = 0.1  # of the width: how far the bar is open where a service has not told


def cascade(report: Report, table: Table) -> Bars:
    """Steps as bars, and beneath "Linked" each way of being linked as a thin one."""
    whole = number(_row(table, "introduced").cells[1])
    treated = next((row for row in table.rows if row.means == IN_TREATMENT), None)
    scale = _scale(whole, number(treated.cells[1]) if treated else 0, report)
    y, bars, thin, lines = 0.0, [], [], []
    for row in table.rows:
        lines.append(_spoken(row))
        if row.behind in MODES:
            thin.append(_thin(y, row, scale))
            y += THIN_PITCH
            continue
        y += 0.3 if thin and row.means == "once" else 0
        bars.append(_treated(row, scale, report) if row is treated else _step(y, row, whole, scale))
        y += PITCH
    return Bars(
        table.key, table.caption, described(lines), length(y), tuple(bars), tuple(thin), _broken(treated, scale, report)
    )


def _scale(whole: int, treated: int, report: Report) -> float:
    """How many people the whole width stands for."""
    longest = min(max(treated, whole), LONGEST * whole) or 1
    return longest / (1 - OPEN) if treated and _silent(report) else longest


def _silent(report: Report) -> int:
    """How many services have not told how many they have in treatment."""
    return sum(not service.told for service in report.services)


def _row(table: Table, behind: str) -> Row:
    return next(row for row in table.rows if row.behind == behind)


def _step(y: float, row: Row, whole: int, scale: float) -> Bar:
    name, count, not_known, share, low, high, _most = row.cells
    yes = min(number(count), whole)
    silent = min(number(not_known), whole - yes)
    parts: list[Part] = []
    if count != HIDDEN:
        parts = [
            *part("yes", yes, scale, y=TOP, height=THICK),
            *part("hatched", silent, scale, start=yes, y=TOP, height=THICK, fill=HATCH),
            *part("no", whole - yes - silent, scale, start=yes + silent, y=TOP, height=THICK),
        ]
    figure = shown(count) if not isinstance(share, int) else f"{shown(count)} · {share}%"
    wide = _(" (%(low)s to %(high)s)") % {"low": low, "high": high} if isinstance(low, int) else ""
    strong = row.behind == "connected"
    return Bar(length(y), str(name), figure, tuple(parts), wide, hidden=count == HIDDEN, strong=strong)


def _treated(row: Row, scale: float, report: Report) -> Bar:
    name, count = row.cells[:2]
    silent, people = _silent(report), number(count)
    width = min(100 * people / scale, _room(report))
    parts = _with_a_break(width) if _broken(row, scale, report) else [_before(0, width)] if people else []
    if count != HIDDEN and (silent or not people):
        parts.append(Part("hatched open", length(width), length(100 - width), length(TOP), length(THICK), HATCH))
    wide = _(" · %(silent)s of %(services)s services not known") % {"silent": silent, "services": len(report.services)}
    return Bar("0", str(name), shown(count), tuple(parts), wide if silent and people else "", hidden=count == HIDDEN)


def _room(report: Report) -> float:
    """How far the first bar can run, in per cent."""
    return 100 * (1 - OPEN) if _silent(report) else 100.0


def _broken(row: Row | None, scale: float, report: Report) -> bool:
    return row is not None and 100 * number(row.cells[1]) / scale > _room(report) + 0.01


def _with_a_break(width: float) -> list[Part]:
    """The bar is longer than there is room for."""
    return [_before(0, width - 8), _before(width - 6.5, 6.5)]


def _before(x: float, width: float) -> Part:
    return Part("before", length(x), length(width), length(TOP), length(THICK))


def _thin(y: float, row: Row, scale: float) -> Thin:
    name, count = row.cells[:2]
    drawn = part("mode", number(count), scale, y=0, height=0.8)
    width = 100 * number(count) / scale
    moved = Part("mode", "2", drawn[0].width, "0", "0.8") if drawn else None
    return Thin(length(y), f"{shown(count)} {name}", length(2 + width), moved)


def _spoken(row: Row) -> str:
    name, count, not_known = row.cells[:3]
    if not_known is None:
        return f"{name} {spoken(count)}"
    return _("%(step)s %(people)s, not known %(not_known)s") % {
        "step": name,
        "people": spoken(count),
        "not_known": spoken(not_known),
    }
