"""Is it the whole set, each once, in equal form? Clauses 1 to 4, and 9 to 11. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from directory.options import Option, Options
from directory.parity_check.facts import CHECKED_FOR, Facts, Told
from directory.parity_check.faults import Fault
from directory.search import Order, Search

DRUGS = {"cocaine", "cannabis", "crystal_meth", "opioids", "pills"}
SEVEN = ("used_today", "must_speak", "believe", "medicines", "cost", "who_runs", "kept_private")
# One maximum for all, in letters, without the marks of sources (clause 9).
LONGEST = {"summary": 240, "who": 160, "goal": 160} | dict.fromkeys(SEVEN, 200)
MARK = re.compile(r"\s*\[[a-z0-9-]+\]")


def could_serve(programme: Told, search: Search) -> bool:
    """Whom it serves, any of which problems, which nation; unset means all (clause 2)."""
    right_problem = not search.problems or any(is_for(programme, problem) for problem in search.problems)
    right_person = not search.who or search.who in programme.serves
    right_nation = not programme.nations or search.place.nation in programme.nations
    return right_problem and right_person and right_nation


def is_for(programme: Told, problem: str) -> bool:
    """One drug is drugs, drugs may be any, and something else may be anything."""
    takes = set(programme.problems)
    if problem == "other" or not takes:
        return True
    if problem == "drugs":
        return bool(takes & (DRUGS | {"drugs"}))
    return problem in takes or (problem in DRUGS and "drugs" in takes)


def sends_nobody(programme: Told, search: Search) -> bool:
    """A young person is sent to no meeting of a programme that serves others too, but to one kept for the young."""
    return search.who == "young_person" and programme.serves != {"young_person"}


def block_of(programme: Told, search: Search) -> str:
    """Where it stands: beside, at the foot for families, or among the groups (clause 11)."""
    if programme.kind == "service_run":
        return "staff"
    if programme.kind in {"recovery_community", "allied_peer_support"}:
        return "community"
    return "groups" if search.who or "me" in programme.serves else "family"


class Whole:
    """Judges an answer as a whole."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def current(self) -> dict[str, Told]:
        """In the catalogue and within the standard (clause 3)."""
        every = self.facts.programmes
        return {slug: one for slug, one in every.items() if one.within_standard and not one.is_retired}

    def faults(self, found: Options) -> Iterator[Fault]:
        search = found.search
        expected = {slug for slug, one in self.current.items() if could_serve(one, search)}
        named = Counter(option.slug for option in found.every)
        yield from self._set(named, expected, search)
        yield from self._elsewhere(found, expected)
        yield from self._blocks(found)
        for option in found.every:
            if option.slug in self.current:
                yield from self._row(option, search)

    def _set(self, named: Counter[str], expected: set[str], search: Search) -> Iterator[Fault]:
        """Each that could serve, once, and no other (clauses 1 to 3)."""
        asks = not search.wanted.asks_nothing or not search.widens or search.order is not Order.TURN or search.page > 1
        for slug in sorted(expected - set(named)):
            if asks:
                yield Fault(2, f"{slug} could serve this person and is not named: what was asked for removed it.")
            else:
                yield Fault(1, f"{slug} could serve this person and is not named.")
        for slug, times in sorted(named.items()):
            if times > 1:
                yield Fault(1, f"{slug} is named {times} times.")
            if slug not in self.current:
                yield Fault(3, f"{slug} is named, and is not in the catalogue or breaks the listing standard.")
            elif slug not in expected:
                yield Fault(2, f"{slug} is named, and is for other people, problems or nations.")

    def _elsewhere(self, found: Options, expected: set[str]) -> Iterator[Fault]:
        """What is for others is counted, one link away (clause 2)."""
        told = Counter(each.slug for each in found.elsewhere)
        if told != Counter(set(self.current) - expected):
            yield Fault(2, "What is for other people, problems or nations is not just what is counted as that.")

    def _blocks(self, found: Options) -> Iterator[Fault]:
        """Beside, not instead (clause 11); a fold takes nothing away (clause 10)."""
        blocks = {"groups": found.groups, "family": found.family, "community": found.community, "staff": found.staff}
        for name, block in blocks.items():
            for option in block:
                programme = self.current.get(option.slug)
                right = block_of(programme, found.search) if programme else name
                if name != right or option.block != right:
                    yield Fault(11, f"{option.slug} stands among {name} and belongs among {right}.")
        for slug in sorted(found.folded - {option.slug for option in found.every}):
            yield Fault(10, f"{slug} is folded away and stands nowhere.")

    def _row(self, option: Option, search: Search) -> Iterator[Fault]:
        programme = self.current[option.slug]
        if type(option) is not Option:
            yield Fault(9, f"{option.slug} has other fields than the rest.")
        said = (option.name, option.approach, option.tradition, option.problems, option.is_twelve_step)
        if said != self._told(programme):
            yield Fault(9, f"What {option.slug}’s row says of it is not what the catalogue says.")
        if option.kind != programme.kind:
            yield Fault(3, f"{option.slug} is labelled {option.kind}, and is {programme.kind}.")
        if (option.paused, option.known_in_uk) != (programme.is_paused, programme.known_in_uk):
            yield Fault(3, f"{option.slug} does not say whether it is paused or known in the UK as the catalogue does.")
        if option.not_checked is not self._not_checked(option, programme, search):
            yield Fault(3, f"{option.slug} says wrongly whether anybody has checked a way into it within six months.")
        stance = option.medicines and (option.medicines.said, option.medicines.source, option.medicines.on)
        if stance != (programme.medicines if search.medicines else None):
            yield Fault(9, f"{option.slug} does not say of medicines just what it states, where that is asked.")
        extent, as_of = self.facts.held.get((option.slug, search.place.nation), ("none", None))
        if (option.listing, option.listing_as_of) != (extent, as_of):
            yield Fault(4, f"{option.slug} says we hold {option.listing} of its list; we hold {extent}, of {as_of}.")

    def _told(self, programme: Told) -> tuple[object, ...]:
        return (
            programme.name,
            programme.approach,
            programme.tradition,
            programme.problems,
            programme.is_twelve_step,
        )

    def _not_checked(self, option: Option, programme: Told, search: Search) -> bool:
        """No meeting it gives is fresh, and none of its own ways was checked within six months (clause 3)."""
        for way in (option.nearest, option.online):
            rows = self.facts.by_meeting.get(way.meeting, ()) if way else ()
            if any(self.facts.now - self.facts.ways[row].known_at <= CHECKED_FOR for row in rows):
                return False
        own = programme.own_ways(search.place.nation)
        return not any(self._is_checked(way) for way in own)

    def _is_checked(self, way: dict[str, str]) -> bool:
        on = way.get("checked_on")
        return bool(on) and self.facts.now.date() <= dt.date.fromisoformat(on or "") + CHECKED_FOR

    def answers_from_afar(self, programme: Told, nation: str) -> bool:
        """Does somebody answer, by telephone or online, who was checked within six months (clause 5)?"""
        own = programme.own_ways(nation)
        return any(way["kind"] in {"phone", "online"} and self._is_checked(way) for way in own)

    def texts(self) -> Iterator[Fault]:
        """The same seven questions of every programme, and one maximum length (clause 9)."""
        for slug, programme in sorted(self.current.items()):
            for line, longest in LONGEST.items():
                letters = len(MARK.sub("", programme.text.get(line, "")))
                if letters == 0:
                    yield Fault(9, f"{slug} does not answer “{line}”.")
                if letters > longest:
                    yield Fault(9, f"{slug} takes {letters} letters over “{line}”; nobody has more than {longest}.")
