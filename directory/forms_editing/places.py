"""Where a venue is and who a group is, as an editor types it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms_editing.facts import FactsForm, text
from directory.history import LABELS
from directory.importers import cells
from directory.models import Programme
from directory.verification.placing import PostcodeNotKnown, place_of


class VenueForm(FactsForm):
    """Where a venue is. Its position follows from its postcode."""

    SAID = ("name", "address", "postcode")
    name = text("name", asks=_("Give the venue a name"), max_length=200)
    address = text("address", max_length=400)
    postcode = text("postcode", asks=_("Enter its postcode, like M1 1AE"), max_length=20)

    def clean_postcode(self):
        given = self.cleaned_data["postcode"]
        if cells.postcode(given) == self.begun.get("postcode"):
            return self.begun["postcode"]
        try:
            self.place = place_of(given)
        except PostcodeNotKnown as error:
            raise forms.ValidationError(str(error)) from None
        return self.place["postcode"]

    def facts(self):
        return super().facts() | getattr(self, "place", {})


class GroupForm(FactsForm):
    """Who a group is."""

    SAID = ("programme", "name")
    programme = forms.ChoiceField(label=LABELS["programme"], error_messages={"required": _("Choose a programme")})
    name = text("name", asks=_("Give the group a name"), max_length=200)

    def __init__(self, data=None, *, facts=None, seen=None, why=""):
        super().__init__(data, facts=facts, seen=seen, why=why)
        known = [(str(one.pk), one.name) for one in Programme.objects.for_choice(self.begun.get("programme"))]
        self.fields["programme"].choices = [("", _("Choose a programme")), *known]
