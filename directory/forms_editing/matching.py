"""Which column of a list says what, and what its words mean: chosen by an editor, kept as a mapping."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms_editing.imports import checked
from directory.importers import matching
from directory.importers.cells import is_time_zone
from directory.importers.listed import OUTSIDE
from directory.importers.mapping import FIELDS, NEEDED
from directory.models import Programme
from directory.vocabulary import Listing, Mode, Nation

MOST_OFFERED = 100  # columns of a file; a mapping that is written may name any
MOST_ASKED = 40  # words of one field
NOWHERE_SAID = ("", _("Not said"))
WHERE = [NOWHERE_SAID, *Nation.choices, (OUTSIDE, _("Outside the UK"))]
DAYS = [(day.lower(), _(day)) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")]
FIELD_LABELS = {
    "programme": _("Programme"),
    "name": _("Name of the meeting"),
    "day": _("Day"),
    "time": _("When it starts"),
    "duration": _("How long it lasts"),
    "mode": _("How people meet"),
    "join_url": _("Joining link"),
    "how_to_join": _("How to join: editors alone see it"),
    "phone": _("Telephone number to join"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "venue": _("Venue"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "nation": _("Nation or country"),
    "formats": _("Kind of meeting"),
    "notes": _("Notes"),
}


class MatchForm(forms.Form):
    """Which column says what, and what holds where no column says."""

    def __init__(self, data=None, *, upload, document, glance=None):
        super().__init__(data)
        self.upload, self.document, self.glance = upload, document, glance
        self.header = glance.header[:MOST_OFFERED] if glance else ()
        if glance:
            self._offer_columns()
        self._offer_defaults()

    @property
    def columns(self):
        return [self[f"column_{name}"] for name in FIELDS] if self.glance else []

    @property
    def others(self):
        return [self[name] for name in ("programme", "mode", "nation", "time_zone")]

    @property
    def left_out(self):
        """How many of its columns are not offered."""
        return len(self.glance.header) - len(self.header) if self.glance else 0

    def clean_time_zone(self):
        if not is_time_zone(self.cleaned_data["time_zone"]):
            raise forms.ValidationError(_("Enter a time zone, like Europe/London"))
        return self.cleaned_data["time_zone"]

    def clean(self):
        given = super().clean()
        if not (given.get("programme") or given.get("column_programme")) and "programme" not in self.errors:
            self.add_error("programme", _("Choose a programme, or the column that names it"))
        if not self.errors:
            self.mapping = _checked_for(self, self._document(given))
        return given

    def _document(self, given):
        """What is chosen, over what no form can say."""
        details = {name: said for name, said in self.upload.details.items() if said}
        document = {"source": details} | self.document
        if self.glance:
            chosen = {name: given[f"column_{name}"] for name in FIELDS if given[f"column_{name}"]}
            document["columns"] = {name: self.header[int(place)] for name, place in chosen.items()}
            document["identity"] = [self.header[int(place)] for place in given["identity"]]
        defaults = {name: given[name] for name in ("programme", "mode", "nation", "time_zone")}
        return document | {"defaults": {name: said for name, said in defaults.items() if said}}

    def _offer_columns(self):
        choices = [(str(place), name[:60]) for place, name in enumerate(self.header)]
        places = {name: str(place) for place, name in enumerate(self.header)}
        columns = self.document.get("columns", {})
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=FIELD_LABELS[name],
                choices=[("", _("No column")), *choices],
                initial=places.get(columns.get(name), ""),
                required=name in NEEDED,
                error_messages={"required": _("Choose the column"), "invalid_choice": _("Choose one of its columns")},
            )
        self.fields["identity"] = forms.MultipleChoiceField(
            label=_("What tells one meeting from another?"),
            help_text=_(
                "The publisher’s own number alone; else programme, postcode, day, time and name together. "
                "Never change it after the first import: every meeting would be new."
            ),
            choices=choices,
            initial=[places[name] for name in self.document.get("identity", ()) if name in places],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one column"), "invalid_choice": _("Choose its columns")},
        )

    def _offer_defaults(self):
        said = {"mode": "in_person", "time_zone": "Europe/London"} | self.document.get("defaults", {})
        self.fields["programme"] = forms.ChoiceField(
            label=_("Programme, where no column says"),
            choices=[("", _("A column says")), *programmes()],
            required=False,
        )
        self.fields["mode"] = forms.ChoiceField(label=_("How people meet, where no column says"), choices=Mode.choices)
        self.fields["nation"] = forms.ChoiceField(
            label=_("Nation, where no postcode or column says"), choices=WHERE, required=False
        )
        self.fields["time_zone"] = forms.CharField(
            label=_("Time zone, where no column says"),
            error_messages={"required": _("Enter a time zone, like Europe/London")},
        )
        for name, value in said.items():
            self.fields[name].initial = value


class WordsForm(forms.Form):
    """What the words of a list mean in ours, and how much of each programme’s list it is."""

    extent = forms.ChoiceField(
        label=_("How much of each programme’s list is it?"),
        help_text=_("Pages then say whose list we hold."),
        choices=[("", _("Not said, or as it was")), (Listing.PART, _("Part of it")), (Listing.WHOLE, _("All of it"))],
        required=False,
    )
    nations = forms.MultipleChoiceField(
        label=_("In which nations?"), choices=Nation.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data=None, *, upload, glance=None):
        super().__init__(data)
        self.upload, self.glance, self.document = upload, glance, matching.parsed(upload.mapping)
        asked = matching.asked(self.document, glance, [slug for slug, _name in programmes()])
        self.asked = {field: words[:MOST_ASKED] for field, words in asked.items()}
        self.left_out = sum(max(0, len(words) - MOST_ASKED) for words in asked.values())
        self._ask()
        self._show_lists()

    def _ask(self):
        known = self.document.get("values", {})
        for field, words in self.asked.items():
            choices = [(ours, str(name)) for ours, name in CHOICES[field]()]
            for place, word in enumerate(words):
                self.fields[f"{field}_{place}"] = forms.ChoiceField(
                    label=word[:80],
                    choices=[("", UNSAID[field]), *(one for one in choices if one[0])],
                    initial=known.get(field, {}).get(word) or matching.likely(field, word, choices),
                    required=False,
                )

    @property
    def bands(self):
        """The form's parts: (heading, its fields)."""
        return [
            (FIELD_LABELS[field], [self[f"{field}_{place}"] for place in range(len(words))])
            for field, words in self.asked.items()
        ]

    @property
    def lists(self):
        return [self["extent"], self["nations"]]

    def clean(self):
        given = super().clean()
        if given.get("extent") and not given.get("nations") and "nations" not in self.errors:
            self.add_error("nations", _("Choose the nations whose meetings it has"))
        if not self.errors:
            self.mapping = _checked_for(self, self._document(given))
        return given

    def _document(self, given):
        """What is chosen, over what was known."""
        values = dict(self.document.get("values", {}))
        for field, words in self.asked.items():
            said = {word: given[f"{field}_{place}"] for place, word in enumerate(words)}
            kept = {word: ours for word, ours in values.get(field, {}).items() if word not in said}
            values[field] = kept | {word: ours for word, ours in said.items() if ours}
        document = self.document | {"values": {field: said for field, said in values.items() if said}}
        if given["extent"]:
            document["lists"] = matching.lists(document, self.glance, given["extent"], given["nations"])
        return document

    def _show_lists(self):
        """How much it is, where that is the same of every programme."""
        kinds = {(one.get("extent"), tuple(one.get("nations", ()))) for one in self.document.get("lists", ())}
        if len(kinds) == 1:
            self.fields["extent"].initial, self.fields["nations"].initial = kinds.pop()


def programmes():
    """The catalogue, A to Z, by short name."""
    return [(one.slug, one.name) for one in Programme.objects.for_choice(None)]


CHOICES = {"programme": programmes, "day": lambda: DAYS, "mode": lambda: Mode.choices, "nation": lambda: WHERE}
UNSAID = {
    "programme": _("None: leave these rows out"),
    "day": _("No day: leave these rows out"),
    "mode": _("As where no column says"),
    "nation": _("Not said"),
}


def _checked_for(form, document):
    """A mapping as TOML; the form says what is wrong with it."""
    try:
        return checked(matching.toml(document), form.upload.format)
    except forms.ValidationError as error:
        form.add_error(None, error)
        return ""
