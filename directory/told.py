"""What does a list tell of a meeting, ready to be laid beside what another tells? Pure.

Lists write one hall in many ways ("St. Anne's Church, 55 Dean Street" and "Upstairs, St
Annes Church|55 Dean St"), and one group's name with and without its day, its town and
its fellowship. So words come before positions here: two lists put one postcode a few
ten-thousandths of a degree apart.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from directory.geography.settlements import fold
from directory.importers.listed import When
from directory.places import Point

SHORT = {
    **{"road": "rd", "street": "st", "avenue": "ave", "lane": "ln", "square": "sq", "place": "pl", "drive": "dr"},
    **{"room": "rm", "rooms": "rm", "terrace": "terr", "centre": "ctr", "center": "ctr", "gardens": "gdns"},
}
SAYS_NOTHING_OF_A_PLACE = frozenset({"the", "uk"})
# What a name may carry or leave out and be the same name, beside its programme's own name and initials.
SAYS_NOTHING_OF_A_NAME = frozenset({"a", "an", "and", "at", "group", "in", "meeting", "meetings", "night", "of", "the"})
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
NEWCOMERS = frozenset({"newcomer", "newcomers", "beginner", "beginners"})
AUDIENCES = {
    **dict.fromkeys(("women", "womens", "womans", "ladies", "sisters"), "women"),
    **dict.fromkeys(("men", "mens", "brothers"), "men"),
    **dict.fromkeys(("lgbt", "lgbtq", "lgbtqi", "lgbtqia", "gay", "lesbian", "queer", "trans", "transgender"), "lgbt"),
    "young": "young_people",
}
LANGUAGES = {
    **{word: word for word in ("bengali", "bulgarian", "farsi", "french", "german", "hindi", "hungarian", "italian")},
    **{word: word for word in ("konkani", "latvian", "lithuanian", "nepalese", "polish", "portuguese", "punjabi")},
    **{word: word for word in ("romanian", "russian", "slovak", "spanish", "turkish", "ukrainian", "urdu", "welsh")},
    "persian": "farsi",
    "polska": "polish",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One meeting as one list tells of it. Everything is folded but ``key``, ``source`` and ``name``."""

    key: str  # ours: whatever tells it from every other
    source: str
    programme: str
    name: str  # as printed, for a person to read
    when: tuple[When, ...]
    words: str  # what is left of the name when what any name may carry is taken out
    place: str  # venue and address
    postcode: str  # packed; "" where there is none
    point: Point | None
    joining: frozenset[str]  # where and what to ring or open, without passcodes
    languages: frozenset[str]
    audiences: frozenset[str]
    for_newcomers: bool

    @property
    def has_place(self) -> bool:
        return bool(self.place or self.postcode or self.point)


def tell(
    *,
    key: str,
    source: str,
    programme: str,
    name: str,
    when: Collection[When],
    venue: str = "",
    address: str = "",
    postcode: str = "",
    point: Point | None = None,
    join_url: str = "",
    phone: str = "",
    language: str = "",
    restricted_to: Collection[str] = (),
) -> Told:
    """``programme`` is its slug; ``point`` is WGS84; the rest is text as its list writes it."""
    said, own = fold(name).split(), fold(programme).split()
    nothing = SAYS_NOTHING_OF_A_NAME | DAYS | {*own, "".join(word[0] for word in own)}
    return Told(
        key=key,
        source=source,
        programme=programme,
        name=name,
        when=tuple(when),
        words=" ".join([word for word in said if word not in nothing] or said),
        place=_place(venue, address),
        postcode="".join(postcode.upper().split()),
        point=point,
        joining=_joining(join_url, phone),
        languages=frozenset(LANGUAGES[word] for word in (*said, *fold(language).split()) if word in LANGUAGES),
        audiences=frozenset({AUDIENCES[word] for word in said if word in AUDIENCES}.union(restricted_to)),
        for_newcomers=not NEWCOMERS.isdisjoint(said),
    )


def _place(venue: str, address: str) -> str:
    """Venue and address in one line: which of the two a list puts the street in is chance."""
    words = fold(f"{venue} {address}").split()
    return " ".join(SHORT.get(word, word) for word in words if word not in SAYS_NOTHING_OF_A_PLACE)


def _joining(join_url: str, phone: str) -> frozenset[str]:
    try:
        parts = urlsplit(join_url)
    except ValueError:
        parts = urlsplit("")
    room = f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"
    digits = "".join(sign for sign in phone if sign.isdigit()).removeprefix("44").removeprefix("0")
    return frozenset({room, digits} - {""})
