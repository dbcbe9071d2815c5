"""Is somebody else taking this source just now? One import of a source at a time.

A lock on a file belongs to the process that holds it: one that is killed holds
nothing. It speaks for this machine; between machines, verification.take_from()
refuses to apply what was compared with an older state.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from directory.importers.listed import ImportRefused


class NoTurn(ImportRefused):
    """Nobody can take a turn here."""


class UnderWay(ImportRefused):
    """The same source is being taken by somebody else."""


@contextmanager
def turn(slug: str, *, folder: Path) -> Iterator[None]:
    """Hold the only turn to import ``slug`` on this machine. Raises UnderWay or NoTurn."""
    with _lock(folder / f"import-{slug}.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnderWay(f"Another import of {slug} is under way: wait until it has finished.") from None
        yield


def _lock(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w")
    except OSError as error:
        raise NoTurn(f"{path} cannot be written: {error.strerror}. Let this user write there.") from None
