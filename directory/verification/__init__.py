"""The only writers of public facts: whoever changes what is shown to everybody comes through here."""

from directory.verification.changing import changing
from directory.verification.checking import check_way_in, confirm, doubt
from directory.verification.describing import answer_tests, hold, withdraw
from directory.verification.programmes import set_catalogue
from directory.verification.suggestions import accept, decline
from directory.verification.taking import DemonstrationRefused, Overtaken, take_from

__all__ = [
    "DemonstrationRefused",
    "Overtaken",
    "accept",
    "answer_tests",
    "changing",
    "check_way_in",
    "confirm",
    "decline",
    "doubt",
    "hold",
    "set_catalogue",
    "take_from",
    "withdraw",
]
