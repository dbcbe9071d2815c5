"""Which pairs of listed rows has somebody read and called the same meeting, or different ones?

duplicates_labelled.csv holds no text of any row, only its file's name and a hash: the
first 16 hex digits of SHA-256 over the row as JSON, keys sorted, letters left as they
are, UTF-8 (json.dumps's own spacing). A spreadsheet's row is the object of its cells by
its header, as text, blanks included; a feed's is the object as it stands in the feed.

"same" is one weekly meeting of one group, though a list may still tell it by an old
name, hall or time; two slots of a group are different meetings. Pairs that share a slot
(programme, postcode, day and time) with one another stand in one half, so that nothing
held out was seen in tuning.
"""

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from directory.importers import cells, wording
from directory.importers.listed import When
from directory.told import tell

LABELLED = Path(__file__).with_name("duplicates_labelled.csv")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two rows, each (file, hash), what somebody said of them, and which half they are in."""

    a: tuple[str, str]
    b: tuple[str, str]
    is_same: bool
    half: str


def labelled():
    """Every labelled pair, as committed."""
    with LABELLED.open(newline="") as lines:
        for row in csv.DictReader(lines):
            a, b = (row["file_a"], row["row_hash_a"]), (row["file_b"], row["row_hash_b"])
            yield Labelled(a, b, {"same": True, "different": False}[row["label"]], row["half"])


def rows(path):
    """The rows of a listing by their hash."""
    if path.suffix == ".json":
        read = json.loads(path.read_text())
    else:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            read = list(csv.DictReader(lines))
    return {row_hash(row): row for row in read}


def row_hash(row):
    said = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def told(name, read):
    """Every row of ``read``, from the file called ``name``, that says when and where, as duplicates compares it."""
    for row_key, row in read.items():
        said = _of_feed(row) if name.endswith(".json") else _of_spreadsheet(row)
        weekday, at = said.pop("day"), cells.clock(said.pop("time"))
        if weekday and at:
            yield tell(key=f"{name} {row_key}", source=name, when=[When(weekday, at)], **said)


def _of_spreadsheet(row):
    said = {name.lower(): wording.tidy(text or "") for name, text in row.items()}
    return {
        "programme": slugify(said.get("meetingtype") or said["type"]),
        "name": wording.title(said["title"]),
        "day": cells.weekday(said["day"]),
        "time": said["time"],
        "venue": said["venue"],
        "address": "" if "Other Meeting" in said["address"] else said["address"],
        "postcode": cells.postcode(said["postcode"]),
        "point": cells.point(said["latitude"], said["longitude"]),
    }


def _of_feed(row):
    return {
        "programme": slugify(row["entity"]),
        "name": wording.title(row["name"]),
        "day": row["day"] or 7,
        "time": row["time"],
        "venue": wording.tidy(row["location"]),
        "address": wording.tidy(row["address"]),
        "postcode": cells.postcode(row["postal_code"]),
        "point": cells.point(str(row.get("latitude")), str(row.get("longitude"))),
    }
