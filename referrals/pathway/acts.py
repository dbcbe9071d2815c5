"""What every act on the pathway does first and last: lock, check, step, trace."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from directory.recurrence import LONDON
from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals import access, stages
from referrals.models import Episode, Person, Referral, Service, Step
from referrals.stages import DUE, Act, Stage


def day_of(at: dt.datetime) -> dt.date:
    """The day that it is in London."""
    return at.astimezone(LONDON).date()


class NotRecorded(ValueError):
    """It was not recorded; ``str(error)`` says why and what to do."""


class ChangedMeanwhile(NotRecorded):
    """Somebody else recorded something since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            str(_("Somebody recorded something for this person while you were writing. Read it, then save again."))
        )


class AlreadyKnown(NotRecorded):
    """The service knows somebody by this reference; ``person`` is who."""

    def __init__(self, person: Person) -> None:
        super().__init__(str(_("Your service has this reference already: open it, or check what you typed.")))
        self.person = person


def held_open(service: UUID) -> None:
    """Somebody comes into treatment there: it is not closed until that is whole. Held before any person.

    A foreign key would not hold it: PostgreSQL looks at ours at the end. Raises NotRecorded where it is closed already.
    """
    if Service.objects.select_for_update(no_key=True).get(pk=service).closed_on:
        raise NotRecorded(str(_("This service is closed: nobody comes into treatment there.")))


def locked_person(person: Person, *, by: User, seen: int | None = None) -> Person:
    """The person as they stand now, held until the act is whole. The person is locked first, by every act.

    ``seen`` is the version the page was made from. Raises access.Denied or ChangedMeanwhile.
    """
    # nothing joined: a manager-less keyworker is a nullable join, which PostgreSQL cannot lock
    try:
        person = Person.objects.select_for_update().get(pk=person.pk)
    except Person.DoesNotExist:  # while we waited
        raise access.Denied(str(_("This record has just been erased: nothing more can be recorded."))) from None
    access.check_can_work_with(by, person)  # behind the lock: they may have been handed over while we waited
    if seen is not None and seen != person.version:
        raise ChangedMeanwhile
    return person


def touched(person: Person) -> None:
    """Something about them has changed: pages opened before this are told so."""
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
    person.version += 1


def open_episode(person: Person) -> Episode:
    """Their time in treatment. Raises NotRecorded where it has ended."""
    episode = Episode.objects.open().filter(person=person).first()
    if episode is None:
        raise NotRecorded(str(_("Their treatment here has ended. Start a new time in treatment first.")))
    return episode


def locked_referral(
    referral: Referral, *, by: User, seen: int | None = None, once: UUID | None = None
) -> tuple[Referral, Step | None]:
    """The referral as it stands now, behind its person's lock, and the step that ``once`` made of it already.

    It is looked for behind the lock, so that a button pressed twice at one moment finds what
    the first press did, and not that somebody else has been here. Raises access.Denied or ChangedMeanwhile.
    """
    person = locked_person(referral.person, by=by)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    referral.person = person
    done = done_before(once, person)
    if done is None and seen is not None and seen != referral.version:
        raise ChangedMeanwhile
    return referral, done


def step(
    referral: Referral, act: Act, *, by: User, at: dt.datetime, due_on: dt.date | None = None, once: UUID | None = None
) -> Step:
    """Take one step along the pathway and leave a trace of it. The referral is locked already.

    ``due_on`` is the day of the next thing to do; unset leaves the day that stands, and where
    nobody is to ask again there is none. Raises stages.NoSuchStep.
    """
    before, after = Stage(referral.stage), stages.after(referral.stage, act)
    referral.stage, referral.version = after, referral.version + 1
    referral.due_on = (due_on or referral.due_on or day_of(at)) if after in DUE else None
    referral.ended_at = at if after is Stage.ENDED else None
    referral.save(update_fields=["stage", "version", "due_on", "ended_at"])
    made = Step.objects.create(
        service_id=referral.service_id,
        person_id=referral.person_id,
        referral=referral,
        act=act,
        before=before,
        after=after,
        number=referral.version,
        at=at,
        by=by,
        once=once,
    )
    touched(referral.person)
    trace(f"referral.{act}", referral.person, by=by, at=at, referral=referral.pk)
    return made


def done_before(once: UUID | None, person: Person) -> Step | None:
    """The step that this very page made already: a second press of its button changes nothing."""
    return Step.objects.filter(once=once, person=person).select_related("referral").first() if once else None


def trace(what: str, person: Person, *, by: User | None, at: dt.datetime, **facts: object) -> None:
    """One line of the trail: who did what, about whom."""
    trail.record(
        what,
        actor=by.pk if by else None,
        at=at,
        service=person.service_id,
        subjects=[person.pk],
        facts=facts,
    )
