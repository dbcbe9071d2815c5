"""Who works with the site, and how does an account end?"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext

from mutualaid.accounts import acts, drafts, invitations, seats
from mutualaid.accounts.models import Invitation, Role, User


class NotClosed(Exception):
    """The account stays open. ``str(error)`` says why."""


def with_a_site_role():
    return User.objects.with_a_site_role().by_name()


def asked(*, now):
    """Invitations that are neither answered nor withdrawn, each with whether its time is over."""
    for invitation in Invitation.objects.unanswered().newest_first().select_related("user"):
        yield invitation, invitation.is_over(now)


@transaction.atomic
def close(user, *, by, now):
    """Nobody signs in to it, from this moment; what was done with it stays known. Raises NotClosed."""
    administrators = User.objects.open().filter(role=Role.ADMINISTRATOR)
    if user.pk == getattr(by, "pk", None):
        raise NotClosed(gettext("Ask another administrator to close your own account."))
    others = [one for one in administrators.select_for_update().order_by("pk") if one.pk != user.pk]
    if user.role == Role.ADMINISTRATOR and not others:
        raise NotClosed(gettext("Invite another administrator first: somebody has to be able to."))
    User.objects.filter(pk=user.pk).update(is_active=False, role="")  # asked again, they begin again
    invitations.withdraw_all(user, now=now)
    acts.ended(user, by=by, now=now)
    _shut_out(user)
    acts.record("account.closed", user, by=by, now=now)


@transaction.atomic
def forget_second_factor(user, *, by, now):
    """For somebody who lost their telephone and their recovery codes: they set it up anew when they sign in."""
    Authenticator.objects.filter(user=user).delete()
    _shut_out(user)
    acts.record("second_factor.forgotten", user, by=by, now=now)


@transaction.atomic
def set_password(user, password, *, now):
    """Whoever was signed in with the old one is out, but for who sits here: the view sees to that."""
    user.set_password(password)
    user.save(update_fields=["password"])
    seats.end_all(user)
    acts.record("password.chosen", user, by=user, now=now)


def _shut_out(user):
    drafts.forget(user)
    seats.end_all(user)
