"""What each section of the page finds, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutualaid.ui.words import initial, listed
from referrals.reports import names, said
from referrals.reports.figures import Figures
from referrals.reports.funnel import Verdict, read
from referrals.reports.measures import BY_KEY, once
from referrals.reports.release import Point, Report
from referrals.reports.tables.comparing import funnel_of
from referrals.reports.tables.steps import KINDS

HIGHER = {Verdict.HIGHER, Verdict.HIGHER_THAN_95}
LOWER = {Verdict.LOWER, Verdict.LOWER_THAN_95}


def cascade(main: Figures) -> str:
    """From where on we know less."""
    if not main:
        return ""
    number = main.sum(*KINDS)
    if not number:
        if main.exact:
            return _("Of everybody who planned a visit it is known whether they went.")
        return _("Of few or none (*) who planned a visit it is not known whether they went.")
    return ngettext(
        "What we do not know begins with the first visit: of %(number)s person who planned one it is not known.",
        "What we do not know begins with the first visit: of %(number)s people who planned one it is not known.",
        number,
    ) % {"number": said.number(number, exact=main.exact)}


def not_known(main: Figures) -> str:
    """What is the service’s own to put right."""
    if not main:
        return ""
    if main.hides(once("not_asked")):
        return _("For few or none (*) it is not known because nobody asked.")
    number = main[once("not_asked")]
    if not number:
        return _("Whoever planned a visit was asked.")
    return _("For %(number)s it is not known because nobody asked: only that is the service’s to put right.") % {
        "number": said.of(main, once("not_asked"))
    }


def also_not_known(report: Report) -> tuple[str, ...]:
    """What no number of the page can say."""
    silent = sum(not service.told for service in report.services)
    told = ngettext(
        "How many are in treatment at %(silent)s of %(services)s service.",
        "How many are in treatment at %(silent)s of %(services)s services.",
        len(report.services),
    ) % {"silent": silent, "services": len(report.services)}
    twice = _("Who is at two services: some may be counted twice.")
    return (*([told] if silent else []), twice, _("What people chose not to say. We never ask groups."))


def families(main: Figures) -> str:
    """How many saw every kind; the kinds themselves are never weighed against each other."""
    if not main:
        return ""
    if main.hides("informed"):
        return _("Few or none (*) were shown every kind of group. A to Z: there is no right mix.")
    if not main["informed"]:
        return _("Nobody was shown every kind of group. A to Z: there is no right mix.")
    return ngettext(
        "%(number)s person was shown every kind of group. A to Z: there is no right mix.",
        "%(number)s people were shown every kind of group. A to Z: there is no right mix.",
        main["informed"],
    ) % {"number": said.begins(said.of(main, "informed"))}


def ways(main: Figures) -> str:
    """What came up most, all of those that did."""
    if main.hides("in_the_way"):
        return _("Few or none (*) told us of something.")
    if not main["in_the_way"]:
        return _("Nobody told us of anything.")
    told = ngettext("%(number)s person told us.", "%(number)s people told us.", main["in_the_way"]) % {
        "number": said.begins(said.of(main, "in_the_way"))
    }
    most = max(main[cell] for cell, _name in names.ways())
    if not most:
        return told
    came_up = [initial(name) for cell, name in names.ways() if main[cell] == most]
    sentence = (
        _("What came up most was %(what)s, for %(number)s.")
        if len(came_up) == 1
        else _("What came up most were %(what)s, for %(number)s each.")
    )
    return f"{told} {sentence % {'what': listed(came_up), 'number': said.number(most, exact=main.exact)}}"


def trend(points: Sequence[Point]) -> str:
    """From the first quarter that can be shown to the last."""
    shares = [(point.figures, share) for point in points if (share := point.figures.share("connected"))]
    if not shares:
        return _("There is no quarter that can be shown yet.")
    if len(shares) == 1:
        return _("One quarter can be shown so far, with %(share)s%% known to be connected.") % {
            "share": shares[0][1].known
        }
    (first, before), (last, now) = shares[0], shares[-1]
    asked_more = last.not_asked_share < first.not_asked_share
    slots = {
        "before": before.known,
        "now": now.known,
        "not_asked_before": first.not_asked_share,
        "not_asked_now": last.not_asked_share,
    }
    if now.known > before.known and asked_more:
        return (
            _(
                "Known to be connected went from %(before)s%% to %(now)s%%, while “nobody asked” went from "
                "%(not_asked_before)s%% to %(not_asked_now)s%%. Some of the rise may be better asking."
            )
            % slots
        )
    return (
        _(
            "Known to be connected went from %(before)s%% to %(now)s%%, and “nobody asked” from "
            "%(not_asked_before)s%% to %(not_asked_now)s%%."
        )
        % slots
    )


def services(report: Report) -> str:
    """How many are outside the limits, and which way; never which is best."""
    if not report.services:
        return ""
    among = funnel_of(report)
    read_as = [read(service.figures, among) for service in report.services]
    compared = [each for each in read_as if each not in {Verdict.TOO_FEW_PEOPLE, Verdict.NOT_ASKED}]
    if not compared:
        return _("None of these services can be compared.")
    if among is None:
        return _("There are too few services of like setting to say what is ordinary between them.")
    higher, lower = (sum(each in which for each in compared) for which in (HIGHER, LOWER))
    slots = {"services": len(compared), "higher": higher, "lower": lower}
    if not higher and not lower:
        return (
            ngettext(
                "The one service here that can be compared is within what chance and ordinary difference would give.",
                "The %(services)s services here that can be compared are all within what chance and ordinary "
                "difference would give.",
                len(compared),
            )
            % slots
        )
    return (
        ngettext(
            "Of the %(services)s service here that can be compared, above what chance and ordinary difference would "
            "usually give: %(higher)s; below: %(lower)s.",
            "Of the %(services)s services here that can be compared, above what chance and ordinary difference would "
            "usually give: %(higher)s; below: %(lower)s.",
            len(compared),
        )
        % slots
    )


def wanted(main: Figures) -> str:
    """What people wanted and could not reach, each reason by itself: somebody may have told several."""
    called = dict(names.ways())
    told = [(called[cell], said.of(main, cell)) for cell in BY_KEY["couldnt_reach"].of if main[cell]]
    return "; ".join(f"{name.casefold()} {number}" for name, number in told)
