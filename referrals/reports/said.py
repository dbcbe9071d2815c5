"""How many people, in words: "about 240 people" where numbers are rounded, "240 people" where they are exact. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.reports.figures import HIDDEN, Figures


def number(count: int, *, exact: bool) -> str:
    """ "about 95", "95", or the mark of a hidden one."""
    if exact:
        return f"{count:,}"
    return _("about %(number)s") % {"number": f"{count:,}"} if count else HIDDEN


def of(figures: Figures, cell: str) -> str:
    """One number of a group: "about 95", "95", "*"."""
    return number(figures[cell], exact=figures.exact)


def people(figures: Figures, cell: str = "introduced") -> str:
    """ "about 240 people", "240 people", "1 person", "nobody", "few people or none (*)"."""
    count = figures[cell]
    if figures.hides(cell):
        return _("few people or none (*)")
    if not count:
        return _("nobody")
    return ngettext("%(number)s person", "%(number)s people", count) % {"number": number(count, exact=figures.exact)}


def begins(phrase: str) -> str:
    """The phrase as the beginning of a sentence."""
    return phrase[:1].upper() + phrase[1:]
