"""When something meets, found slowly: dateutil's rules of RFC 5545, and a clock on the wall looked at every minute."""

import datetime as dt
from functools import lru_cache

from dateutil import rrule

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def _rule(repeats, start):
    """The pattern alone as an RFC 5545 rule, from some day before ``start``."""
    begin = dt.datetime.combine(start, dt.time())
    if repeats.kind == "monthly":
        return {"freq": rrule.MONTHLY, "byweekday": rrule.weekday(repeats.weekday - 1, repeats.nth), "dtstart": begin}
    if repeats.kind == "fortnightly":
        monday = repeats.anchor - repeats.anchor.weekday() * DAY
        fortnights = (monday - start).days // 14 + 1
        begin = dt.datetime.combine(monday - fortnights * 14 * DAY, dt.time())
        return {"freq": rrule.WEEKLY, "interval": 2, "byweekday": repeats.weekday - 1, "dtstart": begin, "wkst": 0}
    return {"freq": rrule.WEEKLY, "byweekday": repeats.weekday - 1, "dtstart": begin}


def starts(repeats, start, end):
    """Every start from ``start`` to ``end``, as a wall clock shows it: usual and moved, in order."""
    moves = [move.on for move in repeats.moved]
    pattern = _pattern(repeats, min([start, *moves]), max([end, *moves]))
    moved = {move.on: move.to for move in repeats.moved}
    usual = [
        dt.datetime.combine(day, repeats.at)
        for day in pattern
        if day not in moved and day not in repeats.never_on and not any(_inside(day, span) for span in repeats.breaks)
    ]
    every = usual + [moved[day] for day in pattern if day in moved]
    return sorted(one for one in every if start <= one.date() <= end)


def _inside(day, span):
    ends = span.last or dt.date.max
    return day.toordinal() in range(span.first.toordinal(), ends.toordinal() + 1)


def _pattern(repeats, start, end):
    """The dates on which the pattern falls, whatever happens on them."""
    found = rrule.rruleset()
    until = dt.datetime.combine(end, dt.time())
    found.rrule(rrule.rrule(**_rule(repeats, start), until=until))
    if repeats.not_nth:
        leave_out = rrule.weekday(repeats.weekday - 1, repeats.not_nth)
        early = dt.datetime.combine(start, dt.time())
        found.exrule(rrule.rrule(rrule.MONTHLY, byweekday=leave_out, dtstart=early, until=until))
    first, last = repeats.first or dt.date.min, repeats.last or dt.date.max
    return [one.date() for one in found if max(first, start) <= one.date() <= last]


@lru_cache(maxsize=4096)
def next_start(repeats, zone, now):
    """The first moment at or after ``now``, found among every start of the years to come."""
    known = [span.last for span in repeats.breaks if span.last] + [move.to.date() for move in repeats.moved]
    here = now.astimezone(zone).date()
    walls = starts(repeats, here - 2 * DAY, max([here, *known]) + 1000 * DAY)
    moments = (wall.replace(tzinfo=zone).astimezone(dt.UTC) for wall in walls)
    return min((at for at in moments if at >= now), default=None)


def next_on_the_wall(repeats, zone, now, *, within):
    """The first minute from ``now`` at which the wall clock in ``zone`` shows a start; None if none ``within``.

    A time the clocks skip is met when as much time has passed since midnight; one that
    comes twice, the first time.
    """
    here = now.astimezone(zone).date()
    wanted = set(starts(repeats, here - 2 * DAY, here + within + 2 * DAY))
    shown = {}
    minute = now.astimezone(dt.UTC).replace(second=0, microsecond=0) - 3 * DAY
    while minute <= now + within:
        wall = minute.astimezone(zone).replace(tzinfo=None)
        if wall in wanted:
            shown.setdefault(wall, minute)
        minute += MINUTE
    for wall in wanted - set(shown):
        skipped = _skipped(wall, zone)
        if skipped is not None:
            shown[wall] = skipped
    return min((at for at in shown.values() if now <= at <= now + within), default=None)


def _skipped(wall, zone):
    """When a wall time that never comes is met: counted from the hour before, as if the clocks stood."""
    before = (wall - dt.timedelta(hours=2)).replace(tzinfo=zone).astimezone(dt.UTC)
    after = before + dt.timedelta(hours=2)
    return after if after.astimezone(zone).replace(tzinfo=None) != wall else None
