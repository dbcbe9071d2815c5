"""Which of the meetings we hold may be one, and has nobody said that they are two?

Reads the database, and writes nothing: verification does, when a person has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from directory import duplicates
from directory.duplicates import Pair
from directory.importers.holding import as_listed
from directory.importers.listed import When
from directory.models import Likeness, Meeting, Pattern, Source
from directory.places import Point
from directory.told import Told, tell

Progress = Callable[[str, int], None]  # what is being done, and how many are done


@dataclass(frozen=True, slots=True)
class Question:
    """Two meetings that may be one: the likelier of the two to be kept first, and what was last said of them."""

    keep: Meeting
    other: Meeting
    pair: Pair
    looked_at: Likeness | None


def questions(sources: Collection[Source] = (), *, progress: Progress = lambda *_: None) -> list[Question]:
    """What a person should be asked, the likeliest first: of every list, within one, or between two and within them.

    Nobody is asked again of what was decided. The one seen later on its list is named first.
    """
    meetings = Meeting.objects.standing().select_related("programme", "venue", "source")
    if sources:
        meetings = meetings.filter(source__in=sources)
    held = {str(one.pk): one for one in meetings.order_by("pk").iterator(chunk_size=2000)}
    progress("meetings read", len(held))
    said = {frozenset((one.meeting_id, one.other_id)): one for one in Likeness.objects.all()}
    found = []
    for pair in duplicates.likely(_told(held, progress), progress=lambda number: progress("pairs compared", number)):
        meeting, other = held[pair.a.key], held[pair.b.key]
        looked_at = said.get(frozenset((meeting.pk, other.pk)))
        if looked_at is None or looked_at.decision == Likeness.Decision.UNDECIDED:
            keep = max(meeting, other, key=lambda one: (one.seen_in_source_at, one.pk))
            found.append(Question(keep, other if keep is meeting else meeting, pair, looked_at))
    return found


def _told(held: dict[str, Meeting], progress: Progress) -> Iterator[Told]:
    """Each meeting as its list tells of it."""
    when: dict[UUID, list[When]] = defaultdict(list)
    for pattern in Pattern.objects.order_by("pk").iterator(chunk_size=2000):
        when[pattern.meeting_id].append(as_listed(pattern))
    for number, meeting in enumerate(held.values(), 1):
        yield _tell(meeting, when[meeting.pk])
        progress("meetings prepared", number)


def _tell(meeting: Meeting, when: list[When]) -> Told:
    venue = meeting.venue
    return tell(
        key=str(meeting.pk),
        source=meeting.source.slug,
        programme=meeting.programme.slug,
        name=meeting.name,
        when=when,
        venue=venue.name if venue else "",
        address=venue.address if venue else "",
        postcode=venue.postcode if venue else "",
        point=Point(venue.lat, venue.lon) if venue and venue.lat is not None else None,
        join_url=meeting.join_url,
        phone=meeting.phone,
        language=meeting.language,
        restricted_to=meeting.restricted_to,
    )
