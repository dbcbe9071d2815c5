"""What no list has: a meeting, a venue or a group that an editor answers for."""

from django.shortcuts import redirect, render

from directory import verification
from directory.forms_editing import GroupForm, MeetingForm, VenueForm
from directory.views.editing.saving import add, address
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


def adds(form_of, by_hand, template):
    """A page that adds one thing with ``by_hand``."""

    @needs(Permission.DIRECTORY_EDIT)
    def page(request):
        form = form_of(request.POST or None)
        added = add(request, form, by_hand) if request.method == "POST" else None
        return redirect(address(added)) if added else render(request, template, {"form": form})

    return page


meeting = adds(MeetingForm, verification.add_meeting, "editing/meeting_add.html")
venue = adds(VenueForm, verification.add_venue, "editing/venue.html")
group = adds(GroupForm, verification.add_group, "editing/group.html")
