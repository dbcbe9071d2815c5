"""What is typed and chosen while every option is looked at together. Forms read it; they never save.

A place is typed, used inside the page and forgotten: it is in no address and kept nowhere.
"""

import hashlib
import re
import uuid

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import geocoding
from directory.forms import WEEK
from directory.geocoding import PlaceAmbiguous, PlaceUnknown
from directory.search import DAYS
from directory.vocabulary import Approach, Problem, Who
from referrals.forms.one_option import NOT_SAID
from referrals.models import Mark, Offer, Safety, With
from referrals.pathway.connecting import AHEAD, LONGEST_WORDS

AGAIN = _("Open this page again.")  # what a page carries along was not what we gave it
PLACES = ("home", "work", "elsewhere")
MOST_CARDS = 12
MOST_CANDIDATES = 5
SAID = tuple(pair for pair in Mark.Said.choices if pair[0] != Mark.Said.TALKED_ABOUT)
REFUSED = {Mark.Said.NOT_NOW, Mark.Said.NEVER}
VERSION = re.compile(r"(?P<whose>[0-9a-f-]{36})\.(?P<version>[0-9]{1,10})", re.ASCII)
INFORMED = tuple(str(state) for state in Offer.INFORMED)


class Typed(forms.CharField):
    """What nobody can see is no part of what they typed: a NUL is left out and not complained of."""

    def to_python(self, value):
        return super().to_python(value.replace("\0", "") if isinstance(value, str) else value)


class PlaceTyped(Typed):
    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            max_length=100,
            error_messages={"max_length": _("Enter a town or a postcode alone, like Leeds or M1 1AE")},
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )


def one(label, choices, **more):
    """One of a few, nothing chosen beforehand."""
    more.setdefault("error_messages", {"invalid_choice": _("Choose one of the answers, or leave it.")})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, **more)


def any_of(label, choices, **more):
    more.setdefault("error_messages", {"invalid_choice": _("Choose among the answers, or leave it.")})
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def day(label, **more):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day, like 2026-11-24")},
        **more,
    )


class LookForm(forms.Form):
    """Where to look, for whom, and what suits them. It marks the options and takes none away."""

    home = PlaceTyped(_("Home"))
    work = PlaceTyped(_("Work"))
    elsewhere = PlaceTyped(_("Elsewhere"))
    near_home = any_of(_("Home"), [("not", _("Not too near home"))])
    who = one(_("For"), Who.choices)
    problem = forms.ChoiceField(label=_("About"), choices=[("", _("Anything")), *Problem.choices], required=False)
    day = any_of(_("Days"), WEEK)
    telephone = any_of(_("How you talk"), [("yes", _("By telephone"))])
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        self.places = []  # (what it is called, the place), those we know
        for name in PLACES:
            typed = self.cleaned_data.get(name)
            if not typed:
                continue
            try:
                self.places.append((str(self.fields[name].label).lower(), geocoding.locate(typed)))
            except PlaceAmbiguous as several:
                self.add_error(name, which(several))
            except PlaceUnknown as unknown:
                self.add_error(name, str(unknown))
        return self.cleaned_data

    @property
    def looked_for(self):
        """A digest of the places, for whom and about what: has the page shown just these?"""
        typed = "|".join(self.cleaned_data.get(name, "") for name in (*PLACES, "who", "problem"))
        return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()

    @property
    def days(self):
        """1 Monday to 7 Sunday."""
        return frozenset(DAYS.index(each) + 1 for each in self.cleaned_data.get("day", ()))


def which(several):
    """The question, with the likeliest answers to type."""
    labels = [place.label for place in several.candidates[:MOST_CANDIDATES]]
    return gettext("%(question)s Type one of these: %(places)s.") % {
        "question": several,
        "places": ", ".join(dict.fromkeys(labels)),
    }


