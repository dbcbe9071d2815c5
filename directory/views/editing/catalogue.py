"""The catalogue as editors keep it: its texts are files; what is checked, and whether it is paused, is here."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import catalogue_review, verification
from directory.forms_editing import CheckForm, PauseForm
from directory.models import Meeting, Programme
from directory.models.check import Check
from directory.verification.checking import NoSuchWayIn
from directory.views.editing.saving import address
from directory.views.programmes import QUESTIONS
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

WAYS_IN_ON_A_PAGE = 25


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def unverified(request):
    """What nobody has looked at lately enough, the oldest first, and what nobody knows."""
    found = catalogue_review.review(Programme.objects.current(), today=timezone.localdate())
    by_programme = groupby(found.unknown, key=lambda one: one.name)
    unknown = [(name, [_asked(one) for one in of_it]) for name, of_it in by_programme]
    page = Paginator(found.ways_in, WAYS_IN_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"review": found, "page": page, "unknown": unknown, "outcomes": Check.Outcome.choices}
    return render(request, "editing/unverified.html", context)


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def programmes(request):
    return render(request, "editing/programmes.html", {"programmes": Programme.objects.for_choice(None)})


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def programme(request, slug):
    return _page(request, get_object_or_404(Programme, slug=slug), PauseForm())


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def pause(request, slug):
    """Paused it is not any more; not paused, it is."""
    found, form = get_object_or_404(Programme, slug=slug), PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    now = timezone.now()
    facts = {"paused_at": None if "resume" in request.POST else now.isoformat()}
    verification.edit(found, facts, by=request.user, at=now, why=form.cleaned_data["reason"])
    messages.success(request, gettext("Done."))
    return redirect(address(found))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def check(request, slug):
    found, form = get_object_or_404(Programme, slug=slug), CheckForm(request.POST)
    back = "editing:unverified" if "from_unverified" in request.POST else address(found)
    if not form.is_valid():
        messages.error(request, gettext("Say what came of the check."))
        return redirect(back)
    given = form.cleaned_data
    how, at = Meeting.ConfirmedBy.EDITOR, timezone.now()
    try:
        verification.check_way_in(found, given["way_in"], outcome=given["outcome"], how=how, at=at, by=request.user)
        messages.success(request, gettext("The check is recorded."))
    except NoSuchWayIn as error:
        messages.error(request, str(error))
    return redirect(back)


def _page(request, found, form):
    unknown = [_asked(one) for one in catalogue_review.unknown(found)]
    context = {"programme": found, "form": form, "unknown": unknown, "outcomes": Check.Outcome.choices}
    return render(request, "editing/programme.html", context)


def _asked(unknown):
    """What a field of a programme’s file asks, in words; as the file calls it where there are none."""
    name = unknown.field.split(".")[-1]
    if unknown.field == "text.cy":
        return gettext("Its words in Welsh")
    if unknown.field.startswith("text."):
        return QUESTIONS.get(name, name)
    asks = {field.name: field.verbose_name for field in Programme._meta.fields}
    return asks.get(name, unknown.field)
