"""Where do those begin who read reports? Nothing here is about a person."""

from django.shortcuts import render

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access


@needs(Permission.REPORT_READ, methods=("GET", "HEAD"))
def home(request):
    """The areas whose reports they read, and what there is to read of each."""
    return render(request, "referrals/reports.html", {"areas": list(access.areas(request.user))})
