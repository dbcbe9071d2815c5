"""Quarter beside quarter, and services of like setting beside each other: A to Z, never ranked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.utils.translation import gettext as _

from referrals.reports import names
from referrals.reports.figures import Figures
from referrals.reports.funnel import Z95, Z998, Funnel, compared, read
from referrals.reports.release import OfService, Report
from referrals.reports.table import Cell, Column, Row, Table, of, people, ranged, words


def trend(report: Report) -> Table:
    """Two years of quarters, by when people were introduced."""
    return Table(
        "trend",
        _("By quarter of being introduced"),
        (
            words(_("Quarter")),
            Column(_("People")),
            Column(_("Connected")),
            Column(_("Share"), "%"),
            Column(_("Likely from"), "%"),
            Column(_("Likely to"), "%"),
            Column(_("Nobody asked"), "%"),
            Column(_("At most"), "%"),
        ),
        tuple(Row((str(point.quarter), *_of_a_quarter(point.figures)), "connected") for point in report.trend),
    )


def services(report: Report) -> Table:
    """An area’s services of the main setting, each with the letter of its disc if it is drawn."""
    among = funnel_of(report)
    letters = _letters()
    return Table(
        "services",
        _("Services, A to Z"),
        (
            words(_("Service")),
            words(_("Letter")),
            Column(_("People")),
            Column(_("Connected")),
            Column(_("Share"), "%"),
            Column(_("Nobody asked"), "%"),
            words(_("How it reads")),
        ),
        tuple(_of_a_service(service, among, letters) for service in report.services),
    )


def limits(report: Report) -> Table:
    """Between which shares a service of so many people is within limits."""
    among = funnel_of(report)
    return Table(
        "limits",
        _("Limits around the share of all these services together"),
        (
            Column(_("People")),
            Column(_("95% from"), "%"),
            Column(_("95% to"), "%"),
            Column(_("99.8% from"), "%"),
            Column(_("99.8% to"), "%"),
        ),
        tuple(_limits_at(number, among) for number in sizes(report)) if among else (),
    )


def elsewhere(report: Report) -> Table:
    """Services of like setting that work for other areas alone: those that can be compared, and no names."""
    rows = (each for each in report.elsewhere if each.can_be_compared)
    return Table(
        "elsewhere",
        _("Services elsewhere, fewest people first"),
        (Column(_("People")), Column(_("Connected")), Column(_("Share"), "%"), Column(_("Nobody asked"), "%")),
        tuple(Row(tuple(_of_some(each))) for each in rows) if report.services else (),
    )


def funnel_of(report: Report) -> Funnel | None:
    """Of an area’s services and those elsewhere; a service’s own report compares it with nobody."""
    everybody = [*(service.figures for service in report.services), *report.elsewhere]
    return compared(everybody, quarters=len(report.period.quarters)) if report.services else None


def sizes(report: Report) -> list[int]:
    """20, and round numbers of people up to one beyond the biggest service that is drawn: seven at most."""
    everybody = [*(service.figures for service in report.services), *report.elsewhere]
    most = max((each["introduced"] for each in everybody if each.can_be_compared), default=0)
    step = next(size * 10**power for power in count(1) for size in (1, 2, 3, 4, 5) if size * 10**power * 6 >= most)
    return sorted({20, *range(step, most + step, step)} - set(range(20)))


def _of_a_quarter(figures: Figures) -> tuple[Cell, ...]:
    known, low, high, most = ranged(figures, "connected", silent=figures.silent("connected"))
    introduced, connected = people(figures, "introduced"), people(figures, "connected")
    return introduced, connected, known, low, high, _not_asked(figures), most


def _of_some(figures: Figures) -> tuple[Cell, ...]:
    introduced, connected = people(figures, "introduced"), people(figures, "connected")
    return introduced, connected, of(connected, introduced), _not_asked(figures)


def _not_asked(figures: Figures) -> Cell:
    """Of those who planned a visit, the share whom nobody asked how it went."""
    return of(people(figures, "once_not_asked"), people(figures, "planned"))


def _of_a_service(service: OfService, among: Funnel | None, letters: Iterable[str]) -> Row:
    letter = next(iter(letters)) if service.figures.can_be_compared and among else None
    return Row(
        (service.name, letter, *_of_some(service.figures), names.verdict(read(service.figures, among))), "connected"
    )


def _limits_at(number: int, among: Funnel) -> Row:
    return Row((number, *(round(100 * share) for z in (Z95, Z998) for share in among.limits(number, z))))


def _letters() -> Iterable[str]:
    """A to Z, then A2 to Z2, and so on."""
    return (f"{chr(65 + number % 26)}{number // 26 + 1 if number > 25 else ''}" for number in count())
