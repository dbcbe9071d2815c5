"""What is known of every row of the index whatever the time, as columns, and what is said of it elsewhere. Pure.

A column is an array with a place for each row. What many rows share (a hall, a
timetable, what is said of them) stands once in the ledger and is known by its number,
so that a change of one meeting copies a few megabytes and makes nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, overload
from uuid import UUID

import numpy as np
import numpy.typing as npt

from directory.great_circle import unit_vector
from directory.listed import Listed
from directory.timetables import Timetables, micros
from directory.traits import Alike, Handed, Named, Traits, Words, minute_of_week

NOWHERE_TO_GO = np.zeros((1, 3))  # place 0
GONE_AT_LEAST = 10_000  # entries of rows that have gone, before everything is read again
LOOKED_FOR_AT_MOST = 20  # places
A_HAIR = 1e-14  # of the earth's radius: a tenth of a hair's breadth
MADE_AT_MOST = 50_000  # rows kept as Listed: what is near where people look

Mask = npt.NDArray[np.bool_]


def half(meeting: UUID) -> int:
    """The first half of a meeting's key: enough to find its rows by, not to know them."""
    return meeting.int >> 64


class Entry(Named, Protocol):
    """What the ledger says of one row."""

    @property
    def meeting(self) -> UUID: ...

    def in_full(self) -> Listed: ...


