"""What an editor says of a list that comes in: whose it is, of which day, the file, or the mapping as text."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.importers import intake
from directory.importers.listed import ImportRefused
from directory.importers.mapping import SOURCE_AT_MOST, check_source
from directory.models import Source, Upload

DETAILS = tuple(SOURCE_AT_MOST)
EARLIEST = 2000  # the year of a list; an earlier one is a slip


class StartForm(forms.Form):
    """Which list it is, of which day, and the file."""

    source = forms.ModelChoiceField(
        label=_("Which list is it?"),
        queryset=Source.objects.real(),
        to_field_name="slug",
        empty_label=_("A new list"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of these lists")},
    )
    slug = forms.CharField(
        label=_("Short name, if it is new"), help_text=_("Letters, digits and hyphens, like uk-listing"), required=False
    )
    name = forms.CharField(label=_("Name, if it is new"), required=False)
    licence = forms.ChoiceField(
        label=_("Licence, if it is new"), choices=[("", _("Choose a licence")), *Source.Licence.choices], required=False
    )
    permission = forms.CharField(
        label=_("Who allowed us to show it, and when, if it is new"),
        help_text=_("Where no licence is stated. Without it the public does not see the list."),
        required=False,
    )
    credit = forms.CharField(label=_("Whom to credit, if it is new"), required=False)
    address = forms.URLField(
        label=_("Its web address, if it is new"),
        help_text=_("Like https://example.org/meetings"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, like https://example.org/meetings")},
    )
    format = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=Upload.Format.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of file"), "invalid_choice": _("Choose the kind of file")},
    )
    as_of = forms.DateField(
        label=_("Which day does it speak of?"),
        help_text=_("Like 2026-11-24"),
        error_messages={
            "required": _("Enter the day it speaks of, like 2026-11-24"),
            "invalid": _("Enter the day it speaks of, like 2026-11-24"),
        },
    )
    file = forms.FileField(
        label=_("The file, at most 50 MB"),
        error_messages={
            "required": _("Choose the file"),
            "empty": _("The file is empty: choose another"),
            "missing": _("Choose the file"),
        },
    )

    def __init__(self, data=None, files=None, *, refused=""):
        """``refused`` is why the file was not taken in, where it was not."""
        super().__init__(data, files)
        self.fields["as_of"].initial = timezone.localdate()
        if refused:
            self.fields["file"].error_messages["required"] = refused

    def clean_as_of(self):
        if self.cleaned_data["as_of"] > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet: enter the day the list speaks of"))
        if self.cleaned_data["as_of"].year < EARLIEST:
            raise forms.ValidationError(self.fields["as_of"].error_messages["invalid"])
        return self.cleaned_data["as_of"]

    def clean(self):
        given = super().clean()
        if self.errors.get("source") or given.get("source"):
            return given
        self._check_slug(given.get("slug", ""))
        for name, asks in (("name", _("Give the list a name")), ("licence", _("Choose a licence"))):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, asks)
        for name, most in SOURCE_AT_MOST.items():
            if len(given.get(name) or "") > most:
                self.add_error(name, gettext("Make it %(most)s letters or fewer") % {"most": most})
        if not self.errors:
            self._check_details()
        return given

    def facts(self):
        """What is kept with the file."""
        given, source = self.cleaned_data, self.cleaned_data["source"]
        details = {name: getattr(source, name) if source else given[name] for name in DETAILS}
        slug = source.slug if source else given["slug"]
        return {"slug": slug, "details": details, "format": given["format"], "as_of": given["as_of"]}

    def _check_details(self):
        """A mapping has to be able to say them: no control characters, for one."""
        try:
            check_source({name: self.cleaned_data[name] for name in DETAILS if self.cleaned_data[name]})
        except ImportRefused as refused:
            self.add_error(None, str(refused))

    def _check_slug(self, slug):
        try:
            intake.check_short_name(slug)
        except intake.NameRefused as refused:
            self.add_error("slug", str(refused)[:1].upper() + str(refused)[1:])
        else:
            if Source.objects.called(slug).exists():
                self.add_error("slug", _("There is a list of that name: choose it above, or give another"))


class MappingForm(forms.Form):
    """A mapping, written."""

    toml = forms.CharField(
        label=_("The mapping"), widget=forms.Textarea, strip=False, error_messages={"required": _("Write the mapping")}
    )

    def __init__(self, data=None, *, upload, initial=None):
        self.format = upload.format
        super().__init__(data, initial=initial)

    def clean_toml(self):
        return checked(self.cleaned_data["toml"].replace("\r\n", "\n"), self.format)


def checked(text, format):
    """``text``, where the import can follow it. Raises ValidationError."""
    try:
        intake.mapping_of(text, format)
    except ImportRefused as refused:
        raise forms.ValidationError(str(refused)) from None
    return text
