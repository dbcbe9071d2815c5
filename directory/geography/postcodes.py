"""What a person typed, read as a postcode or part of one. Pure.

"m11ae", "M1  1AE" and "M1-1AE" are M1 1AE; "M1 1" is a sector, "M1" an outcode. People
and keyboards swap O with 0 and I with 1, so ``readings`` gives what was typed first and
then what may have been meant; only the postcodes that exist can say which it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

OUTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
MARKS = re.compile(r"[\s.\-]+")
WHOLE = re.compile(r"(?P<outcode>[A-Z0-9]{2,4}?)(?P<digit>[0-9OI])(?P<letters>[A-Z]{2})")
AT_THE_END = re.compile(r".*[\s,](?P<postcode>[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2})", re.IGNORECASE)
UP_TO_SECTOR = re.compile(r"(?P<outcode>[A-Z0-9]{2,4}) (?P<digit>[0-9OI])[A-Z]?")
SWAPS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
# By the first letter of a local authority's code.
NATIONS = {"E": "england", "W": "wales", "S": "scotland", "N": "northern_ireland"}


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode ("M1", "1", "AE"), a sector ("M1", "1", "") or an outcode ("M1", "", "")."""

    outcode: str
    digit: str = ""
    letters: str = ""

    @property
    def sector(self) -> str:
        return f"{self.outcode} {self.digit}"

    @property
    def area(self) -> str:
        return self.outcode.rstrip("0123456789")[:2] if self.outcode[1:2].isalpha() else self.outcode[:1]

    def __str__(self) -> str:
        return f"{self.outcode} {self.digit}{self.letters}".strip()


def readings(text: str) -> tuple[Postcode, ...]:
    """Every way ``text`` reads as a postcode, those with fewest exchanges first; none if it is not like one.

    Text with no digit is never like a postcode, nor is text that no outcode could begin.
    """
    spaced = MARKS.sub(" ", text.upper()).strip()
    if not any(character.isdigit() for character in spaced) or not spaced.isascii():
        return ()
    whole = [
        Postcode(outcode, _as_digit(match["digit"]), match["letters"])
        for match in [WHOLE.fullmatch(spaced.replace(" ", ""))]
        if match
        for outcode in _outcodes(match["outcode"])
    ]
    return tuple(sorted(dict.fromkeys([*_in_part(spaced), *whole]), key=lambda each: exchanges(text, each)))


def without_address(text: str) -> str:
    """The postcode alone, where ``text`` is an address that ends in a whole one ("Leeds LS1 4AP")."""
    match = AT_THE_END.fullmatch(text)
    return match["postcode"] if match else text


def exchanges(text: str, reading: Postcode) -> int:
    """How many of the characters typed were taken for another; none means it reads so as typed."""
    typed = MARKS.sub("", text.upper())
    return sum(was != meant for was, meant in zip(typed, str(reading).replace(" ", ""), strict=False))


def _in_part(spaced: str) -> list[Postcode]:
    """Readings as an outcode or a sector; without a space an outcode comes first ("M11" is not M1 1)."""
    if match := UP_TO_SECTOR.fullmatch(spaced):
        return [Postcode(outcode, _as_digit(match["digit"])) for outcode in _outcodes(match["outcode"])]
    if " " in spaced:
        return []
    outcodes = [Postcode(outcode) for outcode in _outcodes(spaced)]
    sectors = [Postcode(outcode, spaced[-1]) for outcode in _outcodes(spaced[:-1]) if spaced[-1].isdigit()]
    return outcodes + sectors


def _outcodes(typed: str) -> list[str]:
    """Outcodes this may have been meant for: as typed first, then with O and 0, I and 1 exchanged."""
    if len(typed) > 4:
        return []
    spellings = ("".join(letters) for letters in product(*(SWAPS.get(letter, letter) for letter in typed)))
    return [spelling for spelling in spellings if OUTCODE.fullmatch(spelling)]


def _as_digit(typed: str) -> str:
    return {"O": "0", "I": "1"}.get(typed, typed)
