"""What a worker types about somebody. Forms parse and validate; they never save."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.seals import CannotSeal
from referrals import references, retention
from referrals.models import Consent, Episode, Person
from referrals.pathway import consents, day_of

CHOOSE = dict.fromkeys(("required", "invalid_choice", "null_characters_not_allowed"), _("Choose one of these"))
NOT_SAID = ("", _("Not said"))


class Chosen(forms.ModelChoiceField):
    """One of some records. What is no key at all is answered as a key that is none of theirs."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class DayInput(forms.DateInput):
    input_type = "date"


def day(label, *, asks, **more):
    """A day; ``asks`` is what to say where it is missing or is none."""
    messages = {"required": asks, "invalid": asks}
    return forms.DateField(label=label, widget=DayInput(format="%Y-%m-%d"), error_messages=messages, **more)


def one_of(label, choices, **more):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE, **more)


def fact(field, label, choices):
    """Something that may be known of somebody, with its reason beside it."""
    why = retention.reason(f"Person.{field}")
    return one_of(label, [NOT_SAID, *choices], required=False, help_text=why)


class ReferenceField(forms.CharField):
    """The service’s own reference, as it is kept; what could be a name is refused with a hint."""

    def __init__(self):
        super().__init__(
            label=_("Your service’s reference"),
            help_text=_("Like RH-2041. Never a name, a date of birth or an NHS number."),
            max_length=100,
            error_messages={
                "required": _("Enter the reference that your service uses, like RH-2041"),
                "max_length": _("Enter a reference of at most 20 letters and numbers, like RH-2041"),
            },
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value):
        said = super().clean((value or "").replace("\0", ""))
        try:
            return references.checked(said)
        except references.NotAReference as error:
            raise forms.ValidationError(str(error)) from None


class FindForm(forms.Form):
    """Which reference to look for. Posted, so that it is never in an address."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=1000,
        error_messages={"required": _("Enter a reference, like RH-2041")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def found(self, people):
        """Those among ``people`` who are known by it."""
        try:
            return list(people.with_reference(self.cleaned_data["reference"]).order_by("pk")[:10])
        except CannotSeal:
            return []


class FactsForm(forms.Form):
    """What somebody has told us: each optional and coarse, each with its reason."""

    age_band = fact("age_band", _("Age"), Person.AgeBand.choices)
    gender = fact("gender", _("Gender"), Person.Gender.choices)
    substances = fact("substances", _("What they are in treatment for"), Person.Substances.choices)
    prescribed = fact("prescribed", _("Medicine for opioid dependence"), Person.Prescribed.choices)
    needs = forms.MultipleChoiceField(
        label=_("How they need to be told things"),
        choices=Person.Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=retention.reason("Person.needs"),
        error_messages={"invalid_choice": _("Choose among these")},
    )

    FACTS = ("age_band", "gender", "substances", "prescribed", "needs")

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def optional(self):
        """The fields that stand behind the fold."""
        return [self[name] for name in self.FACTS]

    @property
    def facts_are_wrong(self):
        """Is something behind the fold to be put right? Then it stands open."""
        return any(field.errors for field in self.optional())


class AddForm(FactsForm):
    """Somebody new: a reference and the day their treatment started. The rest may wait."""

    service = Chosen(label=_("Which service?"), queryset=None, widget=forms.Select, empty_label=_("Choose a service"))
    reference = ReferenceField()
    started_on = day(_("When did this time in treatment start?"), asks=_("Enter the day it started, like 2026-11-24"))
    kind = one_of(_("Who is it?"), Person.Kind.choices, initial=Person.Kind.CLIENT)
    structured = one_of(
        _("Is it structured treatment?"),
        [("yes", _("Yes")), ("no", _("No"))],
        required=False,
        initial="yes",
        help_text=retention.reason("Episode.structured"),
    )

    def __init__(self, data=None, *, services):
        super().__init__(data, initial={"started_on": timezone.localdate()})
        self.services = list(services)
        self.fields["service"].queryset = services
        self.fields["service"].error_messages = dict.fromkeys(CHOOSE, _("Choose the service they come to"))
        if len(self.services) == 1:
            del self.fields["service"]

    @property
    def first(self):
        """The fields that stand before the fold."""
        return [self[name] for name in ("service", "reference", "started_on", "kind") if name in self.fields]

    def optional(self):
        return [self["structured"], *super().optional()]

    def given(self):
        """What pathway.add_person takes, but the service."""
        said = self.cleaned_data
        return {
            "reference": said["reference"],
            "started_on": said["started_on"],
            "kind": said["kind"],
            "structured": said["structured"] != "no",
            "facts": self.facts(),
        }

    def service_chosen(self):
        return self.cleaned_data.get("service") or self.services[0]


class FileForm(forms.Form):
    """Which service a list is of, whose people they are, and the file."""

    service = Chosen(
        label=_("Which service?"),
        queryset=None,
        empty_label=_("Choose a service"),
        error_messages=dict.fromkeys(CHOOSE, _("Choose the service they come to")),
    )
    keyworker = Chosen(
        label=_("Who works with those who are new?"),
        queryset=None,
        required=False,
        empty_label=_("I do"),
        error_messages={"invalid_choice": _("Choose somebody who works for this service")},
    )
    file = forms.FileField(label=_("The list, a workbook (.xlsx) or CSV, of at most 2,000 people"), required=False)
    rows = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, services, colleagues, initial=None):
        super().__init__(data, initial=initial)
        self.services = list(services)
        self.fields["service"].queryset = services
        self.fields["keyworker"].queryset = colleagues
        self.fields["keyworker"].label_from_instance = lambda user: user.name or user.email
        if len(self.services) == 1:
            del self.fields["service"]
        if not colleagues:
            del self.fields["keyworker"]

    def service_chosen(self):
        return self.cleaned_data.get("service") or self.services[0]


class ActForm(forms.Form):
    """One act for somebody, with the version of their record that the page was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

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


class StartForm(ActForm):
    """They come back into treatment."""

    started_on = day(_("When did this time start?"), asks=_("Enter the day it started, like 2026-11-24"))
    structured = one_of(
        _("Is it structured treatment?"),
        [("yes", _("Yes")), ("no", _("No"))],
        help_text=retention.reason("Episode.structured"),
    )

    def __init__(self, *args, **more):
        super().__init__(*args, initial={"started_on": timezone.localdate(), "structured": "yes"}, **more)

    def given(self):
        said = super().given()
        return said | {"structured": said["structured"] == "yes"}


class ConsentForm(ActForm):
    """What they agree to, for whom, by which channel, until when: in the words shown beside it."""

    what = one_of(_("What do they agree to?"), Consent.What.choices)
    whom = one_of(_("Who is told, or who does it?"), Consent.Whom.choices)
    channel = one_of(_("How?"), Consent.Channel.choices)
    until = day(_("Until when?"), asks=_("Enter the day it ends, like 2027-05-24"))

    def __init__(self, *args, **more):
        super().__init__(*args, initial={"until": timezone.localdate() + consents.LASTS}, **more)
        self.wording = consents.WORDS[consents.WORDING]

    def clean_until(self):
        until, today = self.cleaned_data["until"], day_of(timezone.now())
        if not today < until <= today + dt.timedelta(days=366):
            raise forms.ValidationError(_("Choose a day after today, within a year"))
        return until

    def given(self):
        said = super().given()
        last_moment = dt.datetime.combine(said["until"], dt.time(23, 59), tzinfo=timezone.get_current_timezone())
        return said | {"until": last_moment}
