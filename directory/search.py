"""What somebody asked for: parsed once, carried whole, and written back to an address. Imports no models.

What is sensitive is never written to an address: whom it is for, which problem, what
somebody is, what their body needs, and their own words. It is posted, answered in place
and forgotten (decision 0020).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from directory.places import Place
from directory.traits import Fact
from directory.vocabulary import Language, Mode, Problem, Restriction, Who
from directory.wanted import Soon, Wanted

DISTANCES = (1, 3, 5, 10, 25)
USUAL_MILES = 5
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PAGE_CAP = 10_000
MOST_WORDS = 100  # characters
# Facts that say nothing of whoever asks, and so may stand in an address; and those that do.
WELCOME = (Fact.FIRST_VISIT, Fact.NEWCOMERS)
NEEDS = tuple(fact for fact in Fact if fact not in WELCOME)
KEPT_FOR = (Restriction.WOMEN, Restriction.MEN, Restriction.LGBT)


class Order(StrEnum):
    """How options are ordered inside their bands. Turn favours none (parity, clause 6)."""

    TURN = "turn"
    NEAREST = "nearest"
    SOONEST = "soonest"
    A_TO_Z = "a-z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A place and what was asked about it. ``miles`` are statute; unset asks nothing.

    ``widens`` where nobody chose a distance: where little is near, parity looks further by itself.
    """

    place: Place
    miles: float = USUAL_MILES
    widens: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    who: str = ""
    problems: frozenset[str] = frozenset()  # any of them
    medicines: bool = False  # say what each programme says of prescribed medicines
    order: Order = Order.TURN
    page: int = 1

    @property
    def is_sensitive(self) -> bool:
        """Does it say something about the person?"""
        return bool(self._posted())

    @property
    def asks_nothing(self) -> bool:
        """Nothing but a place, and perhaps a page of the answer."""
        return self == Search(place=self.place, miles=self.miles, widens=True, page=self.page)

    def query(self, **changes: object) -> str:
        """The query string of this search's address, with ``changes``; usual values are left out."""
        search = replace(self, **changes)  # type: ignore[arg-type]
        wanted = search.wanted
        pairs: list[tuple[str, str]] = [("day", DAYS[day - 1]) for day in sorted(wanted.days)]
        if wanted.after:
            pairs.append(("after", f"{wanted.after:%H:%M}"))
        if wanted.before:
            pairs.append(("before", f"{wanted.before:%H:%M}"))
        if wanted.soon:
            pairs.append(("soon", wanted.soon))
        if wanted.mode:
            pairs.append(("mode", wanted.mode))
        pairs += [("welcome", fact) for fact in WELCOME if fact in wanted.facts]
        if not search.widens:
            pairs.append(("miles", f"{search.miles:g}"))
        if search.order is not Order.TURN:
            pairs.append(("sort", search.order))
        if search.page != 1:
            pairs.append(("page", str(search.page)))
        return urlencode(pairs)

    def carried(self, **changes: object) -> list[tuple[str, str]]:
        """All of it as a form carries it, (name, value): what is in the address, and what never is."""
        return parse_qsl(self.query(**changes)) + self._posted()

    def _posted(self) -> list[tuple[str, str]]:
        """What is posted alone."""
        wanted = self.wanted
        pairs = [("who", self.who)]
        pairs += [("problem", problem) for problem in Problem.values if problem in self.problems]
        pairs += [("kept_for", each) for each in KEPT_FOR if each in wanted.kept_for]
        pairs += [("needs", fact) for fact in NEEDS if fact in wanted.facts]
        pairs += [
            ("language", wanted.language),
            ("medicines", "yes" if self.medicines else ""),
            ("words", wanted.words),
        ]
        return [(name, value) for name, value in pairs if value]


def read(place: Place, address: Mapping[str, Sequence[str]], posted: Mapping[str, Sequence[str]]) -> Search:
    """The search an address and a post ask for. Whatever makes no sense is as if it were not there."""
    every = {**address, **posted}

    def one(name: str, *among: str, of: Mapping[str, Sequence[str]] = every) -> str:
        said = next(iter(of.get(name, ())), "")
        return said if not among or said in among else ""

    def some(name: str, among: Sequence[str], of: Mapping[str, Sequence[str]] = every) -> frozenset[str]:
        return frozenset(str(each) for each in among if each in of.get(name, ()))

    miles = one("miles", *map(str, DISTANCES))
    page = one("page")
    # What is sensitive is believed only from a post: never from an address.
    return Search(
        place=place,
        miles=int(miles) if miles else USUAL_MILES,
        widens=not miles,
        wanted=Wanted(
            days=frozenset(DAYS.index(day) + 1 for day in every.get("day", ()) if day in DAYS),
            after=clock(one("after")),
            before=clock(one("before")),
            soon=one("soon", *Soon),
            mode=one("mode", *Mode.values),
            facts=some("welcome", WELCOME) | some("needs", NEEDS, posted),
            kept_for=some("kept_for", KEPT_FOR, posted),
            language=one("language", *Language.values, of=posted),
            words=plain_words(one("words", of=posted)),
        ),
        who=one("who", *Who.values, of=posted),
        problems=some("problem", Problem.values, posted),
        medicines=bool(one("medicines", "yes", of=posted)),
        order=Order(one("sort", *Order) or Order.TURN),
        page=max(1, min(int(page), PAGE_CAP)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def plain_words(said: str) -> str:
    """Somebody's own words with single spaces, without what nobody can see, and no longer than MOST_WORDS."""
    seen = "".join(" " if letter.isspace() else letter for letter in said[: 10 * MOST_WORDS])
    seen = "".join(letter for letter in seen if not unicodedata.category(letter).startswith("C"))
    return " ".join(seen.split())[:MOST_WORDS].rstrip()


def clock(said: str) -> dt.time | None:
    """A time of day such as 19:30, or None."""
    try:
        return dt.datetime.strptime(said, "%H:%M").time()  # noqa: DTZ007  a time of day has no zone
    except ValueError:
        return None
