"""What a row says of itself beyond when and where, as columns: yes, not stated, no. Pure.

Nobody saying so is never the same as no. Made once for an index, and only when somebody
first asks for one of these; while nobody does, they cost nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from directory.recurrence import Repeats, next_start
from directory.vocabulary import Answer, Language, Mode, Restriction

if TYPE_CHECKING:
    from directory.listed import Listed

Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

NO_ROWS: Rows = np.zeros(0, dtype=np.intp)
# The three answers as numbers: of several facts asked for, the least is what is known of them all.
NO, NOT_STATED, YES = 0, 1, 2
NUMBER: dict[str, int] = {Answer.NO: NO, Answer.UNKNOWN: NOT_STATED, Answer.YES: YES}
# How long a meeting is taken to last where nobody has said.
USUAL_MINUTES = 60
A_WEEK = 7 * 24 * 60
CLOCKS_CHANGE = 2 * 60  # minutes by which a wall clock may differ from the time that has passed, and one to spare
BSL = re.compile(r"\bbsl\b|\bbritish sign language\b")


class Fact(StrEnum):
    """What a meeting may say of itself."""

    FIRST_VISIT = "first_visit"
    NEWCOMERS = "newcomers"
    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    CHILDREN = "children"
    BSL = "bsl"


def fact(row: Listed, asked: Fact) -> str:
    """The row's Answer to one fact."""
    if asked is Fact.FIRST_VISIT:
        # Anybody may come, or it says that it is for those who are new: either welcomes a first visit.
        return Answer.YES if row.openness == "open" else row.newcomers
    if asked is Fact.BSL:
        return Answer.YES if BSL.search(folded(" ".join((row.language, *row.formats)))) else Answer.UNKNOWN
    return {
        Fact.NEWCOMERS: row.newcomers,
        Fact.STEP_FREE: row.step_free,
        Fact.HEARING_LOOP: row.hearing_loop,
        Fact.CHILDREN: row.children_welcome,
    }[asked]


def spoken(row: Listed, asked: str) -> str:
    """Is it in this Language? A list that names none has not said; one that names another has."""
    if not row.language:
        return Answer.UNKNOWN
    return Answer.YES if asked in folded(row.language) else Answer.NO


def folded(said: str) -> str:
    """Without case and accents: "Café" is "cafe"."""
    if said.isascii():
        return said.casefold()
    apart = unicodedata.normalize("NFKD", said.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """What rows say of themselves, of one of each kind: very many say just the same."""

    facts: dict[str, npt.NDArray[np.int8]]  # by Fact: NO, NOT_STATED or YES
    languages: dict[str, npt.NDArray[np.int8]]  # by Language, the same
    kept_for: dict[str, Mask]  # by Restriction: kept for them, by its own rule or its programme's
    mode: dict[str, Mask]  # by Mode

    @classmethod
    def of(cls, rows: Sequence[Listed]) -> Alike:
        return cls(
            facts={asked.value: np.array([NUMBER[fact(row, asked)] for row in rows], dtype=np.int8) for asked in Fact},
            languages={
                asked: np.array([NUMBER[spoken(row, asked)] for row in rows], dtype=np.int8)
                for asked in Language.values
            },
            kept_for={
                asked: np.array([asked in row.kept_for for row in rows], dtype=bool) for asked in Restriction.values
            },
            mode={asked: np.array([row.mode == asked for row in rows], dtype=bool) for asked in Mode.values},
        )

    def with_more(self, rows: Sequence[Listed]) -> Alike:
        """With those of more kinds behind."""
        more = Alike.of(rows)
        both = ((getattr(self, name), getattr(more, name)) for name in ("facts", "languages", "kept_for", "mode"))
        return Alike(*({key: np.append(one[key], other[key]) for key in one} for one, other in both))


class Handed(Mapping[str, npt.NDArray[Any]]):
    """A column for each row by what was asked, handed to them when somebody asks for it."""

    __slots__ = ("_kind", "_known", "_of_kinds")

    def __init__(self, of_kinds: Mapping[str, npt.NDArray[Any]], kind: npt.NDArray[np.int32]) -> None:
        self._of_kinds, self._kind = of_kinds, kind
        self._known: dict[str, npt.NDArray[Any]] = {}

    def __getitem__(self, asked: str) -> npt.NDArray[Any]:
        if asked not in self._known:
            self._known[asked] = self._of_kinds[asked].take(self._kind)
        return self._known[asked]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of_kinds)

    def __len__(self) -> int:
        return len(self._of_kinds)


