"""Does somebody work on this file just now?

A lock on a file belongs to the processes that hold it open: a worker that is killed
works on nothing. It is taken before the worker starts and handed to it, so that there
is no moment between in which nobody seems to be at it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LETTING_GO = 5  # seconds: a worker says how it ended, and then has to end
A_MOMENT = 0.05  # seconds between two tries


@contextmanager
def locked(path: Path, *, patience: float = 0) -> Iterator[int | None]:
    """Hold ``path``, as an open file’s number; None where somebody else does, or no file is there.

    ``patience`` is how many seconds to wait for who holds it to let go.
    """
    try:
        file = path.open("rb")
    except OSError:
        yield None
        return
    with file:
        until = time.monotonic() + patience
        while not (held := _taken(file)) and time.monotonic() < until:
            time.sleep(A_MOMENT)
        yield file.fileno() if held else None


def _taken(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Does a worker hold it? Looking keeps no other from looking."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
