"""How is somebody taken out of the database for good? The only door: everything about them goes, or nothing does.

What stays is of nobody any more. The trail keeps ids alone, and with the person's row gone nothing
here says whose they were; it goes on showing that a record was kept, who worked on it and when it
was erased. The options as they were shown are shared by many, and never said to whom.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import models, transaction

from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals.models import Consent, Contact, Episode, Mark, Offer, Person, Plan, Referral, Review, Step
from referrals.models.about import AboutAPerson

# Each before what it rests on. A test holds this to every model about a person.
ORDER: tuple[type[AboutAPerson], ...] = (Review, Contact, Plan, Step, Referral, Mark, Offer, Consent, Episode)


class NobodyThere(Exception):
    """There is no such person: they were erased already, or never were."""


def counted(person: Person) -> dict[str, int]:
    """{kind of record: how many} of what would go."""
    return {str(model._meta.verbose_name): _theirs(model, person.pk).count() for model in ORDER}


@transaction.atomic
def erase(key: UUID, *, why: str, by: User | None, at: dt.datetime) -> dict[str, int]:
    """Everything about the person of this key goes, and the trail says that it went.

    ``why`` is a short code, like ``asked`` or ``retention``. Gives {kind of record: how many}.
    Raises NobodyThere.
    """
    person = Person.objects.select_for_update().filter(pk=key).first()
    if person is None:
        raise NobodyThere
    # A loop and its newest review each name the other.
    Referral._base_manager.filter(person=key).update(last_review=None)
    gone = {str(model._meta.verbose_name): _theirs(model, key).delete()[0] for model in ORDER}
    person.delete()
    trail.record(
        "person.erased",
        actor=by.pk if by else None,
        at=at,
        service=person.service_id,
        subjects=[key],
        facts={"why": why, "records": sum(gone.values())},
    )
    return gone


def _theirs(model: type[AboutAPerson], key: UUID) -> models.QuerySet[AboutAPerson]:
    return model._base_manager.filter(person=key)
