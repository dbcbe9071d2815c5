"""When things are not as the pattern says, as an editor types it: a hall closed, a break, a move, terms."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms_editing.times import ClockInput, DayInput
from directory.models import Meeting
from directory.recurrence import Span

LIKE_A_DAY = _("Enter a day, like 2026-11-24")


def day(label, *, asks="", **more):
    """A day; ``asks`` is what to say where it is wanted and missing."""
    messages = {"required": asks, "invalid": LIKE_A_DAY}
    widget = DayInput(format="%Y-%m-%d")
    return forms.DateField(label=label, required=bool(asks), widget=widget, error_messages=messages, **more)


class ToldForm(forms.Form):
    """What somebody told us, and who. Never a list: what a list says, its next import would take away again."""

    how = forms.ChoiceField(
        label=_("Who says so?"),
        widget=forms.RadioSelect,
        choices=[
            (Meeting.ConfirmedBy.CONTACT, _("The group, or the hall")),
            (Meeting.ConfirmedBy.EDITOR, _("I know it myself")),
            (Meeting.ConfirmedBy.VISITORS, _("People who went")),
        ],
        error_messages={"required": _("Choose who says so"), "invalid_choice": _("Choose who says so")},
    )

    field_order: tuple[str, ...] | None = None

    def given(self):
        """What the writer is given."""
        return {"how": self.cleaned_data["how"]}


class SpanForm(ToldForm):
    """From one day to another, both included; how long is chosen, so that an empty day never means for ever."""

    class Lasts:
        ONE, UNTIL, OPEN = "one", "until", "open"

    first = day(_("The first day"), asks=_("Enter the first day, like 2026-11-24"))
    lasts = forms.ChoiceField(
        label=_("How long?"),
        widget=forms.RadioSelect,
        choices=[
            (Lasts.ONE, _("That day alone")),
            (Lasts.UNTIL, _("Until the last day, which I give below")),
            (Lasts.OPEN, _("Until further notice")),
        ],
        error_messages={"required": _("Choose how long"), "invalid_choice": _("Choose how long")},
    )
    last = day(_("The last day"), help_text=_("Only where it has one. That day is included."))
    field_order = ("first", "lasts", "last", "reason", "how")

    def clean(self):
        given = self.cleaned_data
        first, lasts, last = given.get("first"), given.get("lasts"), given.get("last")
        if lasts == self.Lasts.UNTIL and not last and "last" not in self.errors:
            self.add_error("last", _("Enter the last day, like 2026-11-24"))
        if lasts in {self.Lasts.ONE, self.Lasts.OPEN} and last and last != first:
            self.add_error("last", _("Choose that it lasts until this day, or empty it"))
        if lasts == self.Lasts.UNTIL and first and last and last < first:
            self.add_error("last", _("Enter a last day that is not before the first"))

    def given(self):
        first, lasts = self.cleaned_data["first"], self.cleaned_data["lasts"]
        last = {self.Lasts.ONE: first, self.Lasts.OPEN: None}.get(lasts, self.cleaned_data["last"])
        return super().given() | {"first": first, "last": last}


class ClosureForm(SpanForm):
    """A hall that is closed."""

    reason = forms.CharField(
        label=_("Why it is closed"),
        help_text=_("Everybody sees this, after the days: a new floor"),
        max_length=200,
        error_messages={
            "required": _("Say why it is closed"),
            "max_length": _("Make it %(limit_value)d letters or fewer"),
        },
    )

    def given(self):
        return super().given() | {"reason": self.cleaned_data["reason"]}


class CallOffForm(SpanForm):
    """Days on which a meeting does not meet."""


class MoveForm(ToldForm):
    """One meeting on another day or at another time."""

    was_on = day(_("The day on which it would have met"), asks=_("Enter the day on which it would have met"))
    to_on = day(_("The day on which it meets instead"), asks=_("Enter the day on which it meets instead"))
    to_at = forms.TimeField(
        label=_("Starts at"),
        help_text=_("Like 19:30, by the clock where it meets"),
        widget=ClockInput(format="%H:%M"),
        error_messages={"required": _("Enter when it starts, like 19:30"), "invalid": _("Enter a time, like 19:30")},
    )
    field_order = ("was_on", "to_on", "to_at", "how")

    def given(self):
        given = self.cleaned_data
        to = dt.datetime.combine(given["to_on"], given["to_at"])
        return super().given() | {"was_on": given["was_on"], "to": to}


class TermForm(forms.Form):
    """One term."""

    first = day(_("The first day"))
    last = day(_("The last day"))

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if self.errors or not (first or last):
            return
        if not (first and last):
            self.add_error("last" if first else "first", _("Give a term both its first and its last day"))
        elif last < first:
            self.add_error("last", _("Enter a last day that is not before the first"))

    def span(self):
        """None where nothing was typed."""
        first = self.cleaned_data.get("first")
        return Span(first, self.cleaned_data["last"]) if first else None


TermFormSet = forms.formset_factory(TermForm, extra=3, max_num=9, absolute_max=9)


class TermsForm(ToldForm):
    """Every term of a meeting that meets in term time alone."""

    def __init__(self, data=None, *, prefix=None, terms=()):
        super().__init__(data, prefix=prefix)
        initial = [{"first": one.first.isoformat(), "last": one.last.isoformat()} for one in terms]
        self.terms = TermFormSet(data, prefix=f"{prefix}-term", initial=initial)

    def is_valid(self):
        return super().is_valid() and self.terms.is_valid()

    def clean(self):
        is_wrong = any(form.errors for form in self.terms.forms)
        if self.is_bound and not is_wrong and not self._spans():
            self.add_error(None, _("Give the first and the last day of a term"))

    def given(self):
        return super().given() | {"terms": self._spans()}

    def _spans(self):
        return [span for form in self.terms if (span := form.span())]
