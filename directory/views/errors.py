"""A page we do not have: say so, and offer the way to every option."""

from django.shortcuts import render

from directory.forms import PlaceForm
from mutualaid.ui.access import public


@public(posted=True)
def not_found(request, exception):
    return render(request, "404.html", {"form": PlaceForm()}, status=404)
