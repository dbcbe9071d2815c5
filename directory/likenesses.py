"""Which of the meetings we hold may be one, and has nobody said that they are two?

Reads the database, and writes nothing: verification does, when a person has decided.
Only what is compared is read of each meeting, and the pairs of a revision are kept in
memory while the directory stands at it: 16,000 meetings take a second and a half.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from directory import duplicates
from directory.duplicates import Pair
from directory.importers.listed import When
from directory.models import Likeness, Meeting, Pattern, Source
from directory.places import Point
from directory.told import Told, tell
from directory.verification.changing import revision_now

Progress = Callable[[str, int], None]  # what is being done, and how many are done
# What is compared of a meeting, in the order in which _tell takes it.
COMPARED = (
    *("pk", "source__slug", "programme__slug", "name", "venue__name", "venue__address", "venue__postcode"),
    *("venue__lat", "venue__lon", "join_url", "phone", "language", "restricted_to"),
)
WHEN = [field.name for field in dataclasses.fields(When)]

# {the lists compared: (at which revision, their likely pairs)}, for this process.
_kept: dict[tuple[UUID, ...], tuple[int, list[Pair]]] = {}


@dataclass(frozen=True, slots=True)
class Open:
    """A pair that nobody has decided, and what was last said of it."""

    pair: Pair
    looked_at: Likeness | None


@dataclass(frozen=True, slots=True)
class Question:
    """Two meetings that may be one: the likelier of the two to be kept first, and what was last said of them."""

    keep: Meeting
    other: Meeting
    pair: Pair
    looked_at: Likeness | None


def forget() -> None:
    """Forget every pair that is kept."""
    _kept.clear()


def questions(sources: Collection[Source] = (), *, progress: Progress = lambda *_: None) -> list[Question]:
    """What a person should be asked, the likeliest first: of every list, within one, or between two and within them."""
    return asked(undecided(sources, progress=progress))


def undecided(sources: Collection[Source] = (), *, progress: Progress = lambda *_: None) -> list[Open]:
    """Every likely pair of these lists, or of all, the likeliest first. What was decided is not asked again."""
    said = {frozenset((str(one.meeting_id), str(one.other_id))): one for one in Likeness.objects.all()}
    found = []
    for pair in _likely(sources, progress):
        looked_at = said.get(frozenset((pair.a.key, pair.b.key)))
        if looked_at is None or looked_at.decision == Likeness.Decision.UNDECIDED:
            found.append(Open(pair, looked_at))
    return found


def asked(found: Iterable[Open]) -> list[Question]:
    """These pairs with their meetings whole. The one seen later on its list is named first."""
    found = list(found)
    keys = {UUID(one.key) for each in found for one in (each.pair.a, each.pair.b)}
    held = Meeting.objects.for_questions().in_bulk(keys)
    return [Question(*seen_later_first(*_both(each, held)), each.pair, each.looked_at) for each in found]


def compared(one: Meeting, other: Meeting) -> Pair:
    """What speaks for and against these two being one."""
    told = {each.key: each for each in _told(Meeting.objects.these(one.pk, other.pk), lambda *_: None)}
    return duplicates.compare(told[str(one.pk)], told[str(other.pk)])


def seen_later_first(one: Meeting, other: Meeting) -> tuple[Meeting, Meeting]:
    keep = max(one, other, key=lambda each: (each.seen_in_source_at, each.pk))
    return keep, other if keep is one else one


def _likely(sources: Collection[Source], progress: Progress) -> list[Pair]:
    """Every likely pair, decided or not, as at the directory’s revision."""
    which, revision = tuple(sorted(source.pk for source in sources)), revision_now()
    known = _kept.get(which)
    if known is None or known[0] != revision:
        standing = Meeting.objects.standing()
        meetings = standing.filter(source__in=which) if which else standing
        told = _told(meetings, progress)
        found = duplicates.likely(told, progress=lambda number: progress("pairs compared", number))
        known = _kept[which] = revision, found
    return known[1]


def _told(meetings: models.QuerySet[Meeting], progress: Progress) -> Iterator[Told]:
    """Each meeting as its list tells of it."""
    when: dict[UUID, list[When]] = defaultdict(list)
    for meeting, *facts in Pattern.objects.filter(meeting__in=meetings).order_by("pk").values_list("meeting", *WHEN):
        when[meeting].append(When(*facts))
    rows = meetings.order_by("pk").values_list(*COMPARED)
    progress("meetings read", len(rows))
    for number, (key, *facts) in enumerate(rows, 1):
        yield _tell(key, when[key], *facts)
        progress("meetings prepared", number)


def _tell(key, when, source, programme, name, venue, address, postcode, lat, lon, *more):
    join_url, phone, language, restricted_to = more
    return tell(
        key=str(key),
        source=source,
        programme=programme,
        name=name,
        when=when,
        venue=venue or "",
        address=address or "",
        postcode=postcode or "",
        point=None if lat is None else Point(lat, lon),
        join_url=join_url,
        phone=phone,
        language=language,
        restricted_to=restricted_to,
    )


def _both(each: Open, held: dict[UUID, Meeting]) -> tuple[Meeting, Meeting]:
    return held[UUID(each.pair.a.key)], held[UUID(each.pair.b.key)]
