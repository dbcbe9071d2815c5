"""Where is somebody signed in, and how is one of those ended?"""

import datetime as dt

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from mutualaid.accounts.models import SignedIn

SIGNED_IN_AT, ACTED_AT = "signed_in_at", "acted_at"
# The first that is found: each names itself like those before it.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "Chrom": "Chrome"}
BROWSERS |= {"CriOS": "Chrome", "Safari": "Safari"}
MACHINES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac"}
MACHINES |= {"CrOS": "Chromebook", "Linux": "Linux"}


def take(request, user, *, now):
    """This browser is signed in from now on, or goes on under another key: its twelve hours do not begin again."""
    since = request.session.setdefault(SIGNED_IN_AT, int(now.timestamp()))
    request.session[ACTED_AT] = int(now.timestamp())
    if not request.session.session_key:
        request.session.save()
    SignedIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "browser": browser(request), "signed_in_at": dt.datetime.fromtimestamp(since, dt.UTC)},
    )


def leave(request):
    """This browser is not, any more."""
    SignedIn.objects.filter(session_key=request.session.session_key).delete()


def browser(request):
    """The kind of browser and machine, and no more: enough to know one's own."""
    told = request.headers.get("User-Agent", "")
    kind, machine = (next((name for mark, name in marks.items() if mark in told), "") for marks in (BROWSERS, MACHINES))
    if kind and machine:
        return gettext("%(browser)s on %(machine)s") % {"browser": kind, "machine": machine}
    return kind or machine or gettext("A browser")


def of(user, *, now):
    """The browsers in which they are still signed in, the newest first."""
    seats = list(SignedIn.objects.of(user).newest_first())
    keys = [seat.session_key for seat in seats]
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    standing = {one.session_key for one in sessions if _is_theirs(one, user)}
    return [seat for seat in seats if seat.session_key in standing]


def end(seats):
    """Whoever sits there has to sign in again."""
    seats = list(seats)
    Session.objects.filter(session_key__in=[seat.session_key for seat in seats]).delete()
    SignedIn.objects.filter(pk__in=[seat.pk for seat in seats]).delete()


def end_one(user, key):
    """One of theirs; it may have ended already."""
    end(SignedIn.objects.of(user).filter(pk=key))


def end_all(user, *, but=None):
    """Everywhere, but for the session whose key is ``but``."""
    end(SignedIn.objects.of(user).exclude(session_key=but))


def _is_theirs(session, user):
    """Has their password not been changed since?"""
    held = session.get_decoded().get(HASH_SESSION_KEY, "")
    return constant_time_compare(held, user.get_session_auth_hash())
