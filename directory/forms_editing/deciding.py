"""What an editor looks for, decides or found: a search, whether a meeting is shown, a check, a pause."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.importers import cells
from directory.models.check import Check


class SearchForm(forms.Form):
    """Which meeting to change."""

    words = forms.CharField(
        label=_("Name, programme, venue or postcode"),
        max_length=100,
        error_messages={"required": _("Enter part of a name, or a postcode")},
    )

    @property
    def asked(self):
        """The words, and as a postcode."""
        words = self.cleaned_data["words"]
        return {"words": words, "postcode": cells.postcode(words) or words}


class StandingForm(forms.Form):
    """Is a meeting to be shown?"""

    to = forms.ChoiceField(
        label=_("What is to be done"),
        widget=forms.RadioSelect,
        choices=[
            ("hold", _("Hold it: keep it from everybody while somebody looks")),
            ("withdraw", _("Withdraw it: it meets no more")),
            ("bring_back", _("Bring it back: it meets, and may be shown")),
        ],
        error_messages={"required": _("Choose what is to be done")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Editors alone see this. Write nobody’s name here."),
        max_length=200,
        error_messages={"required": _("Give a reason")},
    )


class CheckForm(forms.Form):
    """What somebody found who looked."""

    outcome = forms.ChoiceField(choices=Check.Outcome.choices)
    way_in = forms.CharField(max_length=300, required=False)


class PauseForm(forms.Form):
    """Why a programme is paused, or is not any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Editors alone see this. Write nobody’s name here."),
        max_length=300,
        error_messages={"required": _("Give a reason")},
    )
