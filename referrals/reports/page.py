"""What one page of a report is made of: its tables, the charts drawn from them, and what the figures say."""

from __future__ import annotations

from dataclasses import dataclass

from referrals.reports.charts import Charts
from referrals.reports.measures import BY_KEY, MEASURES, STEPS, Measure
from referrals.reports.release import Report
from referrals.reports.sentences import Sentences
from referrals.reports.table import Cell, Table
from referrals.reports.tables import tables

# On paper these need no words: what they are stands where they are shown.
SPEAK_FOR_THEMSELVES = (
    "in_treatment",
    "already_going",
    "left",
    "keep_going",
    "two_programmes",
    "community",
    "families",
    "ways",
    "couldnt_reach",
)


@dataclass(frozen=True, slots=True)
class Page:
    """``tables`` by their key; those of which there is nothing to say are not there."""

    tables: dict[str, Table]
    charts: Charts
    says: Sentences
    measures: tuple[Measure, ...] = MEASURES
    only_on_screen: tuple[str, ...] = SPEAK_FOR_THEMSELVES
    steps: tuple[Measure, ...] = tuple(BY_KEY[step] for step in STEPS)

    @property
    def share(self) -> Cell:
        """Whole per cent known to be connected: the headline’s."""
        return self.tables["headline"].rows[0].cells[2]

    @classmethod
    def of(cls, report: Report) -> Page:
        by_key = {table.key: table for table in tables(report)}
        return cls(by_key, Charts.of(report, by_key), Sentences.of(report))
