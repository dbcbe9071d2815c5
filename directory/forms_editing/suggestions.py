"""What is to become of a suggestion, as an editor decides it."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import history
from directory.models import Meeting
from directory.verification.plain import plain
from directory.verification.suggestions import CORRECTABLE


class SuggestionForm(forms.Form):
    """Accept it, in whole or in part, or decline it with a reason."""

    ACCEPT, DECLINE = "accept", "decline"
    fields_taken = forms.MultipleChoiceField(
        label=_("What to take of it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    to = forms.ChoiceField(
        label=_("What is to be done"),
        widget=forms.RadioSelect,
        choices=[
            (ACCEPT, _("Accept what is ticked")),
            (DECLINE, _("Decline it: leave the meeting as it is")),
        ],
        error_messages={"required": _("Choose what is to be done"), "invalid_choice": _("Choose what is to be done")},
    )
    reason = forms.CharField(
        label=_("Why it is declined"),
        help_text=_("Editors alone see this. Write nobody’s name here."),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Make it %(limit_value)d letters or fewer")},
    )

    def __init__(self, data=None, *, suggestion):
        self.suggestion = suggestion
        offered = dict(_offered(suggestion))
        super().__init__(data, initial={"fields_taken": list(offered)}, auto_id=f"id_{suggestion.pk}_%s")
        self.fields["fields_taken"].choices = list(offered.items())
        if not offered:
            del self.fields["fields_taken"]
            self.fields["to"].choices = [
                (self.ACCEPT, _("Accept it: it was dealt with by hand")),
                self.fields["to"].choices[1],
            ]

    def clean(self):
        given = self.cleaned_data
        if given.get("to") == self.DECLINE and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is declined"))
        if given.get("to") == self.ACCEPT and "fields_taken" in self.fields and not given.get("fields_taken"):
            self.add_error("fields_taken", _("Tick what to take of it, or decline it"))

    def given(self):
        if self.cleaned_data["to"] == self.DECLINE:
            return {"accepts": False, "reason": self.cleaned_data["reason"]}
        return {"accepts": True, "fields": self.cleaned_data.get("fields_taken", [])}


def _offered(suggestion):
    """(field, what it says and should say, in words) of what may be taken; whatever else was sent is left out."""
    for name in CORRECTABLE if suggestion.meeting else ():
        says, should = plain(getattr(suggestion.meeting, name)), suggestion.proposed.get(name)
        if isinstance(should, type(says)) and all(isinstance(one, str) for one in should):
            was, now = (told[name] for told in history.in_words(Meeting, {name: says}, {name: should}))
            sentence = gettext("%(label)s: it says “%(was)s” and should say “%(now)s”")
            yield name, sentence % {"label": history.LABELS[name], "was": was, "now": now}
