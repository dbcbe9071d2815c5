"""What was done to an account? Told to the trail by ids alone: its address is not in it."""

from django.apps import apps

from mutualaid.audit import trail


def record(what, user, *, by, now):
    """``by`` is None where it was done from the command line."""
    trail.record(what, actor=by.pk if by else None, at=now, facts={"who": user.pk, "role": user.role or None})


def ended(user, *, by, now):
    """Each app that has ``account_ended`` on its AppConfig lets go of what the account stood for there."""
    for config in apps.get_app_configs():
        if hasattr(config, "account_ended"):
            config.account_ended(user, by=by, now=now)
