"""Whom to ring when it cannot wait, right for the nation. Pure facts; nothing is asked of anybody.

Each number is public knowledge and carries the day on which somebody rang it or read it
on its owner's site. None has been yet: an operator checks them before the site opens,
and the page of sources says which have been.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "england", "wales", "scotland", "northern_ireland"


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line. ``number`` is as people read it; ``checked_on`` is None until somebody has checked it."""

    what: str | Promise
    number: str
    checked_on: dt.date | None = None

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class UrgentHelp:
    """The panel for one nation, or for all of them where the nation is not known."""

    title: str | Promise
    lines: tuple[Line, ...]
    crisis: str | Promise  # what to do in a mental health crisis
    withdrawal: str | Promise  # whom to ask before stopping


EMERGENCY = Line(_("Overdose, a fit, or danger"), "999")
NHS_111 = Line(_("Ill or in crisis, NHS"), "111")
LIFELINE = Line(_("In crisis, Lifeline"), "0808 808 8000")
SAMARITANS = Line(_("To talk, Samaritans"), "116 123")
CHILDLINE = Line(_("Under 18, Childline"), "0800 1111")
ABUSE = {
    ENGLAND: Line(_("Abuse at home"), "0808 2000 247"),
    WALES: Line(_("Abuse at home, Live Fear Free"), "0808 80 10 800"),
    SCOTLAND: Line(_("Abuse at home"), "0800 027 1234"),
    NORTHERN_IRELAND: Line(_("Abuse at home"), "0808 802 1414"),
}
ABUSE_EVERYWHERE = (
    Line(_("Abuse at home, in England"), ABUSE[ENGLAND].number),
    Line(_("Abuse at home, in Scotland"), ABUSE[SCOTLAND].number),
    Line(_("Abuse at home, in Wales"), ABUSE[WALES].number),
    Line(_("Abuse at home, in Northern Ireland"), ABUSE[NORTHERN_IRELAND].number),
)

CALL_111_AND_2 = _("For a mental health crisis ring 111 and choose 2.")
ASK_111 = _("Ring 111 first.")

EVERYWHERE = UrgentHelp(
    title=_("Urgent help in the UK"),
    lines=(
        EMERGENCY,
        Line(_("Ill or in crisis, NHS, in England, Scotland and Wales"), "111"),
        Line(_("In crisis, Lifeline, in Northern Ireland"), LIFELINE.number),
        SAMARITANS,
        *ABUSE_EVERYWHERE,
        CHILDLINE,
    ),
    crisis=_("In Northern Ireland there is no 111: ring your GP, or the GP out-of-hours service."),
    withdrawal=_("Ring 111 first, or a GP in Northern Ireland."),
)

BY_NATION = {
    ENGLAND: UrgentHelp(
        title=_("Urgent help in England"),
        lines=(EMERGENCY, NHS_111, SAMARITANS, ABUSE[ENGLAND], CHILDLINE),
        crisis=CALL_111_AND_2,
        withdrawal=ASK_111,
    ),
    WALES: UrgentHelp(
        title=_("Urgent help in Wales"),
        lines=(EMERGENCY, NHS_111, SAMARITANS, ABUSE[WALES], CHILDLINE),
        crisis=CALL_111_AND_2,
        withdrawal=ASK_111,
    ),
    SCOTLAND: UrgentHelp(
        title=_("Urgent help in Scotland"),
        lines=(EMERGENCY, NHS_111, SAMARITANS, ABUSE[SCOTLAND], CHILDLINE),
        crisis=_("For a mental health crisis ring 111 and ask for the mental health hub."),
        withdrawal=ASK_111,
    ),
    NORTHERN_IRELAND: UrgentHelp(
        title=_("Urgent help in Northern Ireland"),
        lines=(EMERGENCY, LIFELINE, SAMARITANS, ABUSE[NORTHERN_IRELAND], CHILDLINE),
        crisis=_(
            "If you are ill, ring your GP, or the GP out-of-hours service when it is closed. There is no 111 here."
        ),
        withdrawal=_("Ring a GP first."),
    ),
}


def urgent_help(nation: str) -> UrgentHelp:
    """The panel for ``nation``; the whole UK's where it is unknown."""
    return BY_NATION.get(nation, EVERYWHERE)


def for_families(nation: str) -> tuple[Line, ...]:
    """The lines that stand beside every list for families: home is not safe for everybody."""
    return (CHILDLINE, *([ABUSE[nation]] if nation in ABUSE else ABUSE_EVERYWHERE))


def every_line() -> tuple[Line, ...]:
    """Every number shown anywhere, once."""
    return EVERYWHERE.lines
