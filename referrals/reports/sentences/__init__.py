"""What the figures say, in sentences: right where there is nobody, one, two, many, or a hidden number.

"about" goes with rounded numbers alone. Of people introduced, never of people in treatment:
those have a sentence of their own, where a service has told how many they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from referrals.reports.release import Report
from referrals.reports.sentences import findings, headline


@dataclass(frozen=True, slots=True)
class Sentences:
    """One for each part of the page; empty where there is nothing to say."""

    headline: str
    likely: str
    bounds: str
    treated: str
    not_yet: str
    cascade: str
    not_known: str
    also_not_known: tuple[str, ...]
    families: str
    ways: str
    trend: str
    services: str

    @classmethod
    def of(cls, report: Report) -> Sentences:
        return cls(
            headline=headline.headline(report.main),
            likely=headline.likely(report.main),
            bounds=headline.bounds(report.main),
            treated=headline.treated(report),
            not_yet=headline.not_yet(report),
            cascade=findings.cascade(report.main),
            not_known=findings.not_known(report.main),
            also_not_known=findings.also_not_known(report),
            families=findings.families(report.main),
            ways=findings.ways(report.main),
            trend=findings.trend(report.trend),
            services=findings.services(report),
        )
