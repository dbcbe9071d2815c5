"""Who works for a service, with how many people, and whose people are to be given to whom?"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, pathway, staffing
from referrals.forms.for_somebody import GiveForm
from referrals.models import Membership, Person, Service


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def service(request):
    """Each service that they manage."""
    return render(
        request, "referrals/service.html", {"services": [_told(request.user, one) for one in _managed(request)]}
    )


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
    said = ngettext("%(number)d person was handed over.", "%(number)d people were handed over.", given)
    messages.success(request, said % {"number": given})
    return True


@needs(Permission.SERVICE_MANAGE, methods=("POST",))
def leave(request, pk):
    """Somebody works there no more. Their people stand on nobody’s list, for the manager to give to others."""
    membership = get_object_or_404(Membership.objects.now().at(access.managed(request.user)).for_a_list(), pk=pk)
    if membership.user_id == request.user.pk:
        raise Http404
    staffing.leave(membership, by=request.user, at=timezone.now())
    messages.success(request, gettext("They work here no more. Give their people to somebody."))
    return redirect("referrals:service")


def _managed(request):
    return Service.objects.managed_by(request.user).order_by("name", "pk")


def _told(user, service):
    """A service, those who work there with how many people each, and how many nobody works with."""
    counts = Person.objects.visible_to(user).of(service).in_treatment().counted_by_keyworker()
    memberships = list(Membership.objects.now().at([service]).for_a_list())
    staff = [(membership, counts.pop(membership.user_id, 0)) for membership in memberships]
    return {"service": service, "staff": staff, "nobodys": sum(counts.values())}
