"""Quarters and financial years: which there are, when each can be counted, what people call it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

MATURE_AFTER = dt.timedelta(weeks=16)  # whoever is introduced has had time to go, go again and be asked
KEPT = 8  # quarters in the menu, and in a trend
YEARS = range(1990, 2990)  # of periods that an address may name, all that is worked out from them included


class NoSuchPeriod(ValueError):
    """An address names a period that there is not."""


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Three months of the calendar, by its first day."""

    first: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        return cls(dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1))

    @property
    def end(self) -> dt.date:
        """The day after its last."""
        return _months_on(self.first, 3)

    @property
    def before(self) -> Quarter:
        return Quarter(_months_on(self.first, -3))

    @property
    def after(self) -> Quarter:
        return Quarter(self.end)

    @property
    def mature_on(self) -> dt.date:
        """The first day on which everybody introduced in it has been counted for sixteen weeks."""
        return self.end + MATURE_AFTER

    @property
    def slug(self) -> str:
        """As addresses say it: ``2026-q3``."""
        return f"{self.first.year}-q{(self.first.month + 2) // 3}"

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return (self,)

    def __str__(self) -> str:
        last = self.end - dt.timedelta(days=1)
        return _("%(first)s to %(last)s") % {
            "first": formats.date_format(self.first, "F"),
            "last": formats.date_format(last, "F Y"),
        }


@dataclass(frozen=True, order=True, slots=True)
class Year:
    """Four quarters from April, as contracts run. ``first`` is the first of April."""

    first: dt.date

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return tuple(Quarter(_months_on(self.first, months)) for months in (0, 3, 6, 9))

    @property
    def end(self) -> dt.date:
        return self.quarters[-1].end

    @property
    def mature_on(self) -> dt.date:
        return self.quarters[-1].mature_on

    @property
    def slug(self) -> str:
        """As addresses say it: ``2025-26``."""
        return f"{self.first.year}-{(self.first.year + 1) % 100:02}"

    def __str__(self) -> str:
        return _("April %(first)s to March %(last)s") % {"first": self.first.year, "last": self.first.year + 1}


Period = Quarter | Year


def period(slug: str) -> Period:
    """The period of an address. Raises NoSuchPeriod."""
    year, _dash, part = slug.partition("-")
    try:
        if part in {"q1", "q2", "q3", "q4"}:
            found: Period = Quarter(dt.date(int(year), int(part[1]) * 3 - 2, 1))
        else:
            found = Year(dt.date(int(year), 4, 1))
    except (ValueError, OverflowError):  # the number of a year has no end
        raise NoSuchPeriod(slug) from None
    if found.slug != slug or found.first.year not in YEARS:
        raise NoSuchPeriod(slug)
    return found


def mature(today: dt.date) -> list[Quarter]:
    """The quarters of the menu that can be counted, the newest first."""
    quarter = Quarter.of(today)
    while quarter.mature_on > today:
        quarter = quarter.before
    return list(_back_from(quarter))


def latest(today: dt.date) -> list[Quarter]:
    """The quarters of the menu that have begun, the newest first."""
    return list(_back_from(Quarter.of(today)))


def years(quarters: list[Quarter]) -> list[Year]:
    """The whole years among ``quarters``, the newest first."""
    among = set(quarters)
    firsts = sorted({quarter.first for quarter in among if quarter.first.month == 4}, reverse=True)
    return [year for year in map(Year, firsts) if among.issuperset(year.quarters)]


def _back_from(quarter: Quarter) -> Iterator[Quarter]:
    for _number in range(KEPT):
        yield quarter
        quarter = quarter.before


def _months_on(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, 1)
