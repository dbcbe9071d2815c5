"""Does a programme meet our listing standard? Five points; one known to be broken takes it off (parity, clause 3).

What nobody knows takes nothing away: it is said. The standard is printed at /about/standard/
from the points here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Answer


class Point(TextChoices):
    """What a programme must meet, in the words of the standard."""

    NO_FEE = "no_fee", _("It asks for no fee.")
    WHO_RUNS = "who_runs", _("It is run by its members, or says plainly who runs it. It is not run by a company.")
    NO_RECRUITING = "no_recruiting", _("It does not recruit people into paid services.")
    MEDICINES = "medicines", _("It does not tell people to stop medicine that a doctor has prescribed.")
    SAFEGUARDING = "safeguarding", _("Where under-18s come, it has a safeguarding policy.")


def points(
    *, charges_no_fee: str, run_by: str, recruits: str, medicines: str, under_18s: str, safeguarding: str
) -> dict[Point, Answer]:
    """Is each point met: yes, no, or unknown. The arguments are the fields of Programme of the same names."""
    return {
        Point.NO_FEE: Answer(charges_no_fee),
        Point.WHO_RUNS: Answer.NO if run_by == "company" else Answer.YES,
        Point.NO_RECRUITING: _opposite(recruits),
        Point.MEDICINES: _leaves_medicines_be(medicines),
        Point.SAFEGUARDING: _safeguards(under_18s, safeguarding),
    }


def is_met(answers: Mapping[Point, Answer]) -> bool:
    """Is no point known to be broken?"""
    return Answer.NO not in answers.values()


def _opposite(answer: str) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(Answer(answer), Answer.UNKNOWN)


def _leaves_medicines_be(stance: str) -> Answer:
    if stance == "tells_to_stop":
        return Answer.NO
    # A stance that varies from group to group promises nothing of the next one.
    return Answer.UNKNOWN if stance in {"varies", "not_known"} else Answer.YES


def _safeguards(under_18s: str, safeguarding: str) -> Answer:
    if under_18s == Answer.NO or safeguarding == Answer.YES:
        return Answer.YES
    return Answer.NO if (under_18s, safeguarding) == (Answer.YES, Answer.NO) else Answer.UNKNOWN