@dataclass(slots=True, eq=False)
class Traits:
    """Columns over an index's rows, in its order."""

    facts: Mapping[str, npt.NDArray[np.int8]]  # by Fact: NO, NOT_STATED or YES
    languages: Mapping[str, npt.NDArray[np.int8]]  # by Language, the same
    kept_for: Mapping[str, Mask]  # by Restriction: kept for them, by its own rule or its programme's
    mode: Mapping[str, Mask]  # by Mode
    minutes: npt.NDArray[np.int16]  # how long it lasts; 0 where that is not stated
    minute_of_week: npt.NDArray[np.int16]  # of its usual start, on the wall where it meets, from Monday 0:00
    timetable: npt.NDArray[np.int32]  # rows of one start together
    zone: npt.NDArray[np.int16]  # which of ``zones``
    zones: tuple[str, ...]
    is_moved: Mask  # some start is at another time than the usual
    rows: Sequence[Listed]
    words: Callable[[], Words]  # laid out when somebody first asks
    entry: npt.NDArray[np.int32]  # where in them those of each row are

    @property
    def hybrid(self) -> Mask:
        return self.mode["hybrid"]

    @property
    def by_phone(self) -> Mask:
        return self.mode["phone"]

    @property
    def lasts(self) -> npt.NDArray[np.int16]:
        """How many minutes it is taken to last."""
        return np.where(self.minutes > 0, self.minutes, np.int16(USUAL_MINUTES))

    def on_now(self, now: dt.datetime) -> dict[int, dt.datetime]:
        """The rows that have begun by ``now`` and not ended, and when each began, in UTC.

        The usual time of the week says which rows could be: only those are worked out.
        """
        since = np.zeros(len(self.rows), dtype=np.int32)
        for at, zone in enumerate(self.zones):
            here = now.astimezone(ZoneInfo(zone))
            minute = (here.isoweekday() - 1) * 24 * 60 + here.hour * 60 + here.minute
            theirs = self.zone == at
            since[theirs] = (minute - self.minute_of_week[theirs] + CLOCKS_CHANGE) % A_WEEK
        lasts = self.lasts
        could_be = (since <= lasts + 2 * CLOCKS_CHANGE) | self.is_moved
        begun, known = {}, {}
        for at in np.flatnonzero(could_be).tolist():
            alike = (int(self.timetable[at]), int(lasts[at]))
            if alike not in known:
                known[alike] = self._begun(self.rows[at], alike[1], now)
            if (start := known[alike]) is not None:
                begun[at] = start
        return begun

    def _begun(self, row: Listed, lasts: int, now: dt.datetime) -> dt.datetime | None:
        # The end itself is no longer on: so the search for a start begins a moment after it would have ended.
        earliest = now - dt.timedelta(minutes=lasts) + dt.timedelta(microseconds=1)
        start = next_start(row.repeats, ZoneInfo(row.zone), earliest)
        return start if start is not None and start <= now else None

    def with_words(self, words: str) -> Mask:
        """Rows that hold every one of these words, folded, in their names, their venue or its address."""
        return self.words().holding(words)[self.entry]


class Named(Protocol):
    """What words are looked for in."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def venue_name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def postcode(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one entry after the other in one long text, so that one search finds all."""

    text: str = ""
    ends: npt.NDArray[np.intp] = field(default_factory=lambda: NO_ROWS)

    def with_more(self, entries: Iterable[Named]) -> Words:
        """With those of more entries behind."""
        texts = [f"{_words_of(entry)}\n" for entry in entries]
        ends = np.cumsum([len(text) for text in texts], dtype=np.intp) + len(self.text)
        return Words(self.text + "".join(texts), np.append(self.ends, ends))

    def holding(self, words: str) -> Mask:
        """Which entries hold every one of these."""
        mask = np.ones(len(self.ends), dtype=bool)
        for word in folded(words).split():
            found = np.array([hit.start() for hit in re.finditer(re.escape(word), self.text)], dtype=np.intp)
            holds = np.zeros(len(self.ends), dtype=bool)
            holds[np.searchsorted(self.ends, found, side="right")] = True
            mask &= holds
        return mask


def minute_of_week(repeats: Repeats) -> int:
    """Of its usual start, from Monday 0:00."""
    return (repeats.weekday - 1) * 24 * 60 + repeats.at.hour * 60 + repeats.at.minute


def _words_of(row: Named) -> str:
    """A postcode is found with its space and without it."""
    said = (row.name, row.group, row.venue_name, row.address, row.postcode, row.postcode.replace(" ", ""))
    return folded(" ".join(" ".join(said).split()))
