"""What may the link in a mail do? Open an account to whoever was invited, or let its owner choose a new password."""

from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError

from mutualaid.accounts import invitations, people
from mutualaid.accounts.models import Invitation, User


@dataclass(frozen=True, slots=True)
class Key:
    """One that is good: whose account, and the invitation it came with, if any."""

    user: User
    invitation: Invitation | None


def read(text, *, now):
    """None where it was used, withdrawn or made up, or its time is over."""
    if not text:
        return None
    if invitation := invitations.of(text, now=now):
        return Key(invitation.user, invitation)
    name, _, token = text.partition("-")
    try:
        user = User.objects.open().filter(pk=name).first()
    except ValidationError:
        return None
    return Key(user, None) if user and default_token_generator.check_token(user, token) else None


def use(key, *, password, now):
    """False where somebody else used it at the same moment."""
    if key.invitation:
        return invitations.answer(key.invitation, password=password, now=now)
    people.set_password(key.user, password, now=now)
    return True
