"""What does a BMLT server list? Its search results, formats and service bodies in, meetings or problems out. Pure.

A record becomes a row of cells, each of its fields under its own name, and row.py
reads it as it reads a spreadsheet's. Worked out of several fields are: id, day, time,
duration, mode, how_to_join, address, formats and notes. bmlt.toml says what the
fields mean, and the formats by their world ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from directory.importers import cells
from directory.importers.json_feed import FeedRefused, Week, text
from directory.importers.listed import Problem, Rejection
from directory.importers.mapping import Mapping as ListMapping
from directory.importers.row import Read, Row

KNOWN = (Path(__file__).parent / "bmlt.toml").read_text(encoding="utf-8")
# What each part is called in an address, a file's name and, where one file holds several, inside it.
RESULTS, FORMATS, BODIES = "GetSearchResults", "GetFormats", "GetServiceBodies"
INSIDE = {RESULTS: "meetings", FORMATS: "formats", BODIES: "serviceBodies"}

PROMPT = "#@-@#"  # old servers put the name of a field before its value
VENUE_TYPES = {"1": "in_person", "2": "online", "3": "hybrid"}
ADDRESS = (
    *("location_street", "location_city_subsection", "location_neighborhood", "location_municipality"),
    *("location_sub_province", "location_province"),
)
NOTES = {
    "comments": "",
    "location_info": "",
    "format_comments": "",
    "bus_lines": "Bus: ",
    "train_lines": "Train: ",
    "public_transport": "Public transport: ",
}
CLOSED = "Its place is closed for now, and it gives no link or number to join by: ask its service body for one."
UNPUBLISHED = "Its own list does not publish it: nothing to do until it does."


@dataclass(frozen=True, slots=True)
class Codes:
    """What a server's ids stand for: a format's word by its id and by its letters, a service body's name."""

    by_id: Mapping[str, str] = field(default_factory=dict)
    by_key: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)


def codes(formats: Iterable[object], bodies: Iterable[object], mapping: ListMapping) -> Codes:
    """Every format as the word by which ``mapping`` knows it, else its name: in English where it has one."""
    known = {word for rule in mapping.rules if rule.column == "formats" for word in rule.values}
    by_id: dict[str, str] = {}
    by_key: dict[str, str] = {}
    said = [{name: text(value) for name, value in one.items()} for one in formats if isinstance(one, dict)]
    for one in sorted(said, key=lambda one: one.get("lang") != "en"):
        word = _word(one, known)
        by_id.setdefault(one.get("id", ""), word)
        by_key.setdefault(one.get("key_string", ""), word)
    names = {text(one.get("id")): text(one.get("name")) for one in bodies if isinstance(one, dict)}
    return Codes(by_id, by_key, names)


def _word(said: dict[str, str], known: set[str]) -> str:
    """The first of a format's names that is understood."""
    key, world = said.get("key_string", ""), said.get("world_id", "")
    name = said.get("name_string", "").replace(",", ";") or key
    is_language = "LANG" in (world, said.get("format_type_enum"))
    names = [f"LANG {key}" if is_language else "", world, name]
    return next((one for one in names if cells.folded(one) in known), name)


def check_first(record: object) -> None:
    """Raises FeedRefused if the first record is none of BMLT's search results."""
    if isinstance(record, dict) and not ("id_bigint" in record or "weekday_tinyint" in record):
        raise FeedRefused(
            "The file is not BMLT’s search results: its first record has no “id_bigint” and no “weekday_tinyint”. "
            "Name another file, or the format it is in."
        )


def read(records: Iterable[object], codes: Codes, mapping: ListMapping) -> Iterator[Read | Problem]:
    """Every search result as a meeting or a problem, numbered from 1.

    Raises FeedRefused. Whether they are search results at all is for ``check_first`` to say.
    """
    week = Week(sunday=1)
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            yield Problem(number, Rejection.SHAPE, "It is not a record with fields: ask its publisher what it is.")
            continue
        yield _read(number, record, codes, mapping, week)
    week.check()


def _read(number: int, record: dict[str, Any], codes: Codes, mapping: ListMapping, week: Week) -> Read | Problem:
    said = {name: text(value).rpartition(PROMPT)[2].strip() for name, value in record.items()}
    formats = _formats(said, codes)
    day, time = _start(said, week)
    mode = _mode(said, formats)
    said |= {
        "id": _id(said),
        "day": day,
        "time": time,
        "duration": "" if said.get("duration_time", "").startswith("00:00") else said.get("duration_time", ""),
        "mode": mode,
        "address": ", ".join(dict.fromkeys(part for name in ADDRESS if (part := said.get(name, "")))),
        "formats": ", ".join(formats),
        "notes": "\n".join(f"{before}{part}" for name, before in NOTES.items() if (part := said.get(name, ""))),
        "how_to_join": said.get("virtual_meeting_additional_info", ""),
    }
    outcome = _outcome(Row(number, lambda column: said.get(column, ""), mapping), said)
    if isinstance(outcome, Problem):
        body = codes.bodies.get(said.get("service_body_bigint", "")) or said.get("service_body_name", "")
        return replace(outcome, says=", ".join(part for part in (outcome.says, body) if part))
    return outcome


def _outcome(row: Row, said: dict[str, str]) -> Read | Problem:
    if said.get("published", "1") == "0":
        return row.refused(Rejection.UNPUBLISHED, UNPUBLISHED)
    if not said.get("id_bigint"):
        return row.refused(Rejection.SHAPE, "It has no “id_bigint” to know it by: ask its publisher for one.")
    return row.read() if said["mode"] else row.refused(Rejection.NOWHERE, CLOSED)


def _id(said: dict[str, str]) -> str:
    """Its number, and whose number it is: several servers may be gathered in one."""
    server = said.get("root_server_id") or said.get("root_server_uri", "").partition("://")[2].strip("/")
    return f"{server} {said.get('id_bigint', '')}".strip()


def _formats(said: dict[str, str], codes: Codes) -> list[str]:
    """Its formats by their ids, which are this server's own; by its letters where it gives no id."""
    ids, keys = said.get("format_shared_id_list", ""), said.get("formats", "")
    known = [codes.by_id[one] for one in _listed(ids) if one in codes.by_id]
    return known or [codes.by_key.get(one, one) for one in _listed(keys)]


def _listed(words: str) -> list[str]:
    return [word for part in words.split(",") if (word := part.strip())]


def _mode(said: dict[str, str], formats: list[str]) -> str:
    """How people meet; "" where nobody could. A closed place leaves what is online: temporarily virtual."""
    if "TC" in formats:
        return "online" if said.get("virtual_meeting_link") or said.get("phone_meeting_number") else ""
    by_format = "hybrid" if {"HYBR", "HY"} & set(formats) else "online" if "VM" in formats else "in_person"
    return VENUE_TYPES.get(said.get("venue_type", ""), by_format)


def _start(said: dict[str, str], week: Week) -> tuple[str, str]:
    """Its day and time; midnight at the end of a day is the beginning of the next."""
    number, time = said.get("weekday_tinyint", ""), said.get("start_time", "")
    day = week.day(number)
    weekday = cells.weekday(day)
    if time.startswith("24:00") and weekday:
        return cells.DAYS[weekday % 7], "00:00"
    return day, time
