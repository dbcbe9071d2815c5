"""The table behind every chart, in the order of the page: charts are drawn from these and files are written from these.

So neither can say more than the tables do. All numbers are protected, or a service’s own exact ones.
"""

from __future__ import annotations

from referrals.reports.release import Report
from referrals.reports.table import Table
from referrals.reports.tables.beside import beside, settings
from referrals.reports.tables.choosing import families, ways
from referrals.reports.tables.comparing import elsewhere, limits, services, trend
from referrals.reports.tables.steps import cascade, headline, not_known

IN_ORDER = (
    headline,
    cascade,
    beside,
    not_known,
    families,
    ways,
    trend,
    settings,
    services,
    limits,
    elsewhere,
)


def tables(report: Report) -> list[Table]:
    """Those of which there is nothing to say, such as other settings where there are none, are left out."""
    made = (make(report) for make in IN_ORDER)
    return [table for table in made if table.rows]
