"""One venue or one group, to put right for all its meetings."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from directory import history
from directory.forms_editing import ClosureForm, GroupForm, VenueForm
from directory.models import Group, Venue
from directory.verification.plain import said
from directory.views.editing.saving import address, save
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


def edits(model, form_of, show):
    """A page that edits one thing of ``model``, and is shown by ``show``."""

    @needs(Permission.DIRECTORY_EDIT)
    def page(request, pk):
        found = get_object_or_404(model, pk=pk)
        form = form_of(request.POST or None, facts=said(found))
        if request.method != "POST":
            return show(request, found, form)
        answer = save(request, found, form)
        if answer.is_saved:
            return redirect(address(found))
        return show(request, found, answer.form, meanwhile=answer.meanwhile)

    return page


def venue_page(request, found, form, *, meanwhile=(), closing=None):
    """A venue, its meetings, and the days on which it is closed."""
    context = {
        "closing": closing or ClosureForm(prefix="closing"),
        "standing": history.standing(found, now=timezone.now()),
    }
    return _page(request, "editing/venue.html", found, form, meanwhile, **context)


def group_page(request, found, form, *, meanwhile=()):
    return _page(request, "editing/group.html", found, form, meanwhile)


def _page(request, template, found, form, meanwhile, **more):
    context = {"thing": found, "form": form, "meanwhile": meanwhile, "meetings": found.meetings.for_a_place()}
    return render(request, template, context | more)


venue = edits(Venue, VenueForm, venue_page)
group = edits(Group, GroupForm, group_page)
