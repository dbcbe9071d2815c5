"""What came of a taking, in words: how many of each, every row not used, what was put right? Of a run, saved or not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.importers.listed import Rejection, Repair
from directory.models import ImportRun

COUNTED: dict[str, Promise] = {
    "read": _("Rows read"),
    "added": _("Meetings added"),
    "changed": _("Meetings changed"),
    "unchanged": _("Meetings unchanged"),
    "missing": _("Meetings we hold that it no longer lists, left as they are"),
    "kept": _("Meetings it tells otherwise than an editor, whose word stands"),
    "rejected": _("Rows not used, each explained below"),
    "repaired": _("Rows with something put right"),
    "outside": _("Meetings outside our area: kept, not listed"),
    "when_stopped": _("Meetings whose own words say they have stopped: kept, not listed"),
    "when_flagged": _("Meetings whose words on when they meet we cannot read: shown beside their times, to check"),
    "when_read": _("Meetings whose words on when they meet were read"),
    "when_stands": _("Meetings whose words say what happens on some weeks: their times stand"),
}


def counted(run: ImportRun) -> list[tuple[Promise, int]]:
    """How many of each, as (what, how many)."""
    return [(label, run.counts[name]) for name, label in COUNTED.items() if name in run.counts]


def rejected(run: ImportRun) -> list[dict[str, Any]]:
    """Every row that was not used: its ``row`` number, the ``reason``, and what it ``says``."""
    return [one for one in run.problems if one["kind"].upper() in Rejection.__members__]


def put_right(run: ImportRun) -> list[tuple[str, int]]:
    """What was put right, by kind, with in how many rows."""
    kinds = Counter(one["reason"] for one in run.problems if one["kind"].upper() in Repair.__members__)
    return sorted(kinds.items())
