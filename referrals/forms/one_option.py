"""What does every act on an option carry? The version that it was read in, that it is done once, when to ask again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms_editing.times import DayInput
from mutualaid.ui import words
from referrals.models import Referral
from referrals.pathway import LATER, SOON

OPEN_AGAIN = _("Open this page again, then save: it did not come whole.")
FURTHEST = dt.timedelta(days=366)
A_DAY = "day"
NOT_SAID = {"csrfmiddlewaretoken", "seen"}  # of what is posted: these say nothing that could differ


def one_of(label, choices, **more):
    """Chips of which one may be said. Nothing is chosen beforehand."""
    wrong = _("Choose one of the answers")
    messages = {"required": wrong, "invalid_choice": wrong} | more.pop("error_messages", {})
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages, **{"required": False} | more
    )


def some_of(label, choices, **more):
    """Chips of which any number may be said."""
    wrong = _("Choose among the answers")
    messages = {"invalid_choice": wrong, "invalid_list": wrong}
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=messages,
        required=False,
        **more,
    )


def a_day(label, **more):
    """A day, or nothing."""
    wrong = _("Enter a day, like 1/12/2026")
    messages = {"invalid": wrong}
    return forms.DateField(
        label=label, required=False, widget=DayInput(format="%Y-%m-%d"), error_messages=messages, **more
    )


class ActForm(forms.Form):
    """One act on ``referral``, on ``today`` in London."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, error_messages={"invalid": OPEN_AGAIN})
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={"invalid": OPEN_AGAIN})

    def __init__(self, data=None, *, referral: Referral, now: dt.datetime, initial=None, **more):
        self.referral, self.now, self.today = referral, now, now.astimezone(words.LONDON).date()
        hidden = {"seen": referral.version, "once": uuid.uuid4()}
        super().__init__(data, initial=hidden | (initial or {}), **more)

    def clean(self):
        hidden = [self.errors.pop(name, None) for name in ("seen", "once")]  # nobody can put right what they cannot see
        if any(hidden) or self.cleaned_data.get("seen") is None or self.cleaned_data.get("once") is None:
            self.add_error(None, OPEN_AGAIN)

    @property
    def this_once(self) -> uuid.UUID:
        """Of this page with these answers: pressed twice it is one act; with another answer it is another."""
        said = sorted((name, values) for name, values in self.data.lists() if name not in NOT_SAID)
        return uuid.uuid5(self.referral.pk, repr(said))

    def over(self, referral: Referral):
        """As typed, over what somebody else has recorded meanwhile: what they read now is what it is saved over."""
        self.referral = referral
        self.data = self.data.copy()
        self.data["seen"] = str(referral.version)

    def refuse_unless_to_come(self, name: str):
        """A day that is given lies after today, and within a year."""
        day = self.cleaned_data.get(name)
        if day and not self.today < day <= self.today + FURTHEST:
            self.add_error(name, _("Choose a day after today, within a year"))


class AskAgainForm(ActForm):
    """An act after which they are asked again: at one of ``STEPS``, or on a day of their own."""

    STEPS: ClassVar = {
        "session": (_("Next session, %(day)s"), SOON),
        "two_weeks": (_("In two weeks, %(day)s"), dt.timedelta(days=14)),
        "month": (_("In four weeks, %(day)s"), LATER),
    }
    again = one_of(_("Ask again"), [])
    again_on = a_day(_("Which day"))

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        self.fields["again"].choices = [
            *((value, self._in_words(label, days)) for value, (label, days) in self.STEPS.items()),
            (A_DAY, _("On another day")),
        ]

    def _in_words(self, label, days):
        return label % {"day": words.weekday_and_date(self.today + days, now=self.now)}

    def clean(self):
        super().clean()
        self.refuse_unless_to_come("again_on")
        if self.cleaned_data.get("again") == A_DAY and not self.data.get("again_on"):
            self.add_error("again_on", gettext("Enter the day on which to ask again"))

    def ask_on(self, otherwise: dt.timedelta) -> dt.date:
        """The day that was chosen; left alone, so long ``otherwise``."""
        again, day = self.cleaned_data.get("again"), self.cleaned_data.get("again_on")
        if day and again in {"", A_DAY}:
            return day
        return self.today + (self.STEPS[again][1] if again in self.STEPS else otherwise)


class MoveForm(AskAgainForm):
    """Told more, wants to try it, not now, not for me: whichever button was pressed."""

    STEPS: ClassVar = {
        "month": (_("In four weeks, %(day)s"), LATER),
        "three_months": (_("In three months, %(day)s"), dt.timedelta(days=91)),
    }
    act = forms.ChoiceField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, acts, **more):
        self.acts = acts
        super().__init__(data, **more)

    def clean(self):
        super().clean()
        self.errors.pop("act", None)
        if self.data.get("act") not in self.acts:
            self.add_error(None, _("Press the button that says what was done."))


class AnotherForm(forms.Form):
    """Another kind to try as well: one of those they were shown, in the order in which they were shown."""

    programme = forms.ChoiceField(label=_("Which kind"))

    def __init__(self, data=None, *, shown):
        super().__init__(data)
        said = _("Choose one of those you were shown")
        self.fields["programme"].choices = [("", _("Choose one of those you were shown")), *shown]
        self.fields["programme"].error_messages = {"required": said, "invalid_choice": said}
