"""How is a text sealed, opened again, and found without being opened?

A sealed value is one byte of version, eight that say which key, twelve of nonce, and
AES-256-GCM's own. It is bound to its place, so that it opens nowhere else.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.translation import gettext as _

from mutualaid.sealing.keys import ID_LENGTH, Key, KeyRing

VERSION = b"\x01"
NONCE_LENGTH = 12
HEAD_LENGTH = len(VERSION) + ID_LENGTH
SHORTEST = HEAD_LENGTH + NONCE_LENGTH + 16  # the tag of an empty text


class CannotSeal(ValueError):
    """The text cannot be kept. ``str(error)`` is a sentence for the person who typed it."""


class CannotOpen(Exception):
    """What is kept does not open here. ``str(error)`` holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands: moved to another row, column or table it does not open."""

    table: str
    column: str
    key: str

    def _bytes(self) -> bytes:
        return json.dumps([self.table, self.column, self.key]).encode()

    def bound(self, head: bytes) -> bytes:
        """What is authenticated beside the text itself."""
        return head + self._bytes()


def seal(text: str, *, bound_to: Place) -> bytes:
    """``text`` sealed with the newest key. Raises CannotSeal."""
    key, plain, nonce = _ring().newest, _encoded(text), os.urandom(NONCE_LENGTH)
    head = VERSION + key.id
    return head + nonce + key.sealing.encrypt(nonce, plain, bound_to.bound(head))


def unseal(sealed: bytes | memoryview, *, bound_to: Place) -> str:
    """The text again. Raises CannotOpen where it was altered or moved, or its key is gone."""
    held = bytes(sealed)
    key = _key_of(held)
    if key is None:
        raise _cannot_open()
    head, nonce, rest = held[:HEAD_LENGTH], held[HEAD_LENGTH:][:NONCE_LENGTH], held[HEAD_LENGTH + NONCE_LENGTH :]
    try:
        return key.sealing.decrypt(nonce, rest, bound_to.bound(head)).decode()
    except InvalidTag:
        raise _cannot_open() from None


def blind(text: str, *, purpose: str) -> bytes:
    """What to keep beside a sealed text so that an equal one is found: 32 bytes by the newest key.

    Equal means equal to the letter: settle case and spaces first. Raises CannotSeal.
    """
    return _ring().newest.blind(_encoded(text), purpose=_encoded(purpose))


def blinds(text: str, *, purpose: str) -> list[bytes]:
    """What ``text`` may be found by, newest key first: until all is sealed anew, older ones too."""
    plain, why = _encoded(text), _encoded(purpose)
    return [key.blind(plain, purpose=why) for key in _ring()]


def is_newest(sealed: bytes | memoryview) -> bool:
    """Was it sealed with the newest key? It need not be opened to be told."""
    return _key_of(bytes(sealed)) is _ring().newest


def _key_of(held: bytes) -> Key | None:
    if len(held) < SHORTEST or held[:1] != VERSION:
        return None
    return _ring().that_sealed(held[1:HEAD_LENGTH])


def _encoded(text: str) -> bytes:
    """As UTF-8, without what no database or screen could give back."""
    try:
        plain = text.encode()
    except UnicodeEncodeError:  # half a character
        raise _cannot_seal() from None
    if b"\0" in plain:
        raise _cannot_seal()
    return plain


def _cannot_seal() -> CannotSeal:
    return CannotSeal(_("This holds a character that cannot be kept: type it again by hand."))


def _cannot_open() -> CannotOpen:
    return CannotOpen(
        _("What is kept here does not open: it was altered or moved, or the key that sealed it is not in the key ring.")
    )


def _ring() -> KeyRing:
    return _made(tuple(settings.KEY_RING))


@lru_cache(maxsize=8)
def _made(keys: tuple[str, ...]) -> KeyRing:
    return KeyRing(keys)
