"""What a manager types for reports: one number for an area and a quarter."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import Service
from referrals.reports import periods

MOST = 100_000
A_NUMBER = _("Enter how many people, in digits, like 240")


class InTreatmentForm(forms.Form):
    """One of the service’s areas, one of the last quarters, and how many people were in treatment in it."""

    area = forms.ChoiceField(label=_("For which area"), error_messages={"required": _("Choose the area")})
    quarter = forms.TypedChoiceField(
        label=_("In which quarter"), coerce=dt.date.fromisoformat, error_messages={"required": _("Choose the quarter")}
    )
    people = forms.IntegerField(
        label=_("How many people were in treatment in it"),
        min_value=0,
        max_value=MOST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), A_NUMBER),
        help_text=_("Everybody who was in treatment on at least one day of it, each once"),
    )

    def __init__(self, data=None, *, service: Service, today: dt.date):
        super().__init__(data)
        areas = list(service.areas.order_by("name").values_list("pk", "name"))
        begun = [(quarter.first.isoformat(), str(quarter)) for quarter in periods.latest(today)]
        self.fields["area"].choices = areas if len(areas) == 1 else [("", _("Choose an area")), *areas]
        self.fields["quarter"].choices = [("", _("Choose a quarter")), *begun]
        for name, said in (
            ("area", _("Choose one of the service’s areas")),
            ("quarter", _("Choose one of the quarters")),
        ):
            self.fields[name].error_messages["invalid_choice"] = said
