"""What a worker types about somebody. Forms parse and validate; they never save."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.seals import CannotSeal
from referrals import references, retention
from referrals.models import Person

AN_AREA_OF_THEIRS = _("Choose one of the areas that the service works for")
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


class WhoPays:
    """Of services that work for several areas: which of them pays for this time in treatment. Of others it is plain."""

    def ask_who_pays(self, services):
        """Add the question ``area`` where it is one."""
        self.areas = {service.pk: list(service.areas.order_by("name")) for service in services}
        several = {area.pk: area.name for areas in self.areas.values() if len(areas) > 1 for area in areas}
        if several:
            choices = [("", _("Choose an area")), *sorted(several.items(), key=lambda named: named[1])]
            self.fields["area"] = forms.ChoiceField(
                label=_("Which area pays for it?"),
                choices=choices,
                required=False,
                help_text=retention.reason("Episode.area"),
                error_messages={"invalid_choice": AN_AREA_OF_THEIRS},
            )

    def refuse_another_area(self, service):
        """One of the service’s own has to be chosen, where it has several."""
        areas = [area.pk for area in self.areas[service.pk]]
        said = self.cleaned_data.get("area", "")
        if "area" in self.fields and not self.errors.get("area") and len(areas) > 1 and said not in areas:
            self.add_error("area", AN_AREA_OF_THEIRS)

    def area_said(self, service):
        """The code of the area; empty where it is plain."""
        return self.cleaned_data.get("area", "") if len(self.areas[service.pk]) > 1 else ""


class AddForm(WhoPays, FactsForm):
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
        self.ask_who_pays(self.services)

    def clean(self):
        super().clean()
        if "service" not in self.errors:
            self.refuse_another_area(self.service_chosen())

    @property
    def first(self):
        """The fields that stand before the fold."""
        names = ("service", "reference", "started_on", "kind", "area")
        return [self[name] for name in names if name in self.fields]

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
            "area": self.area_said(self.service_chosen()),
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
    rows = forms.Field(widget=forms.HiddenInput, required=False)  # opened by its key, so nothing else need be checked

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
