"""What is typed when a service is opened, and when somebody is asked to work for it or to answer for an area."""

import difflib

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from mutualaid.accounts.forms import InviteForm
from referrals.forms.people import one_of
from referrals.models import Membership, Setting

MOST_AREAS = 50
A_NAME = _("Enter the service’s name, in at most 120 letters")
A_TELEPHONE = _("Enter a telephone number of at most 30 digits and spaces, like 0113 496 0001")
AN_AREA = _("Enter the name of a local authority, like Leeds")


class AreasField(forms.CharField):
    """Local authorities by their names, one on each line; their codes do as well. Gives areas."""

    def __init__(self, *, at_most=MOST_AREAS, **more):
        self.at_most = at_most
        messages = dict.fromkeys(("required", "max_length", "null_characters_not_allowed"), AN_AREA)
        super().__init__(max_length=80 * at_most, error_messages=messages, **more)

    def clean(self, value):
        names = list(
            dict.fromkeys(" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip())
        )
        if len(names) > self.at_most:
            told = ngettext("Enter only %(number)d area", "Enter at most %(number)d areas", self.at_most)
            raise forms.ValidationError(told % {"number": self.at_most})
        known = _known() if names else {}
        return [self._area(name, known) for name in names]

    def _area(self, name, known):
        found = known.get(name.casefold(), [])
        if len(found) > 1:
            codes = ", ".join(area.code for area in found)
            raise forms.ValidationError(
                gettext("Several areas are called “%(name)s”. Enter the code of the one you mean: %(codes)s")
                % {"name": name, "codes": codes}
            )
        if not found:
            raise forms.ValidationError(_unknown(name, known))
        return found[0]


def _known():
    """{name or code, in small letters: the areas that it means}."""
    known = {}
    for area in Area.objects.order_by("code"):
        for name in {area.name.casefold(), area.code.casefold()}:
            known.setdefault(name, []).append(area)
    return known


def _unknown(name, known):
    like = difflib.get_close_matches(name.casefold()[:80], known, n=1)
    if like:
        told = {"name": name[:80], "like": known[like[0]][0].name}
        return gettext("No local authority is called “%(name)s”: did you mean %(like)s?") % told
    return gettext("No local authority is called “%(name)s”: enter its name as the council writes it") % {
        "name": name[:80]
    }


class ChangeServiceForm(forms.Form):
    """How a service is called, where it works and where people ring to come back."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        error_messages=dict.fromkeys(("required", "max_length", "null_characters_not_allowed"), A_NAME),
    )
    areas = AreasField(
        label=_("Which local authorities does it work in?"),
        help_text=_("One on each line, like Leeds or County Durham. Whoever answers for one reads its figures."),
        widget=forms.Textarea,
        required=False,
    )
    telephone = forms.CharField(
        label=_("Where do people ring to come back?"),
        help_text=_("The service’s own number. Leave it empty where there is none."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        validators=[RegexValidator(r"^[+(]?[0-9][0-9 ()+-]{4,}\Z", A_TELEPHONE)],
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), A_TELEPHONE),
    )


class OpenServiceForm(ChangeServiceForm):
    """A new one: its setting is said once."""

    setting = one_of(
        _("Where does it give treatment?"),
        Setting.choices,
        help_text=_("This cannot be changed later: an organisation with two settings is two services."),
    )

    field_order = ("name", "setting")


class ToServiceForm(InviteForm):
    """Whom to ask, and what they will do for a service."""

    role = one_of(_("What will they do here?"), Membership.Role.choices)


class ManagerForm(InviteForm):
    """Whom to ask to manage a service."""

    role = None


class CommissionerForm(InviteForm):
    """Whom to ask to answer for an area."""

    role = None
    area = AreasField(label=_("Which local authority do they answer for?"), at_most=1)

    def clean_area(self):
        return self.cleaned_data["area"][0]


class RoleForm(forms.Form):
    """What a button says that somebody does from now on."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
