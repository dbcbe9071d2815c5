"""Every chart of a page, drawn from its tables: no position and no word in one says more than the table beneath it.

A chart has no viewBox: across is in per cent, up and down and every letter in rem, so that
bars stretch and words never do. Templates under reports/charts draw what is worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.reports.charts.bars import families, not_known, ways
from referrals.reports.charts.cascade import cascade
from referrals.reports.charts.drawing import Bars
from referrals.reports.charts.funnel import Funnel, funnel
from referrals.reports.charts.headline import Headline, headline
from referrals.reports.charts.trend import Trend, trend
from referrals.reports.release import Report
from referrals.reports.table import Table


@dataclass(frozen=True, slots=True)
class Charts:
    """None where there is nothing to draw."""

    headline: Headline | None
    cascade: Bars
    not_known: Bars
    families: Bars
    ways: Bars
    trend: Trend | None
    funnel: Funnel | None

    @classmethod
    def of(cls, report: Report, tables: Mapping[str, Table]) -> Charts:
        return cls(
            headline=headline(tables),
            cascade=cascade(report, tables["cascade"]),
            not_known=not_known(tables["not_known"]),
            families=families(tables["families"]),
            ways=ways(tables["ways"]),
            trend=trend(report, tables["trend"]) if "trend" in tables else None,
            funnel=funnel(report, tables),
        )
