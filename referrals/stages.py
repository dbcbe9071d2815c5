"""The pathway for one person and one option: where they can stand, and which act leads from where to where. Pure.

FAMA's three stages are a loop, not a line: somebody may be planning a first visit to
one group, be asked how it goes at another, and want nothing of a third for now.
"Not now" and "not for me" are answers, and nobody's failing. The table is the rule;
docs/reference/stages.md is printed from it.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a person stands with one option."""

    INTRODUCE = "introduce", _("Introduce")
    CONNECT = "connect", _("Connect")
    INTEREST = "interest", _("Take an interest")
    NOT_NOW = "not_now", _("Not now")
    NEVER = "never", _("Not for me")
    ENDED = "ended", _("Work here has ended")


class Act(TextChoices):
    """What was done, in a keyworker's words."""

    EXPLAIN = "explain", _("Told them more")
    CHOOSE = "choose", _("They want to try it")
    CONTACT = "contact", _("Got in touch with the group, or with somebody who goes")
    PLAN = "plan", _("Planned when and how to go")
    ASK = "ask", _("Asked how it went")
    PUT_OFF = "put_off", _("Not now: ask again later")
    RULE_OUT = "rule_out", _("Not for me")
    END = "end", _("Work with this person ended")


OPEN = frozenset({Stage.INTRODUCE, Stage.CONNECT, Stage.INTEREST, Stage.NOT_NOW})
# Whoever stands here has something to be asked or done, so there is a day for it.
DUE = OPEN
FIRST = Stage.INTRODUCE

# {stage: {act: where it leads}}. What is not here cannot be done.
NEXT: dict[str, dict[str, Stage]] = {
    Stage.INTRODUCE: {
        Act.EXPLAIN: Stage.INTRODUCE,
        Act.CHOOSE: Stage.CONNECT,
        Act.PUT_OFF: Stage.NOT_NOW,
        Act.RULE_OUT: Stage.NEVER,
        Act.END: Stage.ENDED,
    },
    Stage.CONNECT: {
        Act.EXPLAIN: Stage.CONNECT,
        Act.CONTACT: Stage.CONNECT,
        Act.PLAN: Stage.INTEREST,
        Act.PUT_OFF: Stage.NOT_NOW,
        Act.RULE_OUT: Stage.NEVER,
        Act.END: Stage.ENDED,
    },
    Stage.INTEREST: {
        Act.EXPLAIN: Stage.INTEREST,
        Act.CONTACT: Stage.INTEREST,
        Act.PLAN: Stage.INTEREST,
        Act.ASK: Stage.INTEREST,
        Act.CHOOSE: Stage.CONNECT,
        Act.PUT_OFF: Stage.NOT_NOW,
        Act.RULE_OUT: Stage.NEVER,
        Act.END: Stage.ENDED,
    },
    Stage.NOT_NOW: {
        Act.EXPLAIN: Stage.NOT_NOW,
        Act.CHOOSE: Stage.CONNECT,
        Act.PUT_OFF: Stage.NOT_NOW,
        Act.RULE_OUT: Stage.NEVER,
        Act.END: Stage.ENDED,
    },
    # Nobody asks again; the person may still change their mind.
    Stage.NEVER: {Act.CHOOSE: Stage.CONNECT, Act.END: Stage.ENDED},
    Stage.ENDED: {},
}


class NoSuchStep(ValueError):
    """The pathway has no such step; ``str(error)`` is a sentence for people."""


def after(stage: str, act: str) -> Stage:
    """Where ``act`` leads from ``stage``. Raises NoSuchStep."""
    try:
        return NEXT[stage][act]
    except KeyError:
        raise NoSuchStep(str(_("That cannot be done from here: look at what was recorded last."))) from None


def can(stage: str, act: str) -> bool:
    """May ``act`` be done from ``stage``?"""
    return act in NEXT.get(stage, {})
