"""Which column of a file is likely which of our fields, and what mapping follows from what somebody chose? Pure.

A guess is offered to a person, never taken by itself. What is chosen becomes a mapping
in TOML, the very one that the command reads; what a form cannot say (facts, phrases to
drop, joining hosts) stays in it as it was.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from directory.importers import cells
from directory.importers.glance import Glance
from directory.importers.listed import OUTSIDE
from directory.importers.mapping import FIELDS, NEEDED
from directory.importers.template import COLUMNS
from directory.vocabulary import Mode

Document = dict[str, Any]  # a mapping, as TOML is read

TEMPLATE = (Path(__file__).parent / "template.toml").read_text(encoding="utf-8")
SLOT = ("programme", "postcode", "day", "time", "name")  # what tells meetings apart where no number does
# A publisher's own number, as such columns are called.
NUMBERS = ("id", "guid", "uid", "uuid", "slug", "key", "reference", "ref", "meetingid", "meetingnumber")
# How columns are called, the likeliest first. A bare "phone" is somebody's, so it is not among them.
CALLED: dict[str, tuple[str, ...]] = {
    "programme": ("programme", "program", "fellowship", "meetingtypenamespace", "meetingtype", "type"),
    "name": ("name", "title", "meetingname", "meetingtitle", "meeting", "groupname", "group"),
    "day": ("day", "days", "weekday", "dayofweek", "meetingday"),
    "time": ("starts", "time", "starttime", "start", "startsat", "meetingtime", "begins"),
    "duration": ("lasts", "duration", "length", "minutes"),
    "mode": ("howpeoplemeet", "mode", "attendance", "attendanceoption", "venuetype"),
    "join_url": ("joininglink", "joinurl", "conferenceurl", "onlinelink", "zoomlink", "virtualmeetinglink", "link"),
    "how_to_join": ("howtojoinnotshown", "howtojoin", "passcode", "conferenceurlnotes"),
    "phone": ("telephonetojoin", "phonetojoin", "conferencephone", "dialin", "phonemeetingnumber"),
    "language": ("language", "spokenlanguage"),
    "time_zone": ("timezone", "tz"),
    "venue": ("venue", "venuename", "location", "locationname", "place", "hall", "building", "where"),
    "address": ("address", "fulladdress", "formattedaddress", "streetaddress", "street"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "nation": ("nation", "country"),
    "formats": ("whatkind", "formats", "format", "types", "kind"),
    "notes": ("notes", "note", "comments", "description", "moreinformation"),
}
MEANT: dict[str, dict[str, str]] = {
    "mode": {
        **dict.fromkeys(("online", "virtual", "zoom", "onlineonly"), Mode.ONLINE),
        **dict.fromkeys(("inperson", "facetoface", "f2f", "physical"), Mode.IN_PERSON),
        **dict.fromkeys(("hybrid", "both", "inpersonandonline"), Mode.HYBRID),
        **dict.fromkeys(("phone", "telephone", "byphone"), Mode.PHONE),
    },
    "nation": {
        **dict.fromkeys(("ireland", "republicofireland", "eire", "ie", "us", "usa", "outsidetheuk"), OUTSIDE),
    },
}


def guess(glance: Glance) -> Document:
    """What a file with these columns likely says. Our own template is known whole."""
    if {column.heading for column in COLUMNS} <= set(glance.header):
        return tomllib.loads(TEMPLATE)
    columns = guess_columns(glance.header)
    return {"identity": guess_identity(glance, columns), "columns": columns}


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """Each of our fields that a column is called like. No column is two of them."""
    called: dict[str, str] = {}
    for name in header:
        called.setdefault(_bare(name), name)
    columns: dict[str, str] = {}
    for field in FIELDS:
        found = next((called.pop(name) for name in CALLED[field] if name in called), None)
        if found is not None:
            columns[field] = found
    return columns


def guess_identity(glance: Glance, columns: dict[str, str]) -> list[str]:
    """The publisher's own number, where there is one that tells rows apart; else a slot and its title."""
    for name in glance.header:
        if _bare(name) in NUMBERS and name not in columns.values() and name in glance.apart:
            return [name]
    return [columns[field] for field in SLOT if field in columns]


def begun(glance: Glance, last: str) -> Document:
    """Where to begin: ``last``, the mapping (TOML) of this list's last import, where this file still fits it."""
    known = parsed(last)
    columns = known.get("columns", {})
    if all(columns.get(field) in glance.header for field in NEEDED):
        return known
    kept = ("source", "lists", "defaults", "values", "drop", "joining")  # all but what names a column
    return {key: value for key, value in known.items() if key in kept} | guess(glance)


def parsed(text: str) -> Document:
    """A mapping as it is; nothing where it is none."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def toml(document: Document) -> str:
    """A mapping as text. Of what has no meaning nothing is written: an empty table or list."""
    return tomli_w.dumps({key: value for key, value in document.items() if value not in ({}, [], "")})


def asked(document: Document, glance: Glance | None, programmes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words of the file that somebody has to say the meaning of, by field."""
    if glance is None:
        return {}
    columns, words = document["columns"], {}
    if column := columns.get("programme"):
        found = glance.words_of(column)
        words["programme"] = () if set(found) <= set(programmes) else found
    days = glance.words_of(columns["day"], between_commas=True)
    words["day"] = tuple(day for day in days if cells.weekday(day) is None)
    for field in ("mode", "nation"):
        if column := columns.get(field):
            words[field] = glance.words_of(column)
    return {field: found for field, found in words.items() if found}


def likely(field: str, word: str, choices: Iterable[tuple[str, str]]) -> str:
    """Which of the ``choices`` (what we keep, its name) a word of theirs likely is; "" where nothing is alike."""
    bare = _bare(word)
    alike = {ours for ours, name in choices if ours and bare in {_bare(ours), _bare(name), _initials(name)}}
    return MEANT.get(field, {}).get(bare, "") or (alike.pop() if len(alike) == 1 else "")


def lists(document: Document, glance: Glance | None, extent: str, nations: list[str]) -> list[Document]:
    """[[lists]]: the list is ``extent`` of each programme that it names, as far as is known before it is read."""
    translated = document.get("values", {}).get("programme")
    column = document.get("columns", {}).get("programme")
    named: Iterable[str] = translated.values() if translated else ()
    if column and glance is not None and not translated:
        named = glance.words_of(column)
    slugs = {*named, document.get("defaults", {}).get("programme", "")} - {""}
    return [{"programme": slug, "extent": extent, "nations": nations} for slug in sorted(slugs)]


def _bare(name: str) -> str:
    """Letters and digits alone, without case or accents: “Post code” is postcode."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def _initials(name: str) -> str:
    words = re.findall(r"[A-Za-z]+", name)
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""
