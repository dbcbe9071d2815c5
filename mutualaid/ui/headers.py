"""What every answer tells the browser, beyond its content: keep it to yourself, and not for long."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mutualaid.ui.access import ANYBODY

Respond = Callable[[HttpRequest], HttpResponse]

A_MINUTE = "public, max-age=60"
NEVER_KEPT = "no-store"


def quiet_headers(get_response: Respond) -> Respond:
    """Middleware. Public pages may be kept a minute; answers to a post, and errors, never."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_public(request, response):
            _set_no_cookie(response)
        response.headers.setdefault("Cache-Control", _keeping(request, response))
        if _keeps_a_session(request):
            response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.DEMO:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return respond


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Was it a public page that answered, or refused to?"""
    view = getattr(request.resolver_match, "func", None)
    return getattr(response, "is_public", False) or getattr(view, "may_be_seen_by", "") == ANYBODY


def _keeps_a_session(request: HttpRequest) -> bool:
    """Is it a page of somebody who signs in? Its forms have to say that they are ours.

    A browser that may tell nobody where it comes from does not tell us either, and what it posts
    is refused as if another site had sent it. Other hosts are told nothing all the same.
    """
    view = getattr(request.resolver_match, "func", None)
    return getattr(view, "may_be_seen_by", ANYBODY) != ANYBODY


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
