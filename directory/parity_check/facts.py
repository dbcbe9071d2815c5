"""What the database says, read apart from the pages’ own reading of it.

A check that believed what it checks would prove nothing. So from the rows of the database to what
is expected of an answer no step here goes through ``parity``, ``index``, ``following``, ``turns``,
``standard`` or ``classification``: the rule is worked out again, slowly and plainly. One thing is
taken on trust: when a meeting next meets (``times`` and ``recurrence``, which have an oracle of their own).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from directory.models import Holding, Meeting, Pattern, Programme, Source, Venue
from directory.recurrence import Repeats, known_zone, next_start
from directory.times import Times

STALE_AFTER = dt.timedelta(days=365)  # a year (clause 8)
CHECKED_FOR = dt.timedelta(days=183)  # six months (clause 3)
TESTS = ("same_problem", "gives_and_receives", "run_by_members", "values_experience", "charges_no_fee")
APART = {"recovery_community", "allied_peer_support", "service_run"}  # beside mutual aid (clause 11)
FULLNESS = {"none": 0, "part": 1, "whole": 2}
# Nobody’s saying so is never the same as no; of several answers the least counts (decision 0020).
NO, NOT_STATED, YES = 0, 1, 2
ANSWER = {"no": NO, "unknown": NOT_STATED, "yes": YES}
LASTS = dt.timedelta(hours=1)  # where nobody has said
LONGEST = dt.timedelta(hours=12)
A_MOMENT = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A programme, as its row says."""

    key_in_database: UUID
    slug: str
    name: str
    approach: str
    tradition: str
    key: str  # for the schedule; it means nothing
    is_twelve_step: bool
    serves: frozenset[str]
    problems: tuple[str, ...]
    nations: frozenset[str]
    tests: tuple[str, ...]  # its answers to TESTS
    run_by: str
    kind: str  # its class
    within_standard: bool
    is_retired: bool
    is_paused: bool
    known_in_uk: bool
    ways_in: tuple[dict[str, Any], ...]
    text: dict[str, str]  # in English, with marks
    medicines: tuple[str, str, dt.date] | None  # its stance, where that was read and when; None where it states none

    @property
    def admits(self) -> set[str]:
        """Restrictions that keep out nobody whom the programme itself lets in."""
        return ({"women"} if self.approach == "women" else set()) | (
            {"young_people"} if self.serves == {"young_person"} else set()
        )

    def own_ways(self, nation: str) -> list[dict[str, Any]]:
        return [way for way in self.ways_in if "nations" not in way or nation in way["nations"]]


