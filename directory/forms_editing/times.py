"""When a meeting meets, as an editor types it."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from directory.models import Pattern
from directory.verification.plain import PATTERN, plain

WHICH = (
    (1, _("The first")),
    (2, _("The second")),
    (3, _("The third")),
    (4, _("The fourth")),
    (5, _("The fifth")),
    (-1, _("The last")),
)


class DayInput(forms.DateInput):
    input_type = "date"


class ClockInput(forms.TimeInput):
    input_type = "time"


class TimeForm(forms.Form):
    """One time at which a meeting meets."""

    weekday = forms.TypedChoiceField(
        label=_("Day"),
        coerce=int,
        choices=[("", _("Choose a day")), *((number + 1, day) for number, day in WEEKDAYS.items())],
        error_messages={"required": _("Choose a day, or tick that this time is to be taken out")},
    )
    starts_at = forms.TimeField(
        label=_("Starts at"),
        help_text=_("Like 19:30"),
        widget=ClockInput(format="%H:%M"),
        error_messages={"required": _("Enter when it starts, like 19:30"), "invalid": _("Enter a time, like 19:30")},
    )
    minutes = forms.IntegerField(
        label=_("How many minutes"),
        required=False,
        min_value=10,
        max_value=720,
        error_messages={
            "invalid": _("Enter how many minutes it lasts, like 90"),
            "min_value": _("A meeting lasts between 10 minutes and 12 hours"),
            "max_value": _("A meeting lasts between 10 minutes and 12 hours"),
        },
    )
    kind = forms.ChoiceField(label=_("How often"), choices=Pattern.Kind.choices, initial=Pattern.Kind.WEEKLY)
    nth = forms.TypedChoiceField(
        label=_("Which one in the month"),
        help_text=_("For a day of each month"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Choose which")), *WHICH],
    )
    not_nth = forms.TypedChoiceField(
        label=_("Which one in the month it leaves out"),
        help_text=_("For every week but one"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("None")), *WHICH],
    )
    anchor_on = forms.DateField(
        label=_("A day on which it met"),
        help_text=_("For every other week, like 2026-11-24"),
        required=False,
        widget=DayInput(format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, like 2026-11-24")},
    )
    valid_from = forms.DateField(
        label=_("Only from"),
        required=False,
        widget=DayInput(format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, like 2026-11-24")},
    )
    valid_to = forms.DateField(
        label=_("Only until"),
        required=False,
        widget=DayInput(format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, like 2026-11-24")},
    )
    remove = forms.MultipleChoiceField(
        label=_("Does it still meet then?"),
        choices=[("yes", _("No: take this time out"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, looking=False, **kwargs):
        self.looking = looking
        super().__init__(*args, **kwargs)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and (self.looking or "yes" in self.data.getlist(self.add_prefix("remove"))):
            self._errors = ErrorDict()

    def clean(self):
        given = self.cleaned_data
        if given.get("kind") == Pattern.Kind.MONTHLY and given.get("nth") is None:
            self.add_error("nth", _("Choose which one in the month it is"))
        if given.get("kind") == Pattern.Kind.FORTNIGHTLY and not given.get("anchor_on"):
            self.add_error("anchor_on", _("Enter a day on which it met, like 2026-11-24"))
        if given.get("valid_from") and given.get("valid_to") and given["valid_to"] < given["valid_from"]:
            self.add_error("valid_to", _("Enter a day that is not before the first"))

    def pattern(self):
        """As plain values; None where there is no such time."""
        given = getattr(self, "cleaned_data", {})
        if not given.get("weekday") or given.get("remove"):
            return None
        kept = {name: plain(given[name]) for name in PATTERN}
        kept["nth"] = kept["nth"] if given["kind"] == Pattern.Kind.MONTHLY else None
        kept["not_nth"] = kept["not_nth"] if given["kind"] == Pattern.Kind.WEEKLY else None
        kept["anchor_on"] = kept["anchor_on"] if given["kind"] == Pattern.Kind.FORTNIGHTLY else None
        return kept


TimesFormSet = forms.formset_factory(TimeForm, extra=2, max_num=12, absolute_max=12)
