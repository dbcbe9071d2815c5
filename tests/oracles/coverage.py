"""What an area has and what its sectors reach, found by asking of every sector, kind and meeting in turn."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.oracles.nearby import miles_to, open_to_all
from tests.oracles.recurrence import next_start

IN_TOWN, IN_COUNTRY = (1, 3, 10), (5, 10, 25)
TIMES = {
    "weekday_daytime": ("weekday", "daytime"),
    "weekday_evening": ("weekday", "evening"),
    "weekend": ("weekend", ""),
}


def reach_of(sector):
    return IN_TOWN if sector.in_town else IN_COUNTRY


def meets(row, now):
    there = row.mode in ("in_person", "hybrid")
    return there and next_start(row.repeats, ZoneInfo(row.zone), now) is not None


def known_at(row):
    return max(row.seen_at, row.confirmed_at) if row.confirmed_at else row.seen_at


def may_be_a_way_in(row, now):
    return meets(row, now) and open_to_all(row) and now - known_at(row) <= dt.timedelta(days=365)


def then(row, days, part):
    if days == "weekday" and row.repeats.weekday > 5:
        return False
    if days == "weekend" and row.repeats.weekday <= 5:
        return False
    if part == "daytime" and row.repeats.at.hour >= 17:
        return False
    return not (part == "evening" and row.repeats.at.hour < 17)


def within(rows, offered, sector, approach, miles, *, days, part, now):
    """Is a meeting of this kind that near to the sector's middle?"""
    of_it = [programme.slug for programme in offered if programme.approach == approach]
    return any(
        row.programme in of_it
        and may_be_a_way_in(row, now)
        and then(row, days, part)
        and miles_to(sector.point, row) <= miles
        for row in rows
    )


def kinds_near(rows, offered, sector, miles, **when):
    approaches = {programme.approach for programme in offered}
    return sum(within(rows, offered, sector, approach, miles, **when) for approach in approaches)


def sector_lines(rows, offered, sectors, *, days, part, now):
    """(code, near, further, furthest, weekday daytime, weekday evening, weekend) of each sector."""
    lines = []
    for sector in sectors:
        near = [kinds_near(rows, offered, sector, miles, days=days, part=part, now=now) for miles in reach_of(sector)]
        further = reach_of(sector)[1]
        times = [kinds_near(rows, offered, sector, further, days=d, part=p, now=now) for d, p in TIMES.values()]
        lines.append((sector.code, *near, *times))
    return lines


def sectors_with(rows, offered, sectors, approach, **when):
    """Of how many sectors is this kind near, further and furthest?"""
    return tuple(
        sum(within(rows, offered, sector, approach, reach_of(sector)[far], **when) for sector in sectors)
        for far in range(3)
    )


def meetings_in(rows, offered, authority, now):
    """The first row of each meeting that people can go to in the area."""
    slugs = {programme.slug for programme in offered}
    found = {}
    for row in rows:
        if row.authority == authority and row.programme in slugs and meets(row, now):
            found.setdefault(row.meeting, []).append(row)
    return found


def tally(meetings, now):
    """(how many, confirmed in ninety days, seen or confirmed in half a year)."""
    first = [rows[0] for rows in meetings]
    confirmed = [row for row in first if row.confirmed_at and now - row.confirmed_at <= dt.timedelta(days=90)]
    fresh = [row for row in first if now - known_at(row) <= dt.timedelta(days=183)]
    return len(first), len(confirmed), len(fresh)
