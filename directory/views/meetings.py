"""One meeting: when it is next, how to get there, who may come, and how we know."""

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from directory import following, parity
from directory.cautions import Why, is_over
from directory.forms import CalendarForm
from directory.freshness import Freshness, freshness, known_at
from directory.geocoding import PlaceUnknown, nearest_cell
from directory.models import Meeting
from directory.options import Block
from directory.recurrence import known_zone, next_start
from directory.search import Search
from directory.times import Times, nation_of
from directory.views import calendars, times
from directory.views.rows import admitted, ways
from mutualaid.ui.access import public


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting in words: what its page prints beside the facts themselves."""

    next_start: dt.datetime | None
    cautions: tuple[str, ...]  # of that start
    patterns: tuple[str, ...]
    otherwise: tuple[str, ...]
    bank_holidays: str  # empty where they are not the UK’s
    terms: str  # empty where it meets all year
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
    if not Meeting.objects.listed().contains(found):
        now, near = timezone.now(), _near(found)
        context = {"meeting": found, "near": near, "ways": _ways_near(near, now=now)}
        return render(request, "directory/meeting_gone.html", context, status=410)
    return _page(request, found, CalendarForm(chosen=[pk]))


@public(posted=True)
def calendar(request, pk):
    """Its file for a calendar; what the title is to be is posted. Its page says why, where there is none."""
    found = get_object_or_404(Meeting.objects.for_everyone().for_pages(), pk=pk)
    form = CalendarForm(request.POST if request.method == "POST" else {}, chosen=[pk])
    listed = Meeting.objects.listed().these(pk)
    if not form.is_valid() and listed.exists():
        return _page(request, found, form, status=422)
    return (form.is_valid() and calendars.file(listed, form)) or redirect(found)


def _page(request, found, form, *, status=200):
    now = timezone.now()
    context = {
        "meeting": found,
        "shown": shown(found, now=now),
        "calendar": form if calendars.usual_title(found, now=now) else None,
        "near": _near(found),
        "nation": found.venue.nation if found.venue else "",
        "now": now,
    }
    return render(request, "directory/meeting.html", context, status=status)


def shown(found, *, now):
    """``found`` in words."""
    zone, held = known_zone(found.time_zone), Times.of_one(found)
    patterns = [held.repeats(found, pattern) for pattern in found.patterns.all()]
    starts = [next_start(repeats, zone, now) for repeats in patterns if zone]
    start = min((start for start in starts if start), default=None)
    stated = held.cautions(found)
    known = known_at(seen=found.seen_in_source_at, confirmed=found.confirmed_at)
    return Shown(
        next_start=start,
        cautions=_cautions(stated, start, zone, now),
        patterns=times.patterns(patterns, found.time_zone),
        otherwise=_otherwise(found, held, now),
        bank_holidays="" if nation_of(found) is None else times.ON_BANK_HOLIDAYS[found.bank_holidays],
        terms=times.terms(stated.terms, now=now) if stated.term_time_only else "",
        who=admitted(found.restricted_to),
        seen_on=timezone.localdate(found.seen_in_source_at),
        confirmed_on=timezone.localdate(found.confirmed_at) if found.confirmed_at else None,
        is_stale=freshness(known, now=now) is Freshness.STALE,
        also=tuple((one.source.name, timezone.localdate(one.seen_in_source_at)) for one in found.also_listed()),
    )


def _cautions(stated, start, zone, now):
    """What to know before going to the next meeting; the closing of its hall has a line of its own."""
    if start is None:
        return ()
    found = stated.on(start.astimezone(zone).date(), today=timezone.localdate(now))
    return times.cautions((one for one in found if one.why in {Why.BANK_HOLIDAY, Why.TERM_TIME}), now=now)


def _otherwise(found, held, now):
    """Closings, breaks and moves that are not over, each as a line."""
    closings, today = held.closures.get(found.venue_id, ()), timezone.localdate(now)
    return (
        *(times.closing(one.span, one.reason, now=now) for one in closings if not is_over(one.span, today=today)),
        *times.breaks(held.breaks.get(found.pk, ()), now=now),
        *times.moves(held.moved.get(found.pk, ()), now=now),
    )


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
