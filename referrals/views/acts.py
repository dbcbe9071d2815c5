"""One act for somebody, each on a page of its own: what was typed is recorded, or they are told what to do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.sealing.seals import CannotSeal
from referrals import access, looking, pathway
from referrals.forms.for_somebody import ConsentForm, CorrectForm, EndForm, HandOverForm, MovedForm, StartForm, ToldForm
from referrals.models import Consent, Person
from referrals.views.people import visible


def record(request, person, form, do, said):
    """Do for ``person`` what a form gives, with one of the pathway’s own; was it recorded? ``said`` says what was."""
    try:
        done = do(person, **form.given(), by=request.user, at=timezone.now(), seen=form.cleaned_data["seen"])
    except pathway.ChangedMeanwhile as error:
        form.over(visible(request, person.pk).version)
        form.add_error(None, str(error))
    except (pathway.NotRecorded, CannotSeal) as error:
        form.add_error(None, str(error))
    except access.Denied:
        raise Http404 from None
    else:
        messages.success(request, said(done))
        return True
    return False


def _saved(_done):
    return gettext("Saved.")


def page_for(form_of, do, *, title, save, note="", begins=lambda person: {}, said=_saved):
    """A page that does one thing for somebody with ``do``; ``begins`` says what else its form is made from."""

    @needs(Permission.REFERRAL_MAKE)
    def page(request, pk):
        person = visible(request, pk)
        posted = request.POST if request.method == "POST" else None
        form = form_of(posted, person=person, user=request.user, **begins(person))
        if form.is_valid() and record(request, person, form, do, said):
            return _away(request, person)
        looking.saw(request.user, person, at=timezone.now())
        about = {"person": person, "form": form, "title": title, "save": save, "note": note}
        return render(request, "referrals/act.html", about)

    return page


def _away(request, person):
    """Back to the record; to the caseload where they are somebody else’s now."""
    if Person.objects.visible_to(request.user).contains(person):
        return redirect("referrals:person", person.pk)
    return redirect("referrals:caseload")


hand_over = page_for(
    HandOverForm,
    pathway.hand_over,
    title=_("Hand over"),
    save=_("Hand over"),
    note=_("They stand on your colleague’s list at once, as handed over, with everything that is recorded."),
    begins=lambda person: {"colleagues": access.colleagues([person.service_id])},
)
end = page_for(
    EndForm,
    pathway.end,
    title=_("End this time in treatment"),
    save=_("End it"),
    note=_("Every option of theirs ends with it. They may come back at any time, and what is recorded stays."),
)
facts = page_for(
    ToldForm,
    pathway.set_facts,
    title=_("What they have told us"),
    save=_("Save"),
    note=_("Each is optional. Write nothing that they would not want written."),
)
correct = page_for(
    CorrectForm,
    pathway.correct_reference,
    title=_("Correct the reference"),
    save=_("Save"),
)
start = page_for(
    StartForm,
    pathway.start_episode,
    title=_("Start a new time in treatment"),
    save=_("Start it"),
    note=_("They are shown every option anew: what was shown before has lapsed."),
)


def _moved(lapsed):
    if lapsed:
        return gettext("What was shown to them before no longer stands. Show them what there is where they live now.")
    return gettext("Nothing has changed: no options of another district stand for them.")


moved = page_for(
    MovedForm,
    pathway.lapse_elsewhere,
    title=_("They have moved"),
    save=_("They have moved"),
    note=_("In another district other groups are near: they are shown every option anew. What is planned goes on."),
    said=_moved,
)
consent = page_for(
    ConsentForm,
    pathway.give_consent,
    title=_("They agree to something"),
    save=_("They agree"),
)


@needs(Permission.REFERRAL_MAKE, methods=("POST",))
def withdraw(request, pk):
    """They take back what they agreed to. Taking it back twice changes nothing."""
    found = get_object_or_404(Consent.objects.visible_to(request.user).for_an_act(), pk=pk)
    return _at_once(request, found.person, lambda **how: pathway.withdraw_consent(found, **how))


@needs(Permission.REFERRAL_MAKE, methods=("POST",))
def take_on(request, pk):
    """Whoever they were handed over to has seen it."""
    person = visible(request, pk)
    return _at_once(request, person, lambda **how: pathway.take_on(person, **how))


def _at_once(request, person, do):
    try:
        do(by=request.user, at=timezone.now())
    except access.Denied:
        raise Http404 from None
    except pathway.NotRecorded as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Saved."))
    return redirect("referrals:person", person.pk)
