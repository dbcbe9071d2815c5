"""A spreadsheet of invented meetings at real postcodes, as long as wanted, and the mapping that reads it.

Its rows are shaped as those of the largest UK listing we know: four venues to five
meetings, a note on one row in three, and one row in ten with something to put right.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from directory.geography import units
from directory.importers.cells import DAYS
from directory.models import Sector

MAPPING = """
identity = ["Programme", "Postcode", "Day", "Time", "Title"]

[source]
name = "An invented list, to measure by"
licence = "own"

[[lists]]
programme = "alcoholics-anonymous"
extent = "part"
nations = ["england"]

[columns]
programme = "Programme"
name = "Title"
day = "Day"
time = "Time"
duration = "Length"
venue = "Venue"
address = "Address"
postcode = "Postcode"
latitude = "Latitude"
longitude = "Longitude"
formats = "Format"
notes = "Note"

[[facts]]
column = "Wheelchair"
[facts.values]
True = { step_free = "yes" }

[[facts]]
column = "Format"
match = "words"
[facts.values]
"Open" = { openness = "open" }
"Closed" = { openness = "closed" }
"Newcomers" = { newcomers = "yes" }
"Women" = { restricted_to = "women" }

[[facts]]
column = "Title"
match = "phrases"
[facts.values]
"women's" = { restricted_to = "women" }
"polish" = { language = "Polish" }
"""
HEADER = (
    *("Id", "Title", "Time", "Length", "Postcode", "Latitude", "Longitude", "Venue", "Address", "Day"),
    *("Wheelchair", "Programme", "Format", "Note", "Region"),
)
SEED = 12
PROGRAMMES = ("alcoholics-anonymous", "narcotics-anonymous", "cocaine-anonymous", "smart-recovery")
LENGTHS = ("1hr", "1hr", "1hr 30mins", "45mins", "")
TITLES = (
    *("Invented {} Lamp", "Invented Women's {}", "Invented {} Step Meeting", "Invented Polish {}") * 8,
    "Invented {} Patrick'S Hope",
)
FORMATS = ("", "", "Open", "Closed", "Open, Newcomers", "Closed, Women", "Discussion, Open", "Speaker")
NOTES = (
    "The invented stairs are at the back. Ring the invented bell twice.",
    "First Tuesday of the month is an open meeting.",
    "Tea is made at the invented hatch from half past the hour.",
    "No meetings on bank holidays. Use the invented car park.",
    "Press the invented bell &amp; wait.",
    "Passcode: 000000. The invented door opens inwards.",
)


def write(path: Path, *, count: int) -> Path:
    """Write ``count`` rows there, the same for the same count."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(islice(_rows(random.Random(SEED)), count))
    return path


def _rows(chance: random.Random) -> Iterator[list[str]]:
    """Rows without end: of five in a row at most two share a hall."""
    for place, (postcode, lat, lon) in enumerate(_postcodes(chance)):
        hall = [f"Invented Hall {place}", f"{place % 200} Example Street, Invented Town {place % 900}"]
        for again in range(2 if place % 4 == 0 else 1):
            at = f"{chance.randrange(6, 22):02}:{chance.choice(('00', '30'))}"
            title = chance.choice(TITLES).format(f"{place}-{again}")
            where = [postcode, f"{lat:.5f}", f"{lon:.5f}", *hall]
            note = chance.choice(NOTES) if chance.random() < 0.35 else ""
            yield [
                *(
                    f"{place}-{again}",
                    title,
                    at,
                    chance.choice(LENGTHS),
                    *where,
                    DAYS[chance.randrange(7)].capitalize(),
                ),
                *(str(chance.random() < 0.3), chance.choice(PROGRAMMES), chance.choice(FORMATS), note, "Invented"),
            ]


def _postcodes(chance: random.Random) -> Iterator[tuple[str, float, float]]:
    """Real postcodes with their points, sector after sector, in another order each time round."""
    codes = sorted(Sector.objects.filter(edition__is_current=True).values_list("code", flat=True))
    while True:
        for some in (codes[at : at + 200] for at in range(0, len(codes), 200)):
            for sector in Sector.objects.filter(edition__is_current=True, code__in=some).order_by("code"):
                packed = bytes(sector.units)
                endings, (lats, lons) = units.endings(packed), units.points(packed)
                for at in chance.sample(range(len(endings)), min(3, len(endings))):
                    yield f"{sector.code}{endings[at]}", float(lats[at]), float(lons[at])
