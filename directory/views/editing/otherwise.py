"""What an editor hears that is not as the pattern says: a hall closed, a meeting called off or moved, its terms."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from directory import history, verification
from directory.forms_editing import CallOffForm, ClosureForm, MoveForm, TermsForm, VenueForm
from directory.models import Meeting, Spell, Venue
from directory.verification.plain import said
from directory.views.editing.places import venue_page
from directory.views.editing.saving import act, address
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def otherwise(request, pk):
    return _page(request, get_object_or_404(Meeting.objects.for_editors(), pk=pk))


def does(what, form_of, do):
    """Where ``what`` is posted, to be done to a meeting by ``do``, one of verification’s own."""

    @needs(Permission.DIRECTORY_EDIT, methods=("POST",))
    def page(request, pk):
        found = get_object_or_404(Meeting.objects.for_editors(), pk=pk)
        form = form_of(request.POST, prefix=what)
        done = act(request, found, form, do)
        return redirect(address(found, page="otherwise")) if done else _page(request, found, **{what: form})

    return page


call_off = does("off", CallOffForm, verification.call_off)
move = does("move", MoveForm, verification.move)
set_terms = does("terms", TermsForm, verification.set_terms)


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def close(request, pk):
    found = get_object_or_404(Venue, pk=pk)
    closing = ClosureForm(request.POST, prefix="closing")
    if act(request, found, closing, verification.close_venue):
        return redirect(address(found))
    return venue_page(request, found, VenueForm(facts=said(found)), closing=closing)


def _page(request, found, **typed):
    """What stands, and the three acts; ``typed`` is the one that was not done."""
    now = timezone.now()
    terms = [row.span for row in Spell.objects.of(found).terms()]
    forms = {"off": CallOffForm, "move": MoveForm, "terms": partial(TermsForm, terms=terms)}
    wrong = next(iter(typed.values()), None)
    context = {"meeting": found, "wrong": wrong, "wrong_terms": getattr(wrong, "terms", ())}
    context |= {
        "standing": history.standing(found, now=now),
        "closures": history.standing(found.venue, now=now) if found.venue else (),
    }
    shown = {what: typed.get(what) or form_of(prefix=what) for what, form_of in forms.items()}
    return render(request, "editing/otherwise.html", context | shown)
