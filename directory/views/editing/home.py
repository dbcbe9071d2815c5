"""Where an editor begins."""

from django.shortcuts import render

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def home(request):
    return render(request, "editing/home.html")
