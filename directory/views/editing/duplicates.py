"""Which meetings may be one: a person decides, and may take it back."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from directory import likenesses, side_by_side, verification
from directory.forms_editing import DecisionForm, ListForm, MeetingForm, ReasonForm
from directory.models import Likeness, Meeting, Source
from directory.verification.plain import said
from directory.views.editing.meetings import meeting_page
from directory.views.editing.saving import act
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

PAGE = 25


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def duplicates(request):
    """The pairs to decide, the likeliest first; of one list if one is chosen."""
    form = ListForm(request.GET, sources=Source.objects.by_name())
    chosen = form.chosen
    found = [one for one in likenesses.undecided() if chosen in ("", one.pair.a.source, one.pair.b.source)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    questions = [(one, side_by_side.reasons(one.pair.reasons), _times(one)) for one in likenesses.asked(page)]
    context = {"form": form, "chosen": chosen, "page": page, "questions": questions}
    return render(request, "editing/duplicates.html", context)


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def decided(request):
    """What was decided, the newest first: each may be looked at again."""
    page = Paginator(Likeness.objects.decided(), PAGE).get_page(request.GET.get("page"))
    told = [(one, side_by_side.decided(one)) for one in page]
    return render(request, "editing/duplicates_decided.html", {"page": page, "told": told})


@needs(Permission.DIRECTORY_EDIT)
def pair(request, one, other):
    """Two side by side, and the decision."""
    if one == other:
        raise Http404
    one, other = (get_object_or_404(Meeting.objects.for_editors(), pk=key) for key in (one, other))
    compared, told = likenesses.compared(one, other), Likeness.objects.said_of(one, other)
    form = DecisionForm(request.POST or None, said=told, reasons=[str(reason) for reason in compared.reasons])
    if request.method == "POST" and act(request, one, form, _deciding(other)):
        return redirect(_back(request.GET.get("list", "")))
    return _pair(request, one, other, compared, told, form=form)


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def take_apart(request, pk):
    """What was merged into another is one of its own again."""
    found = get_object_or_404(Meeting.objects.for_editors(), pk=pk)
    form = ReasonForm(request.POST)
    if act(request, found, form, verification.unmerge):
        return redirect("editing:meeting", pk)
    return meeting_page(request, found, MeetingForm(facts=said(found)), apart=form)


def _deciding(other):
    """What is done to one of two when it is decided what they are."""

    def decide(one, *, decision, **told):
        if decision == DecisionForm.KEEP_ONE:
            return verification.merge(other, one, **told)
        if decision == DecisionForm.KEEP_OTHER:
            return verification.merge(one, other, **told)
        say = verification.keep_apart if decision == DecisionForm.TWO else verification.leave_open
        return say(one, other, **told)

    return decide


def _pair(request, one, other, compared, told, *, form):
    context = {
        "one": one,
        "other": other,
        "form": form,
        "points": compared.points,
        "reasons": side_by_side.reasons(compared.reasons),
        "apart": side_by_side.apart(one, other),
        "provenance": side_by_side.provenance(one, other),
        "rows": side_by_side.rows(one, other),
        "are_one": (one.merged_into_id or one.pk) == (other.merged_into_id or other.pk),
        "apart_of": told.meeting if told and told.decision == Likeness.Decision.SAME else None,
        "apart_form": ReasonForm(),
        "told": told,
        "decided": side_by_side.decided(told) if told else "",
        "back": _back(request.GET.get("list", "")),
    }
    return render(request, "editing/duplicate.html", context)


def _times(question):
    """When each meets, the one to keep first."""
    told = {one.key: side_by_side.times(one.when) for one in (question.pair.a, question.pair.b)}
    return [told[str(meeting.pk)] for meeting in (question.keep, question.other)]


def _back(chosen):
    """The pairs to decide, of the list that was chosen; anything else that was sent is left out."""
    chosen = ListForm({"list": chosen}, sources=Source.objects.by_name()).chosen
    return reverse("editing:duplicates") + (f"?list={chosen}" if chosen else "")
