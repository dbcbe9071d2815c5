"""Small invented spreadsheets, the mapping that reads them, and the postcodes they stand on."""

import csv
import datetime as dt
import io

import numpy as np

from directory.geography import units
from directory.importers import mapping, spreadsheet
from directory.importers.listed import Problem
from directory.models import GeographyEdition, Sector
from tests.factories import ProgrammeFactory

MAPPING = """
identity = ["Kind", "Postcode", "Day", "Time", "Title"]
as_of_from_file_name = true

[source]
name = "An invented sheet"
licence = "own"

[[lists]]
programme = "open-door"
extent = "part"
nations = ["england", "wales"]

[columns]
programme = "Kind"
name = "Title"
day = "Day"
time = "Time"
duration = "Length"
venue = "Venue"
address = "Address"
postcode = "Postcode"
latitude = "Lat"
longitude = "Lon"
nation = "Country"
formats = "Format"
notes = "Note"

[values.programme]
OD = "open-door"
LT = "long-table"

[values.nation]
England = "england"
Wales = "wales"
Ireland = "outside"

[drop]
address = ["# Other Meeting At This Location"]

[joining]
hosts = ["meet.example.org"]

[[facts]]
column = "Ramp"
[facts.values]
True = { step_free = "yes" }

[[facts]]
column = "Openness"
[facts.values]
"Open" = { openness = "open" }
"Members only" = { openness = "closed" }

[[facts]]
column = "Open"
only_if_empty = "Openness"
[facts.values]
True = { openness = "open" }

[[facts]]
column = "Format"
match = "words"
[facts.values]
"In-person" = { mode = "in_person" }
"Online" = { mode = "online" }
"Open" = { openness = "open" }
"Closed" = { openness = "closed" }
"Newcomer" = { newcomers = "yes" }
"Women" = { restricted_to = "women" }
"Men" = { restricted_to = "men" }
"Children" = { children_welcome = "yes" }
"No children" = { children_welcome = "no" }

[[facts]]
column = "Title"
match = "phrases"
[facts.values]
"women's" = { restricted_to = "women" }
"polish" = { language = "Polish" }
"russian" = { language = "Russian" }
"""

HEADER = [
    *("Kind", "Title", "Time", "Length", "Postcode", "Lat", "Lon", "Venue", "Address", "Day"),
    *("Ramp", "Open", "Openness", "Format", "Note", "Country", "Unread"),
]
ROW = {
    "Kind": "OD",
    "Title": "Tuesday Lamp",
    "Time": "19:30",
    "Length": "1hr 30mins",
    "Postcode": "M1 1AE",
    "Lat": "53.4805",
    "Lon": "-2.2350",
    "Venue": "Invented Hall",
    "Address": "1 Example Street",
    "Day": "Tuesday",
    "Ramp": "False",
    "Open": "False",
    "Openness": "",
    "Format": "",
    "Note": "",
    "Country": "England",
    "Unread": "Switch to Districts",
}
# sector: {letters: (lat, lon, authority)}
POSTCODES = {
    "M1 1": {"AE": (53.4804, -2.2352, "E08000003"), "AG": (53.4810, -2.2360, "E08000003")},
    "CH1 1": {"AA": (53.1900, -2.8900, "E06000050"), "AB": (53.2000, -2.9900, "W06000005")},
    "BT1 1": {"AA": (54.6000, -5.9300, "N09000003")},
}


def row(**cells):
    return ROW | cells


def sheet(*rows, header=HEADER):
    """CSV text of rows of cells by column."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([cells.get(column, "") for column in header] for cells in rows)
    return text.getvalue()


def outcomes(*rows, text=MAPPING):
    return list(spreadsheet.read(io.StringIO(sheet(*rows), newline=""), mapping.read(text)))


def meeting(**cells):
    """The one meeting that a row with these cells is."""
    (outcome,) = outcomes(row(**cells))
    assert not isinstance(outcome, Problem), outcome
    return outcome.meeting


def repairs(**cells):
    (outcome,) = outcomes(row(**cells))
    return [repair.kind for repair in outcome.repairs]


def problem(**cells):
    (outcome,) = outcomes(row(**cells))
    assert isinstance(outcome, Problem), outcome
    return outcome


def geography():
    """The few postcodes of these sheets, and nothing else."""
    edition = GeographyEdition.objects.create(
        source="Invented postcodes", digest="0" * 64, loaded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), is_current=True
    )
    nations = {"E": "england", "W": "wales", "N": "northern_ireland"}
    for code, postcodes in POSTCODES.items():
        lat, lon, authority = (np.array(column) for column in zip(*postcodes.values(), strict=True))
        Sector.objects.create(
            edition=edition,
            code=code,
            outcode=code.split()[0],
            lat=float(np.median(lat)),
            lon=float(np.median(lon)),
            nation=nations[str(authority[0])[0]],
            authority=str(authority[0]),
            postcodes=len(postcodes),
            units=units.pack(
                np.array(list(postcodes), "S2"), lat, lon, authority.astype("S9"), np.zeros(len(lat), "u1")
            ),
        )


def programmes():
    return ProgrammeFactory(slug="open-door"), ProgrammeFactory(slug="long-table")
