"""Files of text, on their own, in a folder or in a .zip. Pure."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from directory.geography.rows import PostcodesBroken

UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file: itself on disk, or a member of the .zip on disk. ``name`` has no folders."""

    on_disk: Path
    member: str = ""

    @property
    def name(self) -> str:
        return Path(self.member or self.on_disk).name

    @contextmanager
    def open(self) -> Iterator[io.TextIOWrapper]:
        """Its lines, for csv. Raises PostcodesBroken if it is not there, cut short or locked."""
        try:
            with self._bytes() as raw, io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="") as lines:
                yield lines
        except UNREADABLE as error:
            raise PostcodesBroken(f"{self.name} is missing, cut short or locked: download it again.") from error

    @contextmanager
    def _bytes(self) -> Iterator[IO[bytes]]:
        if not self.member:
            with self.on_disk.open("rb") as raw:
                yield raw
            return
        with zipfile.ZipFile(self.on_disk) as archive, archive.open(self.member) as member:
            yield member


def one(path: Path, called: re.Pattern[str]) -> TextFile:
    """The one file of that name in ``path``, or ``path`` itself if it is a .csv. Raises PostcodesBroken."""
    if path.is_file() and path.suffix.lower() == ".csv":
        return TextFile(path)
    found = several(path, called)
    if len(found) > 1:
        raise PostcodesBroken(f"{path.name} has more than one such file: give the one to load.")
    return found[0]


def several(path: Path, called: re.Pattern[str]) -> list[TextFile]:
    """Every file of that name in a folder or a .zip, in order, none twice. Raises PostcodesBroken if there is none."""
    try:
        if path.is_dir():
            found = [TextFile(file) for file in path.rglob("*") if called.fullmatch(file.as_posix()) and file.is_file()]
        else:
            with zipfile.ZipFile(path) as archive:
                found = [TextFile(path, name) for name in archive.namelist() if called.fullmatch(name)]
    except UNREADABLE as error:
        raise PostcodesBroken(f"{path.name} is not there, or is not a whole .zip: download it again.") from error
    names = [file.name.lower() for file in found]
    if not found or len(set(names)) < len(names):
        raise PostcodesBroken(f"{path.name} does not hold the files it should, once each: download it again.")
    return sorted(found, key=lambda file: file.name.lower())
