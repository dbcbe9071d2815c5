"""How it went, in three taps; and what is asked besides, of those it is asked of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from referrals.forms.one_option import AskAgainForm, one_of, some_of
from referrals.models import BEEN, NOT_KNOWN, AndNow, Barrier, Fix, Got, How, Review, Still, WasntOn
from referrals.pathway import LATER, SOON, is_time_to_ask_if_still


class AskForm(AskAgainForm):
    """Two answers and Save. What hangs on an answer is taken only with it."""

    NOBODY_SAID: ClassVar = {How.NOT_ASKED, How.LOST_TOUCH}
    DIDNT_GET_THERE: ClassVar = {How.COULDNT_GET_IN, How.NOT_THIS_TIME, How.LEFT_EARLY}

    how = one_of(
        _("How did it go?"),
        How.choices,
        required=True,
        error_messages={"required": _("Choose how it went, or why we don’t know")},
    )
    wasnt_on = one_of(_("What did you find?"), WasntOn.choices)
    in_the_way = some_of(_("What got in the way?"), Barrier.choices)
    would_help = some_of(_("What would help?"), Fix.choices)
    and_now = one_of(_("And now?"), AndNow.choices)
    got = some_of(_("What did you get from it?"), Got.choices, help_text=_("Only if it was said"))
    times = one_of(_("How often, since we last asked?"), Review.Times.choices)

    still = one_of(
        _("Twelve weeks on: do they go?"), Still.choices, help_text=_("Asked once. To this group or to any other")
    )

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        if not is_time_to_ask_if_still(self.referral, self.today):
            del self.fields["still"]

    @property
    def known(self) -> list[dict[str, Any]]:
        """The answers that say how it went, as the design system wants them."""
        return self._items(*(how for how in How if how not in NOT_KNOWN))

    @property
    def not_known(self) -> list[dict[str, Any]]:
        """And the four kinds of not knowing."""
        return self._items(*NOT_KNOWN)

    def _items(self, *hows):
        said = self["how"].value() or ""
        return [
            {"value": how.value, "text": str(how.label), "checked": how.value == said, "id": f"id_how_{how.value}"}
            for how in hows
        ]

    def given(self) -> dict[str, Any]:
        """What there is to record: what hangs on another answer than theirs is left out."""
        said, how = self.cleaned_data, self.cleaned_data["how"]
        and_now = "" if how in self.NOBODY_SAID else said["and_now"]
        return {
            "how": how,
            "and_now": and_now,
            "times": said["times"] if how in BEEN else "",
            "got": tuple(said["got"]) if how in BEEN else (),
            "in_the_way": tuple(said["in_the_way"]) if how in self.DIDNT_GET_THERE else (),
            "would_help": tuple(said["would_help"]) if how in self.DIDNT_GET_THERE else (),
            "still": "" if how in self.NOBODY_SAID else said.get("still", ""),
            "wasnt_on": said["wasnt_on"] if how == How.WASNT_ON else "",
            "ask_on": self.ask_on(LATER if and_now == AndNow.LEAVE_IT else SOON),
        }
