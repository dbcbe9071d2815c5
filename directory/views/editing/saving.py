"""What an editor typed is saved, or they are told what to do; what they typed is never lost."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from directory import history, verification
from directory.history import Line
from directory.verification import ChangedMeanwhile, NotAccepted, NotMerged, NotOtherwise


@dataclass(frozen=True, slots=True)
class Answer:
    """Is it saved? If not, the form to show, and what somebody else has changed meanwhile."""

    is_saved: bool
    form: forms.Form
    meanwhile: tuple[Line, ...] = ()


def save(request, thing, form):
    """Save a form of facts over ``thing``."""
    if not form.is_valid():
        return Answer(False, form)
    why, seen = form.cleaned_data["why"], form.cleaned_data["seen"]
    try:
        change = verification.edit(thing, form.facts(), by=request.user, at=timezone.now(), why=why, seen=seen)
    except ChangedMeanwhile as error:
        told = history.between(type(thing), {name: seen.get(name) for name in error.now}, error.now)
        return Answer(False, form.over(error.now), tuple(told))
    except ValidationError as error:
        form.refuse(error)
        return Answer(False, form)
    messages.success(request, gettext("Saved.") if change else gettext("It said so already: nothing was changed."))
    return Answer(True, form)


def add(request, form, by_hand):
    """Add what a form says with ``by_hand``, one of verification’s own; the new thing, or None."""
    if not form.is_valid():
        return None
    try:
        added = by_hand(form.facts(), by=request.user, at=timezone.now(), why=form.cleaned_data["why"])
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, gettext("Added."))
    return added


def act(request, thing, form, do):
    """Do to ``thing`` what a form gives, with one of verification’s own; was it done?"""
    if not form.is_valid():
        return False
    try:
        do(thing, **form.given(), by=request.user, at=timezone.now())
    except (NotAccepted, NotMerged, NotOtherwise) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, gettext("Done."))
    return True


def address(thing, *, page=""):
    """Where ``thing`` is edited, or a ``page`` about it: its history, or when it is otherwise."""
    kind = thing._meta.model_name
    return reverse(f"editing:{kind}{page and '_' + page}", args=[getattr(thing, "slug", thing.pk)])
