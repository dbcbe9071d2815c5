"""One meeting, to put right, to hold, to withdraw, to bring back, or to say that somebody checked it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import history, side_by_side, verification
from directory.forms_editing import CheckForm, MeetingForm, ReasonForm, StandingForm
from directory.models import Likeness, Meeting
from directory.models.check import Check
from directory.verification.plain import said
from directory.views.editing.saving import address, save
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission


@needs(Permission.DIRECTORY_EDIT)
def meeting(request, pk):
    found = get_object_or_404(Meeting.objects.for_editors(), pk=pk)
    form = MeetingForm(request.POST or None, facts=said(found))
    if request.method != "POST":
        return meeting_page(request, found, form)
    answer = save(request, found, form)
    if answer.is_saved:
        return redirect(address(found))
    return meeting_page(request, found, answer.form, meanwhile=answer.meanwhile)


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def standing(request, pk):
    found = get_object_or_404(Meeting.objects.for_editors(), pk=pk)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return meeting_page(request, found, MeetingForm(facts=said(found)), stands=form)
    do = getattr(verification, form.cleaned_data["to"])
    reason = form.cleaned_data["reason"]
    do(Meeting.objects.these(pk), reason=reason, at=timezone.now(), by=request.user)
    messages.success(request, gettext("Done."))
    return redirect(address(found))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def check(request, pk):
    found = get_object_or_404(Meeting.objects.for_editors(), pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say what came of the check."))
        return redirect(address(found))
    outcome, how = form.cleaned_data["outcome"], Meeting.ConfirmedBy.EDITOR
    if outcome == Check.Outcome.AS_LISTED:
        verification.confirm(Meeting.objects.these(pk), how=how, at=timezone.now(), by=request.user)
    else:
        verification.doubt(Meeting.objects.these(pk), outcome=outcome, how=how, at=timezone.now(), by=request.user)
    messages.success(request, gettext("The check is recorded."))
    return redirect(address(found))


def meeting_page(request, found, form, *, stands=None, apart=None, meanwhile=()):
    now = timezone.now()
    context = {
        "meeting": found,
        "form": form,
        "stands": stands or StandingForm(),
        "meanwhile": meanwhile,
        "outcomes": Check.Outcome.choices,
        "standing": history.standing(found, now=now),
        "apart": apart or ReasonForm(),
        "merges": _merges(found),
        "closures": history.standing(found.venue, now=now) if found.venue else (),
    }
    return render(request, "editing/meeting.html", context)


def _merges(found):
    """What it was merged into, and what was merged into it: (what was said, in words)."""
    return [(one, side_by_side.decided(one)) for one in Likeness.objects.merging(found)]
