"""Who may see a page. Every view says so with one of these; a test finds any that does not."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

ANYBODY = "anybody"


def public(view=None, *, posted=False):
    """Anybody may see it; nobody is known on it: no session is read, no cookie set.

    ``posted`` also takes a POST that changes nothing (a search that says something about
    the person). Because nothing changes there is nothing to forge, so no token and no cookie.
    """
    if view is None:
        return lambda decorated: public(decorated, posted=posted)

    allowed = require_http_methods(["GET", "HEAD", "POST"] if posted else ["GET", "HEAD"])(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = allowed(request, *args, **kwargs)
        response.is_public = True  # quiet_headers reads it, also of a refusal where no address says who may see it
        return response

    declared = csrf_exempt(login_not_required(answer))
    declared.may_be_seen_by = ANYBODY
    return declared


class SignedInUnlessPublic(LoginRequiredMiddleware):
    """Everything else wants somebody signed in.

    Django's own asks who is signed in before it asks whether the page wants anybody, and so
    reads the session, and says Vary: Cookie, on public pages too.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