class SharedForm(LookForm):
    """And how every option was shown: to one person, or to several at once."""

    family_offered = any_of(_("Family and friends"), [("yes", _("Help for them came up"))])
    state = one(
        _("Shared"),
        Offer.State.choices,
        error_messages={"invalid_choice": _("Say how every option was shown.")},
    )
    not_yet = one(_("Why not today"), Offer.NotYet.choices)
    due_on = day(_("When to show it"))
    once = forms.UUIDField(widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), AGAIN))

    def __init__(self, data=None, *, today, saving=False, is_prison=False, **more):
        super().__init__(data, **more)
        self.today, self.saving = today, saving
        self.fields["once"].required = saving
        if is_prison:  # nobody there has a telephone to scan a code with
            self.fields["state"].choices = [each for each in Offer.State.choices if each[0] != Offer.State.QR_SHOWN]

    @property
    def this_once(self):
        """Of this page with these answers: saved twice it is kept once; gone back to and changed, it is another."""
        said = sorted((name, values) for name, values in self.data.lists() if name not in NOT_SAID)
        return uuid.uuid5(self.cleaned_data["once"], repr(said))

    def clean(self):
        super().clean()
        if self.saving:
            self._hold_to_what_must_be_said()
        return self.cleaned_data

    def _hold_to_what_must_be_said(self):
        state = self.cleaned_data.get("state")
        if not state and "state" not in self.errors:
            self.add_error("state", _("Say how every option was shown."))
        if state in INFORMED:
            self._hold_to_what_was_shown()
        if state == Offer.State.NOT_YET:
            if not self.cleaned_data.get("not_yet"):
                self.add_error("not_yet", _("Say why it is not today."))
            if "due_on" not in self.errors and not self._is_ahead(self.cleaned_data.get("due_on")):
                self.add_error("due_on", _("Enter the day to show it, after today and within a year, like 2026-12-01"))

    def _is_ahead(self, on):
        return on is not None and self.today < on <= self.today + AHEAD

    def _hold_to_what_was_shown(self):
        if not self.places:
            if not any(name in self.errors for name in PLACES):
                self.add_error("home", _("Enter a town or a postcode, like Leeds or M1 1AE, and press Show."))
        elif self.cleaned_data.get("shown") != self.looked_for:
            self.add_error(None, _("These options have not been on the page yet: look at them together, then save."))


class TogetherForm(SharedForm):
    """Several people's page: it carries the version of each of them."""

    def __init__(self, data=None, *, people, **more):
        super().__init__(data, **more)
        self.people = people

    @property
    def versions(self):
        """{key: version}; as it is now of whoever the page says nothing sound of, and then ``clean`` says so."""
        return {person.pk: person.version for person in self.people} | self._carried

    @property
    def _carried(self):
        sent = self.data.getlist("seen") if self.is_bound else []
        found = (VERSION.fullmatch(each) for each in sent)
        told = {said["whose"]: int(said["version"]) for said in found if said}
        return {person.pk: told[str(person.pk)] for person in self.people if str(person.pk) in told}

    def clean(self):
        if self.saving and len(self._carried) != len(self.people):
            self.add_error(None, AGAIN)
        return super().clean()


class IntroduceForm(SharedForm):
    """One person’s page: what they are asked, the options that came up, the families talked about."""

    been = one(_("Been to a group?"), Offer.Been.choices)
    idea = one(_("Whose idea was this?"), Offer.Idea.choices)
    talked = any_of(_("Talked about"), Approach.choices)
    safety = one(
        _("Is there anyone, or any condition, that affects where you can safely go?"),
        Safety.choices,
        help_text=_("No detail is kept."),
    )
    seen = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), AGAIN),
    )

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        self.fields["seen"].required = self.saving

    @property
    def ticked(self):
        """The short names of what was ticked, as sent: which options there are is not known before the places are."""
        sent = self.data.getlist("try") if self.is_bound else []
        return list(dict.fromkeys(each for each in sent if each.isprintable() and len(each) <= 80))


class CardForm(forms.Form):
    """What was said of one option, and the day they chose."""

    said = any_of(_("What was said"), SAID)
    on = one(_("Day"), [], error_messages={"invalid_choice": _("It is not on then any longer: choose a day again.")})
    by = day(_("By when"))
    again_on = day(_("Ask again on"), help_text=_("Left open, in four weeks."))
    with_whom = one(_("With"), With.choices)
    words = Typed(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        error_messages={"max_length": _("Keep their words to 500 letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, card, today, saving=False):
        super().__init__(data, prefix=f"of-{card.slug}")
        self.card, self.today, self.saving = card, today, saving
        # Where no meeting is known a day can still be named: to ring by, or to look at a site.
        self.fields["on"].choices = card.choices
        del self.fields["by" if card.choices else "on"]

    @property
    def has_day(self):
        return bool(self.cleaned_data.get("on") or self.cleaned_data.get("by"))

    def clean(self):
        given = self.cleaned_data
        if not self.saving:
            return given
        if self.has_day and not given.get("with_whom") and "with_whom" not in self.errors:
            self.add_error("with_whom", _("Say who goes along to %(name)s.") % {"name": self.card.name})
        if self.has_day and REFUSED & set(given.get("said", ())):
            sentence = _("%(name)s: they would rather not, and yet a day is chosen. Take off one or the other.")
            self.add_error("said", sentence % {"name": self.card.name})
        if given.get("by") and not self.today <= given["by"] <= self.today + AHEAD:
            self.add_error("by", _("Enter a day from today on and within a year, like 2026-12-01"))
        if self.asks_again and given.get("again_on") and not self.today < given["again_on"] <= self.today + AHEAD:
            self.add_error("again_on", _("Enter a day after today and within a year, like 2026-12-01"))
        return given

    @property
    def asks_again(self):
        """Was it "not now"? Only then a day to ask again means anything."""
        return Mark.Said.NOT_NOW in self.cleaned_data.get("said", ())

    @property
    def ask_on(self):
        """The day on which they want to be asked again, where they named one."""
        return self.cleaned_data.get("again_on") if self.asks_again else None
