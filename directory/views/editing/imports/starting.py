"""A new import begins: which list it is, of which day, and its file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from directory.forms_editing import StartForm
from directory.importers.template import workbook
from directory.models import Programme, Upload
from directory.uploads import keeping, working
from directory.uploads.receiving import ToDisk
from directory.views.editing.imports.uploads import try_to
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@csrf_exempt  # until it is said who receives the file: looking for the token reads the whole request
@needs(Permission.DIRECTORY_EDIT)
def start(request):
    receiver = ToDisk(request)
    request.upload_handlers = [receiver]
    return _start(request, receiver)


@csrf_protect
def _start(request, receiver):
    if request.method != "POST":
        keeping.forget_old(now=timezone.now())
        return _page(request, StartForm())
    data, files = request.POST, request.FILES  # read here, so that the receiver has said what it refused
    form = StartForm(data, files, refused=receiver.refused)
    if not form.is_valid():
        return _page(request, form)
    upload = keeping.keep(form.cleaned_data["file"], form.facts(), by=request.user, at=timezone.now())
    if upload.format == Upload.Format.SPREADSHEET:
        return try_to(request, upload, lambda: working.open_up(upload, at=upload.made_at))
    return redirect("editing:match", upload.pk)


@needs(Permission.DIRECTORY_EDIT, methods=("GET", "HEAD"))
def template(request):
    """A workbook to fill in, for whoever has no sheet of their own."""
    headers = {"Content-Disposition": 'attachment; filename="meetings.xlsx"'}
    return HttpResponse(workbook(Programme.objects.offered()), content_type=XLSX, headers=headers)


def _page(request, form):
    return render(request, "editing/imports/start.html", {"form": form})
