"""What every file of postcodes is read into, whoever published it. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from directory.geography import authorities
from directory.geography.units import ENDED, IN_USE, NOT_KNOWN

TEXT = np.dtype("S9")
NORTHERN_IRELAND = b"BT"
# Every area that has a position; the Isle of Man, Jersey and Guernsey have none.
_WRITTEN = """
    AB AL B BA BB BD BH BL BN BR BS CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G
    GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX
    PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD
    WF WN WR WS WV YO ZE
"""
GREAT_BRITAIN = frozenset(_WRITTEN.split())


class PostcodesBroken(Exception):
    """The files are missing, cut short or not what they should be; says which and what to do."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some postcodes: "M1  1AE" of seven characters, authority code, metres (nan where not known), units.IN_USE or so.

    Metres are on the British grid, but Northern Ireland's on the Irish one.
    """

    postcode: npt.NDArray[np.bytes_]
    authority: npt.NDArray[np.bytes_]
    easting: npt.NDArray[np.float64]
    northing: npt.NDArray[np.float64]
    in_use: npt.NDArray[np.uint8]

    def where(self, kept: npt.NDArray[np.bool_]) -> Rows:
        return Rows(*(getattr(self, name)[kept] for name in self.__slots__))

    @property
    def in_northern_ireland(self) -> npt.NDArray[np.bool_]:
        return np.char.startswith(self.postcode, NORTHERN_IRELAND)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an edition's postcodes come from.

    ``parts`` reads them, no sector in two parts; it raises PostcodesBroken.
    """

    called: str
    files: tuple[Path, ...]
    parts: Callable[[], Iterator[Rows]]

    def without_northern_ireland(self) -> Source:
        """The same but for Northern Ireland, whose positions have a licence of their own."""
        return replace(
            self,
            called=f"{self.called}, without Northern Ireland",
            parts=lambda: (rows.where(~rows.in_northern_ireland) for rows in self.parts()),
        )


class Part:
    """Rows on their way in, from a file of text, held as small as they can be."""

    def __init__(self) -> None:
        self._postcodes: list[bytes] = []
        self._authorities: list[bytes] = []
        self._eastings, self._northings = array("d"), array("d")
        self._in_use = bytearray()

    def add(self, postcode: str, authority: str, easting: str, northing: str, *, in_use: bool | None) -> None:
        """One row; "" for metres that are not known. Raises ValueError for what is no number."""
        spelt = postcode.replace(" ", "").upper()
        east, north = float(easting or "nan"), float(northing or "nan")
        self._postcodes.append(f"{spelt[:-3]:<4}{spelt[-3:]}".encode("ascii", "replace"))
        self._authorities.append(authorities.today(authority).encode("ascii", "replace"))
        self._eastings.append(east)
        self._northings.append(north)
        self._in_use.append(NOT_KNOWN if in_use is None else IN_USE if in_use else ENDED)

    def rows(self) -> Rows:
        return Rows(
            postcode=np.array(self._postcodes, TEXT),
            authority=np.array(self._authorities, TEXT),
            easting=np.array(self._eastings, np.float64),
            northing=np.array(self._northings, np.float64),
            in_use=np.array(self._in_use, np.uint8),
        )

    def __len__(self) -> int:
        return len(self._postcodes)


def area(postcode: str) -> str:
    """The letters that a postcode begins with ("M" of M1 1AE)."""
    return postcode[:2].strip() if postcode[1:2].isalpha() else postcode[:1]


def check_whole(name: str, found: Iterable[str], expected: Iterable[str]) -> None:
    """Raises PostcodesBroken if an area has no postcodes at all: the file, or a file, is missing or cut short."""
    missing = sorted(set(expected) - set(found))
    if missing:
        some = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more areas" if len(missing) > 5 else "")
        raise PostcodesBroken(f"{name} has no postcodes that begin with {some}: download it again.")
