"""Which places stand on the map: a programme at a venue each, and none in another's stead. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from directory.every_meeting import Entry

MOST_PLACES = 200  # what an old phone draws, and somebody reads, at once


@dataclass(frozen=True, slots=True)
class OnTheMap:
    """``places`` of each programme by its slug, in the order of every meeting; ``left_out`` counts the rest."""

    places: dict[str, tuple[Entry, ...]]
    left_out: int

    @property
    def total(self) -> int:
        """How many stand on the map."""
        return sum(map(len, self.places.values()))

    @property
    def found(self) -> int:
        """How many there are."""
        return self.total + self.left_out


def on_the_map(entries: Iterable[Entry], *, most: int) -> OnTheMap:
    """The entries that are somewhere. Where that is too many, every programme's first stands before any's second.

    So what is left out is of those that have the most places, and no programme is crowded off by another.
    """
    somewhere = [entry for entry in entries if entry.point is not None and entry.miles is not None]
    had: Counter[str] = Counter()
    turns = []
    for at, entry in enumerate(somewhere):
        turns.append((had[entry.programme], at))
        had[entry.programme] += 1
    places = defaultdict(list)
    for at in sorted(at for _, at in sorted(turns)[:most]):
        places[somewhere[at].programme].append(somewhere[at])
    return OnTheMap({slug: tuple(those) for slug, those in places.items()}, max(0, len(somewhere) - most))
