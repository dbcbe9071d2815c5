"""One meeting: when it is next, how to get there, who may come, and how we know."""

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following, parity
from directory.freshness import Freshness, freshness, known_at
from directory.geocoding import PlaceUnknown, nearest_cell
from directory.models import Meeting
from directory.options import Block
from directory.recurrence import known_zone, next_start
from directory.search import Search
from directory.views.rows import admitted, ways
from mutualaid.ui import words
from mutualaid.ui.access import public


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting in words: what its page prints beside the facts themselves."""

    next_start: dt.datetime | None
    patterns: tuple[str, ...]
    who: str
    seen_on: dt.date
    confirmed_on: dt.date | None
    is_stale: bool
    also: tuple[tuple[str, dt.date], ...]  # other lists that have it, and when it was last seen there


@public
def meeting(request, pk):
    """A merged meeting is redirected (301); one that has gone answers with the way to the others (410)."""
    found = get_object_or_404(Meeting.objects.for_everyone().for_pages(), pk=pk)
    if found.merged_into_id:
        return redirect("directory:meeting", found.merged_into_id, permanent=True)
    now, near = timezone.now(), _near(found)
    if not Meeting.objects.listed().contains(found):
        context = {"meeting": found, "near": near, "ways": _ways_near(near, now=now)}
        return render(request, "directory/meeting_gone.html", context, status=410)
    nation = found.venue.nation if found.venue else ""
    context = {"meeting": found, "shown": shown(found, now=now), "near": near, "nation": nation, "now": now}
    return render(request, "directory/meeting.html", context)


def shown(found, *, now):
    """``found`` in words."""
    zone = known_zone(found.time_zone)
    starts = [next_start(pattern.repeats, zone, now) for pattern in found.patterns.all() if zone]
    known = known_at(seen=found.seen_in_source_at, confirmed=found.confirmed_at)
    return Shown(
        next_start=min((start for start in starts if start), default=None),
        patterns=tuple(_said(pattern, found.time_zone) for pattern in found.patterns.all()),
        who=admitted(found.restricted_to),
        seen_on=timezone.localdate(found.seen_in_source_at),
        confirmed_on=timezone.localdate(found.confirmed_at) if found.confirmed_at else None,
        is_stale=freshness(known, now=now) is Freshness.STALE,
        also=tuple((one.source.name, timezone.localdate(one.seen_in_source_at)) for one in found.also_listed()),
    )


def _said(pattern, zone):
    """ "Every Tuesday 7.30pm", "The last Friday of the month 7pm, New York time"."""
    repeats = pattern.repeats
    if repeats.kind == "monthly":
        said = words.monthly(repeats.nth, repeats.weekday, repeats.at)
    else:
        said = words.weekly(repeats.weekday, repeats.at, every_other=repeats.kind == "fortnightly")
    if zone == "Europe/London":
        return said
    city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(times)s, %(city)s time") % {"times": said, "city": city}


def _ways_near(near, *, now):
    """The whole range beside a meeting that has gone: nobody is left with nothing."""
    if near is None:
        return []
    found = parity.options(Search(place=near), directory=following.directory(), now=now)
    return ways(found, block=Block.GROUPS) + ways(found, block=Block.FAMILY)


def _near(found):
    """The place whose options stand beside this meeting; None where it meets nowhere we know."""
    if not found.venue or found.venue.lat is None:
        return None
    try:
        return nearest_cell(found.venue.lat, found.venue.lon)
    except PlaceUnknown:
        return None
