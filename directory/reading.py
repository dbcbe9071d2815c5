"""Read the meetings that are listed straight into the columns of the index.

The ORM would make an object of each row, at a cost of half a minute for a quarter of a
million. So its queries are asked for their plain values, column by column; what many
rows share is made once: by the models and ``times``, which alone know the rules.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import logging
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from directory import questions
from directory.asking import Made, Numbered, columns, digits, digits_of, moment
from directory.cautions import Cautions
from directory.classification import stands_for
from directory.columns import NOWHERE_TO_GO, Columns, Ledger
from directory.entries import NOT_CONFIRMED, Entry, Hall, Said, Standing
from directory.great_circle import unit_vectors_at
from directory.models import Closure, Meeting, Move, Pattern, Programme, Spell
from directory.questions import CLOCK, OWN_ANSWERS, SAID, WHEN
from directory.recurrence import known_zone
from directory.times import Times
from directory.timetables import micros

log = logging.getLogger(__name__)

Numbers = npt.NDArray[np.intp]


class InTime(NamedTuple):
    """As much of a meeting as says when it meets, besides its patterns."""

    pk: UUID | None
    venue_id: UUID | None
    venue: Hall | None
    time_zone: str
    bank_holidays: str
    term_time_only: bool
    says_when: str


NOTHING_OTHERWISE = Times({}, {}, {}, {})
ABROAD = -2  # the number of a hall that is not in our area
NO_HALL = Hall("", "", "", "", 0.0, 0.0, "", "", "")


def read(ledger: Ledger, programmes: dict[str, Programme], *, since: int | None = None) -> Columns:
    """A row for each repeated time of each meeting that is listed; ``since`` asks for those stamped later alone.

    What is said of them is added to the ledger. Six queries, however many meetings.
    """
    if since is not None:
        return _read(ledger, programmes, since)
    # Half of the time would go into looking for garbage among what is only just being read.
    was_looking = gc.isenabled()
    gc.disable()
    try:
        return _read(ledger, programmes, None)
    finally:
        if was_looking:
            gc.enable()


def _read(ledger: Ledger, programmes: dict[str, Programme], since: int | None) -> Columns:
    halls = _Halls.read(since)
    meetings = _Meetings.read(halls, ledger, programmes, since)
    every, owner, pattern, place = _patterns(meetings, since)
    times = _otherwise(since)
    order = np.lexsort((place, meetings.halves[owner, 1], meetings.halves[owner, 0], meetings.programme[owner]))
    owner, pattern = owner[order], pattern[order]
    said, hall = meetings.said[owner], meetings.hall[owner]
    timetable, cautions = _times(ledger, meetings, halls, owner, pattern, every, times)
    standing, stands = _standing(meetings, programmes, ledger, owner)
    in_person = np.array([one.mode in {"in_person", "hybrid"} for one in meetings.every_said], dtype=bool)[said]
    from_afar = np.array([one.mode != "in_person" for one in meetings.every_said], dtype=bool)[said]
    numbers = np.append(ledger.number_places(halls.vectors()), 0)  # 0 for no hall, which is -1
    place = np.where(in_person, numbers[np.maximum(hall, -1)], 0)
    _kinds, first, kind = np.unique(said * len(stands) + standing, return_index=True, return_inverse=True)
    kind += len(ledger.kinds)
    one_of_each = (first + len(ledger.entries)).tolist()
    minutes = np.array([one.minutes or 0 for one in every], dtype=np.int16)[pattern]
    entry = np.arange(len(ledger.entries), len(ledger.entries) + len(owner), dtype=np.int32)
    each, timetables = owner.tolist(), ledger.timetables
    ledger.entries += map(
        partial(tuple.__new__, Entry),  # as Entry._make does, and quicker
        zip(
            map(meetings.keys.__getitem__, each),
            map(meetings.names.__getitem__, each),
            map(meetings.groups.__getitem__, each),
            map(meetings.seen.__getitem__, each),
            map(meetings.confirmed.__getitem__, each),
            map([*halls.every, None].__getitem__, hall.tolist()),
            map(meetings.every_said.__getitem__, said.tolist()),
            map(stands.__getitem__, standing.tolist()),
            cautions,
            map(timetables.repeats, timetable.tolist()),
            minutes.tolist(),
            strict=True,
        ),
    )
    ledger.kinds += one_of_each  # after the entries: another thread may ask for them at once
    ledger.begun_with = ledger.begun_with or len(ledger.entries)
    return Columns(
        programme=meetings.programme[owner],
        half=meetings.halves[owner, 0],
        leads=np.append(True, owner[1:] != owner[:-1])[: len(owner)],
        place=place.astype(np.intp),
        in_person=in_person,
        from_afar=from_afar,
        open_to_all=np.array([one.admits_all and one.stands_for for one in stands], dtype=bool)[standing],
        known=meetings.known[owner],
        timetable=timetable,
        kind=kind.astype(np.int32),
        minutes=minutes,
        entry=entry,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Halls:
    """Every hall in our area, by number."""

    every: list[Hall]
    number: dict[Any, int]  # by its key as the database gives it

    @classmethod
    def read(cls, since: int | None) -> _Halls:
        same = Made(str).__getitem__
        keys, *rest = columns(
            questions.venues,
            *("id", "name", "address", "postcode", "lat", "lon", "nation", "authority", "precision"),
            since=since,
            nation=lambda texts: map(same, texts),
            authority=lambda texts: map(same, texts),
            precision=lambda texts: map(same, texts),
        )
        halls = [Hall(*hall) for hall in zip(digits_of(keys), *rest, strict=True)]
        return cls(halls, dict(zip(keys, range(len(keys)), strict=True)) | {None: -1})

    def of(self, number: int) -> Hall | None:
        return self.every[number] if number >= 0 else None

    def at(self, key: UUID) -> int | None:
        """The number of a hall by its key."""
        return _at(key, self.number)

    def vectors(self) -> npt.NDArray[np.float64]:
        if not self.every:
            return NOWHERE_TO_GO[:0]
        return unit_vectors_at(np.array([hall.lat for hall in self.every]), np.array([hall.lon for hall in self.every]))


@dataclass(frozen=True, slots=True, eq=False)
class _Meetings:
    """Columns with a place for each meeting; what many say alike is known by its number."""

    keys: list[str]
    halves: npt.NDArray[np.uint64]  # of the keys, two columns
    number: dict[Any, int]  # by its key as the database gives it
    programme: npt.NDArray[np.int16]
    hall: npt.NDArray[np.int32]  # -1 where there is none
    names: list[str]
    groups: list[str]
    seen: list[int]
    confirmed: list[int]
    known: npt.NDArray[np.int64]
    said: npt.NDArray[np.int32]
    every_said: list[Said]
    clocks: list[tuple[Any, ...]]  # of each of those, by CLOCK
    own_answers: list[dict[str, str]]  # and to what it answers for itself
    shown: npt.NDArray[np.bool_]  # in our area, and in a time zone that is known here

    @classmethod
    def read(cls, halls: _Halls, ledger: Ledger, programmes: dict[str, Programme], since: int | None) -> _Meetings:
        said, micro = Numbered(), Made(lambda text: micros(moment(text)) if text else NOT_CONFIRMED).__getitem__
        place = {slug: at for at, slug in enumerate(ledger.programmes)}
        of_programme = {programme.pk.hex: place[slug] for slug, programme in programmes.items()}
        number = Made(lambda key: of_programme[digits(key)]).__getitem__
        keys, programme, hall, names, groups, seen, confirmed, saying = columns(
            questions.listed,
            *("id", "programme_id", "venue_id", "name", "group_name", "seen", "confirmed", "said"),
            since=since,
            programme_id=lambda keys: map(number, keys),
            venue_id=lambda keys: map(halls.number.get, keys, repeat(ABROAD)),
            seen=lambda texts: map(micro, texts),
            confirmed=lambda texts: map(micro, texts),
            said=lambda texts: map(said.__getitem__, texts),
        )
        read = list(map(_read_said, said))
        hexes = digits_of(keys)
        halves = np.frombuffer(bytes.fromhex("".join(hexes)), dtype=">u8").astype(np.uint64).reshape(-1, 2)
        zone_known = np.array([known_zone(one["time_zone"]) is not None for one in read], dtype=bool)
        number_said, number_hall = np.array(saying, dtype=np.intp), np.array(hall, dtype=np.intp)
        for at in np.flatnonzero(~zone_known[number_said]).tolist():
            # One meeting that cannot be placed in time must not take every page down with it.
            log.warning("index.zone_unknown meeting=%s zone=%s", UUID(hexes[at]), read[saying[at]]["time_zone"])
        return cls(
            keys=hexes,
            halves=halves,
            number=dict(zip(keys, range(len(keys)), strict=True)),
            programme=np.array(programme, dtype=np.int16),
            hall=number_hall,
            names=names,
            groups=groups,
            seen=seen,
            confirmed=confirmed,
            known=np.maximum(np.array(seen, dtype=np.int64), np.array(confirmed, dtype=np.int64)),
            said=number_said,
            every_said=[Said(one["mode"], one["time_zone"], *(one[name] for name in Said._fields[2:])) for one in read],
            clocks=[tuple(one[name] for name in CLOCK) for one in read],
            own_answers=[{name: one[name] for name in OWN_ANSWERS if one[name]} for one in read],
            shown=zone_known[number_said] & (number_hall != ABROAD),
        )

    def at(self, key: UUID) -> int | None:
        """The place of a meeting by its key."""
        return _at(key, self.number)


def _patterns(meetings: _Meetings, since: int | None) -> tuple[list[Pattern], Numbers, Numbers, Numbers]:
    """The different patterns; and of each row its meeting, its pattern, and its place among its meeting's."""
    when = Numbered()
    owner, pattern, place = columns(
        questions.patterns,
        *("meeting_id", "when", "pk"),
        since=since,
        meeting_id=lambda keys: map(meetings.number.get, keys, repeat(-1)),
        when=lambda texts: map(when.__getitem__, texts),
    )
    of = np.array(owner, dtype=np.intp)
    found = np.flatnonzero(of >= 0)
    found = found[meetings.shown[of[found]]]
    which, places = np.array(pattern, dtype=np.intp), np.array(place, dtype=np.int64)
    return list(map(_pattern, when)), of[found], which[found], places[found]


