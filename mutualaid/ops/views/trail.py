"""What does the trail hold? Whoever reads it is in it too."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.ops import reading_trail
from mutualaid.ops.forms import TrailForm


@needs(Permission.AUDIT_READ, methods=("GET", "HEAD"))
def events(request):
    """The newest events, or those that are asked for; nothing while what is asked makes no sense."""
    asked = request.GET.dict()
    before = asked.pop("before", "")
    form = TrailForm(asked)
    if not form.is_valid():
        return render(request, "audit/events.html", {"form": form, "standing": reading_trail.standing()})
    read = reading_trail.read(form.asked(), before=before, by=request.user, at=timezone.now())
    older = urlencode(form.as_asked() | {"before": read.older}) if read.older else ""
    told = {"form": form, "events": read.events, "older": older, "standing": reading_trail.standing()}
    return render(request, "audit/events.html", told)
