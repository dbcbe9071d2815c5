"""Which keys seal, and which of them opens what was sealed?"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32
ID_LENGTH = 8
HINT = (
    "Set KEY_RING to keys of 32 random bytes as base64, newest first, commas between; "
    "`openssl rand -base64 32` makes one"
)


class KeyRefused(ValueError):
    """A key that cannot be used. ``str(error)`` says which by its place, and never what it is."""


class Key:
    """One key of the ring, and what is derived from it: no two jobs share key material."""

    __slots__ = ("_indexing", "id", "sealing")

    def __init__(self, raw: bytes) -> None:
        self.id = _derived(raw, "id")[:ID_LENGTH]
        self.sealing = AESGCM(_derived(raw, "seal"))
        self._indexing = _derived(raw, "index")

    def blind(self, text: bytes, *, purpose: bytes) -> bytes:
        """The same for the same text and purpose, and telling of neither. Neither may hold a NUL."""
        return hmac.digest(self._indexing, purpose + b"\0" + text, hashlib.sha256)

    def __repr__(self) -> str:
        return f"<Key {self.id.hex()}>"


class KeyRing:
    """The keys of a site, newest first: the newest seals, and each opens what it sealed.

    Raises KeyRefused where a key is not 32 bytes as base64, or stands there twice.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise KeyRefused(f"{HINT}.")
        raw = [_read(text, place) for place, text in enumerate(keys, 1)]
        if len(set(raw)) < len(raw):
            raise KeyRefused("Take away the key that stands twice in KEY_RING.")
        self._keys = [Key(one) for one in raw]
        self._by_id = {key.id: key for key in self._keys}

    @property
    def newest(self) -> Key:
        return self._keys[0]

    def that_sealed(self, key_id: bytes) -> Key | None:
        return self._by_id.get(key_id)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)


def new_key() -> str:
    """A fresh one, as KEY_RING takes it."""
    return base64.b64encode(os.urandom(LENGTH)).decode()


def _read(text: str, place: int) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise KeyRefused(f"{HINT} (key {place} is not base64).") from None
    if len(raw) != LENGTH:
        raise KeyRefused(f"{HINT} (key {place} is {len(raw)} bytes long).")
    return raw


def _derived(raw: bytes, job: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=f"mutualaid {job}".encode()).derive(raw)
