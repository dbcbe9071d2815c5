"""A whole caseload comes in at once: references and the days that treatment started. All of it, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals import access, references
from referrals.models import Episode, Membership, Person, Service
from referrals.pathway.acts import NotRecorded, held_open
from referrals.pathway.people import check_starts

MOST = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list: their reference as it is kept, and the day this time in treatment started."""

    reference: str
    started_on: dt.date
    structured: bool = True
    area: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many were added, came back, and were in treatment already and so left alone."""

    added: int
    came_back: int
    left_alone: int


@transaction.atomic
def load_caseload(
    service: Service,
    rows: Sequence[Row],
    *,
    by: User,
    at: dt.datetime,
    keyworker: User | None = None,
    dry_run: bool = False,
) -> Loaded:
    """Add those who are new, start a new time for those who came back, and leave the others alone.

    Left alone are also those whose record says that they died, and those that ``by`` may not see.
    Raises access.Denied, NotAReference or NotRecorded.
    """
    access.check_can_add(by, service)
    if keyworker and not Membership.objects.now().filter(user=keyworker, service=service).exists():
        raise NotRecorded(str(_("Choose somebody who works for this service.")))
    _check(rows, at)
    # Two lists at once go one after the other; whoever records for somebody meanwhile is not held up.
    held_open(service.pk)
    known = _known(service, rows)
    back = _back({known[row.reference]: row for row in rows if row.reference in known}, by)
    new = [row for row in rows if row.reference not in known]
    if dry_run:
        return Loaded(len(new), len(back), len(rows) - len(new) - len(back))
    added = _add(service, new, by=by, at=at, keyworker=keyworker or by)
    _start({**back, **{person.pk: row for person, row in zip(added, new, strict=True)}}, service)
    Person.objects.filter(pk__in=back).update(version=F("version") + 1)
    touched = [person.pk for person in added] + list(back)
    loaded = Loaded(len(added), len(back), len(rows) - len(touched))
    if touched:
        facts = {"added": loaded.added, "came_back": loaded.came_back}
        trail.record("caseload.loaded", actor=by.pk, at=at, service=service.pk, subjects=touched, facts=facts)
    return loaded


def _check(rows: Sequence[Row], at: dt.datetime) -> None:
    if len(rows) > MOST:
        raise NotRecorded(str(_("At most 2,000 people come in at once: send the list in two parts.")))
    if len({row.reference for row in rows}) != len(rows):
        raise NotRecorded(str(_("The list has a reference twice.")))
    for row in rows:
        references.checked(row.reference)
        check_starts(row.started_on, at)


def _known(service: Service, rows: Sequence[Row]) -> dict[str, object]:
    """{reference: key} of those whom the service knows."""
    blinds = {blind: row.reference for row in rows for blind in Person.reference.blinds(row.reference)}
    held = Person.objects.filter(service=service, reference_index__in=list(blinds))
    return {blinds[bytes(index)]: pk for pk, index in held.values_list("pk", "reference_index")}


def _back(known: dict[object, Row], by: User) -> dict[object, Row]:
    """Those of whom ``by`` may say that they came back, held until the act is whole."""
    episodes = Episode.objects.filter(person__in=known)
    here = set(episodes.open().values_list("person", flat=True))
    died = set(episodes.filter(ending=Episode.Ending.DIED).values_list("person", flat=True))
    back = Person.objects.visible_to(by).filter(pk__in=known.keys() - here - died)
    held = Person.objects.select_for_update().filter(pk__in=back.values("pk")).order_by("pk")
    return {person.pk: known[person.pk] for person in held}


def _add(service: Service, rows: Sequence[Row], *, by: User, at: dt.datetime, keyworker: User) -> list[Person]:
    people = []
    for row in rows:
        person = Person(service=service, keyworker=keyworker, added_at=at, added_by=by)
        person.reference = row.reference
        people.append(person)
    try:
        with transaction.atomic():
            Person.objects.bulk_create(people, batch_size=500)
    except IntegrityError:
        raise NotRecorded(
            str(_("Somebody added one of these at the same moment. Nothing was taken: send the list again."))
        ) from None
    return people


def _start(rows: dict[object, Row], service: Service) -> None:
    Episode.objects.bulk_create(
        [
            Episode(
                service=service,
                person_id=pk,
                started_on=row.started_on,
                structured=row.structured,
                setting=service.setting,
                area=row.area,
            )
            for pk, row in rows.items()
        ],
        batch_size=500,
    )
