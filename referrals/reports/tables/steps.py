"""From introduced to involved, who has been at least twice, and why it is not known."""

from __future__ import annotations

from django.utils.translation import gettext as _

from referrals.reports import names, said
from referrals.reports.measures import IN_TREATMENT, NOT_KNOWN, STEPS, once
from referrals.reports.release import Report
from referrals.reports.table import Cell, Column, Row, Table, left_over, of, people, ranged, words, worked_out

KINDS = tuple(map(once, NOT_KNOWN))
# Steps that only the people themselves can tell of: whoever planned nothing was asked nothing.
TOLD = ("once", "connected", "still", "involved")
NOTHING: tuple[Cell, ...] = (None,) * 5


def headline(report: Report) -> Table:
    """Everybody introduced, each in one part: been twice or once, not known why, or not been."""
    main = report.main
    parts: tuple[tuple[str, str, Cell], ...] = (
        ("connected", _("Been at least twice"), people(main, "connected")),
        ("", _("Been once"), left_over(main, "once", "connected")),
        (once("not_asked"), _("Nobody asked"), people(main, once("not_asked"))),
        ("", _("Not known, other reasons"), worked_out(main.sum(*KINDS[1:]), main)),
        ("", _("No visit planned"), left_over(main, "introduced", "planned")),
        ("", _("Planned, and not been"), worked_out(main.known_not_been, main)),
    )
    whole = people(main, "introduced")
    return Table(
        "headline",
        _("Of %(people)s introduced: been to a meeting at least twice") % {"people": said.people(main)},
        (words(_("Of those introduced")), Column(_("People")), Column(_("Share"), "%")),
        tuple(Row((name, count, of(count, whole)), "connected", cell) for cell, name, count in parts),
        (_("Of those with whom no visit was planned it is not known whether they went by themselves."),),
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
            _("“At most” counts all of whom it is not known as a yes, also those with whom no visit was planned."),
            _("Involved is asked where it comes up: of whoever said nothing it is not known."),
        ),
    )


def not_known(report: Report) -> Table:
    """Why it is not known whether those who planned a visit have been."""
    main, whole = report.main, people(report.main, "planned")
    return Table(
        "not_known",
        _("Of %(people)s who planned a visit: why it is not known whether they have been")
        % {"people": said.people(main, "planned")},
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
    if step not in TOLD:
        return None, *ranged(main, step)[:3], None
    silent = 0 if main.hides(step) else main.silent(step)
    return worked_out(silent, main), *ranged(main, step, silent=silent)
