"""Which services there are, who works for them and who answers for an area: the only writer of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.audit import trail
from referrals.models import Commission, Membership, Service


class NotStaffed(ValueError):
    """It was not done; ``str(error)`` says why and what to do."""


@transaction.atomic
def open_service(
    *, name: str, setting: str, by: User | None, at: dt.datetime, areas: Iterable[Area] = (), telephone: str = ""
) -> Service:
    """A service with one setting; an organisation with two is two services."""
    service = Service.objects.create(name=name, setting=setting, telephone=telephone)
    service.areas.set(areas)
    _trace("service.opened", by=by, at=at, service=service)
    return service


@transaction.atomic
def join(user: User, service: Service, *, role: str, by: User | None, at: dt.datetime) -> Membership:
    """They work for the service from now on. Raises NotStaffed where they do already."""
    if Membership.objects.now().select_for_update(of=("self",)).filter(user=user, service=service).exists():
        raise NotStaffed(str(_("They work for this service already.")))
    membership = Membership.objects.create(user=user, service=service, role=role, began_at=at)
    _trace("membership.began", by=by, at=at, service=service, who=user.pk, role=role)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: User | None, at: dt.datetime) -> Membership:
    """They work for it no more. The people they worked with stay the service's, for its manager to give to others."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.ended_at is None:
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        _trace("membership.ended", by=by, at=at, service=membership.service, who=membership.user_id)
    return membership


@transaction.atomic
def commission(user: User, area: Area, *, by: User | None, at: dt.datetime) -> Commission:
    """They answer for treatment in an area, and read its reports."""
    made, new = Commission.objects.now().get_or_create(user=user, area=area, ended_at=None, defaults={"began_at": at})
    if new:
        _trace("commission.began", by=by, at=at, who=user.pk)
    return made


def _trace(what: str, *, by: User | None, at: dt.datetime, service: Service | None = None, **facts: object) -> None:
    trail.record(what, actor=by.pk if by else None, at=at, service=service.pk if service else None, facts=facts)
