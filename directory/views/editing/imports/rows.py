"""How will the first meetings of a list look, in words? Pure: what is kept of an upload in, lines out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from directory.recurrence import Repeats
from directory.views import times
from directory.views.rows import ADMITTED
from directory.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting as it would be."""

    programme: str
    name: str
    when: tuple[str, ...]
    where: str
    mode: str
    who: str


def first(kept: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Row]:
    """``names`` are those of programmes, by short name."""
    return [
        Row(
            programme=names.get(one["programme"], one["programme"]),
            name=one["name"],
            when=times.patterns([_repeats(when) for when in one["when"]], one["zone"]),
            where=", ".join(one["where"]),
            mode=str(Mode(one["mode"]).label),
            who=_who(one),
        )
        for one in kept
    ]


def _repeats(when: Mapping[str, Any]) -> Repeats:
    return Repeats(
        kind=when["kind"],
        weekday=when["weekday"],
        at=dt.time.fromisoformat(when["at"]),
        nth=when["nth"],
        anchor=dt.date.fromisoformat(when["anchor"]) if when["anchor"] else None,
        not_nth=when["not_nth"],
    )


def _who(one: Mapping[str, Any]) -> str:
    """ "Open; women only", or that nobody has said."""
    openness = {"open": gettext("open"), "closed": gettext("closed")}.get(one["openness"])
    said = [*filter(None, [openness]), *(str(ADMITTED[word]) for word in one["restricted_to"])]
    return capfirst("; ".join(said)) if said else gettext("Not stated")
