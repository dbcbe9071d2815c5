"""Is this a text file we can read, and what is its fingerprint?

Everything that can be wrong with a whole file is found here, before a row of it is
looked at: one sentence each, nothing changed.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from directory.importers.listed import ImportRefused

MEGABYTE = 1024 * 1024
FROM_DISK = 400 * MEGABYTE

# How files that are not text begin, and what to say of each.
NOT_TEXT = {
    b"PK\x03\x04": "is a workbook or a zip file, not CSV text: open it and save it as “CSV UTF-8”.",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook, not CSV text: open it and save it as “CSV UTF-8”.",
    b"%PDF": "is a PDF, not CSV text: ask whoever made it for the spreadsheet.",
    b"\x1f\x8b": "is compressed: unpack it first.",
    b"\xff\xfe": "is UTF-16 text: save it as “CSV UTF-8”.",
    b"\xfe\xff": "is UTF-16 text: save it as “CSV UTF-8”.",
}


class FileRefused(ImportRefused):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A readable file: its text from the beginning, and the SHA-256 of its bytes."""

    text: TextIO
    digest: str
    ends_whole: bool  # the last line is finished by a line end


@contextmanager
def opened(path: Path, *, cap: int = FROM_DISK) -> Iterator[Fetched]:
    """Open a UTF-8 text file of at most ``cap`` bytes. Raises FileRefused."""
    with _binary(path, cap) as file:
        digest, ends_whole = _inspect(file, path)
        file.seek(0)
        yield Fetched(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), digest, ends_whole)


def small_text(path: Path, *, cap: int = MEGABYTE) -> str:
    """The whole of a small text file, such as a mapping. Raises FileRefused."""
    with opened(path, cap=cap) as fetched:
        return fetched.text.read()


def _binary(path: Path, cap: int) -> BinaryIO:
    """The open file, once its size and kind are known to be right."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileRefused(f"{path} is not a file: name the CSV file itself.")
        if found.st_size == 0:
            raise FileRefused(f"{path} is empty: nothing was taken from it.")
        if found.st_size > cap:
            raise FileRefused(
                f"{path} is {found.st_size / MEGABYTE:,.0f} MB; at most {cap / MEGABYTE:,.0f} MB is read."
            )
        return path.open("rb")
    except FileNotFoundError:
        raise FileRefused(f"There is no file {path}: check its name.") from None
    except PermissionError:
        raise FileRefused(f"{path} may not be read by this user: change who may read it.") from None
    except OSError as error:
        raise FileRefused(f"{path} cannot be opened: {error.strerror}.") from None


def _inspect(file: BinaryIO, path: Path) -> tuple[str, bool]:
    """The digest of the bytes, and whether they end with a line end. Refuses what is not UTF-8 text."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    line, last = 1, b""
    while chunk := file.read(MEGABYTE):
        if not last:
            _refuse_known_kinds(chunk, path)
        if b"\0" in chunk:
            line += chunk[: chunk.index(b"\0")].count(b"\n")
            raise FileRefused(f"{path} has NUL bytes, the first on line {line}: it is damaged or not CSV text.")
        _check_encoding(decoder, chunk, line, path)
        digest.update(chunk)
        line += chunk.count(b"\n")
        last = chunk[-1:]
    _check_encoding(decoder, b"", line, path)
    return digest.hexdigest(), last in {b"\n", b"\r"}


def _refuse_known_kinds(start: bytes, path: Path) -> None:
    for sign, sentence in NOT_TEXT.items():
        if start.startswith(sign):
            raise FileRefused(f"{path} {sentence}")


def _check_encoding(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, path: Path) -> None:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        line += chunk[: error.start].count(b"\n")
        raise FileRefused(f"{path} is not UTF-8 text (line {line}): save it as “CSV UTF-8” and try again.") from None
