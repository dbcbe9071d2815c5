"""Services of like setting: the share known to be connected against how many people, with the limits around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.reports import funnel as statistics
from referrals.reports.charts.drawing import described, length, number
from referrals.reports.charts.field import Field, Label, Tick
from referrals.reports.figures import OWN_TREND_UNDER
from referrals.reports.release import Report
from referrals.reports.table import Row, Table
from referrals.reports.tables.comparing import funnel_of

FIELD = Field(left=9, right=97, top=0.7, height=10.5)
STEPS = 40  # along each curve
LINE = 0.5  # rem between two curves that each have words of their own
ROOM = 0.08  # of the width: what words of the axis need


@dataclass(frozen=True, slots=True)
class Disc:
    """A service: its letter where it is the area’s own."""

    x: str
    y: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """``curves95`` and ``curves998`` are points in a field of 100 by 100."""

    title: str
    desc: str
    field: Field
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    too_few: str  # in per cent: how wide the part under 20 people is
    too_few_words: bool
    from_x: str
    target_y: str
    curves95: tuple[str, ...]
    curves998: tuple[str, ...]
    elsewhere: tuple[Disc, ...]
    ours: tuple[Disc, ...]
    labels: tuple[Label, ...]

    @property
    def ends(self) -> bool:
        """Is the last number of the axis too long to stand in the middle of its end?"""
        return len(self.across[-1].words) > 3


def funnel(report: Report, tables: Mapping[str, Table]) -> Funnel | None:
    """Nothing where there are too few services for limits."""
    among = funnel_of(report)
    if among is None:
        return None
    ours = [row for row in tables["services"].rows if row.cells[1]]
    others = tables["elsewhere"].rows if "elsewhere" in tables else ()
    most = number(tables["limits"].rows[-1].cells[0])
    scale = _Scale(most, _highest(ours, others, among))
    too_few = 100 * OWN_TREND_UNDER / most
    return Funnel(
        title=_("Share known to be connected against how many were introduced, services of like setting"),
        desc=_desc(ours, len(others), among),
        field=FIELD,
        up=tuple(Tick("", scale.up(value), f"{value}%") for value in range(0, scale.top + 1, 20)),
        across=tuple(Tick(scale.across(size), "", f"{size:,}") for size in _across(tables["limits"])),
        too_few=length((FIELD.right - FIELD.left) * too_few / 100),
        too_few_words=too_few > 100 * ROOM,
        from_x=scale.across(OWN_TREND_UNDER),
        target_y=scale.up(100 * among.target),
        curves95=scale.curves(among, statistics.Z95),
        curves998=scale.curves(among, statistics.Z998),
        elsewhere=tuple(scale.disc(row, 0) for row in others),
        ours=tuple(scale.disc(row, 2, str(row.cells[1])) for row in ours),
        labels=tuple(_labels(among, scale)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From 0 to ``most`` people across, from 0 to ``top`` per cent up."""

    most: int
    top: int

    def across(self, people: int) -> str:
        return FIELD.across(people / self.most)

    def up(self, share: float) -> str:
        """``share`` in per cent."""
        return FIELD.up(min(share, self.top) / self.top)

    def disc(self, row: Row, first: int, letter: str = "") -> Disc:
        """Of a row whose cells from ``first`` on are people and who of them is connected."""
        people, connected = (number(cell) for cell in row.cells[first : first + 2])
        return Disc(self.across(people), self.up(100 * min(connected, people) / people), letter)

    def curves(self, among: statistics.Funnel, z: float) -> tuple[str, ...]:
        """The lower limit and the upper one, closer together where they bend."""
        least = OWN_TREND_UNDER
        sizes = [round(least + (self.most - least) * (step / STEPS) ** 2) for step in range(STEPS + 1)]
        limits = [among.limits(size, z) for size in sizes]
        return tuple(
            " ".join(
                f"{100 * size / self.most:.2f},{100 - 10000 * limit[side] / self.top:.2f}"
                for size, limit in zip(sizes, limits, strict=True)
            )
            for side in (0, 1)
        )


def _highest(ours: Sequence[Row], others: Sequence[Row], among: statistics.Funnel) -> int:
    """The top of the axis: 40, 60, 80 or 100 per cent, above every service and the 95% limit."""
    shares = [number(row.cells[4]) for row in ours] + [number(row.cells[2]) for row in others]
    most = max([*shares, 100 * among.limits(OWN_TREND_UNDER, statistics.Z95)[1]])
    return next(top for top in (40, 60, 80, 100) if most <= top)


def _across(limits: Table) -> Iterable[int]:
    """From 0 on; 20 is named where there is room for it."""
    sizes = [number(row.cells[0]) for row in limits.rows]
    return [0, *(size for size in sizes if size > ROOM * sizes[-1])]


def _labels(among: statistics.Funnel, scale: _Scale) -> Iterable[Label]:
    """At the right end: above the outer limit, beneath the inner one and the target, each where there is room."""
    x = FIELD.across(1)
    (_low, inner), (_low, outer) = (among.limits(scale.most, z) for z in (statistics.Z95, statistics.Z998))
    target, inner, outer = (FIELD.rem(min(1, 100 * share / scale.top)) for share in (among.target, inner, outer))
    if inner - outer > LINE:
        yield Label(x, length(outer - 0.4), "99.8%", "end")
    if target - inner > LINE:
        yield Label(x, length(inner + 0.95), "95%", "end")
    yield Label(x, length(target + 1.05), _("%(share)s%% all") % {"share": round(100 * among.target)}, "end")


def _desc(ours: Sequence[Row], others: int, among: statistics.Funnel) -> str:
    each = [f"{row.cells[1]} {row.cells[0]}: {row.cells[4]}%, {row.cells[6]}" for row in ours]
    elsewhere = ngettext("%(number)s other service, unnamed", "%(number)s other services, unnamed", others)
    target = _("all together %(share)s%%") % {"share": round(100 * among.target)}
    return described([*each, elsewhere % {"number": others}, target])
