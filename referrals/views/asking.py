"""Take an active interest: how did it go, and what now? In the hand, two taps and Save."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import case_notes, history, pathway, planned, pressure
from referrals.forms.asking import AskForm
from referrals.models import How
from referrals.pathway import Asked, day_of
from referrals.stages import Act, NoSuchStep, after
from referrals.views.one_option import find, recorded, saw


@needs(Permission.REFERRAL_MAKE)
def ask(request, pk):
    """How it went, or which kind of not knowing, and what they want next."""
    now, referral = timezone.now(), find(request, pk)
    try:
        after(referral.stage, Act.ASK)
    except NoSuchStep as error:
        messages.error(request, str(error))
        return redirect("referrals:option", pk)
    plan = history.told(referral, to=request.user).to_ask_about(day_of(now))
    form = AskForm(request.POST if request.method == "POST" else None, referral=referral, now=now)
    if request.method == "POST" and recorded(request, form, lambda: _save(request, form, plan, now)):
        return redirect("referrals:asked", pk)
    referral = form.referral
    saw(request, "ask.seen", referral, now=now)
    context = {
        "form": form,
        "referral": referral,
        "visit": _visit(plan, now),
        "pressed": pressure.WHAT_IS_KNOWN if pressure.is_pressed(referral) else "",
    }
    return render(request, "referrals/ask.html", context, status=422 if form.errors else 200)


def _save(request, form, plan, now):
    meeting = plan.meeting if plan else None
    kind = meeting.kind if meeting else form.referral.programme.kind
    return pathway.ask(
        form.referral,
        Asked(plan=plan, meeting_kind=kind, **form.given()),
        by=request.user,
        at=now,
        seen=form.cleaned_data["seen"],
        once=form.this_once,
    )


def _visit(plan, now):
    """The plan in words; None where there is none."""
    return next(iter(planned.visits([plan] if plan else [], directory=following.directory(), now=now)), None)


@needs(Permission.PERSON_SEE, methods=("GET", "HEAD"))
def asked(request, pk):
    """It is saved: what comes next, and the paragraph for the case notes."""
    now, referral = timezone.now(), find(request, pk)
    review = referral.last_review
    if review is None:
        messages.error(request, gettext("Nobody has asked how it went yet."))
        return redirect("referrals:option", pk)
    told, is_pressed = history.told(referral, to=request.user), pressure.is_pressed(referral)
    plans = {plan.pk: plan for plan in told.plans}
    next_plans = [plan for plan in told.plans if plan.on >= day_of(now) and plan.pk != review.plan_id]
    saw(request, "asked.seen", referral, now=now)
    context = {
        "referral": referral,
        "review": review,
        "was_not_on": review.how == How.WASNT_ON,
        "directory_told": bool(review.plan_id and plans[review.plan_id].meeting_id),
        "visits": planned.visits(next_plans, directory=following.directory(), now=now),
        "notes": case_notes.asked(
            referral.programme.name,
            review,
            _visit(plans.get(review.plan_id), now),
            ask_on=referral.due_on,
            is_pressed=is_pressed,
            now=now,
        ),
        "pressed": pressure.WHAT_IS_KNOWN if is_pressed else "",
        "now": now,
    }
    return render(request, "referrals/asked.html", context)
