"""Every list that was ever taken, by an editor or by a command, and what came of each."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directory.importers import telling
from directory.models import ImportRun, Upload
from directory.uploads import keeping
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

RUNS_ON_A_PAGE = 50
PROBLEMS_ON_A_PAGE = 100


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def runs(request):
    keeping.forget_old(now=timezone.now())
    page = Paginator(ImportRun.objects.for_a_list(), RUNS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "editing/imports/runs.html", {"page": page, "waiting": Upload.objects.waiting()})


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def run(request, pk):
    found = get_object_or_404(ImportRun.objects.for_a_page(), pk=pk)
    return render(request, "editing/imports/run.html", {"run": found} | outcome(request, found))


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def mapping(request, pk):
    return as_file(get_object_or_404(ImportRun.objects.for_a_page(), pk=pk).mapping)


def outcome(request, run):
    """What came of a run, or would: for _outcome.html."""
    rejected = telling.rejected(run)
    return {
        "counted": telling.counted(run),
        "put_right": telling.put_right(run),
        "rejected": Paginator(rejected, PROBLEMS_ON_A_PAGE).get_page(request.GET.get("page")),
    }


def as_file(toml):
    """A mapping, to keep and to use with the command."""
    headers = {"Content-Disposition": 'attachment; filename="mapping.toml"'}
    return HttpResponse(toml, content_type="application/toml; charset=utf-8", headers=headers)
