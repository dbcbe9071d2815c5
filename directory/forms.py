"""What people type and choose. Forms parse; they never save."""

import datetime as dt
from urllib.parse import parse_qsl

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.search import DAYS, DISTANCES, Order
from directory.vocabulary import Mode, Problem, Who
from mutualaid.ui import words

WEEK = tuple(zip(DAYS, (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")), strict=True))
HOURS = (9, 12, 15, 17, 18, 19, 20, 21)
ORDERS = (
    (Order.TURN, _("The order turns each week")),
    (Order.NEAREST, _("Nearest first")),
    (Order.SOONEST, _("Soonest first")),
    (Order.A_TO_Z, _("A to Z")),
)
# What is marked, where the choice alone would not say which of them it is.
SAID = {
    "after": _("no earlier than %(chosen)s"),
    "before": _("no later than %(chosen)s"),
    "miles": _("up to %(chosen)s"),
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


class MarksForm(forms.Form):
    """What suits somebody: it marks and orders options and takes none away."""

    day = forms.MultipleChoiceField(
        label=_("Days I could go"), choices=WEEK, required=False, widget=forms.CheckboxSelectMultiple
    )
    after = forms.ChoiceField(label=_("Starting no earlier than"), required=False)
    before = forms.ChoiceField(label=_("Starting no later than"), required=False)
    mode = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=[
            ("", _("In person or online")),
            (Mode.IN_PERSON, _("In person")),
            (Mode.ONLINE, _("Online or by phone")),
        ],
    )
    miles = forms.ChoiceField(label=_("How far I can go"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    who = forms.ChoiceField(
        label=_("Who it is for"),
        choices=[("", _("Anybody")), *Who.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    problem = forms.ChoiceField(
        label=_("What it is about"),
        choices=[("", _("Anything")), *Problem.choices],
        required=False,
        help_text=_("This and who it is for are not kept, and are not in the address of the page."),
    )

    def __init__(self, search):
        """Filled in with what ``search`` asks."""
        wanted = search.wanted
        after, before = (f"{time:%H:%M}" if time else "" for time in (wanted.after, wanted.before))
        super().__init__(
            initial={
                "day": [DAYS[day - 1] for day in sorted(wanted.days)],
                "after": after,
                "before": before,
                "mode": wanted.mode,
                "miles": f"{search.miles:g}",
                "sort": search.order,
                "who": search.who,
                "problem": search.problem,
            }
        )
        self.fields["after"].choices = self._with(_times(_("Any time")), wanted.after)
        self.fields["before"].choices = self._with(_times(_("Any time")), wanted.before)
        self.fields["miles"].choices = [(str(miles), words.miles(miles, exact=True)) for miles in DISTANCES]
        self.said = self._said(search)
        self.order_said = dict(ORDERS)[search.order]

    def _said(self, search):
        """What ``search`` asks beyond the usual, in the words of the choices."""
        asked = [*parse_qsl(search.query(page=1)), ("who", search.who), ("problem", search.problem)]
        choices = {name: dict(field.choices) for name, field in self.fields.items()}
        return [SAID.get(name, "%(chosen)s") % {"chosen": choices[name][value]} for name, value in asked if value]

    @staticmethod
    def _with(choices, time):
        """A time that an address asks for is offered too, in its place."""
        asked = [(f"{time:%H:%M}", words.clock(time))] if time else []
        return sorted({*choices, *asked})


class CalendarForm(forms.Form):
    """What somebody's own calendar is to say. Posted, so that it is in no address."""

    TITLE = 60  # characters: a line of a telephone's screen or two
    AT_MOST = 50  # meetings: more than anybody goes to

    title = forms.CharField(
        label=_("What your calendar calls it"),
        help_text=_("Anybody who sees your calendar can read it. Left empty, it says “Meeting” and the time."),
        max_length=TITLE,
        required=False,
        error_messages={"max_length": _("Use 60 letters or fewer, like Meeting 7.30")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    with_address = forms.BooleanField(label=_("Add the address of the place"), required=False)

    def __init__(self, *args, chosen, **kwargs):
        """``chosen`` are the keys of meetings."""
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean(self):
        if not self.chosen:
            raise forms.ValidationError(_("Mark at least one meeting"))
        if len(self.chosen) > self.AT_MOST:
            raise forms.ValidationError(_("Mark 50 meetings or fewer"))
        return super().clean()

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())
