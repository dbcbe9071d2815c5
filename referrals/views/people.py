"""Somebody new, and the record of somebody: what stands there, and who has looked."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.sealing.seals import CannotSeal
from referrals import access, looking, pathway, record
from referrals.forms.people import AddForm
from referrals.models import Person
from referrals.views import links


def visible(request, pk):
    """Somebody whom whoever asks may see; for anybody else there is nobody here."""
    return get_object_or_404(Person.objects.visible_to(request.user).for_a_record(), pk=pk)


@needs(Permission.REFERRAL_MAKE)
def add(request):
    form = AddForm(request.POST or None, services=access.services(request.user))
    known = None
    if form.is_valid():
        try:
            person = pathway.add_person(form.service_chosen(), **form.given(), by=request.user, at=timezone.now())
        except pathway.AlreadyKnown as error:
            known = _known(request, form, error.person)
        except (pathway.NotRecorded, CannotSeal) as error:
            form.add_error(None, str(error))
        except access.Denied:
            raise Http404 from None
        else:
            return redirect(links.address("introduce", person.pk) or links.address("person", person.pk))
    return render(request, "referrals/add.html", {"form": form, "known": known})


def _known(request, form, person):
    """Whoever has the reference already, if whoever asks may see them; the form says what to do."""
    if Person.objects.visible_to(request.user).contains(person):
        form.add_error("reference", gettext("You have somebody with this reference already: open it, or check it"))
        return person
    form.add_error("reference", gettext("Your service has this reference already: ask its manager, or check it"))
    return None


@needs(Permission.PERSON_SEE, methods=("GET", "HEAD"))
def person(request, pk):
    found = visible(request, pk)
    now = timezone.now()
    looking.saw(request.user, found, at=now)
    about = {
        "record": record.of(found, at=now),
        "introduce": links.address("introduce", pk),
        "manages": found.service_id in access.managed(request.user),
        "is_new_to_me": found.handed_over_at and found.keyworker_id == request.user.pk,
        "now": now,
    }
    return render(request, "referrals/person.html", about)


@needs(Permission.SERVICE_MANAGE, methods=("GET", "HEAD"))
def looks(request, pk):
    """Who has looked: for the manager of the person’s service."""
    found = visible(request, pk)
    if found.service_id not in access.managed(request.user):
        raise Http404
    looking.saw(request.user, found, at=timezone.now(), what="person.looks_seen")
    return render(request, "referrals/looks.html", {"person": found, "looks": looking.who_looked(found)})
