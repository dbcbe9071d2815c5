"""The only writers of public facts: whoever changes what is shown to everybody comes through here."""

from directory.verification.changing import begin_again, changing
from directory.verification.checking import check_way_in, confirm, doubt
from directory.verification.describing import answer_tests, bring_back, hold, withdraw
from directory.verification.editing import (
    ChangedMeanwhile,
    add_group,
    add_meeting,
    add_venue,
    edit,
)
from directory.verification.merging import NotMerged, keep_apart, leave_open, merge, unmerge
from directory.verification.otherwise import NotOtherwise, call_off, close_venue, move, set_terms
from directory.verification.programmes import set_catalogue
from directory.verification.suggestions import NotAccepted, accept, decline, say_not_on
from directory.verification.taking import ChangedSince, DemonstrationRefused, Overtaken, take_again, take_from
from directory.verification.undoing import NotUndone, undo

__all__ = [
    "ChangedMeanwhile",
    "ChangedSince",
    "DemonstrationRefused",
    "NotAccepted",
    "NotMerged",
    "NotOtherwise",
    "NotUndone",
    "Overtaken",
    "accept",
    "add_group",
    "add_meeting",
    "add_venue",
    "answer_tests",
    "begin_again",
    "bring_back",
    "call_off",
    "changing",
    "check_way_in",
    "close_venue",
    "confirm",
    "decline",
    "doubt",
    "edit",
    "hold",
    "keep_apart",
    "leave_open",
    "merge",
    "move",
    "say_not_on",
    "set_catalogue",
    "set_terms",
    "take_again",
    "take_from",
    "undo",
    "unmerge",
    "withdraw",
]
