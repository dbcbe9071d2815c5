"""What has somebody proved of themselves in this session, and when?"""

import datetime as dt

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator

LATELY = dt.timedelta(minutes=5)
SECOND_FACTOR = "mfa"  # as allauth calls it in the session


def lately(request, *, now):
    """Did they give a password or a code so lately that it need not be asked for again?"""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    return any(now.timestamp() - record["at"] < LATELY.total_seconds() for record in records)


def used_second_factor(request):
    return any(record["method"] == SECOND_FACTOR for record in get_authentication_records(request, request.user))


def has_second_factor(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def password_given(request, user):
    record_authentication(request, user, method="password", reauthenticated=True)


def second_factor_used(request, user):
    record_authentication(request, user, method=SECOND_FACTOR, type=Authenticator.Type.TOTP)


def forget_second_factor(request):
    """They set up another at once: until then this session is as one that has used none."""
    Authenticator.objects.filter(user=request.user).delete()
    records = get_authentication_records(request, request.user)
    others = [record for record in records if record["method"] != SECOND_FACTOR]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = others
