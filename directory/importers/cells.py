"""What does one cell say: a day, a time, a length, a position, a postcode? Pure.

Each reader answers None (or "") where the cell does not say. None of them raises.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from functools import lru_cache
from zoneinfo import available_timezones

from directory.geography.islands import POSTCODE_AREAS
from directory.places import Point

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST, LONGEST = 10, 720  # minutes: the database holds the same bounds

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?(?::00)? ?(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
_HOURS = re.compile(r"(-?\d{1,3}) ?h(?:(?:ou)?rs?)?(?: ?(\d{1,3}) ?m(?:in(?:ute)?s?)?)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,4})(?: ?m(?:in(?:ute)?s?)?)?", re.ASCII)
_HOURS_MINUTES = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_POSTCODE_INSIDE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
# Ireland's have four signs after the first three, ours three after two to four.
_EIRCODE = re.compile(r"[A-Z][0-9][0-9W][A-Z0-9]{4}")
_ALIKE = str.maketrans({"|": "/"} | dict.fromkeys("’‘`´ʼ", "'"))
REMEMBERED = 8192  # cells: most of a list’s say the same few things
POSTCODE_AT_MOST = 8  # characters, as Venue.postcode
TIME_ZONE_AT_MOST = 40  # characters, as Meeting.time_zone


@lru_cache(maxsize=REMEMBERED)
def weekday(text: str) -> int | None:
    """1 Monday to 7 Sunday, from an English name of at least three letters."""
    word = text.strip().rstrip(".").lower().removesuffix("s")
    if len(word) < 3:
        return None
    return next((number for number, day in enumerate(DAYS, 1) if day.startswith(word)), None)


@lru_cache(maxsize=REMEMBERED)
def clock(text: str) -> dt.time | None:
    """A time of day: 19:30, 7.30pm, 7 pm, 19:30:00. A bare number is not one."""
    match = _CLOCK.fullmatch(text.strip().lower())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if not match[2] and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    """Every name that means the same on every machine: "localtime" is a machine's own, "Factory" nobody's."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def is_time_zone(name: str) -> bool:
    """Is this the name of a time zone, such as Europe/London?"""
    return name in _time_zones() and len(name) <= TIME_ZONE_AT_MOST


@lru_cache(maxsize=REMEMBERED)
def minutes(text: str) -> int | None:
    """A length in minutes: "1hr 30mins", "45mins", "1:30", "90". None where it cannot be so."""
    words = text.strip().lower()
    if match := _HOURS.fullmatch(words):
        length = int(match[1]) * 60 + int(match[2] or 0)
    elif match := _HOURS_MINUTES.fullmatch(words):
        length = int(match[1]) * 60 + int(match[2])
    elif match := _MINUTES.fullmatch(words):
        length = int(match[1])
    else:
        return None
    return length if SHORTEST <= length <= LONGEST else None


def point(latitude: str, longitude: str) -> Point | None:
    """A position anywhere on Earth but where the equator meets Greenwich, which means nobody said."""
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return None if lat == lon == 0 else Point(lat, lon)


@lru_cache(maxsize=REMEMBERED)
def postcode(text: str) -> str:
    """The postcode in ``text`` as we write it (M1 1AE, BN2); the text in capitals where it holds none of ours.

    "" for what is too long to be a postcode of any country.
    """
    if match := _POSTCODE.fullmatch(_packed(text)):
        return f"{match[1]} {match[2]}"
    capitals = " ".join(text.upper().split())
    return postcode_inside(text) or (capitals if len(capitals) <= POSTCODE_AT_MOST else "")


def postcode_inside(text: str) -> str:
    """The first whole postcode in an address; "" where it holds none of ours."""
    match = _POSTCODE_INSIDE.search(" ".join(text.upper().split()))
    return f"{match[1]} {match[2]}" if match else ""


def is_outside(text: str) -> bool:
    """Is this a postcode of Ireland, the Isle of Man or the Channel Islands?"""
    packed = _packed(text)
    return bool(_EIRCODE.fullmatch(packed)) or (packed[:2] in POSTCODE_AREAS and packed[2:3].isdigit())


def venue_key(name: str, address: str, code: str, at: Point | None) -> str:
    """The same for the same place: name, address and postcode, or its point where it has no postcode."""
    where = code or (f"{at.lat:.3f},{at.lon:.3f}" if at else "")
    return "|".join(folded(part) for part in (name, where, address))


@lru_cache(maxsize=REMEMBERED)
def folded(text: str) -> str:
    """For comparing: the same letters whatever their case, marks of quotation and spaces. Holds no bar."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return " ".join(plain.translate(_ALIKE).split())


def _packed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
