"""The only door to what is recorded about people: each act is whole, checked, and leaves a trace."""

from referrals.pathway.acts import AlreadyKnown, ChangedMeanwhile, NotRecorded, day_of
from referrals.pathway.asking import Asked, ask
from referrals.pathway.connecting import LONGEST_WORDS, Called, Planned, connect, contact, plan
from referrals.pathway.consents import give_consent, withdraw_consent
from referrals.pathway.ending import end
from referrals.pathway.introducing import LATER, SOON, Introduced, Said, introduce, lapse_elsewhere, lapse_old
from referrals.pathway.moving import bring_up, choose, explain, put_off, rule_out, try_also
from referrals.pathway.people import add_person, correct_reference, hand_over, set_facts, start_episode, take_on

__all__ = [
    "LATER",
    "LONGEST_WORDS",
    "SOON",
    "AlreadyKnown",
    "Asked",
    "Called",
    "ChangedMeanwhile",
    "Introduced",
    "NotRecorded",
    "Planned",
    "Said",
    "add_person",
    "ask",
    "bring_up",
    "choose",
    "connect",
    "contact",
    "correct_reference",
    "day_of",
    "end",
    "explain",
    "give_consent",
    "hand_over",
    "introduce",
    "lapse_elsewhere",
    "lapse_old",
    "plan",
    "put_off",
    "rule_out",
    "set_facts",
    "start_episode",
    "take_on",
    "try_also",
    "withdraw_consent",
]
