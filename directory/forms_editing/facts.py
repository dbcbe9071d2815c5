"""A form of facts: plain values in and out, and what they said when the editor began. Forms never save."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from directory.history import LABELS
from directory.verification.plain import plain

SEAL = "editing.seen"
WHY = {"required": _("Say why you change it, or how you know")}


def radios(name, choices, **more):
    return forms.ChoiceField(
        label=LABELS[name],
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these"), "invalid_choice": _("Choose one of these")},
        **more,
    )


def text(name, *, asks="", **more):
    """One line of words about a fact; ``asks`` is what to say where it is wanted and missing."""
    messages = {"required": asks, "max_length": _("Make it %(limit_value)d letters or fewer")}
    return forms.CharField(label=LABELS[name], required=bool(asks), error_messages=messages, **more)


class FactsForm(forms.Form):
    """Facts about one thing, with what they said when the editor began, sealed, so that nobody's work is lost."""

    SAID: tuple[str, ...] = ()
    why = forms.CharField(
        label=_("Why you change it, or how you know"),
        help_text=_("Editors see this in its history. Write nobody’s name or number here."),
        max_length=300,
        error_messages=WHY,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, facts=None, seen=None, why=""):
        """Shows ``facts``; ``seen`` is what the thing says now, where that is not what is shown."""
        self.begun = facts or {}
        sealed = signing.dumps(self.begun if seen is None else seen, salt=SEAL, compress=True)
        super().__init__(data, initial=self.shown(self.begun) | {"why": why, "seen": sealed})
        self.order_fields([*self.SAID, *(name for name in self.fields if name not in self.SAID)])

    def shown(self, facts):
        """Facts as the fields show them."""
        return {name: facts.get(name) for name in self.SAID if name in facts}

    def clean_seen(self):
        try:
            return signing.loads(self.cleaned_data["seen"], salt=SEAL)
        except signing.BadSignature:
            raise forms.ValidationError(_("Open this page again: what it began from is missing.")) from None

    def facts(self):
        """What was typed, as plain values."""
        return {name: plain(self.cleaned_data[name]) for name in self.SAID}

    def over(self, now):
        """The same form over what somebody else has saved: ``now`` is {field: value}. What was typed is kept."""
        seen, typed = self.cleaned_data["seen"], self.facts()
        current = seen | now
        mine = {name: value for name, value in typed.items() if value != seen.get(name)}
        return type(self)(facts=current | mine, seen=current, why=self.cleaned_data["why"])

    def refuse(self, error):
        """Say beside each field what a rule says of it."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
