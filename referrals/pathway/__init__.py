"""The only door to what is recorded about people: each act is whole, checked, and leaves a trace."""

from referrals.pathway.acts import AlreadyKnown, ChangedMeanwhile, NotRecorded, day_of
from referrals.pathway.asking import Asked, ask, is_time_to_ask_if_still
from referrals.pathway.connecting import LONGEST_WORDS, Called, Planned, connect, contact, plan
from referrals.pathway.consents import give_consent, withdraw_consent
from referrals.pathway.ending import end
from referrals.pathway.giving import give_all
from referrals.pathway.introducing import LATER, SOON, Introduced, Said, introduce, lapse_elsewhere, lapse_old
from referrals.pathway.loading import Loaded, Row, load_caseload
from referrals.pathway.moving import bring_up, choose, explain, put_off, rule_out, try_also
from referrals.pathway.people import (
    add_person,
    check_starts,
    correct_reference,
    hand_over,
    set_facts,
    start_episode,
    take_on,
)
from referrals.pathway.sitting import FEWEST_TOGETHER, MOST_TOGETHER, CameUp, Shown, sit, sit_together

__all__ = [
    "FEWEST_TOGETHER",
    "LATER",
    "LONGEST_WORDS",
    "MOST_TOGETHER",
    "SOON",
    "AlreadyKnown",
    "Asked",
    "Called",
    "CameUp",
    "ChangedMeanwhile",
    "Introduced",
    "Loaded",
    "NotRecorded",
    "Planned",
    "Row",
    "Said",
    "Shown",
    "add_person",
    "ask",
    "bring_up",
    "check_starts",
    "choose",
    "connect",
    "contact",
    "correct_reference",
    "day_of",
    "end",
    "explain",
    "give_all",
    "give_consent",
    "hand_over",
    "introduce",
    "is_time_to_ask_if_still",
    "lapse_elsewhere",
    "lapse_old",
    "load_caseload",
    "plan",
    "put_off",
    "rule_out",
    "set_facts",
    "sit",
    "sit_together",
    "start_episode",
    "take_on",
    "try_also",
    "withdraw_consent",
]
