"""Where to look from, and what to ask there: the same places and questions for whoever looks.

Places are dealt out from every nation, towns and postcode areas turn about, with islands among them; a walk of a
hundred is the beginning of a walk of a thousand.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from directory import geocoding
from directory.models import Cell
from directory.places import Place
from directory.search import Order, Search
from directory.wanted import Wanted

SEED = 2026
# Of every nine places: five of England, one of each other nation, one on an island.
DEAL = ["england", "scotland", "england", "wales", "england", "northern_ireland", "england", "island", "england"]
ISLANDS = frozenset(
    (
        *("lerwick", "kirkwall", "stornoway", "stromness", "tobermory", "brodick", "rothesay", "millport", "portree"),
        *("barra", "hugh-town", "ryde", "cowes", "newport-isle-of-wight", "sandown", "shanklin", "holyhead", "amlwch"),
        *("llangefni", "ze1-0", "ze2-9", "hs1-2", "hs2-0", "hs9-5", "kw15-1", "kw16-3", "kw17-2", "ka27-8", "ka28-0"),
        *("pa20-0", "pa42-7", "pa75-6", "iv51-9", "tr21-0", "po30-1", "po33-2", "ll65-1", "ll77-7"),
    )
)

# What somebody may ask. Fields of Wanted and of Search stand side by side; a new field wants a line or two here.
ASKED: tuple[dict[str, Any], ...] = (
    {"days": frozenset({2})},
    {"days": frozenset({6, 7}), "after": dt.time(18)},
    {"before": dt.time(12), "mode": "in_person"},
    {"mode": "online"},
    {"after": dt.time(22), "before": dt.time(6)},
    {"miles": 1},
    {"miles": 25, "order": Order.NEAREST},
    {"miles": 10, "order": Order.SOONEST, "days": frozenset({5})},
    {"order": Order.A_TO_Z, "page": 3},
    {"who": "me", "problems": frozenset({"alcohol"})},
    {"who": "someone_close"},
    {"who": "young_person", "problems": frozenset({"cannabis"})},
    {"who": "me", "problems": frozenset({"opioids"}), "miles": 3, "mode": "in_person"},
    {"problems": frozenset({"gambling", "cocaine"}), "days": frozenset({1, 3})},
    {"problems": frozenset({"drugs"}), "order": Order.NEAREST},
    {"programme": "narcotics-anonymous", "miles": 10},
    {"mode": "hybrid"},
    {"mode": "phone", "order": Order.SOONEST},
    {"soon": "now"},
    {"soon": "3", "miles": 10},
    {"soon": "24", "mode": "online"},
    {"facts": frozenset({"first_visit"}), "miles": 10},
    {"facts": frozenset({"step_free"})},
    {"facts": frozenset({"hearing_loop", "children"}), "order": Order.NEAREST},
    {"facts": frozenset({"newcomers"}), "days": frozenset({1, 2, 3, 4}), "after": dt.time(17)},
    {"facts": frozenset({"bsl"}), "miles": 25},
    {"kept_for": frozenset({"women"})},
    {"kept_for": frozenset({"men", "lgbt"}), "facts": frozenset({"step_free"}), "miles": 25},
    {"language": "polish"},
    {"language": "welsh", "mode": "online", "order": Order.SOONEST},
    {"words": "st hall"},
    {"who": "me", "problems": frozenset({"pills", "other"}), "medicines": True},
)
# How many of those are asked at each place, beside nothing at all. Over the places each is asked as often.
ASKED_AT_EACH = 1
OF_WANTED = {field.name for field in fields(Wanted)}


def searches(place: Place, at: int) -> Iterator[tuple[str, Search]]:
    """(in words, the search) for the ``at``-th place: nothing asked, then the next of ASKED."""
    yield "nothing", Search(place=place, widens=True)
    for turn in range(ASKED_AT_EACH):
        asked = ASKED[(at * ASKED_AT_EACH + turn) % len(ASKED)]
        wanted = Wanted(**{name: value for name, value in asked.items() if name in OF_WANTED})
        beside = {name: value for name, value in asked.items() if name not in OF_WANTED}
        # As visitors ask: where nobody chooses a distance the page looks as far as there is a choice.
        yield in_words(asked), Search(place=place, wanted=wanted, widens="miles" not in asked, **beside)


def in_words(asked: dict[str, Any]) -> str:
    """ "days 6 7, after 18:00"."""
    return ", ".join(f"{name} {_said(value)}" for name, value in asked.items())


def _said(value: object) -> str:
    if isinstance(value, frozenset):
        return " ".join(str(each) for each in sorted(value))
    if value is True:
        return "yes"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value)


def places(count: int) -> list[tuple[Place, int]]:
    """(place, the people who live there, 0 where it is not a town): so many, or all there are."""
    hands = _hands()
    chosen: list[tuple[Place, int]] = []
    while len(chosen) < count and any(hands.values()):
        for name in DEAL:
            if hands[name] and len(chosen) < count:
                slug, population = hands[name].pop()
                chosen.append((geocoding.cell(slug), population))
    return chosen


def _hands() -> dict[str, list[tuple[str, int]]]:
    """The cells of each nation and of the islands, shuffled once and for all, towns and postcodes turn about."""
    cells = Cell.objects.filter(edition__is_current=True).order_by("slug")
    kinds: dict[str, tuple[list[tuple[str, int]], list[tuple[str, int]]]] = {name: ([], []) for name in DEAL}
    for slug, kind, nation, population in cells.values_list("slug", "kind", "nation", "population"):
        hand = kinds["island" if slug in ISLANDS else nation]
        hand[kind == Cell.Kind.SETTLEMENT].append((slug, population))
    hands = {}
    for name, (postcodes, towns) in kinds.items():
        dice = random.Random(f"{SEED} {name}")
        dice.shuffle(postcodes)
        dice.shuffle(towns)
        hands[name] = _turn_about(postcodes, towns)
    return hands


def _turn_about(some: list[tuple[str, int]], others: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """To be taken from the end: one of some, one of others; what is left over of either stands at the beginning."""
    both = min(len(some), len(others))
    pairs = [each for pair in zip(some[:both], others[:both], strict=True) for each in pair]
    return some[both:] + others[both:] + pairs
