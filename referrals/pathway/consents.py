"""They agree to something, or take it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from referrals.models import Consent, Person
from referrals.pathway.acts import locked_person, touched, trace

# What is said aloud and shown before they agree, by version and by what it is for; a change is a new version.
# docs/reference/retention.md prints them.
WORDING = "2026-11"
WORDS = {
    "2026-11": {
        "": _(
            "I agree to this, for this and nothing else. It is up to me: my treatment does not depend on it. "
            "I can take it back at any time, without giving a reason, and it ends by itself on the day below."
        ),
        Consent.What.CONTACT: _(
            "You agree that we get in touch with the group, or with somebody who goes to it, about a first visit. "
            "We say your first name at most and nothing about your treatment. You can take this back whenever you "
            "like, and it ends by itself after half a year."
        ),
    },
}
LASTS = dt.timedelta(days=182)  # then it is asked for again


def words_of(what: str = "", version: str = WORDING) -> str:
    """The words that somebody agrees to; of anything but what has its own, the ones for all."""
    return WORDS[version].get(what, WORDS[version][""])


@transaction.atomic
def give_consent(
    person: Person,
    *,
    what: str,
    whom: str,
    channel: str,
    by: User,
    at: dt.datetime,
    until: dt.datetime | None = None,
    seen: int | None = None,
) -> Consent:
    """They agree, in the words of today's version, for half a year unless ``until`` says.

    Raises access.Denied or ChangedMeanwhile.
    """
    person = locked_person(person, by=by, seen=seen)
    consent = Consent.objects.create(
        service_id=person.service_id,
        person=person,
        what=what,
        whom=whom,
        channel=channel,
        wording=WORDING,
        given_at=at,
        given_to=by,
        until=until or at + LASTS,
    )
    touched(person)
    trace("consent.given", person, by=by, at=at, agreed=what, whom=whom, channel=channel)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User, at: dt.datetime) -> Consent:
    """They take it back; nothing more is done by it from now on. Raises access.Denied."""
    person = locked_person(consent.person, by=by)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        touched(person)
        trace("consent.withdrawn", person, by=by, at=at, agreed=consent.what)
    return consent
