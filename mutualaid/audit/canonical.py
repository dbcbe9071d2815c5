"""In which bytes is an event sealed? Always in the same, whichever database held it.

A seal's digest is the SHA-256 of these lines, each a JSON array of ASCII ending in a
newline: the seal's own number, first, last, the digest before it and when it was made;
then each event in order of its id; then how many there were.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Row:
    """An event, as the trail holds it."""

    id: int
    what: str
    actor: UUID | None
    service: UUID | None
    subjects: list[str]
    facts: dict[str, Any]
    at: dt.datetime


class Digest:
    """The digest of one seal, fed its events one after the other."""

    def __init__(self, *, number: int, first: int, last: int, previous: str, sealed_at: dt.datetime) -> None:
        self.count = 0
        self._sha = hashlib.sha256(_line(number, first, last, previous, _moment(sealed_at)))

    def take(self, events: Iterable[Row]) -> None:
        for event in events:
            self.count += 1
            self._sha.update(_event(event))

    def value(self) -> str:
        whole = self._sha.copy()
        whole.update(_line(self.count))
        return whole.hexdigest()


def _event(event: Row) -> bytes:
    who = (event.actor and event.actor.hex, event.service and event.service.hex)
    return _line(event.id, event.what, *who, event.subjects, event.facts, _moment(event.at))


def _line(*parts: Any) -> bytes:
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
