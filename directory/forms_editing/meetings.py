"""What a meeting says, as an editor types it."""

from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from directory.classification import TESTS
from directory.forms_editing.facts import FactsForm, radios, text
from directory.forms_editing.times import TimesFormSet
from directory.history import LABELS
from directory.importers import cells
from directory.models import Group, Meeting, Programme, Venue
from directory.verification.plain import in_order
from directory.vocabulary import Answer, Mode, Restriction

AS_ITS_PROGRAMME = ("", _("As its programme"))


class MeetingForm(FactsForm):
    """What a meeting says, and when it meets."""

    SAID = (
        *("programme", "name", "group", "mode", "venue", "join_url", "phone", "openness", "restricted_to"),
        *("step_free", "hearing_loop", "children_welcome", "newcomers", "language", "formats", "notes"),
        *("private_notes", "setting", "time_zone", *TESTS, "run_by"),
        *("bank_holidays", "term_time_only", "says_when", "says_stopped"),
    )
    BANDS = (
        (_("What it is"), ("programme", "name", "group")),
        (_("Where"), ("mode", "venue", "postcode", "look", "join_url", "phone", "step_free", "hearing_loop")),
        (_("Who may come"), ("openness", "restricted_to", "children_welcome", "newcomers", "language", "setting")),
        (_("More about it"), ("formats", "notes", "private_notes", "time_zone")),
        (_("When it is otherwise"), ("bank_holidays", "term_time_only", "says_when", "says_stopped")),
        (_("Its own answers, where it is not as its programme"), (*TESTS, "run_by")),
    )
    programme = forms.ChoiceField(label=LABELS["programme"], error_messages={"required": _("Choose a programme")})
    group = forms.ChoiceField(label=LABELS["group"], required=False)
    name = text("name", asks=_("Give the meeting a name"), max_length=200)
    mode = radios("mode", Mode.choices)
    venue = radios("venue", (), required=False)
    postcode = forms.CharField(
        label=_("Look for a venue by its postcode"), help_text=_("Like M1 1AE"), required=False, max_length=20
    )
    join_url = forms.URLField(
        label=LABELS["join_url"],
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a link, like https://example.org/join")},
    )
    phone = text("phone", max_length=30)
    openness = radios("openness", Meeting.Openness.choices)
    restricted_to = forms.MultipleChoiceField(
        label=LABELS["restricted_to"],
        help_text=_("Tick none where anybody may come"),
        choices=Restriction.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    step_free = radios("step_free", Answer.choices)
    hearing_loop = radios("hearing_loop", Answer.choices)
    children_welcome = radios("children_welcome", Answer.choices)
    newcomers = radios("newcomers", Answer.choices)
    language = text("language", max_length=40, help_text=_("Where it is stated, in English: Polish"))
    formats = text("formats", max_length=500, help_text=_("With commas between them"))
    notes = text("notes", widget=forms.Textarea, max_length=4000)
    private_notes = text(
        "private_notes",
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("Passcodes and the like. Editors alone see this."),
    )
    setting = radios("setting", Meeting.Setting.choices)
    time_zone = text("time_zone", asks=_("Enter a time zone, like Europe/London"), max_length=40)
    bank_holidays = radios("bank_holidays", Answer.choices)
    term_time_only = radios("term_time_only", [("", _("Not that we know of")), ("yes", _("Yes"))], required=False)
    says_when = text(
        "says_when",
        widget=forms.Textarea,
        max_length=500,
        help_text=_("Everybody sees this beside its times. Empty it when its times say it all."),
    )
    says_stopped = text(
        "says_stopped",
        widget=forms.Textarea,
        max_length=500,
        help_text=_("While this says anything, the meeting is not listed."),
    )
    same_problem = radios("same_problem", [AS_ITS_PROGRAMME, *Answer.choices], required=False)
    gives_and_receives = radios("gives_and_receives", [AS_ITS_PROGRAMME, *Answer.choices], required=False)
    run_by_members = radios("run_by_members", [AS_ITS_PROGRAMME, *Answer.choices], required=False)
    values_experience = radios("values_experience", [AS_ITS_PROGRAMME, *Answer.choices], required=False)
    charges_no_fee = radios("charges_no_fee", [AS_ITS_PROGRAMME, *Answer.choices], required=False)
    run_by = radios("run_by", [AS_ITS_PROGRAMME, *Programme.RunBy.choices], required=False)

    def __init__(self, data=None, *, facts=None, seen=None, why=""):
        self.looking = data is not None and "look" in data
        super().__init__(data, facts=facts or NEW_MEETING, seen=seen, why=why)
        self.times = TimesFormSet(
            data, prefix="times", initial=self._times_shown(), form_kwargs={"looking": self.looking}
        )
        self.fields["programme"].choices = [("", _("Choose a programme")), *self._programmes()]
        self.fields["group"].choices = [("", _("None, or not known")), *self._groups()]
        self.fields["venue"].choices = [("", _("None: it is online or by phone")), *self._venues()]

    def shown(self, facts):
        in_terms = "yes" if facts.get("term_time_only") else ""
        return super().shown(facts) | {"formats": ", ".join(facts.get("formats", ())), "term_time_only": in_terms}

    def full_clean(self):
        super().full_clean()
        if self.looking:  # asked to look for a venue and for nothing else
            self._errors = ErrorDict()

    def is_valid(self):
        return super().is_valid() and self.times.is_valid() and not self.looking

    def clean(self):
        if self.is_bound and not self.looking and not any(form.pattern() for form in self.times if form.is_valid()):
            self.add_error(None, _("Say when it meets: give a day and a time."))

    def clean_time_zone(self):
        if not cells.is_time_zone(self.cleaned_data["time_zone"]):
            raise forms.ValidationError(_("Enter a time zone, like Europe/London"))
        return self.cleaned_data["time_zone"]

    def clean_formats(self):
        return [one.strip() for one in self.cleaned_data["formats"].split(",") if one.strip()]

    def facts(self):
        given = super().facts()
        given |= {name: given[name] or None for name in ("group", "venue")}
        given["term_time_only"] = given["term_time_only"] == "yes"
        if set(given["restricted_to"]) == set(self.begun.get("restricted_to", ())):
            given["restricted_to"] = self.begun.get("restricted_to", [])  # in the order its list has them
        given["patterns"] = in_order(one for form in self.times if (one := form.pattern()))
        return given

    def bands(self):
        """The form's parts: (heading, its fields)."""
        return [(heading, [self[name] for name in names if name != "look"]) for heading, names in self.BANDS]

    def _times_shown(self):
        return [one | {"starts_at": one["starts_at"][:5]} for one in self.begun.get("patterns", ())]

    def _programmes(self):
        return [(str(one.pk), one.name) for one in Programme.objects.for_choice(self.begun.get("programme"))]

    def _groups(self):
        return [(str(one.pk), one.name) for one in Group.objects.of(self.begun.get("programme"))]

    def _venues(self):
        keys = {one for one in (self.begun.get("venue"), self.data.get("venue")) if _is_key(one)}
        postcode = cells.postcode(self.data.get("postcode", "").replace("\0", ""))  # which PostgreSQL takes in no text
        return [(str(one.pk), one.in_full) for one in Venue.objects.offered(postcode=postcode, keys=keys)]


NEW_MEETING = {
    "mode": Mode.IN_PERSON,
    "time_zone": "Europe/London",
    "setting": Meeting.Setting.COMMUNITY,
    "openness": Meeting.Openness.UNKNOWN,
    **dict.fromkeys(("step_free", "hearing_loop", "children_welcome", "newcomers", "bank_holidays"), Answer.UNKNOWN),
    **dict.fromkeys((*TESTS, "run_by", "name", "says_when", "says_stopped"), ""),
    "term_time_only": False,
}


def _is_key(typed):
    try:
        return bool(typed and UUID(str(typed)))
    except ValueError:
        return False
