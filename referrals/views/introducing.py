"""FAMA's first stage at the desk: every option, looked at together, and what came of it.

No page of these names the person, the worker or the service: the client reads along.
"""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory.views.programmes import QUESTIONS, answer
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.audit import trail
from referrals import at_the_desk, came_of_it, case_notes, pathway
from referrals.access import Denied
from referrals.forms.introducing import LookForm
from referrals.models import Person
from referrals.pathway import FEWEST_TOGETHER, MOST_TOGETHER, ChangedMeanwhile, Introduced, NotRecorded
from referrals.stages import NoSuchStep

NOT_KEPT = (Denied, NotRecorded, NoSuchStep)


@needs(Permission.REFERRAL_MAKE)
def introduce(request, pk):
    person, now = get_object_or_404(Person.objects.visible_to(request.user), pk=pk), timezone.now()
    posted = request.POST if request.method == "POST" else None
    page = at_the_desk.page(posted, person=person, once=uuid.uuid4(), now=now, saving="save" in request.POST)
    if "save" in request.POST and page.is_sound and _kept(request, person, page, now):
        return redirect("referrals:introduced", pk)
    _seen("introduce.seen", request, [person], now)
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
    _seen("introduced.seen", request, [person], now)
    context = {
        "person": person,
        "found": found,
        "next_steps": case_notes.next_steps(found),
        "notes": case_notes.introduced(found, now=now),
    }
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
    _seen("introduce.printed", request, [person], now)
    context = {"looked": looked, "pages": pages, "now": now, "only_read": {"is_read_only": True}}
    return render(request, "referrals/introduce_print.html", context)


@needs(Permission.REFERRAL_MAKE)
def together(request):
    """Several people at once: first who they are, then the same page, and an offer for each."""
    now = timezone.now()
    theirs = Person.objects.visible_to(request.user).worked_with_by(request.user.pk).in_treatment()
    theirs = sorted(theirs.order_by("pk"), key=lambda person: person.reference)
    sent = set(request.POST.getlist("people"))
    people = [person for person in theirs if str(person.pk) in sent]
    is_a_group = len(people) == len(sent) and FEWEST_TOGETHER <= len(people) <= MOST_TOGETHER
    if not is_a_group:
        _seen("together.seen", request, theirs, now)
        return _choose(request, theirs, sent)
    saving = "save" in request.POST
    typed = request.POST if "once" in request.POST else None
    page = at_the_desk.together(typed, people=people, once=uuid.uuid4(), now=now, saving=saving)
    if saving and page.is_sound and _kept_together(request, page, now):
        return redirect("referrals:caseload")
    _seen("introduce.seen", request, people, now)
    context = {"page": page, "form": page.form, "looked": page.looked, "now": now}
    return render(request, "referrals/introduce_together.html", context, status=200 if page.is_sound else 422)


def _choose(request, theirs, sent):
    """Who is here? What was ticked stays ticked."""
    is_wrong = request.method == "POST"
    context = {
        "theirs": theirs,
        "choices": [{"value": str(person.pk), "text": person.reference} for person in theirs],
        "sent": sorted(sent),
        "is_wrong": is_wrong,
        "most": MOST_TOGETHER,
    }
    return render(request, "referrals/together.html", context, status=422 if is_wrong else 200)


def _kept_together(request, page, now):
    what = Introduced(**at_the_desk.shared(page.form))
    try:
        offers = pathway.sit_together(
            page.people,
            shown=page.looked.shown,
            what=what,
            by=request.user,
            at=now,
            seen=page.versions,
            once=page.form.this_once,
        )
    except ChangedMeanwhile:
        page.form.add_error(
            None,
            gettext(
                "Somebody recorded something for one of these people while you were together. Nothing is saved yet: "
                "save again, and it is saved for all of them."
            ),
        )
        page.versions = Person.objects.visible_to(request.user).versions_of(page.people)
        return False
    except NOT_KEPT as error:
        page.form.add_error(None, str(error))
        return False
    messages.success(request, gettext("Saved for %(number)d people.") % {"number": len(offers)})
    return True


def _kept(request, person, page, now):
    """Was all of it kept? What stood in the way is said on the form, and nothing that was typed is lost."""
    try:
        pathway.sit(
            person,
            shown=page.looked.shown,
            what=page.introduced(),
            came_up=page.came_up(),
            by=request.user,
            at=now,
            seen=page.form.cleaned_data["seen"],
            once=page.form.this_once,
        )
    except NOT_KEPT as error:
        page.form.add_error(None, str(error))
        if isinstance(error, ChangedMeanwhile):
            # They have been told; to save again is to have read it.
            page.seen = Person.objects.visible_to(request.user).version_of(person)
        return False
    return True


def _seen(what, request, people, now):
    """One event for the whole page."""
    services = {person.service_id for person in people}
    service = services.pop() if len(services) == 1 else None
    trail.record(what, actor=request.user.pk, at=now, service=service, subjects=[person.pk for person in people])
