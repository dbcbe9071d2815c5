"""How many keys go into one query? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Key = TypeVar("Key")

KEYS_AT_ONCE = 500  # SQLite takes 999 at most where it was built long ago


def in_batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """``keys`` as they stand, so many at a time."""
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]
