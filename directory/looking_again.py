"""When should somebody look again at what they took away on paper? Pure.

In two weeks, or sooner where a change is known already: a bank holiday where they are,
or the closing or opening again of a hall that is on the sheet. On that day what it
says may be wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from directory.bank_holidays import is_bank_holiday
from directory.options import Options
from directory.recurrence import LONDON
from directory.vocabulary import Answer

AT_THE_LATEST = dt.timedelta(weeks=2)


def look_again_on(found: Options) -> dt.date:
    """The first day, after today, on which something that ``found`` tells is known to change."""
    today = found.now.astimezone(LONDON).date()
    latest = today + AT_THE_LATEST
    known = {*_bank_holidays(found.place.nation, today), *_closings(found)}
    return min((day for day in known if today < day < latest), default=latest)


def _bank_holidays(nation: str, today: dt.date) -> Iterator[dt.date]:
    for ahead in range(1, AT_THE_LATEST.days):
        day = today + dt.timedelta(days=ahead)
        if is_bank_holiday(day, nation) == Answer.YES:
            yield day


def _closings(found: Options) -> Iterator[dt.date]:
    """The first day of each closing, and the first after it."""
    ways = (way for option in found.every for way in (option.nearest, option.online) if way)
    for span in (caution.span for way in ways for caution in way.cautions if caution.span):
        yield span.first
        if span.last is not None:
            yield span.last + dt.timedelta(days=1)
