"""What was changed of one thing, by whom and why; and undoing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import history, verification
from directory.models import Change, Group, Meeting, Programme, Venue
from directory.verification import NotUndone
from directory.views.editing.saving import address
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


def tells(model):
    """A page that tells the history of one thing of ``model``."""

    @needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
    def page(request, **key):
        thing = get_object_or_404(model, **key)
        context = {"thing": thing, "address": address(thing), "told": history.of(thing)}
        return render(request, "editing/history.html", context)

    return page


programme, venue, group, meeting = (tells(model) for model in (Programme, Venue, Group, Meeting))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def undo(request, pk):
    change = get_object_or_404(Change.objects.for_history(), pk=pk)
    try:
        verification.undo(change, by=request.user, at=timezone.now())
        messages.success(request, gettext("Undone."))
    except NotUndone as error:
        messages.error(request, str(error))
    return redirect(address(change.thing, history=True))
