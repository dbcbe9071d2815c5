"""What an auditor asks of the trail."""

import datetime as dt

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts.models import User
from mutualaid.ops.reading_trail import Asked
from referrals.forms.people import Chosen, day
from referrals.models import Service

A_KIND = _("Enter a kind of act in small letters, like person.seen or membership")
A_RECORD = _("Enter a record’s id as it stands in the trail: 32 digits and letters from a to f")


class TrailForm(forms.Form):
    """Which events to show. Everything is a code, a day or an id, so it may stand in the address."""

    on = day(_("Day"), asks=_("Enter a day, like 2026-11-24"), required=False)
    what = forms.CharField(
        label=_("Kind of act"),
        help_text=_("As the trail names it, like person.seen; its first word alone shows all that begin so."),
        required=False,
        max_length=60,
        validators=[RegexValidator(r"^[a-z][a-z_]*(\.[a-z_]*)*\Z", A_KIND)],
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), A_KIND),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    who = Chosen(
        label=_("Who did it"),
        queryset=None,
        required=False,
        empty_label=_("Anybody"),
        error_messages={"invalid_choice": _("Choose somebody in the list")},
    )
    service = Chosen(
        label=_("For which service"),
        queryset=None,
        required=False,
        empty_label=_("Any"),
        error_messages={"invalid_choice": _("Choose a service in the list")},
    )
    about = forms.UUIDField(
        label=_("About which record"),
        help_text=_("Its id, as the trail shows it. The trail knows nobody by name or reference."),
        required=False,
        error_messages={"invalid": A_RECORD},
    )

    def __init__(self, data):
        super().__init__(data)
        self.fields["who"].queryset = User.objects.by_name()
        self.fields["who"].label_from_instance = lambda user: user.name or user.email
        self.fields["service"].queryset = Service.objects.order_by("name", "pk")

    def asked(self):
        said = self.cleaned_data
        span = _span(said["on"]) if said["on"] else None
        return Asked(said["what"], said["who"], said["service"], said["about"], said["on"], span)

    def as_asked(self):
        """The same for an address."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


def _span(on):
    """The day in London, from its first moment to the next day's."""
    first = dt.datetime.combine(on, dt.time.min, tzinfo=timezone.get_default_timezone())
    try:
        return first, dt.datetime.combine(on + dt.timedelta(days=1), dt.time.min, tzinfo=first.tzinfo)
    except OverflowError:
        return first, first