def _otherwise(since: int | None) -> Times:
    """What is otherwise, of all or of those that were stamped."""
    told = zip(*columns(questions.spells, "meeting_id", "kind", "first_on", "last_on", since=since), strict=True)
    moved = zip(*columns(questions.moves, "meeting_id", "was_on", "to_on", "to_at", since=since), strict=True)
    closed = zip(*columns(questions.closures, "venue_id", "first_on", "last_on", since=since), strict=True)
    return Times.made_of(
        [
            Spell(meeting_id=UUID(digits(key)), kind=kind, first_on=first, last_on=last)
            for key, kind, first, last in told
        ],
        [Move(meeting_id=UUID(digits(key)), was_on=was, to_on=to, to_at=at) for key, was, to, at in moved],
        [Closure(venue_id=UUID(digits(key)), first_on=first, last_on=last) for key, first, last in closed],
    )


def _times(
    ledger: Ledger,
    meetings: _Meetings,
    halls: _Halls,
    owner: Numbers,
    pattern: Numbers,
    every: list[Pattern],
    times: Times,
) -> tuple[npt.NDArray[np.int32], list[Cautions]]:
    """Of each row its timetable, and what to know before going."""

    def number(meeting: InTime, pattern: Pattern, times: Times) -> int:
        return ledger.timetables.number(times.repeats(meeting, pattern), meeting.time_zone)

    like, kinds = _alike_in_time(meetings, halls, owner)
    pairs, which = np.unique(pattern * len(kinds) + like, return_inverse=True)
    apart = [divmod(pair, len(kinds)) for pair in pairs.tolist()]
    numbers = [number(kinds[kind], every[pattern], NOTHING_OTHERWISE) for pattern, kind in apart]
    timetable = np.array(numbers, dtype=np.int32)[which]
    cautions = list(map(list(map(NOTHING_OTHERWISE.cautions, kinds)).__getitem__, like.tolist()))
    for row in _odd(times, meetings, halls, owner):
        at = int(owner[row])
        hall, clock = halls.of(int(meetings.hall[at])), meetings.clocks[int(meetings.said[at])]
        meeting = InTime(UUID(meetings.keys[at]), UUID(hall.key) if hall else None, hall, *clock)
        timetable[row] = number(meeting, every[int(pattern[row])], times)
        cautions[row] = times.cautions(meeting)
    return timetable, cautions


