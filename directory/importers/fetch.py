"""Is this a file we can read, and what is its fingerprint?

What can be wrong with a whole file, whatever is in it, is found here, before a row of
it is looked at: one sentence each, nothing changed.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from directory.importers.listed import ImportRefused

MEGABYTE = 1024 * 1024
FROM_DISK = 400 * MEGABYTE
LONGEST_LINE = 1024 * 1024  # bytes of a line of a spreadsheet

WORKBOOK = b"PK\x03\x04"  # how a workbook begins, and any other zip file


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text file, and what to do with one that is something else."""

    name: str
    instead: str
    as_utf_8: str
    in_lines: bool = True


CSV = Kind("CSV text", "open it and save it as “CSV UTF-8”", "save it as “CSV UTF-8”")
JSON = Kind("JSON", "name the feed itself, as its publisher serves it", "save it as UTF-8", in_lines=False)

# How files that are not text begin, and what they are.
NOT_TEXT = {
    WORKBOOK: "is a workbook or a zip file, not {kind.name}: {kind.instead}.",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook, not {kind.name}: {kind.instead}.",
    b"%PDF": "is a PDF, not {kind.name}: ask whoever made it for the list itself.",
    b"\x1f\x8b": "is compressed: unpack it first.",
    b"\xff\xfe": "is UTF-16 text: {kind.as_utf_8}.",
    b"\xfe\xff": "is UTF-16 text: {kind.as_utf_8}.",
}


class FileRefused(ImportRefused):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A readable file: its text from the beginning, and the SHA-256 of its bytes."""

    text: TextIO
    digest: str
    ends_whole: bool  # the last line is finished by a line end

    @property
    def file(self) -> BinaryIO:
        """Its bytes, for who reads no text; at their beginning until the text is read."""
        return self.text.buffer


@contextmanager
def opened(path: Path, *, cap: int = FROM_DISK, kind: Kind = CSV) -> Iterator[Fetched]:
    """Open a UTF-8 text file of at most ``cap`` bytes. Raises FileRefused."""
    with _binary(path, cap) as file:
        digest, ends_whole = _inspect(file, path, kind)
        file.seek(0)
        yield Fetched(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), digest, ends_whole)


@contextmanager
def opened_workbook(path: Path, *, cap: int = FROM_DISK) -> Iterator[tuple[BinaryIO, str]]:
    """Open a file that begins as a workbook does: its bytes, and their SHA-256. Raises FileRefused."""
    with _binary(path, cap) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # read from the start
        file.seek(0)
        yield file, digest


def is_workbook(path: Path) -> bool:
    """Does it begin as a workbook does? No for what cannot be read, which ``opened`` tells more of."""
    try:
        with _binary(path, FROM_DISK) as file:
            return file.read(len(WORKBOOK)) == WORKBOOK
    except FileRefused:
        return False


def small_text(path: Path, *, cap: int = MEGABYTE) -> str:
    """The whole of a small text file, such as a mapping. Raises FileRefused."""
    with opened(path, cap=cap) as fetched:
        return fetched.text.read()


def inside(path: Path, sign: str) -> Path:
    """``path`` itself, or the one file with ``sign`` in its name under a folder such as a fetched address makes."""
    if not path.is_dir():
        return path
    found = sorted(islice((one for one in path.rglob(f"*{sign}*") if one.is_file()), 2))
    if not found:
        raise FileRefused(f"{path} holds no file with “{sign}” in its name: name the file itself.")
    if len(found) > 1:
        raise FileRefused(f"{path} holds several files with “{sign}” in their names: name the one to read.")
    return found[0]


def beside(path: Path, sign: str, other: str) -> Path | None:
    """The file called as ``path`` is with ``other`` for ``sign``, else the only one with ``other`` in that folder."""
    same = path.with_name(path.name.replace(sign, other))
    if sign in path.name and same.exists():
        return same
    found = list(islice(path.parent.glob(f"*{other}*"), 2))
    return found[0] if len(found) == 1 else None


def _binary(path: Path, cap: int) -> BinaryIO:
    """The open file, once its size and kind are known to be right."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileRefused(f"{path} is not a file: name the file itself.")
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


def _inspect(file: BinaryIO, path: Path, kind: Kind) -> tuple[str, bool]:
    """The digest of the bytes, and whether they end with a line end. Refuses what is not UTF-8 text."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    line, last, since_end = 1, b"", 0
    while chunk := file.read(MEGABYTE):
        if not last:
            _refuse_known_kinds(chunk, path, kind)
        if b"\0" in chunk:
            line += chunk[: chunk.index(b"\0")].count(b"\n")
            raise FileRefused(f"{path} has NUL bytes, the first on line {line}: it is damaged or not {kind.name}.")
        _check_encoding(decoder, chunk, line, path, kind)
        digest.update(chunk)
        line += chunk.count(b"\n")
        since_end = len(chunk) - 1 - chunk.rindex(b"\n") if b"\n" in chunk else since_end + len(chunk)
        if kind.in_lines and since_end > LONGEST_LINE:
            raise FileRefused(f"{path} has a line of over 1 MB (line {line}): it is damaged or not {kind.name}.")
        last = chunk[-1:]
    _check_encoding(decoder, b"", line, path, kind)
    return digest.hexdigest(), last in {b"\n", b"\r"}


def _refuse_known_kinds(start: bytes, path: Path, kind: Kind) -> None:
    for sign, sentence in NOT_TEXT.items():
        if start.startswith(sign):
            raise FileRefused(f"{path} {sentence.format(kind=kind)}")


def _check_encoding(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, path: Path, kind: Kind) -> None:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        line += chunk[: error.start].count(b"\n")
        raise FileRefused(f"{path} is not UTF-8 text (line {line}): {kind.as_utf_8} and try again.") from None
