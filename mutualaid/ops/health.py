"""Two questions a load balancer asks. Neither answer says anything about anybody."""

from django.http import HttpResponse

from directory import following
from mutualaid.ui.access import public

PLAIN = "text/plain; charset=utf-8"


def _answer(words, *, status=200):
    return HttpResponse(f"{words}\n", content_type=PLAIN, status=status, headers={"Cache-Control": "no-store"})


@public
def live(request):
    """The process answers."""
    return _answer("live")


@public
def ready(request):
    """It has a directory to answer with; 503 until then. An index kept through an outage is enough."""
    try:
        following.directory()
    except following.UNREACHABLE:
        return _answer("The database cannot be reached yet.", status=503)
    return _answer("ready")
