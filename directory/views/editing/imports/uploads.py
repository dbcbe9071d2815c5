"""One list on its way in: how far it is, what it would do, and whether to do it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory.importers.listed import ImportRefused
from directory.models import Programme, Upload
from directory.uploads import keeping, working
from directory.views.editing.imports import rows
from directory.views.editing.imports.runs import as_file, outcome
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

SECONDS = 2  # between two looks at how far it is
State = Upload.State


def kept(pk):
    """What was sent, while it is kept."""
    return get_object_or_404(Upload.objects.kept(now=timezone.now()), pk=pk)


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def upload(request, pk):
    found = kept(pk)
    was_cut_off = found.is_worked_on and not working.goes_on(found)
    if was_cut_off:
        found = working.settled(kept(pk))
    if found.state == State.APPLIED:
        return redirect("editing:import_run", found.run_id)
    if found.state == State.MATCHING:
        return redirect("editing:match", pk)
    if found.is_worked_on:
        return _how_far(request, found, was_cut_off=was_cut_off)
    names = Programme.objects.names({one["programme"] for one in found.first_rows})
    seen = {"upload": found, "rows": rows.first(found.first_rows, names)}
    return render(request, "editing/imports/preview.html", seen | outcome(request, found.would_be))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def look(request, pk):
    found = kept(pk)
    work = working.open_up if found.state == State.OPENING else working.look
    return try_to(request, found, lambda: work(found, at=timezone.now()))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def apply(request, pk):
    found = kept(pk)
    if request.POST.get("seen") != found.seen:
        messages.error(request, gettext("It was looked at again meanwhile. This is what it would do now."))
        return redirect("editing:upload", pk)
    return try_to(request, found, lambda: working.apply(found, by=request.user, at=timezone.now()))


@needs(Permission.DIRECTORY_EDIT, methods=("POST",))
def forget(request, pk):
    found = kept(pk)
    if not keeping.forget(found):
        messages.error(request, gettext("Somebody is working on this list: wait until that has ended."))
        return redirect("editing:upload", pk)
    messages.success(request, gettext("The file is forgotten."))
    return redirect("editing:imports")


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def mapping(request, pk):
    return as_file(kept(pk).mapping)


def try_to(request, found, work):
    """Do ``work`` on it, or say why not; its page says how it stands."""
    try:
        work()
    except ImportRefused as refused:
        messages.error(request, str(refused))
    return redirect("editing:upload", found.pk)


def _how_far(request, found, *, was_cut_off):
    """The page looks again by itself, unless it is told not to."""
    by_itself = not was_cut_off and "still" not in request.GET
    total = found.counts.get("read", 0)  # known once it was looked at
    context = {"upload": found, "was_cut_off": was_cut_off, "by_itself": by_itself, "total": total}
    response = render(request, "editing/imports/how_far.html", context)
    if by_itself:
        response["Refresh"] = str(SECONDS)
    return response
