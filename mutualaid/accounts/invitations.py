"""How does somebody come to have an account? They are asked, and answer."""

import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext

from mutualaid.accounts import acts, mail
from mutualaid.accounts.models import Invitation, User


class NotInvited(Exception):
    """Nobody was asked. ``str(error)`` says why, and what to do."""


def invite(email, *, name, role="", by, now):
    """The account of whoever answers at ``email``; a link to answer with is mailed once this is committed.

    Nobody signs in to it until then. Somebody who has an account already keeps it as it is and is sent nothing,
    so that a second service may ask them too, and tell them; a site role is given only to those who have none.
    Raises NotInvited.
    """
    email = _checked(email)
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(email=email).first()
            if user and user.is_active:
                return _given(user, role, by=by, now=now)
            if user is None:
                user = User.objects.create_user(email, name=name, role=role, is_active=False)
            user.name, user.role = name or user.name, role or user.role
            user.save(update_fields=["name", "role"])
            _send(user, by=by, now=now)
    except IntegrityError:
        raise NotInvited(gettext("Somebody else invited them at the same moment. Look at the list again.")) from None
    return user


@transaction.atomic
def withdraw(invitation, *, by, now):
    """The link in the mail leads nowhere any more, and what they were asked to do is nobody's."""
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if withdraw_all(user, now=now):
        if not user.is_active:
            User.objects.filter(pk=user.pk).update(role="")
            acts.ended(user, by=by, now=now)
        acts.record("invitation.withdrawn", user, by=by, now=now)


def withdraw_all(user, *, now):
    """How many there were."""
    return Invitation.objects.unanswered().filter(user=user).update(withdrawn_at=now)


def of(key, *, now):
    """The open invitation that was mailed with this key, or None."""
    return Invitation.objects.open(now=now).filter(key_hash=_hash(key)).select_related("user").first()


@transaction.atomic
def answer(invitation, *, password, now):
    """The account is theirs and open. False where the invitation was answered or withdrawn meanwhile."""
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if not Invitation.objects.open(now=now).filter(pk=invitation.pk).update(answered_at=now):
        return False
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    acts.record("account.opened", user, by=user, now=now)
    return True


def _checked(email):
    email = email.strip().lower()
    try:
        MaxLengthValidator(User._meta.get_field("email").max_length)(email)
        validate_email(email)
    except ValidationError:
        raise NotInvited(gettext("Enter an e-mail address, like name@example.org")) from None
    return email


def _given(user, role, *, by, now):
    if role and role != user.role:
        if user.role:
            raise NotInvited(gettext("They have another role for the whole site. Close that account first."))
        user.role = role
        user.save(update_fields=["role"])
        acts.record("account.role_given", user, by=by, now=now)
    return user


def _send(user, *, by, now):
    withdraw_all(user, now=now)
    key = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(user=user, key_hash=_hash(key), made_by=by, made_at=now)
    acts.record("account.invited", user, by=by, now=now)
    link = f"{settings.SITE_ADDRESS}{reverse('accounts:choose_password')}?key={key}"
    transaction.on_commit(lambda: _mail(invitation, link, now=now))


def _mail(invitation, link, *, now):
    """A mail that could not be sent is seen on the page that lists who was asked."""
    if mail.send("invitation", invitation.user.email, {"link": link}):
        Invitation.objects.filter(pk=invitation.pk).update(mailed_at=now)


def _hash(key):
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