@dataclass(slots=True, eq=False)
class Ledger:
    """What is said of rows. One index after the other goes on with it: more is added and nothing is taken away."""

    programmes: tuple[str, ...]  # every one by its slug, in order, whether it meets or not
    entries: list[Entry] = field(default_factory=list)
    places: npt.NDArray[np.float64] = field(default_factory=NOWHERE_TO_GO.copy)  # unit vectors
    timetables: Timetables = field(default_factory=Timetables)
    kinds: list[int] = field(default_factory=list)  # one entry of each
    begun_with: int = 0  # entries
    _made: dict[int, Listed] = field(default_factory=dict)
    _alike: Alike = field(default_factory=lambda: Alike.of(()))
    _words: Words = field(default_factory=Words)

    def number_places(self, vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
        """The number of each place. A few may be known already; very many are new, and looking would take long."""
        # North of the equator two of the three numbers say which place it is.
        _apart, first, which = np.unique(vectors[:, :2] @ (1, 1j), return_index=True, return_inverse=True)
        numbers = np.full(len(first), -1, dtype=np.intp)
        if len(first) <= LOOKED_FOR_AT_MOST:
            numbers[:] = [self._number_of(vectors[at]) for at in first.tolist()]
        new = np.flatnonzero(numbers < 0)
        numbers[new] = np.arange(len(self.places), len(self.places) + len(new))
        if len(new):
            self.places = np.concatenate([self.places, vectors[first[new]]])
        return np.asarray(numbers[which])

    def _number_of(self, vector: npt.NDArray[np.float64]) -> int:
        """Of a place that is known, or -1. Sines of many at once differ from those of a few in the last digit."""
        for at in np.flatnonzero(np.abs(self.places[:, 2] - vector[2]) < A_HAIR).tolist():
            if np.allclose(self.places[at], vector, rtol=0, atol=A_HAIR):
                return int(at)
        return -1

    def goes_on_with(self, programmes: tuple[str, ...]) -> bool:
        """Can the next index go on with it? Not with other programmes, nor once most of it is of what has gone."""
        return programmes == self.programmes and len(self.entries) <= 2 * self.begun_with + GONE_AT_LEAST

    def alike(self) -> Alike:
        """What rows of each kind say of themselves; worked out when somebody first asks."""
        known = len(self._alike.mode["hybrid"])
        if known < len(self.kinds):
            self._alike = self._alike.with_more([self.listed(entry) for entry in self.kinds[known:]])
        return self._alike

    def words(self) -> Words:
        """The words of every entry; laid out when somebody first asks."""
        known = len(self._words.ends)
        if known < len(self.entries):
            self._words = self._words.with_more(self.entries[known:])
        return self._words

    def listed(self, entry: int) -> Listed:
        """An entry in full, kept for the next who asks."""
        made = self._made.get(entry)
        if made is None:
            if len(self._made) >= MADE_AT_MOST:
                self._made = {}
            made = self._made[entry] = self.entries[entry].in_full()
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A place for each row, in the order of programmes and of their meetings' keys."""

    programme: npt.NDArray[np.int16]  # its number in the ledger
    half: npt.NDArray[np.uint64]  # of its meeting's key
    leads: Mask  # the first row of its meeting
    place: npt.NDArray[np.intp]  # where it meets, by its number in the ledger; 0 where there is no place to go to
    in_person: Mask
    from_afar: Mask
    open_to_all: Mask
    known: npt.NDArray[np.int64]  # when somebody could last say it was so, in microseconds of the epoch
    timetable: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]  # rows of one kind say the same of themselves
    minutes: npt.NDArray[np.int16]  # how long it lasts; 0 where that is not stated
    entry: npt.NDArray[np.int32]

    @classmethod
    def of(cls, listed: Iterable[Listed]) -> tuple[Ledger, Columns]:
        """Of rows that are there in full."""
        rows = sorted(listed, key=lambda row: (row.programme, str(row.meeting)))
        ledger = Ledger(tuple(sorted({row.programme for row in rows})))
        number = {slug: at for at, slug in enumerate(ledger.programmes)}
        points = {row.point: None for row in rows if row.point is not None and row.in_person}
        place = {point: at for at, point in enumerate(points, 1)}
        ledger.entries.extend(rows)
        ledger.kinds.extend(range(len(rows)))
        ledger.places = np.array([(0.0, 0.0, 0.0), *map(unit_vector, place)])
        return ledger, cls(
            programme=np.array([number[row.programme] for row in rows], dtype=np.int16),
            half=np.array([half(row.meeting) for row in rows], dtype=np.uint64),
            leads=np.array([at == 0 or rows[at - 1].meeting != row.meeting for at, row in enumerate(rows)], dtype=bool),
            place=np.array([place[row.point] if row.in_person and row.point else 0 for row in rows], dtype=np.intp),
            in_person=np.array([row.in_person for row in rows], dtype=bool),
            from_afar=np.array([row.joined_from_afar for row in rows], dtype=bool),
            open_to_all=np.array([row.open_to_all for row in rows], dtype=bool),
            known=np.array([micros(row.known_at) for row in rows], dtype=np.int64),
            timetable=np.array([ledger.timetables.number(row.repeats, row.zone) for row in rows], dtype=np.int32),
            kind=np.arange(len(rows), dtype=np.int32),
            minutes=np.array([row.minutes for row in rows], dtype=np.int16),
            entry=np.arange(len(rows), dtype=np.int32),
        )

    def __len__(self) -> int:
        return len(self.entry)

    def traits(self, ledger: Ledger, rows: Rows) -> Traits:
        """What the rows say of themselves, of which nothing is worked out before somebody asks."""
        alike, every = ledger.alike(), ledger.timetables.every()
        zones = tuple(sorted({zone for _repeats, zone in every}))
        number = {zone: at for at, zone in enumerate(zones)}
        return Traits(
            facts=Handed(alike.facts, self.kind),
            languages=Handed(alike.languages, self.kind),
            kept_for=Handed(alike.kept_for, self.kind),
            mode=Handed(alike.mode, self.kind),
            minutes=self.minutes,
            minute_of_week=np.array([minute_of_week(one) for one, _zone in every], dtype=np.int16)[self.timetable],
            timetable=self.timetable,
            zone=np.array([number[zone] for _one, zone in every], dtype=np.int16)[self.timetable],
            zones=zones,
            is_moved=np.array([bool(one.moved) for one, _zone in every], dtype=bool)[self.timetable],
            rows=rows,
            words=ledger.words,
            entry=self.entry,
        )

    def overlaid(self, rows: Sequence[int], fresh: Columns) -> Columns:
        """With ``fresh`` where ``rows`` stand, which are of the same meetings and programmes, in the same order.

        Most edits change a word: a column in which nothing is otherwise stays the array it is.
        """
        at = np.array(rows, dtype=np.intp)

        def column(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
            if np.array_equal(old[at], new):
                return old
            laid = old.copy()
            laid[at] = new
            return laid

        return Columns(*(column(getattr(self, each.name), getattr(fresh, each.name)) for each in fields(self)))

    def spliced(self, without: Sequence[int], fresh: Columns, *, at: Sequence[int]) -> Columns:
        """``without`` the rows at these places, in order; each of ``fresh`` put in before the place ``at``, in order.

        What stands in between is copied in one piece: quicker by far than picking out row after row.
        """
        cuts = sorted([(place, 0, number) for number, place in enumerate(at)] + [(place, 1, -1) for place in without])

        def column(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
            pieces, since = [], 0
            for place, gone, number in cuts:
                pieces.append(old[since:place])
                if not gone:
                    pieces.append(new[number : number + 1])
                since = place + gone
            return np.concatenate([*pieces, old[since:]])

        return Columns(*(column(getattr(self, each.name), getattr(fresh, each.name)) for each in fields(self)))


class Rows(Sequence[Listed]):
    """The rows of an index in full, each made when it is asked for."""

    __slots__ = ("_entry", "_ledger")

    def __init__(self, ledger: Ledger, entry: npt.NDArray[np.int32]) -> None:
        self._ledger, self._entry = ledger, entry

    def __len__(self) -> int:
        return len(self._entry)

    @overload
    def __getitem__(self, at: int) -> Listed: ...
    @overload
    def __getitem__(self, at: slice) -> list[Listed]: ...
    def __getitem__(self, at: int | slice) -> Listed | list[Listed]:
        if isinstance(at, slice):
            return [self._ledger.listed(entry) for entry in self._entry[at].tolist()]
        return self._ledger.listed(int(self._entry[at]))

    def __iter__(self) -> Iterator[Listed]:
        return map(self._ledger.listed, self._entry.tolist())
