"""What is done for somebody. Rows about people are reached only by ``visible_to(user)``."""

from referrals.models.consent import Consent
from referrals.models.offer import LASTS, Mark, Offer, OfferSnapshot
from referrals.models.person import Episode, Person
from referrals.models.plan import Barrier, Contact, Fix, Plan, Safety, With
from referrals.models.referral import Referral, Step
from referrals.models.report import Chance, Frozen, InTreatment
from referrals.models.review import BEEN, NOT_KNOWN, AndNow, Got, How, Review, Still, WasntOn
from referrals.models.service import Commission, Membership, Service, Setting

__all__ = [
    "BEEN",
    "LASTS",
    "NOT_KNOWN",
    "AndNow",
    "Barrier",
    "Chance",
    "Commission",
    "Consent",
    "Contact",
    "Episode",
    "Fix",
    "Frozen",
    "Got",
    "How",
    "InTreatment",
    "Mark",
    "Membership",
    "Offer",
    "OfferSnapshot",
    "Person",
    "Plan",
    "Referral",
    "Review",
    "Safety",
    "Service",
    "Setting",
    "Step",
    "Still",
    "WasntOn",
    "With",
]
