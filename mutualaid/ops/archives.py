"""What is a backup, as one file, and is it whole?

A zip of two members: ``manifest.json``, which says what is in it, and the database. The zip's
comment is the SHA-256 of every byte before it, so that one changed bit is noticed, and ``unzip``
still opens it on a bad day. Neither the key ring nor the secret key is ever in it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FORM = 1  # of the file; a new form has a new number
PIECE = 1 << 20
HEX = 64  # letters of a SHA-256
LONGEST_MANIFEST = 1 << 20
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
Say = Callable[[str, int], None]


class NotABackup(ValueError):
    """The file cannot be used; ``str(error)`` says why and what to do."""


class NotWritten(Exception):
    """There is no backup; ``str(error)`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup, in no words about anybody."""

    form: int
    version: str  # of the product
    database: str  # sqlite or postgresql
    made_at: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]  # rows of each table
    trail: str  # the newest digest of the trail
    keys: list[str]  # the ids of the keys that what is sealed in it needs

    @property
    def member(self) -> str:
        """The name of the database inside the archive."""
        return {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[self.database]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


@contextlib.contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A place inside ``folder`` for what is not whole yet, which nobody else may look into.

    What a killed run left is cleared away. Raises NotWritten where another is at work there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotWritten(f"Another command is at work in {folder}: let it finish.") from None
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        place = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def name_of(made_at: dt.datetime) -> str:
    """Sorts by when it was made."""
    return f"mutualaid-{made_at.astimezone(dt.UTC):%Y%m%d-%H%M%S}.zip"


def write(database: Path, manifest: Manifest, *, place: Path, to: Path, progress: Say) -> str:
    """One file at ``to``, whole or not there; gives its SHA-256. ``place`` is on the same disk."""
    if to.exists():
        raise NotWritten(f"{to.name} is there already: run it again.")
    made = place / "archive"
    made.touch(mode=0o600)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
        with database.open("rb") as source, archive.open(manifest.member, "w", force_zip64=True) as member:
            for at, piece in enumerate(_pieces(source)):
                member.write(piece)
                progress("MB packed", at)
        archive.comment = b"0" * HEX
    digest = _sign(made, progress)
    settle_in(made, to)
    return digest


def read(file: Path, *, progress: Say) -> Manifest:
    """What is in it, once every byte was compared with its digest. Raises NotABackup."""
    try:
        with file.open("rb") as held:
            size = held.seek(0, os.SEEK_END) - HEX
            held.seek(max(size, 0))
            said = held.read()
            held.seek(0)
            found = _digest(held, size, progress)
    except OSError as error:
        raise NotABackup(f"{file} cannot be read: {error.strerror}.") from None
    if size < 0 or said != found.encode():
        raise NotABackup(f"{file.name} is not whole, or was altered: use another backup.")
    try:
        with zipfile.ZipFile(file) as archive, archive.open(MANIFEST) as member:
            return _manifest(json.loads(member.read(LONGEST_MANIFEST)))
    except NotABackup:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError):
        raise NotABackup(f"{file.name} is none of our backups.") from None


def unpack(file: Path, manifest: Manifest, *, to: Path, progress: Say) -> None:
    """The database of the archive as a file of its own, which nobody else may read."""
    to.touch(mode=0o600)
    with zipfile.ZipFile(file) as archive, archive.open(manifest.member) as member, to.open("wb") as written:
        for at, piece in enumerate(_pieces(member)):
            written.write(piece)
            progress("MB unpacked", at)
        written.flush()
        os.fsync(written.fileno())


def settle_in(file: Path, to: Path) -> None:
    """Put a whole file in its place, so that it is there after a power cut as well."""
    os.rename(file, to)
    handle = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _manifest(told: dict[str, Any]) -> Manifest:
    if told["form"] != FORM:
        raise NotABackup("This backup is of another version of the product: restore it with that version.")
    manifest = Manifest(**{field.name: told[field.name] for field in fields(Manifest)})
    manifest.member  # noqa: B018  raises KeyError where the database is of neither kind
    return manifest


def _sign(made: Path, progress: Say) -> str:
    """Put the digest of all that stands before it at the end, and see it onto the disk."""
    with made.open("r+b") as file:
        size = file.seek(0, os.SEEK_END) - HEX
        file.seek(0)
        digest = _digest(file, size, progress)
        file.seek(size)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())
    return digest


def _digest(file: Any, size: int, progress: Say) -> str:
    sha, left = hashlib.sha256(), size
    while left > 0 and (piece := file.read(min(PIECE, left))):
        sha.update(piece)
        left -= len(piece)
        progress("MB compared", (size - left) // PIECE)
    return sha.hexdigest()


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
