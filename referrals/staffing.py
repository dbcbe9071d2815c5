"""Which services there are, who works for them and who answers for an area: the only writer of these.

Every act holds first the service, then whoever it is about, then what is kept of them: two at once wait, and the
second finds what the first did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from directory.recurrence import LONDON
from mutualaid.accounts import invitations, mail
from mutualaid.accounts.models import Invitation, User
from mutualaid.audit import trail
from referrals import access
from referrals.models import Commission, Episode, Membership, Service

OPEN_ALREADY = _("A service of this name and setting is open already: look at the list.")


class NotStaffed(ValueError):
    """It was not done; ``str(error)`` says why and what to do."""


@transaction.atomic
def open_service(
    *, name: str, setting: str, by: User | None, at: dt.datetime, areas: Iterable[Area] = (), telephone: str = ""
) -> Service:
    """A service with one setting; an organisation with two is two services. Raises NotStaffed."""
    if Service.objects.open().filter(name__iexact=name, setting=setting).exists():
        raise NotStaffed(str(OPEN_ALREADY))
    service = Service(name=name, setting=setting, telephone=telephone)
    _keep(service)
    service.areas.set(areas)
    _trace("service.opened", by=by, at=at, service=service)
    return service


@transaction.atomic
def change_service(
    service: Service, *, name: str, telephone: str, areas: Iterable[Area], by: User, at: dt.datetime
) -> Service:
    """How it is called, reached and where it works. Its setting stays: another setting is another service."""
    service = _held(service)
    namesakes = Service.objects.open().filter(name__iexact=name, setting=service.setting)
    if name.casefold() != service.name.casefold() and namesakes.exists():
        raise NotStaffed(str(OPEN_ALREADY))
    service.name, service.telephone = name, telephone
    _keep(service, update_fields=["name", "telephone"])
    service.areas.set(areas)
    _trace("service.changed", by=by, at=at, service=service)
    return service


def _keep(service: Service, **how) -> None:
    """Raises NotStaffed where somebody opened one of this name and setting at the same moment."""
    try:
        with transaction.atomic():
            service.save(**how)
    except IntegrityError:
        raise NotStaffed(str(OPEN_ALREADY)) from None


@transaction.atomic
def close_service(service: Service, *, by: User, at: dt.datetime) -> Service:
    """It works with nobody any more, and nobody works there. Raises NotStaffed while somebody is in treatment there."""
    service = _held(service)
    if Episode.objects.open().filter(service=service).exists():
        raise NotStaffed(str(_("Somebody is in treatment there still. Its manager ends each time in treatment first.")))
    for membership in Membership.objects.now().at([service]).order_by("user", "pk"):
        _leave(membership, by=by, at=at)
    service.closed_on = at.astimezone(LONDON).date()
    service.save(update_fields=["closed_on"])
    _trace("service.closed", by=by, at=at, service=service)
    return service


def invite(email: str, service: Service, *, name: str, role: str, by: User, at: dt.datetime) -> User:
    """Whoever answers at ``email`` works for the service from now on, and sees it once they sign in.

    Somebody who has an account just joins, and is told by mail that there is something new. Somebody
    who was invited here and has not answered is sent another link. Raises access.Denied or NotStaffed.
    """
    with transaction.atomic():
        service = _held(service)
        access.check_can_staff(by, service, role)
        user = _asked(email, name=name, by=by, at=at)
        standing = Membership.objects.now().filter(user=user, service=service).first()
        if standing and (user.is_active or standing.role != role):
            if user.is_active:
                raise NotStaffed(str(_("They work for this service already.")))
            _end(standing, by=by, at=at)
        if not standing or standing.ended_at:
            _begin(user, service, role=role, by=by, at=at)
    return user


@transaction.atomic
def join(user: User, service: Service, *, role: str, by: User | None, at: dt.datetime) -> Membership:
    """They work for the service from now on. Raises NotStaffed where they do already."""
    service = _held(service)
    if Membership.objects.now().filter(user=user, service=service).exists():
        raise NotStaffed(str(_("They work for this service already.")))
    return _begin(user, service, role=role, by=by, at=at)


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User, at: dt.datetime) -> Membership:
    """What they do there ends and begins anew, so that who could see whom stays known. The same again changes nothing.

    Raises access.Denied or NotStaffed.
    """
    service = _held(membership.service)
    access.check_can_manage(by, service)
    membership = _held_membership(membership)
    if membership.ended_at:
        raise NotStaffed(str(_("They work for this service no more: invite them again.")))
    if membership.role == role:
        return membership
    _end(membership, by=by, at=at)
    return _begin(membership.user, service, role=role, by=by, at=at)


@transaction.atomic
def leave(membership: Membership, *, by: User | None, at: dt.datetime) -> Membership:
    """They work for it no more. The people they worked with stay the service's, for its manager to give to others.

    Where they have not answered their invitation yet, and nothing else was asked of them, it is withdrawn.
    """
    Service.objects.select_for_update().get(pk=membership.service_id)
    return _leave(membership, by=by, at=at)


def invite_commissioner(email: str, area: Area, *, name: str, by: User, at: dt.datetime) -> User:
    """Whoever answers at ``email`` reads the reports of the area. Raises NotStaffed."""
    with transaction.atomic():
        user = _asked(email, name=name, by=by, at=at)
        if user.is_active and Commission.objects.now().filter(user=user, area=area).exists():
            raise NotStaffed(str(_("They answer for this area already.")))
        commission(user, area, by=by, at=at)
    return user


@transaction.atomic
def commission(user: User, area: Area, *, by: User | None, at: dt.datetime) -> Commission:
    """They answer for treatment in an area, and read its reports."""
    made, new = Commission.objects.now().get_or_create(user=user, area=area, ended_at=None, defaults={"began_at": at})
    if new:
        _trace("commission.began", by=by, at=at, who=user.pk, area=area.code.lower())
    return made


@transaction.atomic
def end_commission(commission: Commission, *, by: User, at: dt.datetime) -> Commission:
    """They answer for the area no more. An invitation for nothing else is withdrawn."""
    user = User.objects.select_for_update().get(pk=commission.user_id)
    commission = Commission.objects.select_for_update(of=("self",)).get(pk=commission.pk)
    if commission.ended_at is None:
        _end_commission(commission, by=by, at=at)
        _withdraw_if_nothing_stands(user, by=by, at=at)
    return commission


def unanswered(services: Iterable[Service], *, now: dt.datetime) -> dict[UUID, tuple[Invitation, bool]]:
    """{user: their open invitation and whether its time is over} of those who work for one of these, in one query."""
    there = Membership.objects.now().at(services).values("user")
    return {one.user_id: (one, one.is_over(now)) for one in Invitation.objects.unanswered().to(there)}


def commissioners_unanswered(*, now: dt.datetime) -> dict[UUID, tuple[Invitation, bool]]:
    """The same of those who answer for an area."""
    there = Commission.objects.now().values("user")
    return {one.user_id: (one, one.is_over(now)) for one in Invitation.objects.unanswered().to(there)}


def let_go(user: User, *, by: User | None, at: dt.datetime) -> None:
    """Their account has ended, and is held: asked again one day, they begin again."""
    for membership in Membership.objects.filter(user=user, ended_at=None).order_by("pk"):
        _end(membership, by=by, at=at)
    for one in Commission.objects.now().filter(user=user).order_by("pk"):
        _end_commission(one, by=by, at=at)


def _held(service: Service) -> Service:
    """The service as it is now. Nobody joins it, leaves it or comes into treatment there until this act is whole."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.closed_on:
        raise NotStaffed(str(_("This service is closed.")))
    return service


