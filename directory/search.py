"""What somebody asked for: parsed once, carried whole, and written back to an address. Imports no models.

What is sensitive (whom it is for, which problem) is never written to an address; it
is posted, answered in place and forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from directory.places import Place
from directory.vocabulary import Mode, Problem, Who
from directory.wanted import Wanted

DISTANCES = (1, 3, 5, 10, 25)
USUAL_MILES = 5
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PAGE_CAP = 10_000


class Order(StrEnum):
    """How options are ordered inside their bands. Turn favours none (parity, clause 6)."""

    TURN = "turn"
    NEAREST = "nearest"
    SOONEST = "soonest"
    A_TO_Z = "a-z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A place and what was asked about it. ``miles`` are statute; unset asks nothing."""

    place: Place
    miles: float = USUAL_MILES
    wanted: Wanted = field(default_factory=Wanted)
    who: str = ""
    problem: str = ""
    order: Order = Order.TURN
    page: int = 1

    @property
    def is_sensitive(self) -> bool:
        """Does it say something about the person?"""
        return bool(self.who or self.problem)

    def query(self, **changes: object) -> str:
        """The query string of this search's address, with ``changes``; usual values are left out."""
        search = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = [("day", DAYS[day - 1]) for day in sorted(search.wanted.days)]
        if search.wanted.after:
            pairs.append(("after", f"{search.wanted.after:%H:%M}"))
        if search.wanted.before:
            pairs.append(("before", f"{search.wanted.before:%H:%M}"))
        if search.wanted.mode:
            pairs.append(("mode", search.wanted.mode))
        if search.miles != USUAL_MILES:
            pairs.append(("miles", f"{search.miles:g}"))
        if search.order is not Order.TURN:
            pairs.append(("sort", search.order))
        if search.page != 1:
            pairs.append(("page", str(search.page)))
        return urlencode(pairs)


def read(place: Place, address: Mapping[str, Sequence[str]], posted: Mapping[str, Sequence[str]]) -> Search:
    """The search an address and a post ask for. Whatever makes no sense is as if it were not there."""
    every = {**address, **posted}

    def one(name: str, *among: str) -> str:
        said = next(iter(every.get(name, ())), "")
        return said if not among or said in among else ""

    miles = one("miles", *map(str, DISTANCES))
    page = one("page")
    # The problem and whom it is for are believed only from a post: never from an address.
    who = next(iter(posted.get("who", ())), "")
    problem = next(iter(posted.get("problem", ())), "")
    return Search(
        place=place,
        miles=int(miles) if miles else USUAL_MILES,
        wanted=Wanted(
            days=frozenset(DAYS.index(day) + 1 for day in every.get("day", ()) if day in DAYS),
            after=clock(one("after")),
            before=clock(one("before")),
            mode=one("mode", Mode.IN_PERSON, Mode.ONLINE),
        ),
        who=who if who in Who.values else "",
        problem=problem if problem in Problem.values else "",
        order=Order(one("sort", *Order) or Order.TURN),
        page=max(1, min(int(page), PAGE_CAP)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def clock(said: str) -> dt.time | None:
    """A time of day such as 19:30, or None."""
    try:
        return dt.datetime.strptime(said, "%H:%M").time()  # noqa: DTZ007  a time of day has no zone
    except ValueError:
        return None
