"""What stands beside the headline, in no share of it: going already, recovery communities, families, other settings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from referrals.reports import names
from referrals.reports.release import Line, Report
from referrals.reports.table import Column, Row, Table, people, ranged, words

AMONG_INTRODUCED = ("keep_going", "two_programmes", "community")


def beside(report: Report) -> Table:
    """Each out of whom it is measured among; those who went already, or left, among nobody."""
    main, family = report.main, report.family
    alone = [
        Row((names.measure(cell), people(main, cell), *([None] * 4)), cell, cell) for cell in ("already_going", "left")
    ]
    among = [
        Row((names.measure(cell), people(main, cell), people(main, "introduced"), *ranged(main, cell)[:3]), cell, cell)
        for cell in AMONG_INTRODUCED
    ]
    supported = ("alcohol_supported", "alcohol")
    qs11 = Row(
        (names.measure("qs11"), *(people(main, cell) for cell in supported), *ranged(main, *supported)[:3]),
        "qs11",
        "alcohol_supported",
    )
    of_families = (
        (_("Family members: introduced"), "introduced"),
        (_("Family members: connected"), "connected"),
        (_("Family members: nobody asked"), "once_not_asked"),
    )
    whole = people(family, "introduced")
    return Table(
        "beside",
        _("Beside the headline"),
        (
            words(_("What")),
            Column(_("People")),
            Column(_("Out of")),
            Column(_("Share"), "%"),
            Column(_("Likely from"), "%"),
            Column(_("Likely to"), "%"),
        ),
        (
            *alone,
            *among,
            qs11,
            Row((of_families[0][0], whole, *([None] * 4)), "introduced"),
            *(
                Row((name, people(family, cell), whole, *ranged(family, cell)[:3]), "connected")
                for name, cell in of_families[1:]
            ),
        ),
    )


def settings(report: Report) -> Table:
    """The other settings, which are never mixed with the main one."""
    return Table(
        "settings",
        _("Other settings, kept apart"),
        (words(_("Setting")), Column(_("Introduced")), Column(_("Connected")), Column(_("Nobody asked"))),
        tuple(
            Row((_named(line), *(people(line.figures, cell) for cell in _OF_A_SETTING)), "introduced")
            for line in report.others
        ),
        (_("After they left, time starts anew; of visits then only what was told before the work ended is known."),),
    )


_OF_A_SETTING = ("introduced", "connected", "once_not_asked")


def _named(line: Line) -> str:
    return _("%(setting)s, after they left") % {"setting": line.name} if line.after else line.name
