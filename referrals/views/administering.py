"""Which services there are, who manages them, and who answers for which area? Never who is in treatment there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import staffing
from referrals.forms.staffing import ChangeServiceForm, CommissionerForm, ManagerForm, OpenServiceForm
from referrals.models import Commission, Membership, Service
from referrals.views import inviting


@needs(Permission.ACCOUNT_MANAGE, methods=("GET", "HEAD"))
def services(request):
    """Every service that is open, and every commissioner."""
    now = timezone.now()
    found = list(Service.objects.open().for_a_list())
    staff = _staff(found)
    asked = staffing.unanswered(found, now=now) | staffing.commissioners_unanswered(now=now)
    told = {
        "services": [_told(service, staff.get(service.pk, []), asked) for service in found],
        "commissions": [(one, asked.get(one.user_id)) for one in Commission.objects.now().for_a_list()],
    }
    return render(request, "referrals/services.html", told)


@needs(Permission.ACCOUNT_MANAGE)
def open_service(request):
    form = OpenServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = _done(form, staffing.open_service, **form.cleaned_data, by=request.user, at=timezone.now())
        if made:
            messages.success(request, gettext("Opened. Invite its manager now: nobody works there yet."))
            return redirect("referrals:invite_manager", made.pk)
    return render(request, "referrals/service_open.html", {"form": form})


@needs(Permission.ACCOUNT_MANAGE)
def change(request, pk):
    """Its name, areas and telephone; its setting stays."""
    service = get_object_or_404(Service.objects.open(), pk=pk)
    known = {"name": service.name, "telephone": service.telephone, "areas": _lines(service)}
    form = ChangeServiceForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        changed = _done(form, staffing.change_service, service, **form.cleaned_data, by=request.user, at=timezone.now())
        if changed:
            messages.success(request, gettext("Saved."))
            return redirect("referrals:services")
    return render(request, "referrals/service_change.html", {"form": form, "service": service})


@needs(Permission.ACCOUNT_MANAGE, methods=("POST",))
def close(request, pk):
    service = get_object_or_404(Service.objects.open(), pk=pk)
    try:
        staffing.close_service(service, by=request.user, at=timezone.now())
    except staffing.NotStaffed as error:
        messages.error(request, str(error))
        return redirect("referrals:change_service", pk)
    messages.success(request, gettext("Closed. Nobody works there any more."))
    return redirect("referrals:services")


@needs(Permission.ACCOUNT_MANAGE)
def invite_manager(request, pk):
    """The first manager, or one more where a service lost its own."""
    service = get_object_or_404(Service.objects.open(), pk=pk)
    form = ManagerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and inviting.invited(request, form, service=service, role=Membership.Role.MANAGER):
        return redirect("referrals:services")
    return render(request, "referrals/invite_manager.html", {"form": form, "service": service})


@needs(Permission.ACCOUNT_MANAGE)
def invite_commissioner(request):
    form = CommissionerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        user = _done(form, staffing.invite_commissioner, **asked, by=request.user, at=timezone.now(), field="email")
        if user:
            inviting.said(request, user)
            return redirect("referrals:services")
    return render(request, "referrals/invite_commissioner.html", {"form": form})


@needs(Permission.ACCOUNT_MANAGE, methods=("POST",))
def end_commission(request, pk):
    commission = get_object_or_404(Commission.objects.now(), pk=pk)
    staffing.end_commission(commission, by=request.user, at=timezone.now())
    messages.success(request, gettext("Ended. They read nothing of this area any more."))
    return redirect("referrals:services")


def _done(form, act, *about, field="name", **facts):
    """What came of an act, or None: then the form says why."""
    try:
        return act(*about, **facts)
    except staffing.NotStaffed as error:
        form.add_error(field, str(error))
        return None


def _staff(services):
    """{service: those who work there}, in one query."""
    staff = {}
    for membership in Membership.objects.now().at(services).for_a_list():
        staff.setdefault(membership.service_id, []).append(membership)
    return staff


def _told(service, staff, asked):
    """A service, its managers and how many work there: those who have not answered yet do not."""
    managers = [(one, asked.get(one.user_id)) for one in staff if one.role == Membership.Role.MANAGER]
    return {"service": service, "managers": managers, "number": sum(one.user.is_active for one in staff)}


def _lines(service):
    return "\n".join(area.name for area in service.areas.order_by("name", "code"))
