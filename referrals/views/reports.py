"""Reports in numbers: frozen ones of an area for who answers for it, a service's own for its manager.

Everything that is said of people's counts comes through ``reports.release``.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from directory.coverage import Week
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, looking
from referrals.forms.reports import InTreatmentForm
from referrals.models import Person, Service
from referrals.provision import provision
from referrals.reports import files, names, periods, release
from referrals.reports import in_treatment as telling
from referrals.reports.measures import Phase
from referrals.reports.page import Page
from referrals.reports.sentences.findings import wanted

MOST_BEHIND = 500  # people on one page; more are said to be there


@needs(Permission.REPORT_READ, methods=("GET", "HEAD"))
def home(request):
    """Which reports there are for them: the newest of each area, and every other of the menu."""
    menus = [release.menu(request.user, area.pk) for area in release.areas(request.user)]
    today = timezone.localdate()
    context = {
        "menus": menus,
        "areas": access.areas(request.user),
        "services": release.services(request.user),
        "quarters": periods.latest(today),
        "next": periods.mature(today)[0].after,
    }
    return render(request, "reports/home.html", context)


@needs(Permission.AREA_READ, methods=("GET", "HEAD"))
def area(request, code, period, version):
    """One page of an area."""
    report = _of_area(request, code, period, version)
    within = provision(report.area, week=Week(), now=timezone.now(), wanted=wanted(report.main))
    return _page(request, report, area=code, provision=within)


@needs(Permission.AREA_READ, methods=("GET", "HEAD"))
def area_file(request, code, period, version, kind):
    """The tables behind it, to take away."""
    return _file(kind, _of_area(request, code, period, version, how=_known(kind)))


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def service(request, pk, period):
    """One page of a service, as it stands now."""
    report = _of_service(request, pk, period)
    return _page(request, report, service=pk, behind=_behind(pk, report))


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def service_file(request, pk, period, kind):
    """The tables behind it, to take away."""
    return _file(kind, _of_service(request, pk, period, how=_known(kind)))


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def people(request, pk, period, phase, kind, cell):
    """The people behind one number of a service, for its manager."""
    now = timezone.now()
    try:
        found = release.people_behind(request.user, pk, period, cell, phase, kind, now=now)
    except release.NotYours:
        raise Http404 from None
    shown = sorted(found.for_a_record()[:MOST_BEHIND], key=lambda person: person.reference)
    looking.saw_caseload(request.user, [person.pk for person in shown], at=now, service=pk)
    context = {
        "people": shown,
        "number": found.count(),
        "name": names.cell(cell),
        "period": periods.period(period),
        "pk": pk,
    }
    return render(request, "reports/people.html", context)


@needs(Permission.SERVICE_MANAGE)
def in_treatment(request, pk):
    """How many the service had in treatment, a number for each area and quarter."""
    found = get_object_or_404(Service.objects.managed_by(request.user), pk=pk)
    form = InTreatmentForm(
        request.POST if request.method == "POST" else None, service=found, today=timezone.localdate()
    )
    if form.is_valid():
        telling.tell(found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, gettext("Saved. Reports made from now on count it."))
        return redirect("reports:in_treatment", pk)
    context = {"form": form, "service": found, "told": telling.told(found)}
    return render(request, "reports/in_treatment.html", context, status=422 if form.errors else 200)


def _behind(pk, report):
    """A cell -> where its people are listed: the clients, from the day they were introduced."""

    def leads_to(cell):
        return reverse("reports:people", args=(pk, report.period.slug, Phase.HERE, Person.Kind.CLIENT, cell))

    return leads_to


def _of_area(request, code, period, version, **how):
    try:
        return release.of_area(request.user, code, period, version, now=timezone.now(), **how)
    except release.NotYours:
        raise Http404 from None


def _of_service(request, pk, period, **how):
    try:
        return release.of_service(request.user, pk, period, now=timezone.now(), **how)
    except release.NotYours:
        raise Http404 from None


def _page(request, report, **about):
    return render(request, "reports/report.html", {"report": report, "page": Page.of(report)} | about)


def _known(kind):
    if kind not in files.KINDS:
        raise Http404
    return kind


def _file(kind, report):
    made = files.KINDS[kind](report)
    # No person, area or service in a name that stays in somebody's downloads.
    headers = {"Content-Disposition": f'attachment; filename="report-{report.period.slug}.{kind}"'}
    return HttpResponse(made, content_type=files.TYPES[kind], headers=headers)
