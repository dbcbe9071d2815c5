"""What does a Meeting Guide feed list? Its JSON and a mapping in, meetings or problems out. Pure.

A record becomes a row of cells, each of its fields under its own name, and row.py
reads it as it reads a spreadsheet's. Worked out of several fields are: day (from its
numbers), duration (from end_time), mode, how_to_join, address, postal_code, region (the
first of regions) and notes. meeting_guide.toml says what the fields and types mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from directory.importers import cells, wording
from directory.importers.json_feed import FeedRefused, Week, text
from directory.importers.listed import Problem, Rejection
from directory.importers.mapping import Mapping
from directory.importers.row import Read, Row

KNOWN = (Path(__file__).parent / "meeting_guide.toml").read_text(encoding="utf-8")
RECORDS = "meetings"  # where they are in a file that is one object

NOTES = ("notes", "location_notes", "group_notes")
JOINING = ("conference_url_notes", "conference_phone_notes")
ATTENDANCE = ("in_person", "online", "hybrid")
CLOSED = "Its place is closed for now, and it gives no link or number to join by: ask its list for one."
ROUGH = "Where it meets is only roughly given, and it gives no link or number to join by: ask its list for the address."
TOWN_PARTS = 3  # "Philadelphia, PA, USA" is a town; a fourth part is a street or a hall


def read(records: Iterable[object], mapping: Mapping) -> Iterator[Read | Problem]:
    """Every record as a meeting or a problem, numbered from 1. Raises FeedRefused."""
    week = Week(sunday=0)
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            yield Problem(number, Rejection.SHAPE, "It is not a record with fields: ask its publisher what it is.")
            continue
        if number == 1 and not ("slug" in record or "time" in record):
            raise FeedRefused(
                "The file is not a Meeting Guide feed: its first record has no “slug” and no “time”. "
                "Name another file, or the format it is in."
            )
        yield _read(number, record, mapping, week)
    week.check()


def _read(number: int, record: dict[str, Any], mapping: Mapping, week: Week) -> Read | Problem:
    said = {name: text(value) for name, value in record.items()}
    mode = _mode(said)
    said |= {
        "day": ", ".join(week.day(day.strip()) for day in said.get("day", "").split(",")),
        "duration": _duration(said),
        "mode": mode,
        "address": _address(said),
        "postal_code": said.get("postal_code") or cells.postcode_inside(said.get("formatted_address", "")),
        "region": said.get("region") or _first(record.get("regions")),
        "notes": "\n".join(part for name in NOTES if (part := said.get(name, ""))),
        "how_to_join": _how_to_join(said),
    }
    row = Row(number, lambda column: said.get(column, ""), mapping)
    if not said.get("slug", "").strip():
        return row.refused(Rejection.SHAPE, "It has no “slug” to know it by: ask its publisher for one.")
    if not mode:
        return row.refused(Rejection.NOWHERE, CLOSED if _is_closed(said) else ROUGH)
    return row.read()


def _mode(said: dict[str, str]) -> str:
    """How people meet, by what the record gives them; "" where nobody could."""
    stated = said.get("attendance_option", "").strip().lower()
    if stated in ATTENDANCE:
        return stated
    link = wording.without_passcode(said.get("conference_url", ""))
    online = "online" if link else "phone" if wording.telephone(said.get("conference_phone", "")) else ""
    if _is_closed(said) or _is_rough(said, bool(online)):
        return online
    return "hybrid" if link else "in_person"


def _is_closed(said: dict[str, str]) -> bool:
    """Is its place closed for now: TC among its types, or inactive?"""
    if said.get("attendance_option", "").strip().lower() == "inactive":
        return True
    return "TC" in {code.strip().upper() for code in said.get("types", "").split(",")}


def _is_rough(said: dict[str, str], online: bool) -> bool:
    """Is its place only somewhere about there? An online meeting's often is, and does not say so."""
    if stated := said.get("approximate", "").strip().lower():
        return stated in {"yes", "true"}
    whole = said.get("formatted_address", "")
    exact = said.get("address") or said.get("postal_code") or cells.postcode_inside(whole)
    return online and not exact and len(whole.split(",")) <= TOWN_PARTS


def _duration(said: dict[str, str]) -> str:
    """From one wall time to the other, past midnight where it has to; "" where no end is given."""
    start, end = cells.clock(said.get("time", "")), cells.clock(said.get("end_time", ""))
    if start is None or end is None:
        return ""
    return f"{(end.hour * 60 + end.minute - start.hour * 60 - start.minute) % (24 * 60)} mins"


def _address(said: dict[str, str]) -> str:
    parts = [said.get("address", "").strip(), said.get("city", "").strip()]
    whole = ", ".join(dict.fromkeys(part for part in parts if part))
    return whole or said.get("formatted_address", "")


def _first(regions: object) -> str:
    return text(regions[0]) if isinstance(regions, list) and regions else ""


def _how_to_join(said: dict[str, str]) -> str:
    """What it says of its room and its line, and all that has to be dialled where it is more than a number."""
    line = said.get("conference_phone", "").strip()
    dialled = f"Dial-in: {line}" if line and wording.telephone(line) != line else ""
    return "\n".join(part for part in (*(said.get(name, "") for name in JOINING), dialled) if part)
