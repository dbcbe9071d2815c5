"""What records are in a JSON file, one at a time, whatever else somebody put in it? Pure.

Only a few records are in memory at once. ``Watched`` looks at the bytes before the
parser has them: brackets a million deep, or a text of hundreds of megabytes, would
fill the memory of any parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import ijson

from directory.importers.cells import DAYS
from directory.importers.listed import ImportRefused

DEEPEST = 64  # brackets inside each other; real feeds have four
LONGEST = 1024 * 1024  # bytes of one text, or between one closing bracket and the next

_BOM = b"\xef\xbb\xbf"
# A whole text, or one that the bytes at hand do not finish.
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?P<end>"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class FeedRefused(ImportRefused):
    """The file is not the feed it is said to be, or is damaged."""


class Watched:
    """A JSON file that refuses to be read further once it is deeper or longer than any feed is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._depth = 0
        self._since_closed = 0
        self._text = b""  # the beginning of a text that is not finished yet

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises FeedRefused."""
        chunk = self._file.read(size)
        self._look_at(chunk)
        return chunk

    def _look_at(self, chunk: bytes) -> None:
        seen = self._text + chunk
        self._text = b""
        brackets = _TEXT.sub(self._set_apart, seen).translate(None, _NO_BRACKETS)
        for bracket in brackets:
            self._depth += 1 if bracket in b"[{" else -1
            if self._depth > DEEPEST:
                raise FeedRefused(f"The file has brackets over {DEEPEST} deep, which no list of meetings has.")
        closed = b"]" in brackets or b"}" in brackets
        self._since_closed = 0 if closed else self._since_closed + len(chunk)
        if len(self._text) > LONGEST or self._since_closed > LONGEST:
            raise FeedRefused(f"The file has one record of over {LONGEST:,} bytes, which no list of meetings has.")

    def _set_apart(self, text: re.Match[bytes]) -> bytes:
        """Nothing of a text counts; one that is not finished waits for its end."""
        if text["end"] != b'"':
            self._text = text[0]
        return b""


def records(file: BinaryIO, name: str) -> Iterator[object]:
    """Each member of the array that the file is, or that it holds under ``name``. Raises FeedRefused."""
    start = file.read(len(_BOM) + 1024)
    began = start.removeprefix(_BOM)
    file.seek(len(start) - len(began))
    prefix = f"{name}.item" if began.lstrip().startswith(b"{") else "item"
    number = 0
    try:
        # Without use_float a number of thousands of digits ends the process (ijson 3.6.0).
        for record in ijson.items(Watched(file), prefix, use_float=True):
            yield record
            number += 1
    except (ijson.JSONError, UnicodeDecodeError):
        where = f"after {number:,} records" if number else "from its beginning"
        raise FeedRefused(f"The file is cut off or is not JSON {where}: fetch it again.") from None


def is_object(file: BinaryIO) -> bool:
    """Is the whole file one object, rather than an array?"""
    start = file.read(1024).removeprefix(_BOM).lstrip()
    file.seek(0)
    return start.startswith(b"{")


def text(value: object) -> str:
    """A value as the text of a cell; several with commas between them; "" for what is none."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return ", ".join(said for one in value if (said := text(one)))
    if isinstance(value, bool | int | float):
        return str(value)
    return ""


class Week:
    """A feed's numbers for the days, and whether they are what its format says they are."""

    def __init__(self, sunday: int) -> None:
        self._sunday = sunday
        self._seen: set[int] = set()

    def day(self, number: str) -> str:
        """The English name of a day by its number; the number itself where it has none."""
        if not number.isdecimal() or len(number) > 2:
            return number
        self._seen.add(int(number))
        place = int(number) - self._sunday
        return DAYS[place - 1].capitalize() if 0 <= place < len(DAYS) else number

    def check(self) -> None:
        """Raises FeedRefused if the days were counted from another: every one of them would be wrong."""
        odd, own = (7, 0) if self._sunday == 0 else (0, 7)  # what only another count has, and only this one
        if odd in self._seen and own not in self._seen:
            ours = f"{self._sunday} (Sunday) to {self._sunday + 6} (Saturday)"
            raise FeedRefused(
                f"It numbers a day {odd} where this format’s run from {ours}, so every day may be wrong: "
                "ask whoever publishes it which is which."
            )
