"""What people suggest, the oldest first: accepted, in whole or in part, or declined."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from directory import verification
from directory.forms_editing import SuggestionForm
from directory.models import Suggestion
from directory.views.editing.saving import act
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

MOST = 25  # on one page; the rest come when these are decided


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def suggestions(request):
    return _page(request)


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def decide(request, pk):
    found = get_object_or_404(Suggestion.objects.for_editors(), pk=pk)
    form = SuggestionForm(request.POST, suggestion=found)
    if act(request, found, form, _decide):
        return redirect("editing:suggestions")
    if found.decision:  # somebody else has, so that it stands on the page no more
        messages.error(request, " ".join(form.non_field_errors()) or str(found.get_decision_display()))
        return redirect("editing:suggestions")
    return _page(request, typed=form)


def _decide(suggestion, *, accepts, **given):
    do = verification.accept if accepts else verification.decline
    return do(suggestion, **given)


def _page(request, typed=None):
    waiting = Suggestion.objects.waiting().for_editors()
    shown = {one.pk: SuggestionForm(suggestion=one) for one in waiting[:MOST]}
    if typed:
        shown[typed.suggestion.pk] = typed
    context = {"forms": list(shown.values()), "number": waiting.count(), "typed": typed}
    return render(request, "editing/suggestions.html", context)