def _alike_in_time(meetings: _Meetings, halls: _Halls, owner: Numbers) -> tuple[Numbers, list[InTime]]:
    """Of each row which kind it is of, as far as its times go while nothing is otherwise; and those kinds."""
    nations, clocks = Numbered(), Numbered()
    of_hall = np.array([*(nations[hall.nation] for hall in halls.every), nations[None]], dtype=np.intp)
    of_said = np.array([clocks[clock] for clock in meetings.clocks], dtype=np.intp)
    both = of_said[meetings.said[owner]] * len(nations) + of_hall[meetings.hall[owner]]
    pairs, like = np.unique(both, return_inverse=True)
    every_clock, somewhere = list(clocks), {number: nation for nation, number in nations.items() if nation}
    kinds = []
    for clock, nation in (divmod(pair, len(nations)) for pair in pairs.tolist()):
        hall = NO_HALL._replace(nation=somewhere[nation]) if nation in somewhere else None
        kinds.append(InTime(None, None, hall, *every_clock[clock]))
    return like, kinds


def _odd(times: Times, meetings: _Meetings, halls: _Halls, owner: Numbers) -> list[int]:
    """The rows of which something is otherwise than usual."""
    at = [meetings.at(key) for told in (times.breaks, times.terms, times.moved) for key in told]
    closed = [halls.at(key) for key in times.closures]
    odd = np.isin(meetings.hall, [hall for hall in closed if hall is not None])
    odd[[meeting for meeting in at if meeting is not None]] = True
    return np.flatnonzero(odd[owner]).tolist()


