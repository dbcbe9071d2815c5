"""Small invented feeds, and what comes of their records."""

import io
import json

from directory.importers import bmlt, json_feed, mapping, meeting_guide
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


FORMATS = [
    {"id": "4", "key_string": "C", "name_string": "Closed", "world_id": "CLOSED", "lang": "en"},
    {"id": "17", "key_string": "O", "name_string": "Open", "world_id": "OPEN", "lang": "en"},
    {"id": "17", "key_string": "A", "name_string": "Abierta", "world_id": "OPEN", "lang": "es"},
    {"id": "24", "key_string": "SL", "name_string": "ASL", "world_id": "", "lang": "en"},
    {"id": "33", "key_string": "RL", "name_string": "Rullstol", "world_id": "WCHR", "lang": "sv"},
    {"id": "52", "key_string": "ID", "name_string": "ID, at the door", "world_id": "", "lang": "en"},
    {"id": "54", "key_string": "VM", "name_string": "Virtual Meeting", "world_id": "VM", "lang": "en"},
    {"id": "55", "key_string": "TC", "name_string": "Closed for now", "world_id": "TC", "lang": "en"},
    {"id": "56", "key_string": "HY", "name_string": "Hybrid", "world_id": "HYBR", "lang": "en"},
    {"id": "60", "key_string": "uk", "name_string": "Ukrainisch", "world_id": "", "format_type_enum": "LANG"},
    "nothing",
]
BODIES = [{"id": "7", "name": "Invented Area", "helpline": "01632 960123"}]
RESULT = {
    "id_bigint": "12",
    "root_server_uri": "https://bmlt.example.org/main/",
    "service_body_bigint": "7",
    "weekday_tinyint": "3",
    "venue_type": "1",
    "start_time": "19:30:00",
    "duration_time": "01:30:00",
    "time_zone": "",
    "formats": "C",
    "format_shared_id_list": "4",
    "published": "1",
    "meeting_name": "Tuesday Lamp",
    "latitude": "53.4805",
    "longitude": "-2.2350",
    "location_text": "Invented Hall",
    "location_street": "1 Example Street",
    "location_municipality": "Manchester",
    "location_sub_province": "Manchester",
    "location_postal_code_1": "M1 1AE",
    "location_nation": "UK",
    "contact_name_1": "Avery Invented",
    "contact_email_1": "avery@example.org",
    "contact_phone_1": "07700 900123",
    "email_contact": "avery@example.org",
}


def results(*records, own="", formats=FORMATS, bodies=BODIES):
    """What comes of BMLT search results, the mapping's own text after SOURCE."""
    said = mapping.read(SOURCE + own, known=bmlt.KNOWN)
    codes = bmlt.codes(formats, bodies, said)
    return list(bmlt.read(json_feed.records(file(list(records)), "meetings"), codes, said))


def result_row(*, own="", **fields):
    (outcome,) = results(RESULT | fields, own=own)
    return outcome


def result_meeting(**fields):
    outcome = result_row(**fields)
    assert not isinstance(outcome, Problem), outcome
    return outcome.meeting


def result_problem(**fields):
    outcome = result_row(**fields)
    assert isinstance(outcome, Problem), outcome
    return outcome
