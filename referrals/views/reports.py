"""Where do those begin who read reports? Nothing here is about a person."""

from django.shortcuts import render

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals.models import Commission


@needs(Permission.REPORT_READ, methods=("GET", "HEAD"))
def home(request):
    """For which areas they answer, and that there is nothing to read yet."""
    commissions = list(Commission.objects.now().of(request.user).for_a_list())
    return render(request, "referrals/reports.html", {"commissions": commissions})
