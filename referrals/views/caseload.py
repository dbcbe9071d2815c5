"""Who is there to be seen today?"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, looking
from referrals import caseload as caseloads
from referrals.forms.people import FindForm
from referrals.models import Membership, Person
from referrals.views import rows

HIDDEN = "caseload_hidden"
NOBODY = _("Nobody you work with has this reference")


@needs(Permission.PERSON_SEE)
def caseload(request):
    """The list; a reference is posted to it, so that none is ever in an address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = form.found(Person.objects.visible_to(request.user)) if form.is_valid() else []
    if len(found) == 1:
        looking.saw(request.user, found[0], at=timezone.now(), what="person.found")
        return redirect("referrals:person", found[0].pk)
    if form.is_valid() and not found:
        form.add_error("reference", NOBODY)
    return render(request, "referrals/caseload.html", {"form": form, "found": found} | _list(request))


@needs(Permission.PERSON_SEE, methods=("POST",))
def hide(request):
    """Hide the list, or show it again. Hidden it is not sent at all, until it is asked for."""
    request.session[HIDDEN] = request.POST.get("list") != "show"
    return redirect("referrals:caseload")


def _list(request):
    """Whose list it is and what stands on it; nothing where it is hidden."""
    services = list(access.services(request.user))
    colleagues = _colleagues(request.user)
    whose = _whose(request.GET.get("whose", ""), colleagues)
    about = {"colleagues": colleagues, "whose": whose, "services": services, "now": timezone.now()}
    if request.session.get(HIDDEN):
        return about | {"is_hidden": True}
    names = {service.pk: service.name for service in services} if len(services) > 1 else {}
    seen = caseloads.of(request.user, whose=whose, page=request.GET.get("page"), names=names, at=about["now"])
    only = services[0].pk if len(services) == 1 else None
    looking.saw_caseload(request.user, seen.seen, at=about["now"], service=only)
    return about | {"caseload": seen, "bands": rows.bands(seen, now=about["now"])}


def _colleagues(user):
    """Those whose list a manager may look at; nobody for a keyworker."""
    managed = access.managed(user)
    return list(Membership.objects.now().at(managed).for_a_list()) if managed else []


def _whose(asked, colleagues):
    """Whose list is asked for, as far as it may be: else one's own."""
    known = {str(membership.user_id) for membership in colleagues} | {caseloads.EVERYONE, caseloads.NOBODY}
    return asked if colleagues and asked in known else ""
