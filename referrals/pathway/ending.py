"""Work with somebody ends: always possible, never "to mutual aid" alone, with a way back in writing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from referrals.models import Episode, Offer, Person, Referral
from referrals.pathway.acts import NotRecorded, day_of, locked_person, open_episode, step, touched, trace
from referrals.stages import Act


@transaction.atomic
def end(
    person: Person,
    *,
    ending: str,
    ended_on: dt.date,
    way_back: str,
    by: User,
    at: dt.datetime,
    seen: int | None = None,
) -> Episode:
    """Their time in treatment ends, and with it every open loop and the offer.

    Consents stand until they run out, so that a follow-up agreed to can be asked. Raises
    access.Denied, ChangedMeanwhile or NotRecorded.
    """
    person = locked_person(person, by=by, seen=seen)
    episode = open_episode(person)
    _check(episode, ending, ended_on, way_back, at)
    for referral in Referral.objects.select_for_update().filter(person=person, ended_at=None).order_by("pk"):
        referral.person = person
        step(referral, Act.END, by=by, at=at)
    Offer.objects.filter(person=person, lapsed_at=None).update(lapsed_at=at, lapsed_because=Offer.Lapse.EPISODE)
    episode.ended_on, episode.ending, episode.ended_by = ended_on, ending, by
    episode.way_back = way_back if ending != Episode.Ending.DIED else ""
    episode.save(update_fields=["ended_on", "ending", "ended_by", "way_back"])
    touched(person)
    trace("episode.ended", person, by=by, at=at, ending=ending)
    return episode


def _check(episode: Episode, ending: str, ended_on: dt.date, way_back: str, at: dt.datetime) -> None:
    if not episode.started_on <= ended_on <= day_of(at):
        raise NotRecorded(str(_("It ends on a day between its start and today.")))
    if ending != Episode.Ending.DIED and way_back not in Episode.WayBack.values:
        raise NotRecorded(str(_("Say how they were told to come back: it is always written down.")))
