"""What do two meetings that may be one say alike, and where do they differ, in words? For editors alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import history
from directory.duplicates import Reason
from directory.great_circle import miles_between
from directory.history import LABELS
from directory.importers.listed import When
from directory.models import Likeness, Meeting, Venue
from directory.places import Point
from directory.verification.plain import Facts, said
from mutualaid.ui import words

# What of a meeting, then of where it is, stands side by side, in this order.
OF_IT = (
    *("programme", "name", "patterns", "mode", "join_url", "phone", "openness", "restricted_to", "language"),
    *("newcomers", "children_welcome", "step_free", "hearing_loop", "formats", "notes", "bank_holidays"),
    *("says_when", "says_stopped"),
)
OF_ITS_VENUE = ("name", "address", "postcode")
NOTHING = (None, "", [], "unknown")
REASONS = {
    Reason.TIME: _("same day and time"),
    Reason.NUDGED: _("same day, a quarter of an hour apart at most"),
    Reason.MOVED: _("same day, up to an hour apart"),
    Reason.OTHER_WEEKS: _("one is weekly, the other not"),
    Reason.NEVER_TOGETHER: _("never in the same weeks"),
    Reason.HALL: _("same hall"),
    Reason.POSTCODE: _("same postcode"),
    Reason.NEARBY: _("near each other"),
    Reason.FAR: _("in different towns"),
    Reason.JOINING: _("same way to join"),
    Reason.OTHER_JOINING: _("other ways to join"),
    Reason.ONE_ONLINE: _("one in person, the other not"),
    Reason.NAMES: _("names alike"),
    Reason.NAMES_CLOSE: _("names partly alike"),
    Reason.NAMES_UNLIKE: _("names unlike"),
    Reason.LANGUAGES: _("in different languages"),
    Reason.LANGUAGE: _("a language is given for one of them"),
    Reason.AUDIENCES: _("for different people"),
    Reason.AUDIENCE: _("one is kept for some people"),
    Reason.NEWCOMERS: _("one of them is for newcomers"),
    Reason.LISTED_TWICE: _("one list has both"),
    Reason.TWO_TIMES: _("one list has both, at two times"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of two meetings."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def rows(one: Meeting, other: Meeting) -> list[Row]:
    """Every fact of which either says anything, alike or not."""
    return [row for row in (*_of_them(one, other), *_of_their_venues(one, other)) if row.one or row.other]


def provenance(one: Meeting, other: Meeting) -> list[Row]:
    """Which list each comes from, when it was last seen there, who confirmed it, and whether it is shown."""
    return [
        Row(label, say(one), say(other))
        for label, say in (
            (gettext("List"), lambda it: it.source.name),
            (gettext("Last seen on it"), lambda it: words.date(it.seen_in_source_at.date())),
            (gettext("Confirmed"), _confirmed),
            (gettext("Shown to everybody"), _shown),
        )
    ]


def apart(one: Meeting, other: Meeting) -> str:
    """How far the two halls are from each other, in a sentence."""
    if one.venue is None or other.venue is None:
        return gettext("At least one of them has no hall.")
    if one.venue_id == other.venue_id:
        return gettext("Both are in one and the same hall.")
    here, there = _point(one.venue), _point(other.venue)
    if here is None or there is None:
        return gettext("We do not know how far their halls are from each other.")
    return gettext("Their halls are %(miles)s from each other.") % {"miles": words.miles(miles_between(here, there))}


def reasons(found: Iterable[str]) -> list[str]:
    """Reasons in words; what an editor wrote is as they wrote it."""
    return [str(REASONS.get(one, one)) if one in set(Reason) else one for one in found]


def times(when: Iterable[When]) -> str:
    """ "Every Tuesday 7.30pm; The last Friday of the month 7pm"."""
    return "; ".join(
        history.repeated(one.kind, one.weekday, one.starts_at, nth=one.nth, not_nth=one.not_nth) for one in when
    )


def decided(told: Likeness) -> str:
    """ "One and the same: 4.05pm, Tuesday 24 November 2026, An Editor. Why: same hall; names alike."."""
    by = told.decided_by.name or told.decided_by.email
    said = {"decision": told.get_decision_display(), "at": words.moment(told.decided_at), "who": by}
    if not told.reasons:
        return gettext("%(decision)s: %(at)s, %(who)s.") % said
    why = "; ".join(reasons(told.reasons)).removesuffix(".")
    return gettext("%(decision)s: %(at)s, %(who)s. Why: %(why)s.") % (said | {"why": why})


def _of_them(one: Meeting, other: Meeting) -> Iterator[Row]:
    return _rows(Meeting, OF_IT, said(one), said(other))


def _of_their_venues(one: Meeting, other: Meeting) -> Iterator[Row]:
    here, there = (said(it.venue) if it.venue else {} for it in (one, other))
    for name, row in zip(OF_ITS_VENUE, _rows(Venue, OF_ITS_VENUE, here, there), strict=True):
        yield Row(gettext("Venue"), row.one, row.other) if name == "name" else row


def _rows(model: type[Meeting] | type[Venue], names: Iterable[str], one: Facts, other: Facts) -> Iterator[Row]:
    both = [{name: facts[name] for name in names if facts.get(name) not in NOTHING} for facts in (one, other)]
    here, there = history.in_words(model, *both)
    for name in names:
        yield Row(str(LABELS[name]), here.get(name, ""), there.get(name, ""))


def _confirmed(meeting: Meeting) -> str:
    if meeting.confirmed_at is None:
        return gettext("Not by anybody yet")
    day = words.date(meeting.confirmed_at.date())
    return gettext("%(day)s, %(by)s") % {"day": day, "by": meeting.get_confirmed_by_display()}


def _shown(meeting: Meeting) -> str:
    if meeting.withdrawn_at:
        return gettext("No: withdrawn")
    if meeting.is_held:
        return gettext("No: held")
    if meeting.merged_into_id:
        return gettext("No: merged into another")
    return gettext("Yes") if Meeting.objects.listed().these(meeting.pk).exists() else gettext("No")


def _point(venue: Venue) -> Point | None:
    return None if venue.lat is None or venue.lon is None else Point(venue.lat, venue.lon)
