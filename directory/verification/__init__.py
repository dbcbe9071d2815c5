"""The only writers of public facts: whoever changes what is shown to everybody comes through here."""

from directory.verification.changing import changing
from directory.verification.checking import check_way_in, confirm, doubt
from directory.verification.describing import answer_tests, hold, withdraw
from directory.verification.merging import NotMerged, keep_apart, leave_open, merge, unmerge
from directory.verification.programmes import set_catalogue
from directory.verification.suggestions import accept, decline
from directory.verification.taking import DemonstrationRefused, Overtaken, take_again, take_from

__all__ = [
    "DemonstrationRefused",
    "NotMerged",
    "Overtaken",
    "accept",
    "answer_tests",
    "changing",
    "check_way_in",
    "confirm",
    "decline",
    "doubt",
    "hold",
    "keep_apart",
    "leave_open",
    "merge",
    "set_catalogue",
    "take_again",
    "take_from",
    "unmerge",
    "withdraw",
]
