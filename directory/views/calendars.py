"""Meetings for somebody's own calendar, under a title of their own. Nothing chosen is in an address or kept."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following, parity
from directory.exports.calendars import Noted, calendar, first_start
from directory.forms import CalendarForm
from directory.models import Meeting
from directory.recurrence import known_zone
from directory.times import Times
from directory.views import finding
from directory.views.entries import line
from directory.vocabulary import Answer
from mutualaid.ui import words
from mutualaid.ui.access import public

FILE_NAME = "calendar.ics"  # of a file that others may find


@public(posted=True)
def several(request, cell):
    """Every meeting near a place, to mark some for a calendar: what is marked is carried from page to page."""
    search = finding.search_of(request, cell)
    makes = "make" in request.POST
    form = CalendarForm(request.POST if makes else None, chosen=_chosen(request))
    if makes and form.is_valid():
        if answer := file(Meeting.objects.listed().these(*form.chosen), form):
            return answer
        form.add_error(None, gettext("None of these meets in the next half year. Mark others."))
    now, directory = timezone.now(), following.directory()
    page = _page(search, directory=directory, now=now)
    entries = [line(entry, name=directory.programmes[entry.programme].name, now=now) for entry in page.object_list]
    here = {time.meeting for entry in entries for time in entry.times}
    return render(
        request,
        "directory/calendar.html",
        {
            "form": form,
            "search": search,
            "page": page,
            "entries": [_choices(entry) for entry in entries],
            "marked": [str(pk) for pk in form.chosen],
            "elsewhere": [pk for pk in form.chosen if pk not in here],
            "carried": finding.carried(search, page=1),
            "back": finding.address_of("directory:meetings", search, page=1),
            "canonical": finding.address_of("directory:several_in_a_calendar", search, page=page.number),
        },
        status=422 if form.errors else 200,
    )


def _page(search, *, directory, now):
    around = parity.look_around(search, directory=directory, now=now)
    options = parity.options(search, directory=directory, now=now)
    entries = finding.entries_for(search, around=around, options=options, directory=directory)
    return Paginator(entries, finding.ENTRIES_ON_A_PAGE).get_page(search.page)


def usual_title(meeting, *, now):
    """What its own calendar would call it if nobody says otherwise; empty where nothing would be in it."""
    held = Times.of_one(meeting)
    starts = [
        first_start(held.repeats(meeting, pattern), meeting.time_zone, now=now)
        for pattern in meeting.patterns.all()
        if known_zone(meeting.time_zone)
    ]
    found = min((start for start in starts if start), default=None)
    return _title(found) if found else ""


def _title(start):
    """ "Meeting 7.30": nothing that somebody reading over a shoulder would ask about."""
    return gettext("Meeting %(time)s") % {"time": f"{start.hour % 12 or 12}.{start.minute:02}"}


def _chosen(request):
    """What is marked, by key, each once; what is no key is passed over."""
    return list(dict.fromkeys(key for said in request.POST.getlist("meeting") if (key := _key(said))))


def _key(said):
    try:
        return UUID(said)
    except ValueError:
        return None


def file(meetings, form):
    """The file of ``meetings`` as ``form``, which is sound, says; None where there would be nothing in it."""
    now = timezone.now()
    held, noted = Times.of(meetings), []
    for meeting in meetings.for_pages().order_by("pk"):
        if known_zone(meeting.time_zone):
            noted += _noted(meeting, held, form.cleaned_data, now=now)
    made = calendar(noted, now=now)
    if made is None:
        return None
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _noted(meeting, held, said, *, now):
    """Each of a meeting's repeated times that comes in the half year."""
    for pattern in meeting.patterns.all():
        repeats = held.repeats(meeting, pattern)
        start = first_start(repeats, meeting.time_zone, now=now)
        if start:
            yield Noted(
                meeting=meeting.pk,
                repeats=repeats,
                zone=meeting.time_zone,
                minutes=pattern.minutes,
                title=said["title"] or _title(start),
                says=_says(held.cautions(meeting), pattern, now=now),
                address=meeting.venue.in_full if said["with_address"] and meeting.venue else "",
            )


def _says(cautions, pattern, *, now):
    """What to know before going, in words that do not say what kind of meeting it is."""
    today = words.date(timezone.localdate(now))
    told = [gettext("Made %(date)s. Times change: look again before you go.") % {"date": today}]
    if not pattern.minutes:
        told.append(gettext("How long it lasts is not stated."))
    if cautions.bank_holidays == Answer.UNKNOWN and cautions.nation is not None:
        told.append(gettext("Whether it is on, on bank holidays, is not stated."))
    if cautions.term_time_only and not cautions.terms:
        told.append(gettext("In term time only: ring first."))
    if cautions.says_when:
        told.append(gettext("Its list says more about when: check first."))
    return " ".join(told)


def _choices(entry):
    """A programme at a venue as a question: which of its meetings? One that meets twice is one choice."""
    times = {}
    for time in entry.times:
        times.setdefault(time.meeting, []).append(time)
    items = [
        {
            "value": str(meeting),
            "text": f"{words.listed([time.when for time in of])}, {of[0].name}",
            "hint": {"text": of[0].notes} if of[0].notes else None,
        }
        for meeting, of in times.items()
    ]
    return {
        "id": f"meeting-{entry.times[0].meeting}-{entry.slug}",
        "legend": f"{entry.programme}, {words.initial(entry.where)}",
        "items": items,
    }
