"""What may be kept of an event: codes, numbers, ids and days, and no text about anybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

WHAT = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)+")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# It begins with a letter: a telephone or NHS number does not. A digest may begin with either.
CODE = re.compile(r"[a-z][a-z0-9_.:-]{0,59}|[0-9a-f]{64}")
LONGEST_WHAT = 60
TOO_LONG_TO_COUNT = 10**9  # ten digits are somebody's number
MOST_FACTS, MOST_IN_A_LIST = 20, 100

Plain = str | int | bool | None | list[Any]


class NotForTheTrail(ValueError):
    """What was to be recorded is not what the trail keeps. ``str(error)`` never repeats it."""


def checked_what(what: str) -> str:
    if len(what) > LONGEST_WHAT or not WHAT.fullmatch(what):
        raise NotForTheTrail("Say what was done in dotted words of the past, like person.seen.")
    return what


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Plain]:
    """The facts as JSON holds them. Raises NotForTheTrail."""
    if len(facts) > MOST_FACTS:
        raise NotForTheTrail(f"The trail keeps at most {MOST_FACTS} facts of an event.")
    return {_name(name): _plain(value, name) for name, value in facts.items()}


def plain_id(given: Any) -> str:
    """A UUID as 32 hexadecimal digits, which both databases read."""
    if not isinstance(given, UUID):
        raise NotForTheTrail("Give ids to the trail as UUIDs.")
    return given.hex


def _name(name: Any) -> str:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise NotForTheTrail("Name each fact by a short code, like stage.")
    return name


def _plain(value: Any, name: str) -> Plain:
    if isinstance(value, list | tuple):
        if len(value) > MOST_IN_A_LIST or any(isinstance(one, list | tuple) for one in value):
            raise NotForTheTrail(f"{name}: give a list of at most {MOST_IN_A_LIST} codes, numbers, ids or days.")
        return [_plain(one, name) for one in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, dt.date):  # a moment is one too
        return value.isoformat()
    if isinstance(value, int) and abs(value) < TOO_LONG_TO_COUNT:
        return int(value)
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise NotForTheTrail(f"{name}: give a short code, a number of nine digits at most, an id or a day, and no text.")
