"""A whole caseload from a file: looked at first, then taken whole or not at all."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, caseload_file, pathway
from referrals.caseload_file import InMemory, NotTaken
from referrals.forms.people import FileForm

TOO_LARGE = _("The file is over 2 MB: send the sheet alone, as “CSV UTF-8”, or in two parts")


@csrf_exempt  # until it is said who receives the file: looking for the token reads the whole request
@needs(Permission.REFERRAL_MAKE)
def file(request):
    receiver = InMemory(request)
    request.upload_handlers = [receiver]
    return _file(request, receiver)


@csrf_protect
def _file(request, receiver):
    colleagues = access.colleagues(access.managed(request.user))
    posted = request.POST if request.method == "POST" else None
    form = FileForm(posted, services=access.services(request.user), colleagues=colleagues)
    if not form.is_valid():
        return _page(request, form)
    try:
        if form.cleaned_data["rows"]:
            return _take(request, form)
        return _look(request, form, receiver)
    except (NotTaken, pathway.NotRecorded) as error:
        form.add_error("file", str(error))
    except access.Denied:
        raise Http404 from None
    return _page(request, form)


def _look(request, form, receiver):
    if receiver.is_too_large:
        raise NotTaken(str(TOO_LARGE))
    if not receiver.held.tell():
        raise NotTaken(gettext("Choose the file"))
    receiver.held.seek(0)
    now, service = timezone.now(), form.service_chosen()
    looked = caseload_file.look(receiver.held, at=now)
    about = {"looked": looked, "service": service}
    if not looked.problems:
        about["would_be"] = _load(request, form, looked.rows, dry_run=True)
        about["rows"] = caseload_file.carried(looked, service, request.user, at=now)
        about["keyworker"] = form.cleaned_data.get("keyworker")
    return _page(request, form, **about)


def _take(request, form):
    now, service = timezone.now(), form.service_chosen()
    rows = caseload_file.opened(form.cleaned_data["rows"], service, request.user, at=now)
    loaded = _load(request, form, rows)
    said = gettext("Taken: %(added)d new, %(back)d came back, %(left)d left as they were.")
    messages.success(request, said % {"added": loaded.added, "back": loaded.came_back, "left": loaded.left_alone})
    return redirect("referrals:caseload")


def _load(request, form, rows, **how):
    return pathway.load_caseload(
        form.service_chosen(),
        rows,
        by=request.user,
        at=timezone.now(),
        keyworker=form.cleaned_data.get("keyworker"),
        **how,
    )


@needs(Permission.REFERRAL_MAKE, methods=("GET", "HEAD"))
def template(request):
    """A sheet to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="caseload.csv"'}
    return HttpResponse(caseload_file.template(), content_type="text/csv; charset=utf-8", headers=headers)


def _page(request, form, **about):
    return render(request, "referrals/file.html", {"form": form} | about)
