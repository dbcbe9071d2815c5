"""From introduced to involved, who has been at least twice, and why it is not known."""

from __future__ import annotations

from django.utils.translation import gettext as _

from referrals.reports import names, said
from referrals.reports.figures import Figures
from referrals.reports.measures import IN_TREATMENT, NOT_KNOWN, STEPS, once
from referrals.reports.release import Report
from referrals.reports.table import Cell, Column, Row, Table, left_over, of, people, ranged, words, worked_out

NOT_KNOWN_OF = {
    "once": tuple(map(once, NOT_KNOWN)),
    "connected": ("connected_not_asked", "connected_other"),
    "still": ("still_not_asked", "still_other"),
}
NOTHING: tuple[Cell, ...] = (None,) * 5


def headline(report: Report) -> Table:
    """Everybody introduced, in four parts: been at least twice, two kinds of not knowing, and who is left."""
    main = report.main
    parts: tuple[tuple[str, str, Cell], ...] = (
        ("connected", _("Been at least twice"), people(main, "connected")),
        ("connected_not_asked", _("Nobody asked"), people(main, "connected_not_asked")),
        ("connected_other", _("Not known, other reasons"), people(main, "connected_other")),
        ("", _("Not been twice"), left_over(main, "introduced", "connected", *NOT_KNOWN_OF["connected"])),
    )
    whole = people(main, "introduced")
    return Table(
        "headline",
        _("Of %(people)s introduced: been to a meeting at least twice") % {"people": said.people(main)},
        (words(_("Of those introduced")), Column(_("People")), Column(_("Share"), "%")),
        tuple(Row((name, count, of(count, whole)), "connected", cell) for cell, name, count in parts),
        (_("“Not been twice” is all who are left."),),
    )


def cascade(report: Report) -> Table:
    """Each step out of everybody introduced, for the steps are no ladder: nobody has to choose before they go."""
    return Table(
        "cascade",
        _("Of %(people)s introduced: each step") % {"people": said.people(report.main)},
        (
            words(_("Step")),
            Column(_("People")),
            Column(_("Not known")),
            Column(_("Share"), "%"),
            Column(_("Likely from"), "%"),
            Column(_("Likely to"), "%"),
            Column(_("At most"), "%"),
        ),
        (*_in_treatment(report), *_introduced(report), *_steps(report)),
        (
            _("Ways of being linked are A to Z. Somebody may have been linked in several."),
            _("“At most” counts everybody of whom it is not known as a yes."),
            _("Involved is asked where it comes up: of whoever went, or may have, and said nothing, it is not known."),
        ),
    )


def not_known(report: Report) -> Table:
    """Why it is not known whether they have been once."""
    main, whole = report.main, people(report.main, "introduced")
    return Table(
        "not_known",
        _("Of %(people)s introduced: why it is not known whether they have been") % {"people": said.people(main)},
        (words(_("Not known because")), Column(_("People")), Column(_("Share"), "%")),
        tuple(
            Row((name, people(main, once(kind)), of(people(main, once(kind)), whole)), "not_known", once(kind))
            for kind, name in names.not_known()
        ),
    )


def _in_treatment(report: Report) -> list[Row]:
    """For a quarter alone: in a year’s sum whoever stays in treatment would be counted four times."""
    if len(report.period.quarters) > 1:
        return []
    told = people(report.main, IN_TREATMENT) if IN_TREATMENT in report.main.cells else _("Not known")
    return [Row((names.measure(IN_TREATMENT), told, *NOTHING), IN_TREATMENT)]


def _introduced(report: Report) -> list[Row]:
    return [Row((names.measure("introduced"), people(report.main, "introduced"), *NOTHING), "introduced", "introduced")]


def _steps(report: Report) -> list[Row]:
    rows = []
    for step in STEPS:
        rows.append(Row((names.measure(step), people(report.main, step), *_known(report, step)), step, step))
        if step == "linked":
            rows += [_mode(report, cell, name) for cell, name in names.modes()]
    return rows


def _mode(report: Report, cell: str, name: str) -> Row:
    known, low, high, _most = ranged(report.main, cell)
    return Row((name, people(report.main, cell), None, known, low, high, None), "linked", cell)


def _known(report: Report, step: str) -> tuple[Cell, ...]:
    """Of one step: of how many it is not known, the share and its likely range, and the most that it can be."""
    main = report.main
    if step not in (*NOT_KNOWN_OF, "involved"):
        return None, *ranged(main, step)[:3], None
    silent = _silent(main) if step == "involved" else main.sum(*NOT_KNOWN_OF[step])
    return worked_out(silent, main), *ranged(main, step, silent=silent)


def _silent(main: Figures) -> int:
    """How many have been, or may have been, and said nothing of being involved: it is asked only where it comes up."""
    been = min(main.sum("once", *NOT_KNOWN_OF["once"]), main["introduced"])
    return 0 if main.hides("involved") else max(0, been - main["involved"])
