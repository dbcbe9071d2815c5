"""Two years: the share known to be connected, its likely range as a band, and hatched above it what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils import formats
from django.utils.translation import gettext as _

from referrals.reports.charts.drawing import length
from referrals.reports.charts.field import Field, Label, Tick
from referrals.reports.figures import HIDDEN
from referrals.reports.release import Point, Report
from referrals.reports.table import Row, Table

FIELD = Field(left=9, right=97, top=1.2, height=10)
FAR_ENOUGH = 12  # per cent between two lines that each carry words


@dataclass(frozen=True, slots=True)
class Seen:
    """One quarter that can be drawn: whole per cent, as the table has them."""

    at: float  # across, 0 to 100
    known: int
    low: int
    high: int
    most: int


@dataclass(frozen=True, slots=True)
class Run:
    """Quarters without a gap between them, as points of polygons and lines in a field of 100 by 100."""

    known: str
    low: str
    high: str
    most: str
    band: str
    not_known: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A quarter; with its likely range ``low`` to ``high`` where it stands alone. All but ``x`` in rem."""

    x: str
    y: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    title: str
    desc: str
    field: Field
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    runs: tuple[Run, ...]
    dots: tuple[Dot, ...]
    hidden: tuple[Dot, ...]
    labels: tuple[Label, ...]


def trend(report: Report, table: Table) -> Trend | None:
    """Nothing where no quarter can be drawn."""
    places = _places(len(table.rows))
    seen = [_seen(at, row) for at, row in zip(places, table.rows, strict=True)]
    known = [each for each in seen if each]
    if not known:
        return None
    return Trend(
        title=_("Share known to be connected, by quarter of being introduced"),
        desc=_desc(table),
        field=FIELD,
        up=tuple(
            Tick("", FIELD.up(value / 100), _("100%") if value == 100 else str(value)) for value in (0, 25, 50, 75, 100)
        ),
        across=tuple(
            _quarter(at, point, first=not index)
            for index, (at, point) in enumerate(zip(places, report.trend, strict=True))
        ),
        runs=tuple(_run(run) for run in _runs(seen)),
        dots=tuple(_dot(each, alone=not _beside_others(each, seen)) for each in known),
        hidden=tuple(
            Dot(FIELD.across(at / 100), FIELD.up(0.04))
            for at, row in zip(places, table.rows, strict=True)
            if HIDDEN in row.cells[1:4]
        ),
        labels=tuple(_labels(known)),
    )


def _places(quarters: int) -> list[float]:
    """Where each quarter stands, 0 to 100; one alone in the middle."""
    return [100 * index / (quarters - 1) for index in range(quarters)] if quarters > 1 else [50.0] * quarters


def _seen(at: float, row: Row) -> Seen | None:
    known, low, high, most = (row.cells[index] for index in (3, 4, 5, 7))
    if isinstance(known, int) and isinstance(low, int) and isinstance(high, int) and isinstance(most, int):
        return Seen(at, known, low, high, most)
    return None


def _runs(seen: Sequence[Seen | None]) -> Iterable[list[Seen]]:
    """Those that follow each other, two or more."""
    run: list[Seen] = []
    for each in (*seen, None):
        if each:
            run.append(each)
            continue
        if len(run) > 1:
            yield run
        run = []


def _run(run: Sequence[Seen]) -> Run:
    known, low, high, most = (
        [(each.at, 100 - value) for each, value in zip(run, values, strict=True)]
        for values in zip(*((each.known, each.low, each.high, each.most) for each in run), strict=True)
    )
    return Run(
        known=_points(known),
        low=_points(low),
        high=_points(high),
        most=_points(most),
        band=_points([*high, *reversed(low)]),
        not_known=_points(((x / 100, y / 100) for x, y in [*most, *reversed(known)]), places=4),
    )


def _beside_others(each: Seen, seen: Sequence[Seen | None]) -> bool:
    at = seen.index(each)
    return any(seen[max(0, at - 1) : at]) or any(seen[at + 1 : at + 2])


def _dot(each: Seen, *, alone: bool) -> Dot:
    dot = Dot(FIELD.across(each.at / 100), FIELD.up(each.known / 100))
    return replace(dot, low=FIELD.up(each.low / 100), high=FIELD.up(each.high / 100)) if alone else dot


def _points(points: Iterable[tuple[float, float]], places: int = 2) -> str:
    return " ".join(f"{x:.{places}f},{y:.{places}f}" for x, y in points)


def _quarter(at: float, point: Point, *, first: bool) -> Tick:
    day = point.quarter.first
    year = str(day.year) if first or day.month == 1 else ""
    return Tick(FIELD.across(at / 100), "", formats.date_format(day, "M"), year)


def _labels(known: Sequence[Seen]) -> Iterable[Label]:
    """The first and the last of the two lines, where there is room between them."""
    first, last = known[0], known[-1]
    ends = [(first, "start", _("%(share)s%% known connected"))]
    ends += [(last, "end", "%(share)s%%")] if len(known) > 1 else []
    for each, anchor, words in ends:
        below = each.low > FAR_ENOUGH
        y = FIELD.rem(each.low / 100) + 1.2 if below else FIELD.rem(each.high / 100) - 0.5
        yield Label(FIELD.across(each.at / 100), length(y), words % {"share": each.known}, anchor, strong=True)
    ends = [(first, "start", _("%(share)s%% if all not known were yes"))]
    ends += [(last, "end", "%(share)s%%")] if len(known) > 1 else []
    for each, anchor, words in ends:
        if each.most > each.high + FAR_ENOUGH:
            y = FIELD.rem(each.most / 100) - 0.5
            yield Label(FIELD.across(each.at / 100), length(y), words % {"share": each.most}, anchor)


def _desc(table: Table) -> str:
    lines = []
    for row in table.rows:
        known, most = row.cells[3], row.cells[7]
        if isinstance(known, int):
            words = _("%(quarter)s: %(known)s%% known connected, %(most)s%% at most")
            lines.append(words % {"quarter": row.cells[0], "known": known, "most": most})
        elif HIDDEN in row.cells[1:4]:
            lines.append(_("%(quarter)s: hidden") % {"quarter": row.cells[0]})
    return "; ".join(lines) + "."
