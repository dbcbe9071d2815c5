"""What the index asks of the database, in the words of the models. ``asking`` composes each once.

``since`` asks for what was stamped after this revision alone; None for everything.
"""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONArray

from directory.classification import TESTS
from directory.models import Closure, Holding, Meeting, Move, Pattern, Source, Spell, Venue

# What many meetings have in common, as one text of JSON: told apart as a text, and read once. Names in it would cost
# the database as long again as what it says.
OWN_ANSWERS = (*TESTS, "run_by")
CLOCK = ("time_zone", "bank_holidays", "term_time_only", "says_when")
SAID = (*CLOCK[:-1], *OWN_ANSWERS, "mode", "restricted_to", "openness", "step_free", "hearing_loop", "newcomers")
SAID += ("children_welcome", "language", "formats")
SAYS_WHEN = Case(When(says_when="", then=Value("")), default=Value("it does"))
WHEN = ("kind", "weekday", "starts_at", "nth", "not_nth", "anchor_on", "valid_from", "valid_to", "minutes")


def listed(since: int | None) -> QuerySet[Meeting]:
    rows = Meeting.objects.listed_wherever() if since is None else Meeting.objects.listed_wherever().since(since)
    return rows.annotate(
        said=JSONArray(*SAID, SAYS_WHEN),
        group_name=Coalesce("group__name", Value("")),
        # As texts: many are alike, and each is read once.
        seen=Cast("seen_in_source_at", TextField()),
        confirmed=Cast("confirmed_at", TextField()),
    )


def patterns(since: int | None) -> QuerySet[Pattern]:
    return _of_changed(Pattern.objects.all(), since).annotate(when=JSONArray(*WHEN))


def spells(since: int | None) -> QuerySet[Spell]:
    return _of_changed(Spell.objects.standing(), since)


def moves(since: int | None) -> QuerySet[Move]:
    return _of_changed(Move.objects.standing(), since)


def _of_changed(rows: QuerySet, since: int | None) -> QuerySet:
    return rows if since is None else rows.filter(meeting__in=Meeting.objects.since(since))


def venues(since: int | None) -> QuerySet[Venue]:
    rows = Venue.objects.in_our_area()
    return rows if since is None else rows.filter(pk__in=Meeting.objects.since(since).values("venue"))


def closures(since: int | None) -> QuerySet[Closure]:
    rows = Closure.objects.standing()
    return rows if since is None else rows.filter(venue__in=Meeting.objects.since(since).values("venue"))


def changed(since: int | None) -> QuerySet[Meeting]:
    """Listed or not: one that is listed no more is its own tombstone."""
    return Meeting.objects.all() if since is None else Meeting.objects.since(since)


def holdings(_since: int | None) -> QuerySet[Holding]:
    return Holding.objects.filter(source__in=Source.objects.shown_to_everyone()).order_by("as_of", "pk")


def real_sources(_since: int | None) -> QuerySet[Source]:
    """A list of real meetings of which something is listed, or none."""
    its_meetings = Meeting.objects.listed().filter(source=OuterRef("pk"))
    return Source.objects.real().filter(Exists(its_meetings))[:1]
