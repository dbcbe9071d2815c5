"""What was talked about and wanted, A to Z; and what got in the way, most often said first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from referrals.reports import names, said
from referrals.reports.measures import talked, wanted
from referrals.reports.release import Report
from referrals.reports.table import Column, Row, Table, people, words


def families(report: Report) -> Table:
    """Every kind of group, also those of which nobody spoke."""
    main = report.main
    return Table(
        "families",
        _("Of %(people)s introduced: each could talk about several kinds, and want several")
        % {"people": said.people(main)},
        (words(_("Kind of group")), Column(_("Talked about")), Column(_("Wanted to try"))),
        tuple(
            Row((name, people(main, talked(family)), people(main, wanted(family))), "families")
            for family, name in names.families()
        ),
        (_("A to Z: there is no right mix."),),
    )


def ways(report: Report) -> Table:
    """The only table that is sorted by size; equals are A to Z."""
    main = report.main
    sorted_by_size = sorted(names.ways(), key=lambda named: -main[named[0]])
    return Table(
        "ways",
        _("%(people)s said that something got in the way; each could say several things")
        % {"people": said.begins(said.people(main, "in_the_way"))},
        (words(_("What got in the way")), Column(_("People"))),
        tuple(Row((name, people(main, cell)), "ways", cell) for cell, name in sorted_by_size),
    )
