"""What is copied after Connect, and after asking how it went. It says "they"; the screen says "you".

Case notes are read by others, and asked for by courts. Where somebody presses them to go,
nothing here tells whether they went (docs/features/connect-and-ask.md has the rule).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mutualaid.ui import words
from referrals.models import AndNow, Barrier, Contact, Fix, Got, How, Review
from referrals.pathway import day_of
from referrals.planned import GOES_ALONG, Visit

REACHED = {
    Contact.Reached.MEMBER: _("somebody who goes to it was reached"),
    Contact.Reached.HELPLINE: _("its helpline was reached"),
    Contact.Reached.PEER: _("a peer of this service was reached"),
    Contact.Reached.MESSAGE: _("a message was left"),
    Contact.Reached.NOBODY: _("there was no answer"),
}
GOT_IN_TOUCH = {
    Contact.Who.TOGETHER: _("Got in touch together in the session, as they had agreed: %(reached)s."),
    Contact.Who.WORKER: _("Their worker got in touch, as they had agreed: %(reached)s."),
    Contact.Who.PERSON: _("They got in touch themselves: %(reached)s."),
}
HOW = {
    How.WENT: _("They went to %(visit)s."),
    How.LEFT_EARLY: _("They went to %(visit)s, and left early."),
    How.COULDNT_GET_IN: _("They could not get in online to %(visit)s."),
    How.WASNT_ON: _("It was not on: %(visit)s. That is the directory’s to put right and does not count against them."),
    How.NOT_THIS_TIME: _("Not this time: %(visit)s."),
    How.NOT_ASKED: _("They were not asked how it went, which is ours to put right."),
    How.RATHER_NOT: _("They would rather not say how it went."),
    How.LOST_TOUCH: _("We have lost touch for now."),
    How.CANT_RECALL: _("They cannot recall how it went."),
}
AND_NOW = {
    AndNow.KEEP_GOING: _("They want to keep going."),
    AndNow.TRY_ANOTHER: _("They want to try another."),
    AndNow.LEAVE_IT: _("They want to leave it for now."),
}
GOT = {
    Got.SPOKE: _("spoke to someone"),
    Got.SWAPPED: _("swapped numbers"),
    Got.WELCOME: _("felt welcome"),
    Got.TOOL: _("came away with a useful tool"),
    Got.JOB: _("have a job to do there"),
    Got.REGULAR: _("have a regular group"),
    Got.MENTOR: _("have a sponsor, mentor or buddy"),
    Got.READING: _("have something to read or do between meetings"),
}
PRESSED = _("Going is their own choice, and these notes do not say whether they went.")


def connected(
    option: str,
    visits: Sequence[Visit],
    contacts: Iterable[Contact],
    *,
    ask_on: dt.date | None,
    is_pressed: bool,
    now: dt.datetime,
) -> str:
    """What was planned and who got in touch; ``option`` is the kind of group's name."""
    sentences = [words.date(day_of(now)) + "."]
    for visit in visits:
        company = {"visit": _visit(option, visit), "company": GOES_ALONG[visit.plan.with_whom]}
        sentences.append(gettext("They plan to try %(visit)s, %(company)s.") % company)
    for contact in contacts:
        sentences.append(str(GOT_IN_TOUCH[contact.who]) % {"reached": REACHED[contact.reached]})
    sentences += _barriers(
        [each for visit in visits for each in visit.plan.barriers],
        [each for visit in visits for each in visit.plan.fixes],
        gettext("What could get in the way: %(barriers)s."),
    )
    return " ".join([*sentences, *_last(ask_on, is_pressed, now)])


def asked(
    option: str,
    review: Review,
    visit: Visit | None,
    *,
    ask_on: dt.date | None,
    is_pressed: bool,
    now: dt.datetime,
) -> str:
    """How it went as they tell it and what they want next; under pressure, only that it was talked about."""
    opening = gettext("%(day)s. Asked how it went with mutual aid.") % {"day": words.date(day_of(review.asked_at))}
    if review.how == How.NOT_ASKED:
        opening = words.date(day_of(review.asked_at)) + "."
    if is_pressed:
        opening = gettext("%(day)s. Talked about mutual aid.") % {"day": words.date(day_of(review.asked_at))}
        return " ".join([opening, *_last(ask_on, is_pressed, now)])
    sentences = [opening, str(HOW[review.how]) % {"visit": _visit(option, visit)}]
    if review.got:
        sentences.append(gettext("They say that they %(got)s.") % {"got": words.listed(_said(GOT, review.got))})
    if review.and_now:
        sentences.append(str(AND_NOW[review.and_now]))
    sentences += _barriers(review.in_the_way, review.would_help, gettext("What got in the way: %(barriers)s."))
    return " ".join([*sentences, *_last(ask_on, is_pressed, now)])


def _visit(option: str, visit: Visit | None) -> str:
    """ "Example Fellowship, Tuesday 1 December, 7.30pm, Example Hall"."""
    if visit is None:
        return option
    return ", ".join(filter(None, [option, visit.when, visit.where]))


def _said(phrases: Mapping[str, str | Promise], values: Iterable[str]) -> list[str]:
    return [str(phrases[value]) for value in phrases if value in set(values)]


def _barriers(in_the_way: Iterable[str], would_help: Iterable[str], sentence: str) -> list[str]:
    barriers = [words.initial(each) for each in _said(dict(Barrier.choices), in_the_way)]
    fixes = [words.initial(each) for each in _said(dict(Fix.choices), would_help)]
    helps = gettext("What would help: %(fixes)s.")
    return [
        *([sentence % {"barriers": words.listed(barriers)}] if barriers else []),
        *([helps % {"fixes": words.listed(fixes)}] if fixes else []),
    ]


def _last(ask_on: dt.date | None, is_pressed: bool, now: dt.datetime) -> list[str]:
    said = [str(PRESSED)] if is_pressed else []
    if ask_on:
        said.append(gettext("Next: ask on %(day)s.") % {"day": capfirst(words.weekday_and_date(ask_on, now=now))})
    return said
