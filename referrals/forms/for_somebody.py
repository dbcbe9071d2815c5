"""What a worker types when they do something for somebody: each act has a form of its own. Forms never save."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory import geocoding
from directory.geocoding import PlaceAmbiguous, PlaceUnknown
from referrals import retention
from referrals.forms.introducing import PlaceTyped, which
from referrals.forms.people import CHOOSE, Chosen, FactsForm, ReferenceField, WhoPays, day, one_of
from referrals.models import Consent, Episode
from referrals.pathway import consents, day_of

A_PLACE = _("Enter a town or a postcode, like Leeds or M1 1AE")


class ActForm(forms.Form):
    """One act for somebody, with the version of their record that the page was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    never_kept = ()  # the names of fields that are not kept even sealed, while the screen is locked

    def __init__(self, data=None, *, person, user, initial=None):
        super().__init__(data, initial={"seen": person.version} | (initial or {}))
        self.person, self.user = person, user

    def given(self):
        """What the pathway takes beside who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def over(self, version):
        """The same as typed, over the record as it is now: saving again is then meant."""
        self.data = self.data.copy()
        self.data["seen"] = str(version)

    def shown(self):
        """Every field but those that are hidden."""
        return self.visible_fields()


class HandOverForm(ActForm):
    """To whom, among those who work for the same service."""

    to = Chosen(
        label=_("Who works with them from now on?"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        error_messages=dict.fromkeys(CHOOSE, _("Choose somebody who works for this service")),
    )

    def __init__(self, *args, colleagues, **more):
        super().__init__(*args, **more)
        self.fields["to"].queryset = colleagues
        self.fields["to"].label_from_instance = lambda user: user.name or user.email


class GiveForm(forms.Form):
    """Whose people are given, and to whom."""

    whose = Chosen(
        label=_("Whose people?"),
        queryset=None,
        required=False,
        empty_label=_("Nobody’s: those whom nobody works with"),
        error_messages={"invalid_choice": _("Choose somebody who works for this service")},
    )
    to = Chosen(
        label=_("Who works with them from now on?"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        error_messages=dict.fromkeys(CHOOSE, _("Choose somebody who works for this service")),
    )

    def __init__(self, data=None, *, colleagues):
        super().__init__(data)
        for name in ("whose", "to"):
            self.fields[name].queryset = colleagues
            self.fields[name].label_from_instance = lambda user: user.name or user.email

    def given(self):
        return {"of": self.cleaned_data["whose"], "to": self.cleaned_data["to"]}


class EndForm(ActForm):
    """When and how work with somebody ends, and how they can come back. Never "to mutual aid"."""

    ending = one_of(_("How did it end?"), Episode.Ending.choices)
    ended_on = day(_("When did it end?"), asks=_("Enter the day it ended, like 2026-11-24"))
    way_back = one_of(
        _("How do they know, in writing, how to come back?"),
        Episode.WayBack.choices,
        required=False,
        help_text=_("Everybody may come back. Leave this only where they died."),
    )

    def __init__(self, *args, **more):
        super().__init__(*args, initial={"ended_on": timezone.localdate()}, **more)

    def clean(self):
        said = super().clean()
        lives_on = said.get("ending") not in {None, Episode.Ending.DIED}
        if lives_on and not said.get("way_back") and "way_back" not in self.errors:
            self.add_error("way_back", _("Say how they were told to come back: it is always written down"))
        return said


class ToldForm(FactsForm, ActForm):
    """The facts, over what is known now."""

    def __init__(self, data=None, *, person, user):
        known = {name: getattr(person, name) for name in self.FACTS}
        super().__init__(data, person=person, user=user, initial=known)

    def given(self):
        return {"facts": self.facts()}


class CorrectForm(ActForm):
    """The reference, where it was typed wrongly."""

    reference = ReferenceField()


class StartForm(WhoPays, ActForm):
    """They come back into treatment."""

    started_on = day(_("When did this time start?"), asks=_("Enter the day it started, like 2026-11-24"))
    structured = one_of(
        _("Is it structured treatment?"),
        [("yes", _("Yes")), ("no", _("No"))],
        help_text=retention.reason("Episode.structured"),
    )

    def __init__(self, *args, **more):
        super().__init__(*args, initial={"started_on": timezone.localdate(), "structured": "yes"}, **more)
        self.ask_who_pays([self.person.service])

    def clean(self):
        super().clean()
        self.refuse_another_area(self.person.service)

    def given(self):
        said = super().given()
        return said | {"structured": said["structured"] == "yes", "area": self.area_said(self.person.service)}


class MovedForm(ActForm):
    """Where they live now. The place says which district that is, and is forgotten."""

    place = PlaceTyped(_("Where do they live now?"))
    never_kept = ("place",)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["place"].required = True
        self.fields["place"].error_messages["required"] = A_PLACE
        self.fields["place"].help_text = _("A town is enough. It is kept nowhere: only its district is compared.")

    def clean_place(self):
        try:
            place = geocoding.locate(self.cleaned_data["place"])
        except PlaceAmbiguous as several:
            raise forms.ValidationError(which(several)) from None
        except PlaceUnknown as unknown:
            raise forms.ValidationError(str(unknown)) from None
        return place

    def given(self):
        return {"district": self.cleaned_data["place"].authority}


class ConsentForm(ActForm):
    """What they agree to, for whom, by which channel, until when: in the words shown beside it."""

    what = one_of(_("What do they agree to?"), Consent.What.choices)
    whom = one_of(_("Who is told, or who does it?"), Consent.Whom.choices)
    channel = one_of(_("How?"), Consent.Channel.choices)
    until = day(_("Until when?"), asks=_("Enter the day it ends, like 2027-05-24"))

    def __init__(self, *args, **more):
        super().__init__(*args, initial={"until": timezone.localdate() + consents.LASTS}, **more)
        self.wording = consents.words_of()

    def clean_until(self):
        until, today = self.cleaned_data["until"], day_of(timezone.now())
        if not today < until <= today + dt.timedelta(days=366):
            raise forms.ValidationError(_("Choose a day after today, within a year"))
        return until

    def given(self):
        said = super().given()
        last_moment = dt.datetime.combine(said["until"], dt.time(23, 59), tzinfo=timezone.get_current_timezone())
        return said | {"until": last_moment}
