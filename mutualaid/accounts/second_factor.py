"""Has whoever is signed in used a second factor in this session? Without it no page of theirs opens."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from mutualaid.accounts import proofs


class SecondFactorUsed:
    """Middleware, after the one that asks for somebody signed in. The demonstration waives it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.DEMO or not getattr(view, "login_required", True) or getattr(view, "is_open_half_way", False):
            return None
        if proofs.used_second_factor(request):
            return None
        return to_prove(request, "verify" if proofs.has_second_factor(request.user) else "set_up")


def to_prove(request, page):
    """To the page on which it is proved, and then back to what was asked for."""
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect("?".join(filter(None, (reverse(f"accounts:{page}"), back))))
