"""Who may see and do what, for which service. A power opens a page; ``visible_to`` says for whom.

A keyworker sees the people they work with; a manager everybody of their service; a
commissioner, an editor, an administrator and an auditor nobody.
"""

import rules
from django.db.models import Q

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.accounts.permissions import Permission, allow, may
from referrals.models import Commission, Membership, Person, Service


class Denied(Exception):
    """Not you, or not now; ``str(error)`` is a sentence for people."""


def memberships(user):
    """{service's key: role} of where ``user`` works now. Asked once a request: kept on the user."""
    if not hasattr(user, "_memberships"):
        user._memberships = dict(Membership.objects.now().filter(user=user).values_list("service", "role"))
    return user._memberships


@rules.predicate
def works_with_people(user):
    """Is a keyworker or a manager of some service."""
    return bool(memberships(user))


@rules.predicate
def manages_a_service(user):
    """Is some service's manager."""
    return Membership.Role.MANAGER in memberships(user).values()


@rules.predicate
def commissions(user):
    """Answers for some area."""
    return Commission.objects.now().filter(user=user).exists()


allow(Permission.PERSON_SEE, works_with_people)
allow(Permission.REFERRAL_MAKE, works_with_people)
allow(Permission.SERVICE_MANAGE, manages_a_service)
allow(Permission.REPORT_READ, manages_a_service | commissions)
allow(Permission.AREA_READ, commissions)


def check_can_work_with(user, person):
    """Raises Denied unless ``user`` may see this person, and so record for them."""
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise Denied("You do not work with this person: ask the service’s manager.")


def check_can_add(user, service):
    """Raises Denied unless ``user`` works for this service, and it is open."""
    if service.pk not in memberships(user):
        raise Denied("You do not work for this service.")


def check_can_manage(user, service):
    """Raises Denied unless ``user`` manages this service now: somebody may have ended that since they asked."""
    if not Service.objects.managed_by(user).filter(pk=service.pk).exists():
        raise Denied("Only the service’s manager may do this.")


def check_can_staff(user, service, role):
    """Raises Denied unless ``user`` may ask somebody here: its manager anybody, an administrator a manager."""
    if not (role == Membership.Role.MANAGER and may(user, Permission.ACCOUNT_MANAGE)):
        check_can_manage(user, service)


def services(user):
    """Where ``user`` works, A to Z."""
    return Service.objects.filter(pk__in=memberships(user)).order_by("name", "pk")


def managed(user):
    """The keys of the services that ``user`` manages."""
    return [service for service, role in memberships(user).items() if role == Membership.Role.MANAGER]


def areas(user):
    """The local authorities whose reports ``user`` reads, A to Z: those they answer for, and where services they
    manage work."""
    answers_for = Q(commissions__in=Commission.objects.now().of(user))
    return Area.objects.filter(answers_for | Q(services__in=managed(user))).order_by("name", "pk").distinct()


def colleagues(services):
    """Those who work for any of these services, A to Z."""
    there = Membership.objects.now().at(services).values("user")
    return User.objects.filter(pk__in=there, is_active=True).order_by("name", "email", "pk")
