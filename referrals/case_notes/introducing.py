"""A paragraph to copy into the case notes, so that nothing is keyed twice.

No name, no reference and no place is in it: whoever copies it knows whose notes they paste it into.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Approach
from mutualaid.ui import words
from referrals.came_of_it import CameOfIt
from referrals.models import Mark, Offer, Plan, Safety, With
from referrals.stages import Stage

BEEN: dict[str, Promise] = {
    Offer.Been.NEVER: _("Has never been to a group."),
    Offer.Been.BEFORE: _("Has been to a group before."),
    Offer.Been.LATELY: _("Has been to a group in the last four weeks."),
}
SAID: dict[str, Promise] = {
    Mark.Said.INTERESTED: _("interested"),
    Mark.Said.BEEN_BEFORE: _("been before"),
    Mark.Said.NOT_NOW: _("not now"),
    Mark.Said.NEVER: _("not for them"),
    Mark.Said.KNOW_MORE: _("wants to know more"),
}
WITH: dict[str, Promise] = {
    With.MYSELF: _("on their own"),
    With.SOMEONE_I_KNOW: _("with someone they know"),
    With.MEMBER: _("with one of the group"),
    With.PEER: _("with a peer"),
    With.WORKER: _("with their worker"),
}
SAFETY: dict[str, Promise] = {
    Safety.NO: _("Safety question asked: nothing affects where they can safely go."),
    Safety.YES: _("Safety question asked: something does, so another place, online, or a word with the lead."),
    Safety.RATHER_NOT: _("Safety question asked: rather not say."),
}
NEXT: dict[str, Promise] = {
    Stage.INTRODUCE: _("talk about it again"),
    Stage.CONNECT: _("plan a first visit"),
    Stage.INTEREST: _("ask how it went"),
    Stage.NOT_NOW: _("ask again whether they want to"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, of which option, by when."""

    programme: str
    act: str
    due_on: dt.date


def next_steps(what: CameOfIt) -> list[NextStep]:
    """Of every loop that is open, the first due first."""
    return [NextStep(each.programme.name, str(NEXT[each.stage]), each.due_on) for each in what.open]


def introduced(what: CameOfIt, *, now: dt.datetime) -> str:
    """What was shown and how, what they said of it, what they plan, and what is next."""
    offer = what.offer
    day = offer.made_at.astimezone(words.LONDON).date()
    return _paragraph(
        gettext("%(date)s. %(shown)s") % {"date": words.date(day), "shown": _shown(offer, now)},
        str(BEEN[offer.been]) if offer.been else "",
        gettext("Whose idea: %(whose)s.") % {"whose": words.initial(offer.get_idea_display())} if offer.idea else "",
        _talked_about(what.talked_about),
        *(_of_one(name, marks) for name, marks in what.said.items()),
        *(_planned(plan, now) for plan in what.plans),
        *(str(SAFETY[each]) for each in dict.fromkeys(plan.safety for plan in what.plans)),
        gettext("Help for family and friends came up.") if offer.family_offered else "",
        _next(next_steps(what), now),
    )


def _paragraph(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _shown(offer: Offer, now: dt.datetime) -> str:
    if offer.state == Offer.State.RATHER_NOT:
        return gettext("Would rather not look at kinds of mutual aid.")
    if offer.state == Offer.State.NOT_YET:
        return gettext("Kinds of mutual aid not shown today (%(why)s); to be shown on %(day)s.") % {
            "why": words.initial(offer.get_not_yet_display()),
            "day": words.weekday_and_date(offer.due_on, now=now),
        }
    number = len(offer.snapshot.content["groups"])
    sentences = {
        Offer.State.LOOKED_AT: ngettext(
            "Looked together at %(number)d kind of mutual aid, in person and online.",
            "Looked together at %(number)d kinds of mutual aid, in person and online.",
            number,
        ),
        Offer.State.PRINTED: ngettext(
            "Printed %(number)d kind of mutual aid for them, in person and online.",
            "Printed %(number)d kinds of mutual aid for them, in person and online.",
            number,
        ),
        Offer.State.SENT: ngettext(
            "Sent them %(number)d kind of mutual aid, in person and online.",
            "Sent them %(number)d kinds of mutual aid, in person and online.",
            number,
        ),
        Offer.State.QR_SHOWN: ngettext(
            "Gave them a code that shows %(number)d kind of mutual aid, in person and online.",
            "Gave them a code that shows %(number)d kinds of mutual aid, in person and online.",
            number,
        ),
    }
    said = sentences[Offer.State(offer.state)] % {"number": number}
    return _paragraph(said, _how(offer))


def _how(offer: Offer) -> str:
    if offer.together_with:
        return gettext("In a group.")
    return gettext("By telephone.") if offer.by_telephone else ""


def _talked_about(marks: Iterable[Mark]) -> str:
    families = [words.initial(str(Approach(mark.approach).label)) for mark in marks]
    return gettext("Talked about: %(families)s.") % {"families": ", ".join(families)} if families else ""


def _of_one(name: str, marks: Iterable[Mark]) -> str:
    said = ", ".join(str(SAID[mark.said]) for mark in marks)
    return gettext("%(programme)s: %(said)s.") % {"programme": name, "said": said}


def _planned(plan: Plan, now: dt.datetime) -> str:
    return gettext("Plans to try %(programme)s on %(day)s, %(with_whom)s.") % {
        "programme": plan.referral.programme.name,
        "day": words.weekday_and_date(plan.on, now=now),
        "with_whom": WITH[plan.with_whom],
    }


def _next(steps: list[NextStep], now: dt.datetime) -> str:
    """The first thing that falls due."""
    if not steps:
        return ""
    return gettext("Next: %(act)s (%(programme)s) on %(day)s.") % {
        "act": steps[0].act,
        "programme": steps[0].programme,
        "day": words.weekday_and_date(steps[0].due_on, now=now),
    }