def _held_membership(membership: Membership) -> Membership:
    User.objects.select_for_update().get(pk=membership.user_id)
    return Membership.objects.select_for_update(of=("self",)).select_related("user", "service").get(pk=membership.pk)


def _asked(email: str, *, name: str, by: User, at: dt.datetime) -> User:
    """Whose address it is, invited or told; nobody gives themselves what they do."""
    try:
        user = invitations.invite(email, name=name, by=by, now=at)
    except invitations.NotInvited as error:
        raise NotStaffed(str(error)) from None
    if user.pk == by.pk:
        raise NotStaffed(str(_("This is your own address: somebody else has to invite you.")))
    if user.is_active:
        transaction.on_commit(lambda: mail.send("added", user.email, {"link": mail.to_sign_in()}))
    return user


def _begin(user: User, service: Service, *, role: str, by: User | None, at: dt.datetime) -> Membership:
    membership = Membership.objects.create(user=user, service=service, role=role, began_at=at)
    _trace("membership.began", by=by, at=at, service=service, who=user.pk, role=role)
    return membership


def _leave(membership: Membership, *, by: User | None, at: dt.datetime) -> Membership:
    membership = _held_membership(membership)
    if membership.ended_at is None:
        _end(membership, by=by, at=at)
        _withdraw_if_nothing_stands(membership.user, by=by, at=at)
    return membership


def _end(membership: Membership, *, by: User | None, at: dt.datetime) -> None:
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _trace("membership.ended", by=by, at=at, service=membership.service, who=membership.user_id)


def _end_commission(commission: Commission, *, by: User | None, at: dt.datetime) -> None:
    commission.ended_at = at
    commission.save(update_fields=["ended_at"])
    _trace("commission.ended", by=by, at=at, who=commission.user_id, area=commission.area_id.lower())


def _withdraw_if_nothing_stands(user: User, *, by: User | None, at: dt.datetime) -> None:
    """Would answering still open anything?"""
    stands = Membership.objects.now().filter(user=user).exists() or Commission.objects.now().filter(user=user).exists()
    invitation = Invitation.objects.unanswered().filter(user=user).first()
    if invitation and not stands and not user.role:
        invitations.withdraw(invitation, by=by, now=at)


def _trace(what: str, *, by: User | None, at: dt.datetime, service: Service | None = None, **facts: object) -> None:
    trail.record(what, actor=by.pk if by else None, at=at, service=service.pk if service else None, facts=facts)
