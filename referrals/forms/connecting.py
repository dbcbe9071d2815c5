"""Which meetings to try, by when, who goes along, what could get in the way, and who got in touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import ClassVar
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from directory.models import Meeting
from referrals.forms.one_option import FURTHEST, ActForm, a_day, one_of, some_of
from referrals.models import Barrier, Consent, Contact, Fix, Safety, With
from referrals.next_meetings import ToTry
from referrals.pathway import LONGEST_WORDS, Called, Planned

MOST_AT_ONCE = 5
TOO_LONG = {"max_length": _("Keep it to %(limit_value)d letters")}


class LookForm(forms.Form):
    """Where and from which day to look for meetings. It is used and not kept."""

    place = forms.CharField(
        label=_("Near which town or postcode?"),
        help_text=_("We use it to look, and do not keep it."),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Enter a town or a postcode alone, like Leeds or M1 1AE")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    not_before = a_day(_("Not before"), help_text=_("Leave it empty for the next meetings there are"))


class ConnectForm(LookForm, ActForm):
    """One option: everything that is settled in the session."""

    SAID_BEFOREHAND: ClassVar = [each for each in Barrier.choices if each[0] not in {"didnt_fancy", "not_said"}]

    meetings = some_of(_("Which would you try?"), [])
    by_when = a_day(_("Or no meeting yet: by when will you ring, or look at its site?"))
    with_whom = one_of(_("Who goes along?"), With.choices)
    safety = one_of(
        _("Is there anyone, or any condition, that affects where you can safely go?"),
        Safety.choices,
        help_text=_("Only yes, no or rather not say. No detail is kept."),
    )
    words = forms.CharField(
        label=_("In your own words, what do you want to try?"),
        help_text=_("Kept sealed. Leave out names."),
        required=False,
        max_length=LONGEST_WORDS,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    barriers = some_of(_("What could get in the way?"), SAID_BEFOREHAND)
    fixes = some_of(_("What would help?"), Fix.choices)
    who = one_of(_("Did anybody get in touch, here and now?"), Contact.Who.choices)
    reached = one_of(_("Whom did you reach?"), Contact.Reached.choices)
    channel = one_of(
        _("How?"), [each for each in Consent.Channel.choices if each[0] in {"telephone", "text", "email", "in_person"}]
    )
    agrees = some_of(_("Do you agree to it?"), [("yes", _("Yes, get in touch for me"))])
    meeting_point = forms.CharField(
        label=_("Where will you meet whoever goes along?"),
        help_text=_("Kept sealed. Leave out names and numbers."),
        required=False,
        max_length=LONGEST_WORDS,
        error_messages=TOO_LONG,
    )
    ask_on = a_day(_("When shall we ask how it went?"), help_text=_("Leave it empty for the day after"))

    def __init__(self, data=None, *, offered: Collection[ToTry] = (), agreed: Collection[tuple[str, str]] = (), **more):
        """``offered`` can be chosen; ``agreed`` are the (whom, channel) that they said yes to before."""
        super().__init__(data, **more)
        self.offered = {each.value: each for each in offered}
        self.agreed = set(agreed)
        self.fields["meetings"].choices = [(value, each.said) for value, each in self.offered.items()]
        self.fields["meetings"].error_messages["invalid_choice"] = _(
            "One of those is not on the list any more, or not on that day: choose again"
        )

    def only_looked(self, trouble: str = ""):
        """They asked to look for meetings and for nothing else: whatever is typed stays, and is not judged yet."""
        self.full_clean()
        self._errors = ErrorDict({name: told for name, told in self.errors.items() if name in {"place", "not_before"}})
        if trouble:
            self.add_error("place", trouble)

    def clean(self):
        super().clean()
        said = self.cleaned_data
        for name in ("not_before", "by_when"):
            self._check_day(name)
        self.refuse_unless_to_come("ask_on")
        if self.is_planned:
            self._require("with_whom", _("Choose who goes along, even if it is nobody"))
            self._require("safety", _("Ask this first. “Rather not say” is an answer."))
        elif not (said.get("who") or self.errors):
            self.add_error("meetings", _("Choose a meeting to try, or say by when, or who got in touch"))
        if len(said.get("meetings", ())) > MOST_AT_ONCE:
            self.add_error("meetings", _("Choose five at most: they can be added to later"))
        self._check_contact(said)

    @property
    def is_planned(self) -> bool:
        return bool(self.cleaned_data.get("meetings") or self.cleaned_data.get("by_when"))

    def _require(self, name, sentence):
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _check_day(self, name):
        day = self.cleaned_data.get(name)
        if day and not self.today <= day <= self.today + FURTHEST:
            self.add_error(name, _("Choose a day from today on, within a year"))

    def _check_contact(self, said):
        if said.get("reached") and not said.get("who"):
            self.add_error("who", _("Choose who got in touch"))
        if not said.get("who"):
            return
        self._require("reached", _("Choose whom you reached, or that nobody answered"))
        if said["who"] == Contact.Who.PERSON:
            return
        self._require("channel", _("Choose how: agreeing is to that way alone"))
        if not said.get("agrees") and said.get("channel") and not self._has_agreed(said):
            self.add_error("agrees", _("Ask first, then tick that you agree: nobody is contacted without it"))

    def _has_agreed(self, said) -> bool:
        whom = Consent.Whom.PEER if said.get("reached") == Contact.Reached.PEER else Consent.Whom.GROUP
        return (whom, said["channel"]) in self.agreed

    @property
    def chosen(self) -> list[ToTry]:
        return [self.offered[value] for value in dict.fromkeys(self.cleaned_data["meetings"])]

    def plans(self, meetings: Mapping[UUID, Meeting]) -> list[Planned]:
        """A plan for each meeting that was chosen, or one for a line or a site. Raises KeyError where one has gone."""
        said = self.cleaned_data
        days: list[tuple[dt.date, Meeting | None]] = [(each.on, meetings[each.meeting]) for each in self.chosen]
        if said["by_when"] and not days:
            days = [(said["by_when"], None)]
        return [
            Planned(
                on=on,
                meeting=meeting,
                with_whom=said["with_whom"],
                safety=said["safety"],
                words=said["words"],
                meeting_point=said["meeting_point"],
                barriers=tuple(said["barriers"]),
                fixes=tuple(said["fixes"]),
                ask_on=max(said["ask_on"], on) if said["ask_on"] else None,
            )
            for on, meeting in days
        ]

    def called(self) -> Called | None:
        said = self.cleaned_data
        if not said["who"]:
            return None
        channel = said["channel"] or Consent.Channel.TELEPHONE
        return Called(said["who"], said["reached"], channel, agrees=bool(said["agrees"]))
