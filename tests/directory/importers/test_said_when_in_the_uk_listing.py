"""The real listing's own words, counted; docs/importing.md says the same. No row of it is quoted."""

import csv
import datetime as dt
import re
from collections import Counter

import pytest

from directory.importers import cells, said_when, wording
from directory.importers.listed import When

pytestmark = pytest.mark.realdata

OF_THE_MONTH = re.compile(
    r"\b(1'?st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)\s+\w+\s+(of|each|every|in)\b.{0,20}month",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def uk(real_data):
    """(row, what its words say) for every UK row that has a day and a time."""
    path = real_data / "meetings" / "uk-listing-2026-08-05.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "Ireland" not in row["Country"].split("Northern ")[0]]
    return [(row, heard(row)) for row in rows if cells.weekday(row["Day"]) and cells.clock(row["Time"])]


def heard(row):
    when = (When(cells.weekday(row["Day"]), cells.clock(row["Time"])),)
    notes = wording.plain(row["Note"])
    printable, _ = wording.apart(notes, ("zoom.us",))
    name = wording.impersonal(wording.title(row["Title"]))
    return said_when.heard(name, notes, when, place=(row["Venue"], row["Address"]), printable=printable)


def test_of_those_that_name_a_week_of_the_month_most_only_say_what_happens_then(uk):
    named = [found for row, found in uk if OF_THE_MONTH.search(row["Note"])]
    assert Counter(found.outcome for found in named) == {"stands": 253, "read": 15, "flagged": 22}


def test_every_outcome_is_counted(uk):
    assert Counter(found.outcome for _, found in uk) == {
        "": 6274,
        "stands": 307,
        "read": 52,
        "flagged": 45,
        "stopped": 4,
    }


def test_what_was_read(uk):
    found = [heard for _, heard in uk]
    assert Counter(when.kind for one in found for when in one.when) == {"weekly": 6671, "monthly": 12}
    assert sum(when.not_nth is not None for one in found for when in one.when) == 3
    assert Counter(one.bank_holidays for one in found) == {"unknown": 6652, "no": 23, "yes": 7}
    assert sum(bool(one.breaks) for one in found) == 8
    assert all(span.last - span.first < dt.timedelta(days=40) for one in found for span in one.breaks)
