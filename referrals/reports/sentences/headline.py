"""The sentence at the top of the page, and those about how sure it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.reports import said
from referrals.reports.figures import Figures
from referrals.reports.measures import IN_TREATMENT
from referrals.reports.release import Report
from referrals.reports.tables.steps import KINDS


def headline(main: Figures) -> str:
    """ "Of about 240 people introduced, about 95 have been to a meeting at least twice; for about 60 nobody asked." """
    if main.hides("introduced"):
        return _("So few people were introduced, or nobody was, that the number is hidden.")
    if not main:
        return _("Nobody has been introduced in this time who can be counted yet.")
    if main["introduced"] == 1 and main.exact:
        return _headline_of_one(main)
    return _("Of %(people)s introduced, %(connected)s; %(not_asked)s.") % {
        "people": said.people(main),
        "connected": _connected(main),
        "not_asked": _not_asked(main),
    }


def _headline_of_one(main: Figures) -> str:
    if main["connected"]:
        return _("One person was introduced, and they have been to a meeting at least twice.")
    if main["once"]:
        return _("One person was introduced, and they have been to a meeting once.")
    if main["once_not_asked"]:
        return _("One person was introduced; nobody asked whether they have been to a meeting.")
    if main.sum(*KINDS):
        return _("One person was introduced; it is not known whether they have been to a meeting.")
    if not main["planned"]:
        return _("One person was introduced, and no visit to a meeting was planned.")
    return _("One person was introduced, and they have not been to a meeting.")


def _connected(main: Figures) -> str:
    if main.hides("connected"):
        return _("few or none (*) are known to have been to a meeting at least twice")
    if not main["connected"]:
        return _("nobody is known to have been to a meeting at least twice")
    return ngettext(
        "%(number)s has been to a meeting at least twice",
        "%(number)s have been to a meeting at least twice",
        main["connected"],
    ) % {"number": said.of(main, "connected")}


def _not_asked(main: Figures) -> str:
    if main.hides("once_not_asked"):
        return _("for few or none (*) nobody asked")
    if not main["once_not_asked"]:
        return _("whoever planned a visit was asked")
    return _("for %(number)s nobody asked") % {"number": said.of(main, "once_not_asked")}


def likely(main: Figures) -> str:
    """What chance alone could make of it."""
    share = main.share("connected")
    if share is None:
        return ""
    return _("Chance alone could make it %(low)s%% to %(high)s%%.") % {"low": share.low, "high": share.high}


def bounds(main: Figures) -> str:
    """What it could be, had everybody been asked and answered: never mixed with the likely range."""
    share = main.share("connected", silent=main.silent("connected"))
    if share is None:
        return ""
    if share.at_most == share.known:
        return _("Of everybody it is known.") if main.exact else _("Of nearly everybody it is known.")
    return _("Had we known of everybody, it would be somewhere from %(known)s%% to %(most)s%%.") % {
        "known": share.known,
        "most": share.at_most,
    }


def treated(report: Report) -> str:
    """Of those in treatment, by the services that have told how many; for a quarter alone, as in the tables."""
    if len(report.period.quarters) > 1:
        return ""
    told = [service for service in report.services if service.told]
    figures = Figures.together((one.figures for one in told), report.main.base) if report.services else report.main
    if not figures[IN_TREATMENT] or figures.hides("introduced"):
        return ""
    if len(told) < len(report.services):
        return _("Where we know how many were in treatment, %(number)s, %(introduced)s introduced in this time.") % {
            "number": said.of(figures, IN_TREATMENT),
            "introduced": _were(figures),
        }
    return _("Of %(people)s in treatment, %(introduced)s introduced in this time.") % {
        "people": said.people(figures, IN_TREATMENT),
        "introduced": _were(figures),
    }


def _were(figures: Figures) -> str:
    number = said.of(figures, "introduced")
    return ngettext("%(number)s was", "%(number)s were", figures["introduced"]) % {"number": number}


def not_yet(report: Report) -> str:
    """Only a service's own page knows."""
    if not report.not_yet:
        return ""
    return ngettext(
        "%(number)s more was introduced less than sixteen weeks ago, and counts once that time is over.",
        "%(number)s more were introduced less than sixteen weeks ago, and count once that time is over.",
        report.not_yet,
    ) % {"number": f"{report.not_yet:,}"}
