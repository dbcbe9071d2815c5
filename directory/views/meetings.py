"""One meeting: when it is next, how to get there, who may come, and how we know."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from directory.freshness import Freshness, freshness, known_at
from directory.geocoding import PlaceUnknown, nearest_cell
from directory.models import Meeting
from directory.recurrence import next_start
from directory.views.rows import admitted
from directory.vocabulary import Mode
from mutualaid.ui import words
from mutualaid.ui.access import public


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting in words: what its page prints beside the facts themselves."""

    next_start: dt.datetime | None
    patterns: tuple[str, ...]
    who: str
    is_stale: bool
    joined_from_afar: bool


@public
def meeting(request, pk):
    """A merged meeting is redirected (301); one that has gone answers with the way to the others (410)."""
    found = get_object_or_404(Meeting.objects.for_pages(), pk=pk)
    if found.merged_into_id:
        return redirect("directory:meeting", found.merged_into_id, permanent=True)
    now, near = timezone.now(), _near(found)
    if found.withdrawn_at or found.held_at:
        return render(request, "directory/meeting_gone.html", {"meeting": found, "near": near}, status=410)
    get_object_or_404(Meeting.objects.listed(), pk=pk)
    nation = found.venue.nation if found.venue else ""
    context = {"meeting": found, "shown": shown(found, now=now), "near": near, "nation": nation, "now": now}
    return render(request, "directory/meeting.html", context)


def shown(found, *, now):
    """``found`` in words."""
    starts = [next_start(pattern.repeats, ZoneInfo(found.time_zone), now) for pattern in found.patterns.all()]
    known = known_at(seen=found.seen_in_source_at, confirmed=found.confirmed_at)
    return Shown(
        next_start=min((start for start in starts if start), default=None),
        patterns=tuple(_said(pattern) for pattern in found.patterns.all()),
        who=admitted(found.restricted_to),
        is_stale=freshness(known, now=now) is Freshness.STALE,
        joined_from_afar=found.mode != Mode.IN_PERSON,
    )


def _said(pattern):
    """ "Every Tuesday 7.30pm", "The last Friday of the month 7pm"."""
    repeats = pattern.repeats
    if repeats.kind == "monthly":
        return words.monthly(repeats.nth, repeats.weekday, repeats.at)
    return words.weekly(repeats.weekday, repeats.at, every_other=repeats.kind == "fortnightly")


def _near(found):
    """The place whose options stand beside this meeting; None where it meets nowhere we know."""
    if not found.venue or found.venue.lat is None:
        return None
    try:
        return nearest_cell(found.venue.lat, found.venue.lon)
    except PlaceUnknown:
        return None
