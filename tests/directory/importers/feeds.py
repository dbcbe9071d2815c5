"""Small invented feeds, and what comes of their records."""

import io
import json

from directory.importers import json_feed, mapping, meeting_guide
from directory.importers.listed import Problem

SOURCE = """
[source]
name = "An invented feed"
licence = "own"

[defaults]
programme = "open-door"
"""
GUIDE = {
    "slug": "tuesday-lamp",
    "name": "Tuesday Lamp",
    "day": 2,
    "time": "19:30",
    "end_time": "21:00",
    "types": ["C", "D"],
    "location": "Invented Hall",
    "formatted_address": "1 Example Street, Manchester, M1 1AE, UK",
    "latitude": 53.4805,
    "longitude": -2.2350,
    "approximate": "no",
    "contact_1_name": "Avery Invented",
    "contact_1_email": "avery@example.org",
    "contact_1_phone": "07700 900123",
}


def file(records):
    return io.BytesIO(json.dumps(records).encode())


def guide(*records, own=""):
    """What comes of Meeting Guide records, the mapping's own text after SOURCE."""
    said = mapping.read(SOURCE + own, known=meeting_guide.KNOWN)
    return list(meeting_guide.read(json_feed.records(file(list(records)), "meetings"), said))


def guide_row(*, own="", **fields):
    (outcome,) = guide(GUIDE | fields, own=own)
    return outcome


def guide_meeting(**fields):
    outcome = guide_row(**fields)
    assert not isinstance(outcome, Problem), outcome
    return outcome.meeting


def guide_problem(**fields):
    outcome = guide_row(**fields)
    assert isinstance(outcome, Problem), outcome
    return outcome
