"""One venue or one group, to put right for all its meetings."""

from django.shortcuts import get_object_or_404, redirect, render

from directory.forms_editing import GroupForm, VenueForm
from directory.models import Group, Venue
from directory.verification.plain import said
from directory.views.editing.saving import address, save
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


def edits(model, form_of, template):
    """A page that edits one thing of ``model``."""

    @needs(Permission.DIRECTORY_EDIT)
    def page(request, pk):
        found = get_object_or_404(model, pk=pk)
        form, meanwhile = form_of(request.POST or None, facts=said(found)), ()
        if request.method == "POST":
            answer = save(request, found, form)
            if answer.is_saved:
                return redirect(address(found))
            form, meanwhile = answer.form, answer.meanwhile
        context = {"thing": found, "form": form, "meanwhile": meanwhile, "meetings": found.meetings.for_a_place()}
        return render(request, template, context)

    return page


venue = edits(Venue, VenueForm, "editing/venue.html")
group = edits(Group, GroupForm, "editing/group.html")
