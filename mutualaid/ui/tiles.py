"""The tile server that an operator may put under the map, as the settings tell of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One host and no other: what is allowed here is allowed to be fetched from (Content-Security-Policy).
ADDRESS = re.compile(
    r"(?P<origin>https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?)(?P<path>/[A-Za-z0-9{}/._~@=&?%+-]*)"
)
PARTS = ["{x}", "{y}", "{z}"]
LONGEST_CREDIT = 200


class TilesRefused(Exception):
    """The setting is wrong; ``str(error)`` says which, and what it should be."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """``address`` holds {z}, {x} and {y}; ``credit`` is plain text, shown under the map."""

    address: str
    origin: str
    credit: str

    @property
    def host(self) -> str:
        """As people read it."""
        return self.origin.removeprefix("https://")


def read(address: str, credit: str) -> Tiles | None:
    """The tile server, or None where none is set: the map then lies on our own ground. Raises TilesRefused."""
    address, credit = address.strip(), credit.strip()
    if not address:
        if credit:
            raise TilesRefused("Unset MUTUALAID_MAP_CREDIT, or set MUTUALAID_MAP_TILES to what it is the credit of.")
        return None
    found = ADDRESS.fullmatch(address)
    if not found or sorted(re.findall(r"{[^{}]*}", found["path"])) != PARTS or _has_stray(found["path"]):
        raise TilesRefused(
            "Set MUTUALAID_MAP_TILES to an https address with {z}, {x} and {y} in it, once each, "
            "like https://tiles.example.org/{z}/{x}/{y}.png, or unset it."
        )
    if not credit or len(credit) > LONGEST_CREDIT or not credit.isprintable():
        raise TilesRefused(
            f"Set MUTUALAID_MAP_CREDIT to the credit that the tiles ask for, in {LONGEST_CREDIT} letters at most."
        )
    return Tiles(address, found["origin"], credit)


def _has_stray(path: str) -> bool:
    """Is there a brace that belongs to none of the parts?"""
    return bool(re.search(r"[{}]", re.sub(r"{[xyz]}", "", path)))
