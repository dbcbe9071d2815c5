"""Which rows of signing in are over?"""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db.models import Q

from mutualaid.accounts.models import Draft, Invitation, SignedIn, Tried
from mutualaid.accounts.screen_lock import OVER_AFTER

INVITATIONS_KEPT = dt.timedelta(days=90)


def over(*, now):
    """{what: its rows}. Nothing that anybody could still use is among them."""
    long_ago = now - INVITATIONS_KEPT
    return {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "browsers signed in": SignedIn.objects.filter(signed_in_at__lt=now - OVER_AFTER),
        "drafts": Draft.objects.filter(made_at__lte=now - Draft.GOOD_FOR),
        "tries": Tried.objects.filter(expires__lt=now),
        "invitations": Invitation.objects.filter(Q(answered_at__lt=long_ago) | Q(withdrawn_at__lt=long_ago)),
    }