@dataclass(frozen=True, slots=True)
class Way:
    """One repeated time of a meeting that the public may see and that meets again."""

    meeting: UUID
    programme: str
    name: str
    mode: str
    at: tuple[float, float] | None  # latitude and longitude of its venue
    restricted_to: tuple[str, ...]
    kind: str  # its class, by its own answers
    known_at: dt.datetime
    start: dt.datetime  # in UTC
    lets_in_all: bool  # whom its programme lets in, to what its programme is
    is_stale: bool
    kept_for: frozenset[str]  # by its own rule, or its programme’s
    says: dict[str, int]  # NO, NOT_STATED or YES, of each fact that may be asked for
    language: str  # where stated, without case and accents
    words: tuple[str, ...]  # its names, its venue and its address, the same
    repeats: Repeats
    zone: ZoneInfo
    lasts: dt.timedelta  # is taken to last

    @property
    def may_be_best(self) -> bool:
        return self.lets_in_all and not self.is_stale

    def begun(self, now: dt.datetime) -> dt.datetime | None:
        """When it began, where it is on at ``now``: the first of its starts that is not over."""
        start = next_start(self.repeats, self.zone, now - LONGEST)
        while start is not None and start <= now:
            if now < start + self.lasts:
                return start
            start = next_start(self.repeats, self.zone, start + A_MOMENT)
        return None


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it as at ``now``."""

    now: dt.datetime
    programmes: dict[str, Told]
    held: dict[tuple[str, str], tuple[str, dt.date]]  # (slug, nation): the most we hold of its list, and of what day
    ways: tuple[Way, ...]
    by_meeting: dict[UUID, tuple[int, ...]]  # rows of ``ways``


def read(now: dt.datetime) -> Facts:
    """Everything, in ten queries or so."""
    public = {source.pk for source in Source.objects.all() if _is_public(source)}
    programmes = {one.slug: _told(one) for one in Programme.objects.order_by("slug")}
    ways = tuple(_ways(programmes, public, now))
    by_meeting: dict[UUID, list[int]] = defaultdict(list)
    for at, way in enumerate(ways):
        by_meeting[way.meeting].append(at)
    return Facts(
        now=now,
        programmes=programmes,
        held=_held(public),
        ways=ways,
        by_meeting={meeting: tuple(rows) for meeting, rows in by_meeting.items()},
    )


def _is_public(source: Source) -> bool:
    return not settings.PRODUCTION or source.licence != "none_stated" or source.permission != ""


def _told(one: Programme) -> Told:
    within = not (
        one.charges_no_fee == "no"
        or one.run_by == "company"
        or one.recruits == "yes"
        or one.medicines == "tells_to_stop"
        or (one.under_18s == "yes" and one.safeguarding == "no")
    )
    answers = tuple(getattr(one, test) for test in TESTS)
    return Told(
        key_in_database=one.pk,
        slug=one.slug,
        name=one.name,
        approach=one.approach,
        tradition=one.tradition,
        key=one.rotation_key,
        is_twelve_step=one.is_twelve_step,
        serves=frozenset(one.serves),
        problems=tuple(one.problems),
        nations=frozenset(one.nations),
        tests=answers,
        run_by=one.run_by,
        kind=_class(answers, one.run_by) if within else "not_within_standard",
        within_standard=within,
        is_retired=one.retired_at is not None,
        is_paused=one.paused_at is not None,
        known_in_uk=one.known_in_uk,
        ways_in=tuple(one.ways_in),
        text=one.text.get("en", {}),
        medicines=(one.medicines, one.medicines_source, one.medicines_on)
        if one.medicines_source and one.medicines_on
        else None,
    )


def _class(answers: Iterable[str], run_by: str) -> str:
    """What it is, by who runs it and the five tests."""
    if run_by == "service":
        return "service_run"
    if run_by == "recovery_organisation":
        return "recovery_community"
    if "no" in answers:
        return "allied_peer_support"
    return "mutual_aid_unchecked" if "unknown" in answers else "mutual_aid"


def _held(public: set[UUID]) -> dict[tuple[str, str], tuple[str, dt.date]]:
    """The fullest that any list gives; of two as full, the later."""
    best: dict[tuple[str, str], tuple[str, dt.date]] = {}
    rows = Holding.objects.filter(source__in=public).values_list("programme__slug", "nation", "extent", "as_of")
    for slug, nation, extent, as_of in rows.order_by("pk"):
        extent_before, day_before = best.get((slug, nation), ("", dt.date.min))
        if (FULLNESS[extent], as_of) >= (FULLNESS.get(extent_before, -1), day_before):
            best[slug, nation] = (extent, as_of)
    return best


def _ways(programmes: dict[str, Told], public: set[UUID], now: dt.datetime) -> Iterator[Way]:
    by_key = {one.key_in_database: one for one in programmes.values()}
    everything = Meeting.objects.select_related("venue", "group").order_by("pk")
    shown = {one.pk: one for one in everything if _may_be_shown(one, by_key[one.programme_id], public)}
    times = Times.of(Meeting.objects.all())
    for pattern in Pattern.objects.order_by("pk"):
        meeting = shown.get(pattern.meeting_id)
        zone = known_zone(meeting.time_zone) if meeting else None
        if meeting and zone:
            repeats = times.repeats(meeting, pattern)
            if start := next_start(repeats, zone, now):
                lasts = dt.timedelta(minutes=pattern.minutes) if pattern.minutes else LASTS
                yield _way(meeting, by_key[meeting.programme_id], start, now, repeats, zone, lasts)


def _may_be_shown(meeting: Meeting, programme: Told, public: set[UUID]) -> bool:
    """Not behind a wall or abroad, gone, held or merged, nor what the standard rules out (clauses 3 and 8)."""
    gone = meeting.withdrawn_at or meeting.held_at or meeting.says_stopped or meeting.merged_into_id
    abroad = meeting.venue is not None and meeting.venue.nation == "outside"
    ruled_out = not programme.within_standard or meeting.charges_no_fee == "no" or meeting.run_by == "company"
    open_to_the_street = meeting.setting == "community" and meeting.source_id in public
    return bool(open_to_the_street and not gone and not abroad and not ruled_out and not programme.is_retired)


def _way(
    meeting: Meeting,
    programme: Told,
    start: dt.datetime,
    now: dt.datetime,
    repeats: Repeats,
    zone: ZoneInfo,
    lasts: dt.timedelta,
) -> Way:
    own_tests = [getattr(meeting, test) or its for test, its in zip(TESTS, programme.tests, strict=True)]
    own = _class(own_tests, meeting.run_by or programme.run_by)
    known_at = max(filter(None, (meeting.seen_in_source_at, meeting.confirmed_at)))
    is_what_it_is_of = own == programme.kind or not APART & {own, programme.kind}
    return Way(
        meeting=meeting.pk,
        programme=programme.slug,
        name=meeting.name,
        mode=meeting.mode,
        at=_at(meeting.venue),
        restricted_to=tuple(meeting.restricted_to),
        kind=own,
        known_at=known_at,
        start=start,
        lets_in_all=set(meeting.restricted_to) <= programme.admits and is_what_it_is_of,
        is_stale=now - known_at > STALE_AFTER,
        kept_for=frozenset(meeting.restricted_to) | programme.admits,
        says=_says(meeting),
        language=plainly(meeting.language),
        words=_words(meeting),
        repeats=repeats,
        zone=zone,
        lasts=lasts,
    )


def _says(meeting: Meeting) -> dict[str, int]:
    """A first visit is welcome where anybody may come, or where it says that it is for newcomers."""
    words = re.findall(r"\w+", plainly(" ".join((meeting.language, *meeting.formats))))
    signed = "bsl" in words or " british sign language " in f" {' '.join(words)} "
    newcomers = ANSWER[meeting.newcomers]
    return {
        "first_visit": YES if meeting.openness == "open" else newcomers,
        "newcomers": newcomers,
        "step_free": ANSWER[meeting.step_free],
        "hearing_loop": ANSWER[meeting.hearing_loop],
        "children": ANSWER[meeting.children_welcome],
        "bsl": YES if signed else NOT_STATED,
    }


def _words(meeting: Meeting) -> tuple[str, ...]:
    """What somebody’s own words are looked for in; a postcode with its space and without."""
    said = [meeting.name, meeting.group.name if meeting.group else ""]
    if meeting.venue:
        postcode = meeting.venue.postcode
        said += [meeting.venue.name, meeting.venue.address, postcode, postcode.replace(" ", "")]
    return tuple(plainly(each) for each in said if each)


def plainly(said: str) -> str:
    """Without case and accents."""
    if said.isascii():
        return said.lower()
    return "".join(each for each in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(each))


def _at(venue: Venue | None) -> tuple[float, float] | None:
    return None if venue is None or venue.lat is None or venue.lon is None else (venue.lat, venue.lon)
