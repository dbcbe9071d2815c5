"""Is it a bank holiday? The days of each nation, from the list packaged with a library, never the network. Pure.

Source: GOV.UK bank holidays (OGL v3), as packaged with govuk-bank-holidays. The
library itself would ask the network first and fall back in silence, so only its file
is read. Beyond the last year in the file nothing is known: bump the pin each summer.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from importlib.resources import files

from directory.vocabulary import Answer, Nation

DIVISIONS: dict[str, str] = {
    Nation.ENGLAND: "england-and-wales",
    Nation.WALES: "england-and-wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
# Christmas Day, Boxing Day and New Year’s Day, whichever day of the week they are.
KEPT_ANYHOW = {(12, 25), (12, 26), (1, 1)}


@lru_cache(maxsize=1)
def _by_division() -> dict[str, frozenset[dt.date]]:
    packaged = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    return {
        division: frozenset(dt.date.fromisoformat(event["date"]) for event in packaged[division]["events"])
        for division in set(DIVISIONS.values())
    }


@lru_cache(maxsize=8)
def bank_holidays(nation: str) -> frozenset[dt.date]:
    """Every bank holiday of ``nation``; where that is not known, those that all nations have."""
    days = _by_division()
    if nation in DIVISIONS:
        return days[DIVISIONS[nation]]
    return frozenset.intersection(*days.values())


def is_bank_holiday(day: dt.date, nation: str) -> Answer:
    """Unknown in a year the list does not reach, and where only some nations have it and this one is not known.

    Unknown too for Christmas Day and the like at a weekend: the bank holiday is then another day.
    """
    if day.year > known_to().year:
        return Answer.UNKNOWN
    if day in bank_holidays(nation):
        return Answer.YES
    if (day.month, day.day) in KEPT_ANYHOW:
        return Answer.UNKNOWN
    if nation not in DIVISIONS and any(day in days for days in _by_division().values()):
        return Answer.UNKNOWN
    return Answer.NO


@lru_cache(maxsize=1)
def known_to() -> dt.date:
    """The last bank holiday that the list has for every nation."""
    return min(max(days) for days in _by_division().values())
