"""Which meetings, told by one list or by several, are likely one and the same? Pure.

Two are looked at together when they are of one programme, meet on one day within an
hour, and share a place, a way to join or a name: never for day and time alone. What
speaks for and against is counted in points, each with its reason. A person decides;
nothing here merges. docs/duplicates.md says how often it is right, and how we know.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from rapidfuzz import fuzz

from directory.great_circle import EARTH_RADIUS_MILES, miles_between, unit_vector
from directory.importers.listed import When
from directory.told import Told

LIKELY = 8  # points from which a pair is worth a person's time
APART = 60  # minutes: starts further apart are two meetings
NUDGED = 15
# Miles: one building put in two places; a street or two on; across a town; another town; where a name alone is sought.
ONE_BUILDING, NEAR, ONE_TOWN, ANOTHER_TOWN, NAMESAKE = 0.15, 0.3, 1.5, 3.0, 6.0
# Likeness of texts, 0 to 100, by rapidfuzz.
SAME_TEXT, CLOSE_TEXT, UNLIKE_TEXT = 90, 70, 50
SAME_PLACE = 75


class Reason(StrEnum):
    """What speaks for two meetings being one, or against it."""

    TIME = "same day and time"
    NUDGED = "same day, a quarter of an hour apart at most"
    MOVED = "same day, up to an hour apart"
    OTHER_WEEKS = "one is weekly, the other not"
    NEVER_TOGETHER = "never in the same weeks"
    HALL = "same hall"
    POSTCODE = "same postcode"
    NEARBY = "near each other"
    FAR = "in different towns"
    JOINING = "same way to join"
    OTHER_JOINING = "other ways to join"
    ONE_ONLINE = "one in person, the other not"
    NAMES = "names alike"
    NAMES_CLOSE = "names partly alike"
    NAMES_UNLIKE = "names unlike"
    LANGUAGES = "in different languages"
    LANGUAGE = "a language is given for one of them"
    AUDIENCES = "for different people"
    AUDIENCE = "one is kept for some people"
    NEWCOMERS = "one of them is for newcomers"
    LISTED_TWICE = "one list has both"
    TWO_TIMES = "one list has both, at two times"


# Set on one half of the labelled pairs; docs/duplicates.md prints them.
POINTS = {
    Reason.TIME: 4,
    Reason.NUDGED: 1,
    Reason.MOVED: -2,
    Reason.OTHER_WEEKS: -3,
    Reason.NEVER_TOGETHER: -12,
    Reason.HALL: 6,
    Reason.POSTCODE: 4,
    Reason.NEARBY: 1,
    Reason.FAR: -6,
    Reason.JOINING: 6,
    Reason.OTHER_JOINING: -4,
    Reason.ONE_ONLINE: -4,
    Reason.NAMES: 5,
    Reason.NAMES_CLOSE: 3,
    Reason.NAMES_UNLIKE: -2,
    Reason.LANGUAGES: -8,
    Reason.LANGUAGE: -3,
    Reason.AUDIENCES: -8,
    Reason.AUDIENCE: -2,
    Reason.NEWCOMERS: -2,
    Reason.LISTED_TWICE: -2,
    Reason.TWO_TIMES: -4,
}
# They count twice where one list has both: it keeps them apart for a reason, and these are the reasons.
TWICE_IN_ONE_LIST = frozenset({Reason.LANGUAGE, Reason.NEWCOMERS})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two meetings, by key the lesser first, and why they may be one."""

    a: Told
    b: Told
    points: int
    reasons: tuple[Reason, ...]

    @property
    def is_likely(self) -> bool:
        return self.points >= LIKELY


