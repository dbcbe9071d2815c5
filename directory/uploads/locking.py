"""Does somebody work on this file just now?

A lock on a file belongs to the processes that hold it open: a worker that is killed
works on nothing. It is taken before the worker starts and handed to it, so that there
is no moment between in which nobody seems to be at it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[int | None]:
    """Hold ``path``, as an open file’s number; None where somebody else does, or no file is there."""
    try:
        file = path.open("rb")
    except OSError:
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file.fileno()


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