def _standing(
    meetings: _Meetings, programmes: dict[str, Programme], ledger: Ledger, owner: Numbers
) -> tuple[Numbers, list[Standing]]:
    """Of each row what its meeting is in its programme, by number; and those."""
    asks = Numbered()
    own = zip(meetings.every_said, meetings.own_answers, strict=True)
    of_said = np.array([asks[said.restricted_to, *answers.items()] for said, answers in own], dtype=np.intp)
    both = meetings.programme[owner].astype(np.intp) * len(asks) + of_said[meetings.said[owner]]
    pairs, which = np.unique(both, return_inverse=True)
    every_ask = list(asks)
    return which, [
        _stands(programmes[ledger.programmes[programme]], *every_ask[ask])
        for programme, ask in (divmod(pair, len(asks)) for pair in pairs.tolist())
    ]


def _stands(programme: Programme, restricted_to: tuple[str, ...], *own_answers: tuple[str, str]) -> Standing:
    """Its class is its programme's, unless it answers for itself."""
    expected = kind = programme.kind
    if own_answers:
        kind = Meeting(programme=programme, **dict(own_answers)).kind
    return Standing(
        programme=programme.slug,
        admits_all=set(restricted_to) <= programme.admits,
        kind="" if kind is expected else kind,
        stands_for=stands_for(kind, expected),
        kept_for=tuple(sorted({*restricted_to, *programme.admits})),
    )


def _read_said(text: str) -> dict[str, Any]:
    said = dict(zip((*SAID, "says_when"), json.loads(text), strict=True))
    for name in ("restricted_to", "formats"):
        # SQLite keeps a list as a text, and so gives it.
        said[name] = tuple(json.loads(said[name]) if isinstance(said[name], str) else said[name])
    return said


def _pattern(text: str) -> Pattern:
    said = dict(zip(WHEN, json.loads(text), strict=True))
    for name in ("anchor_on", "valid_from", "valid_to"):
        said[name] = dt.date.fromisoformat(said[name]) if said[name] else None
    return Pattern(**said | {"starts_at": dt.time.fromisoformat(said["starts_at"])})


def _at(key: UUID, among: dict[Any, int]) -> int | None:
    """Keys as SQLite keeps them, or as PostgreSQL does."""
    return among.get(key.hex, among.get(key))