def likely(meetings: Iterable[Told], *, progress: Callable[[int], None] = lambda _: None) -> list[Pair]:
    """Every pair worth a person's time, the likeliest first.

    Of two lists, a meeting is paired with the one it is likest in the other, or with none:
    a list that has both the 6 o'clock and the 7 o'clock has not moved the one to the other.
    ``progress`` is told how many have been compared.
    """
    scored = []
    for a, b in candidates(meetings):
        scored.append(compare(a, b))
        progress(len(scored))
    best: dict[tuple[str, str], int] = {}
    for pair in scored:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            best[one.key, other.source] = max(pair.points, best.get((one.key, other.source), pair.points))

    def is_likeliest(pair: Pair) -> bool:
        one, other = best[pair.a.key, pair.b.source], best[pair.b.key, pair.a.source]
        return pair.a.source == pair.b.source or pair.points == one == other

    found = [pair for pair in scored if pair.is_likely and is_likeliest(pair)]
    return sorted(found, key=lambda pair: (-pair.points, pair.a.key, pair.b.key))


def candidates(meetings: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """Every two that may be one, once, the lesser key first. Keys are unique."""
    seen: set[tuple[str, str]] = set()
    for a, b in _close_in_time(meetings):
        first, second = (a, b) if a.key < b.key else (b, a)
        if (first.key, second.key) not in seen and _share_something(first, second):
            seen.add((first.key, second.key))
            yield first, second


def compare(a: Told, b: Told) -> Pair:
    """What speaks for and against ``a`` and ``b`` being one meeting; the same whichever comes first."""
    first, second = (a, b) if a.key <= b.key else (b, a)
    reasons = (*_of_times(first, second), *_of_places(first, second), *_of_names(first, second))
    reasons += tuple(_of_lists(first, second, reasons))
    doubled = TWICE_IN_ONE_LIST if first.source == second.source else frozenset()
    points = sum(POINTS[reason] * (2 if reason in doubled else 1) for reason in reasons)
    return Pair(first, second, points, reasons)


def _close_in_time(meetings: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """Every two that share a block and start within the hour on one of their days, perhaps several times."""
    blocks: dict[Hashable, list[tuple[int, str, Told]]] = defaultdict(list)
    cubes: dict[tuple[str, int, int, int, int], list[tuple[int, str, Told]]] = defaultdict(list)
    for meeting in meetings:
        for when in meeting.when:
            at = (_minute(when), meeting.key, meeting)
            for block in _blocks(meeting):
                blocks[meeting.programme, when.weekday, *block].append(at)
            if meeting.point is not None:
                cubes[meeting.programme, when.weekday, *_cube(meeting)].append(at)
    for together in blocks.values():
        yield from _within_the_hour(together)
    for (programme, weekday, x, y, z), here in cubes.items():
        around = product((x, x + 1, x - 1), (y, y + 1, y - 1), (z, z + 1, z - 1))
        beside = [at for cube in around for at in cubes.get((programme, weekday, *cube), ())]
        yield from _within_the_hour(beside, of=frozenset(key for _, key, _ in here))


def _blocks(meeting: Told) -> Iterator[tuple[str, str]]:
    """What another has to share, word for word, to be looked at with it."""
    for name in ("postcode", "place", "words"):
        if shared := getattr(meeting, name):
            yield name, shared
    for way in meeting.joining:
        yield "joining", way


def _cube(meeting: Told) -> tuple[int, int, int]:
    """Which cube of the Earth, NEAR on each side, it stands in: what is near is there or in one beside it."""
    assert meeting.point is not None
    x, y, z = (math.floor(float(side) * EARTH_RADIUS_MILES / NEAR) for side in unit_vector(meeting.point))
    return x, y, z


def _within_the_hour(
    starts: Sequence[tuple[int, str, Told]], of: frozenset[str] | None = None
) -> Iterator[tuple[Told, Told]]:
    """Every two of ``starts`` at most APART from each other, at least one of them one ``of`` these keys."""
    ordered = sorted(starts, key=lambda at: at[:2])
    for place, (minute, key, one) in enumerate(ordered):
        for later, other_key, other in ordered[place + 1 :]:
            if later - minute > APART:
                break
            if key != other_key and (of is None or key in of or other_key in of):
                yield one, other


def _share_something(a: Told, b: Told) -> bool:
    """A place, a way to join, or a name in one neighbourhood."""
    if a.postcode == b.postcode != "" or a.place == b.place != "" or a.joining & b.joining:
        return True
    if a.point is None or b.point is None:
        return False
    return miles_between(a.point, b.point) <= (NAMESAKE if a.words == b.words else NEAR)


def _of_times(a: Told, b: Told) -> tuple[Reason, ...]:
    """Of all their times, the two that agree best."""
    agreeing = [_of_two_times(one, other) for one, other in product(a.when, b.when) if one.weekday == other.weekday]
    best = max(agreeing, key=lambda reasons: (sum(map(_points, reasons)), reasons), default=())
    return best or (Reason.NEVER_TOGETHER,)


def _of_two_times(a: When, b: When) -> tuple[Reason, ...]:
    """How two times of one weekday agree; nothing where they are more than APART."""
    apart = abs(_minute(a) - _minute(b))
    if apart > APART:
        return ()
    starts = Reason.TIME if apart == 0 else Reason.NUDGED if apart <= NUDGED else Reason.MOVED
    weeks = _weeks(a, b)
    return (starts, weeks) if weeks else (starts,)


def _weeks(a: When, b: When) -> Reason | None:
    """Why two patterns of one weekday may not fall in the same weeks; None where they do."""
    if _rhythm(a) == _rhythm(b):
        return None
    return Reason.OTHER_WEEKS if a.kind != b.kind else Reason.NEVER_TOGETHER


def _rhythm(when: When) -> tuple[str, int | None, int | None]:
    """Weekly; every other week, and which; or which in the month."""
    return when.kind, when.nth, when.anchor_on.toordinal() // 7 % 2 if when.anchor_on else None


def _of_places(a: Told, b: Told) -> Iterator[Reason]:
    alike = fuzz.token_set_ratio(a.place, b.place) if a.place and b.place else 0.0
    miles = miles_between(a.point, b.point) if a.point and b.point else None
    is_here = miles is not None and miles <= ONE_BUILDING
    if a.postcode == b.postcode != "":
        yield Reason.HALL if alike >= SAME_PLACE else Reason.POSTCODE
    elif alike >= SAME_TEXT and (is_here or miles is None):
        yield Reason.HALL
    elif miles is not None and miles <= ONE_TOWN:
        yield Reason.NEARBY
    elif miles is not None and miles > ANOTHER_TOWN:
        yield Reason.FAR
    if a.joining & b.joining:
        yield Reason.JOINING
    elif a.joining and b.joining:
        yield Reason.OTHER_JOINING
    if a.has_place != b.has_place:
        yield Reason.ONE_ONLINE


def _of_names(a: Told, b: Told) -> Iterator[Reason]:
    in_any_order = fuzz.token_sort_ratio(a.words, b.words)
    if in_any_order >= SAME_TEXT:
        yield Reason.NAMES
    elif in_any_order >= CLOSE_TEXT or fuzz.token_set_ratio(a.words, b.words) >= SAME_TEXT:
        yield Reason.NAMES_CLOSE  # or one name holds the other
    elif in_any_order < UNLIKE_TEXT:
        yield Reason.NAMES_UNLIKE
    if a.languages and b.languages and a.languages.isdisjoint(b.languages):
        yield Reason.LANGUAGES
    elif bool(a.languages) != bool(b.languages):
        yield Reason.LANGUAGE
    if a.audiences and b.audiences and a.audiences.isdisjoint(b.audiences):
        yield Reason.AUDIENCES
    elif bool(a.audiences) != bool(b.audiences):
        yield Reason.AUDIENCE
    if a.for_newcomers != b.for_newcomers:
        yield Reason.NEWCOMERS


def _of_lists(a: Told, b: Told, reasons: Sequence[Reason]) -> Iterator[Reason]:
    if a.source == b.source:
        yield Reason.LISTED_TWICE if Reason.TIME in reasons else Reason.TWO_TIMES


def _points(reason: Reason) -> int:
    return POINTS[reason]


def _minute(when: When) -> int:
    return when.starts_at.hour * 60 + when.starts_at.minute
