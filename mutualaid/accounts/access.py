"""Which power does a page ask for? Without it the page does not exist: a 404, never a refusal that tells."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mutualaid.accounts import proofs
from mutualaid.accounts.permissions import may
from mutualaid.accounts.second_factor import to_prove
from mutualaid.ui.access import ANYBODY

WHOEVER_SIGNS_IN = "whoever signs in"
WHOEVER_IS_SIGNED_IN = "whoever is signed in"
EVERY_WAY = ("GET", "HEAD", "POST")


def to_sign_in(view):
    """Signed in or not may see it; unlike a public page it keeps a session."""
    view = login_not_required(view)
    view.may_be_seen_by = WHOEVER_SIGNS_IN
    return view


def signed_in(*, methods=EVERY_WAY, half_way=False, when_locked=False):
    """Whoever is signed in sees it: it is about their own account.

    ``half_way`` before their second factor is used as well, ``when_locked`` behind a locked screen as well.
    """

    def decorate(view):
        declared = require_http_methods(methods)(view)
        declared.may_be_seen_by = WHOEVER_IS_SIGNED_IN
        declared.is_open_half_way, declared.is_open_when_locked = half_way, when_locked
        return declared

    return decorate


def proved_lately(view):
    """Asks for the password again unless it, or a code, was given within five minutes."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not proofs.lately(request, now=timezone.now()):
            return to_prove(request, "again")
        return view(request, *args, **kwargs)

    return answer


def who(request):
    """Context processor: who is signed in, on the pages that ask for a power. Public pages know nobody."""
    view = getattr(request.resolver_match, "func", None)
    if getattr(view, "may_be_seen_by", ANYBODY) == ANYBODY:
        return {}
    return {"user": request.user, "messages": get_messages(request)}


def needs(permission, *, methods=EVERY_WAY):
    """Only somebody signed in who has ``permission`` sees it; somebody signed out is asked to sign in first."""

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if not may(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        declared = require_http_methods(methods)(answer)
        declared.may_be_seen_by = str(permission)
        return declared

    return decorate
