"""FAMA's first stage at the desk: every option, looked at together, and what came of it.

No page of these names the person, the worker or the service: the client reads along.
"""

import uuid

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from directory.views.programmes import QUESTIONS, answer
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.audit import trail
from referrals import at_the_desk, came_of_it, case_notes, pathway
from referrals.access import Denied
from referrals.forms_introducing import LookForm
from referrals.models import Person
from referrals.pathway import ChangedMeanwhile, NotRecorded
from referrals.stages import NoSuchStep

NOT_KEPT = (Denied, NotRecorded, NoSuchStep)


@needs(Permission.REFERRAL_MAKE)
def introduce(request, pk):
    person, now = get_object_or_404(Person.objects.visible_to(request.user), pk=pk), timezone.now()
    posted = request.POST if request.method == "POST" else None
    page = at_the_desk.page(posted, person=person, once=uuid.uuid4(), now=now, saving="save" in request.POST)
    if "save" in request.POST and page.is_sound and _kept(request, person, page, now):
        return redirect("referrals:introduced", pk)
    _seen("introduce.seen", request, person, now)
    return render(
        request,
        "referrals/introduce.html",
        {"page": page, "form": page.form, "looked": page.looked, "now": now},
        status=200 if page.is_sound else 422,
    )


@needs(Permission.REFERRAL_MAKE, methods=("GET", "HEAD"))
def introduced(request, pk):
    person, now = get_object_or_404(Person.objects.visible_to(request.user), pk=pk), timezone.now()
    found = came_of_it.last(person, user=request.user, at=now)
    if found is None:
        return redirect("referrals:introduce", pk)
    _seen("introduced.seen", request, person, now)
    context = {"person": person, "found": found, "notes": case_notes.introduced(found, now=now), "now": now}
    return render(request, "referrals/introduced.html", context)


@needs(Permission.REFERRAL_MAKE, methods=("POST",))
def introduce_print(request, pk):
    """To take away: what they want to know more about, and always the whole range."""
    person, now = get_object_or_404(Person.objects.visible_to(request.user), pk=pk), timezone.now()
    form = LookForm(request.POST)
    form.is_valid()
    looked = at_the_desk.look(form, now=now)
    ticked, programmes = request.POST.getlist("try"), looked.directory.programmes
    chosen = [programmes[option.slug] for option in looked.options.every if option.slug in ticked]
    pages = [(each, [answer(each, question) for question in QUESTIONS]) for each in chosen]
    _seen("introduce.printed", request, person, now)
    context = {"looked": looked, "pages": pages, "now": now, "only_read": {"is_read_only": True}}
    return render(request, "referrals/introduce_print.html", context)


def _kept(request, person, page, now):
    """Was all of it kept? What stood in the way is said on the form, and nothing that was typed is lost."""
    given = page.form.cleaned_data
    try:
        pathway.sit(
            person,
            shown=page.looked.shown,
            what=page.introduced(),
            came_up=page.came_up(),
            by=request.user,
            at=now,
            seen=given["seen"],
            once=given["once"],
        )
    except NOT_KEPT as error:
        page.form.add_error(None, str(error))
        if isinstance(error, ChangedMeanwhile):
            # They have been told; to save again is to have read it.
            page.seen = Person.objects.visible_to(request.user).version_of(person)
        return False
    return True


def _seen(what, request, person, now):
    trail.record(what, actor=request.user.pk, at=now, service=person.service_id, subjects=[person.pk])
