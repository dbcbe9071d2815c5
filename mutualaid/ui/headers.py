"""What every answer tells the browser, beyond its content: keep it to yourself, and not for long."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mutualaid.ui.access import ANYBODY

Respond = Callable[[HttpRequest], HttpResponse]

A_MINUTE = "public, max-age=60"
NEVER_KEPT = "no-store"
WITHIN_THE_SITE = "same-origin"


def quiet_headers(get_response: Respond) -> Respond:
    """Middleware. Public pages may be kept a minute; answers to a post, and errors, never.

    A public page tells nobody where somebody came from; one with a session, this site alone.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_public(request, response):
            _set_no_cookie(response)
        if _seen_by(request) not in {"", ANYBODY}:
            # A browser that may tell nobody where it comes from posts from "null", as if from another site.
            response.headers["Referrer-Policy"] = WITHIN_THE_SITE
        response.headers.setdefault("Cache-Control", _keeping(request, response))
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.DEMO:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return respond


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Was it a public page that answered, or refused to?"""
    return getattr(response, "is_public", False) or _seen_by(request) == ANYBODY


def _seen_by(request: HttpRequest) -> str:
    """Who may see the page that was asked for; empty where there is none, or none that says."""
    view = getattr(request.resolver_match, "func", None)
    return str(getattr(view, "may_be_seen_by", ""))


def _set_no_cookie(response: HttpResponse) -> None:
    """Django replaces a session or CSRF cookie that it cannot read, on whatever page it is brought to.

    A cache in between would then give the same new one to everybody.
    """
    response.cookies.clear()
    varies = [name for name in response.headers.get("Vary", "").split(", ") if name and name.lower() != "cookie"]
    if varies:
        response.headers["Vary"] = ", ".join(varies)
    else:
        del response.headers["Vary"]


def _keeping(request: HttpRequest, response: HttpResponse) -> str:
    """Only a page marked public, simply asked for and found, is kept."""
    may_be_kept = getattr(response, "is_public", False) and request.method in {"GET", "HEAD"}
    return A_MINUTE if may_be_kept and response.status_code in {200, 301, 410} else NEVER_KEPT
