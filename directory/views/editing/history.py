"""What was changed of one thing, by whom and why; and undoing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import history, verification
from directory.models import Group, Meeting, Programme, Venue
from directory.verification import NotUndone
from directory.views.editing.saving import address
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

OTHERWISE = {"spell": "otherwise", "move": "otherwise"}  # {kind: the page of the thing on which it is told}


def tells(model):
    """A page that tells the history of one thing of ``model``."""

    @needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
    def page(request, **key):
        thing = get_object_or_404(model, **key)
        context = {"thing": thing, "address": address(thing), "told": history.of(thing, now=timezone.now())}
        return render(request, "editing/history.html", context)

    return page


programme, venue, group, meeting = (tells(model) for model in (Programme, Venue, Group, Meeting))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def undo(request, kind, pk):
    """One door for all that may be undone; ``kind`` is what the history calls it."""
    if kind not in history.DONE:
        raise Http404
    done = get_object_or_404(history.DONE[kind], pk=pk)
    try:
        verification.undo(done, by=request.user, at=timezone.now())
        messages.success(request, gettext("Undone."))
    except NotUndone as error:
        messages.error(request, str(error))
    from_its_page = "from_its_page" in request.POST
    return redirect(address(done.thing, page=OTHERWISE.get(kind, "") if from_its_page else "history"))
