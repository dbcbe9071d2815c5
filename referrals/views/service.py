"""Who works for a service, as what and with how many people; who is asked to, and whose people go to whom?"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, pathway, staffing
from referrals.forms.for_somebody import GiveForm
from referrals.forms.staffing import RoleForm, ToServiceForm
from referrals.models import Membership, Person, Service
from referrals.views import inviting


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def service(request):
    """Each service that they manage."""
    services = list(_managed(request))
    asked = staffing.unanswered(services, now=timezone.now())
    told = [_told(request.user, one, asked) for one in services]
    return render(request, "referrals/service.html", {"services": told})


@needs(Permission.SERVICE_MANAGE)
def invite(request, pk):
    """A keyworker or another manager is asked to work here."""
    found = get_object_or_404(_managed(request), pk=pk)
    form = ToServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and inviting.invited(request, form, service=found):
        return redirect("referrals:service")
    return render(request, "referrals/invite.html", {"form": form, "service": found})


@needs(Permission.SERVICE_MANAGE, methods=("POST",))
def role(request, pk):
    """A keyworker manages the service from now on, or a manager does no more."""
    membership = _somebody_else(request, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            staffing.change_role(membership, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, gettext("Changed. What they see is what their new role sees."))
        except (staffing.NotStaffed, access.Denied) as error:
            messages.error(request, str(error))
    return redirect("referrals:service")


@needs(Permission.SERVICE_MANAGE)
def give(request, pk):
    """Everybody of one keyworker, or those whom nobody works with, is given to another."""
    found = get_object_or_404(_managed(request), pk=pk)
    form = GiveForm(request.POST if request.method == "POST" else None, colleagues=access.colleagues([pk]))
    if form.is_valid() and _give(request, found, form):
        return redirect("referrals:service")
    return render(request, "referrals/give.html", {"form": form, "service": found})


def _give(request, service, form):
    try:
        given = pathway.give_all(service, **form.given(), by=request.user, at=timezone.now())
    except pathway.NotRecorded as error:
        form.add_error("to", str(error))
        return False
    except access.Denied:  # they manage it no more
        raise Http404 from None
    said = ngettext("%(number)d person was handed over.", "%(number)d people were handed over.", given)
    messages.success(request, said % {"number": given})
    return True


@needs(Permission.SERVICE_MANAGE, methods=("POST",))
def leave(request, pk):
    """Somebody works there no more. Their people stand on nobody’s list, for the manager to give to others."""
    membership = _somebody_else(request, pk)
    staffing.leave(membership, by=request.user, at=timezone.now())
    if membership.user.is_active:
        messages.success(request, gettext("They work here no more. Give their people to somebody."))
    else:
        messages.success(request, gettext("Withdrawn. They do not work here when they answer."))
    return redirect("referrals:service")


def _somebody_else(request, pk):
    """Somebody of a service that they manage; nobody changes their own work there."""
    membership = get_object_or_404(Membership.objects.now().at(access.managed(request.user)).for_a_list(), pk=pk)
    if membership.user_id == request.user.pk:
        raise Http404
    return membership


def _managed(request):
    return Service.objects.managed_by(request.user).order_by("name", "pk")


def _told(user, service, asked):
    """A service, those who work there with how many people each, and how many nobody works with."""
    counts = Person.objects.visible_to(user).of(service).in_treatment().counted_by_keyworker()
    memberships = list(Membership.objects.now().at([service]).for_a_list())
    staff = [(one, counts.pop(one.user_id, 0), asked.get(one.user_id)) for one in memberships]
    return {"service": service, "staff": staff, "nobodys": sum(counts.values())}
