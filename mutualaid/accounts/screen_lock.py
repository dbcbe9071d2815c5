"""When does the screen lock, and when is a session over?

The time of the last act is in the session, written at most once a minute. Whatever comes more than
fifteen minutes after it meets the lock, with a script in the browser or without.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils import timezone

from mutualaid.accounts import drafts
from mutualaid.accounts.seats import ACTED_AT, SIGNED_IN_AT

AFTER = dt.timedelta(minutes=15)
OVER_AFTER = dt.timedelta(hours=12)
WRITTEN_EVERY = dt.timedelta(minutes=1)
LOCKED, LOCKED_FROM = "locked", "locked_from"


class ScreenLock:
    """Middleware, after the one that asks for somebody signed in: public pages know of no lock."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "draft", None) and response.status_code < 400:
            drafts.forget(request.user, request.draft)
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True):
            return None
        now = timezone.now()
        if is_over(request.session, now=now):
            return self._ended(request, now=now)
        if is_locked(request.session, now=now):
            return None if getattr(view, "is_open_when_locked", False) else self._locked(request, now=now)
        acted(request.session, now=now)
        if request.method == "POST" and drafts.is_for_drafts(request.resolver_match):
            request.draft = drafts.used(request)
        return None

    def _ended(self, request, *, now):
        self._keep(request, now=now)
        logout(request)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "", settings.LOGIN_URL)

    def _locked(self, request, *, now):
        self._keep(request, now=now)
        lock(request.session)
        if request.method == "GET":
            request.session[LOCKED_FROM] = request.get_full_path()
        return redirect("accounts:locked")

    def _keep(self, request, *, now):
        if request.method == "POST" and drafts.is_for_drafts(request.resolver_match):
            to, had_files = request.get_full_path(), "multipart" in (request.content_type or "")
            drafts.keep(request.user, request.POST, to=to, now=now, had_files=had_files)
            if again := drafts.used(request):
                drafts.forget(request.user, again)


def is_locked(session, *, now):
    return session.get(LOCKED, False) or _since(session, ACTED_AT, now=now) > AFTER


def is_over(session, *, now):
    return _since(session, SIGNED_IN_AT, now=now) > OVER_AFTER


def acted(session, *, now):
    """Somebody is there. A session that does not say since when begins now."""
    session.setdefault(SIGNED_IN_AT, int(now.timestamp()))
    if ACTED_AT not in session or _since(session, ACTED_AT, now=now) >= WRITTEN_EVERY:
        session[ACTED_AT] = int(now.timestamp())


def lock(session):
    if not session.get(LOCKED):
        session[LOCKED] = True


def unlock(session, *, now):
    """Where somebody was when it locked, if they were looking at a page."""
    session.pop(LOCKED, None)
    session[ACTED_AT] = int(now.timestamp())
    return session.pop(LOCKED_FROM, "")


def _since(session, what, *, now):
    return dt.timedelta(seconds=now.timestamp() - session.get(what, now.timestamp()))
