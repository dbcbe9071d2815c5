"""Whether two are one meeting, as an editor decides it."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import side_by_side


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("How you know"),
        help_text=_("Editors alone see this. Write nobody’s name here."),
        max_length=200,
        error_messages={
            "required": _("Say how you know"),
            "max_length": _("Make it %(limit_value)d letters or fewer"),
        },
    )

    def given(self):
        return {"reasons": [self.cleaned_data["reason"]]}


class DecisionForm(ReasonForm):
    """Are they one and the same, and which is to be kept? ``said`` is what was said of them when this is answered."""

    KEEP_ONE, KEEP_OTHER, TWO, OPEN = "one", "other", "two", "open"
    decision = forms.ChoiceField(
        label=_("Are they one and the same?"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP_ONE, _("One and the same: keep the first")),
            (KEEP_OTHER, _("One and the same: keep the second")),
            (TWO, _("Two meetings")),
            (OPEN, _("I can’t tell yet")),
        ],
        error_messages={"required": _("Choose what they are"), "invalid_choice": _("Choose what they are")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("decision", "reason", "seen")

    def __init__(self, data=None, *, said=None, reasons=()):
        self.said, self.reasons = said, reasons
        super().__init__(data)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("How you know, where the facts do not say it")

    @property
    def now(self):
        """What was said of them, to be known again."""
        return self.said.decided_at.isoformat() if self.said else ""

    def clean(self):
        if self.cleaned_data.get("seen", "") != self.now:
            told = side_by_side.decided(self.said) if self.said else gettext("Nothing is decided any more.")
            sentence = _("Somebody else decided this while you were looking. %(told)s Look again before you decide.")
            self.add_error(None, forms.ValidationError(sentence, params={"told": told}))

    def given(self):
        """The decision, and what was shown for it with what the editor adds."""
        added = [self.cleaned_data["reason"]] if self.cleaned_data["reason"] else []
        return {"decision": self.cleaned_data["decision"], "reasons": [*self.reasons, *added]}


class ListForm(forms.Form):
    """Of which list?"""

    list = forms.ChoiceField(
        label=_("Show the pairs of"),
        required=False,
        error_messages={"invalid_choice": _("We hold no list of that name. Choose one of these.")},
    )

    def __init__(self, data=None, *, sources=()):
        super().__init__(data)
        self.fields["list"].choices = [("", _("Every list")), *((one.slug, one.name) for one in sources)]

    @property
    def chosen(self):
        return self.cleaned_data.get("list", "") if self.is_valid() else ""
