"""What people type and choose. Forms parse; they never save."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.search import DAYS, DISTANCES, KEPT_FOR, MOST_WORDS, Order
from directory.traits import Fact
from directory.vocabulary import Language, Mode, Problem, Who
from directory.wanted import Soon
from mutualaid.ui import words

WEEK = tuple(zip(DAYS, (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")), strict=True))
HOURS = (9, 12, 15, 17, 18, 19, 20, 21)
ORDERS = (
    (Order.TURN, _("The order turns each week")),
    (Order.NEAREST, _("Nearest first")),
    (Order.SOONEST, _("Soonest first")),
    (Order.A_TO_Z, _("A to Z")),
)
SOON = (
    ("", _("Any day")),
    (Soon.NOW, _("On now")),
    (Soon.THREE, _("In the next 3 hours")),
    (Soon.SIX, _("In the next 6 hours")),
    (Soon.DAY, _("In the next 24 hours")),
)
MODES = (
    ("", _("In person or online")),
    (Mode.IN_PERSON, _("In person")),
    (Mode.ONLINE, _("Online or by phone")),
    (Mode.HYBRID, _("In person and online at once")),
    (Mode.PHONE, _("By phone")),
)
WELCOMES = (
    (Fact.FIRST_VISIT, _("Anybody may come")),
    (Fact.NEWCOMERS, _("It says it is for newcomers")),
)
NEEDED = (
    (Fact.STEP_FREE, _("A step-free way in")),
    (Fact.HEARING_LOOP, _("A hearing loop")),
    (Fact.CHILDREN, _("Children welcome")),
    (Fact.BSL, _("British Sign Language")),
)
# What is marked, where the choice alone would not say which of them it is.
SAID = {
    "after": _("no earlier than %(chosen)s"),
    "before": _("no later than %(chosen)s"),
    "miles": _("up to %(chosen)s"),
    "kept_for": _("meetings kept for: %(chosen)s"),
    "words": _("the words “%(chosen)s”"),
}


def _times(first):
    """Times of day to choose among, ``first`` meaning any."""
    return [("", first), *((f"{hour:02}:00", words.clock(dt.time(hour))) for hour in HOURS)]


class PlaceForm(forms.Form):
    """Where to look. Posted, so that a postcode is never in an address."""

    place = forms.CharField(
        label=_("Town or postcode"),
        help_text=_("For example, Leeds or M1 1AE. We do not keep it."),
        max_length=100,
        error_messages={
            "required": _("Enter a town or a postcode, like Leeds or M1 1AE"),
            "max_length": _("Enter a town or a postcode alone, like Leeds or M1 1AE"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false"}),
    )


def any_of(label, choices, **more):
    """Tick boxes."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class MarksForm(forms.Form):
    """What suits somebody: it marks and orders options and takes none away."""

    day = any_of(_("Days I could go"), WEEK)
    after = forms.ChoiceField(label=_("Starting no earlier than"), required=False)
    before = forms.ChoiceField(label=_("Starting no later than"), required=False)
    soon = forms.ChoiceField(label=_("How soon"), choices=SOON, required=False)
    mode = forms.ChoiceField(label=_("How"), required=False, choices=MODES)
    miles = forms.ChoiceField(
        label=_("How far I can go"),
        required=False,
        choices=[
            ("", _("5 miles, more if few")),
            *((str(miles), words.miles(miles, exact=True)) for miles in DISTANCES),
        ],
    )
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    welcome = any_of(_("My first time"), WELCOMES)
    # From here on posted alone: it says something of whoever asks.
    who = forms.ChoiceField(
        label=_("Who it is for"),
        choices=[("", _("Anybody")), *Who.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    problem = any_of(_("What it is about"), Problem.choices)
    kept_for = any_of(_("Tell me of meetings kept for"), [(each.value, each.label) for each in KEPT_FOR])
    needs = any_of(_("What I need there"), NEEDED)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Any language")), *Language.choices], required=False
    )
    words = forms.CharField(
        label=_("Words in a name, venue or address"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    medicines = any_of(_("Medicines"), [("yes", _("Tell me what each kind says of prescribed medicines"))])

    def __init__(self, search):
        """Filled in with what ``search`` asks."""
        wanted = search.wanted
        after, before = (f"{time:%H:%M}" if time else "" for time in (wanted.after, wanted.before))
        super().__init__(
            initial={
                "day": [DAYS[day - 1] for day in sorted(wanted.days)],
                "after": after,
                "before": before,
                "soon": wanted.soon,
                "mode": wanted.mode,
                "miles": "" if search.widens else f"{search.miles:g}",
                "sort": search.order,
                "welcome": sorted(wanted.facts),
                "who": search.who,
                "problem": sorted(search.problems),
                "kept_for": sorted(wanted.kept_for),
                "needs": sorted(wanted.facts),
                "language": wanted.language,
                "words": wanted.words,
                "medicines": ["yes"] if search.medicines else [],
            }
        )
        self.fields["after"].choices = self._with(_times(_("Any time")), wanted.after)
        self.fields["before"].choices = self._with(_times(_("Any time")), wanted.before)
        self.said = self._said(search)
        self.order_said = dict(ORDERS)[search.order]

    def _said(self, search):
        """What ``search`` asks beyond the usual, in the words of the choices."""
        choices = {name: dict(getattr(field, "choices", ())) for name, field in self.fields.items()}
        return [
            SAID.get(name, "%(chosen)s") % {"chosen": choices[name].get(value, value)}
            for name, value in search.carried(page=1)
        ]

    @staticmethod
    def _with(choices, time):
        """A time that an address asks for is offered too, in its place."""
        asked = [(f"{time:%H:%M}", words.clock(time))] if time else []
        return sorted({*choices, *asked})
