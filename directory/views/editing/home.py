"""Where an editor begins: which meeting, and what waits."""

import datetime as dt

from django.shortcuts import render
from django.utils import timezone

from directory import catalogue_review
from directory.forms_editing import SearchForm
from directory.models import Meeting, Programme, Suggestion
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

MOST = 100  # meetings on one page; more are asked for more narrowly


@needs(Permission.DIRECTORY_EDIT)
def home(request):
    """The search is posted, so that no postcode is in an address."""
    form, found = SearchForm(request.POST or None), None
    if form.is_valid():
        found = Meeting.objects.matching(**form.asked).for_editors()[: MOST + 1]
    return render(request, "editing/home.html", {"form": form, "found": found, "most": MOST} | _waiting())


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def held(request):
    found = Meeting.objects.held().for_editors()[: MOST + 1]
    return render(request, "editing/held.html", {"found": found, "most": MOST})


def _waiting():
    """How many of each wait for somebody."""
    today: dt.date = timezone.localdate()
    return {
        "held": Meeting.objects.held().count(),
        "suggestions": Suggestion.objects.waiting().count(),
        "unverified": len(catalogue_review.unverified(Programme.objects.current(), today=today)),
    }
