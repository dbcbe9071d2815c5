"""What the index should answer, found by going through every row with geopy's great circle."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from geopy.distance import great_circle

from directory.freshness import STALE_AFTER
from tests.oracles.recurrence import next_start


def miles_to(point, row):
    return great_circle((point.lat, point.lon), (row.point.lat, row.point.lon)).miles


def on_the_line(rows, point, miles):
    """Is some row so near the edge of the circle that rounding alone decides?"""
    return any(abs(miles_to(point, row) - miles) < 1e-5 for row in rows)


def open_to_all(row):
    return row.admits_all and row.stands_for


@dataclass
class Around:
    rows: list
    point: object
    miles: float
    wanted: object
    now: object

    def meets(self, row):
        return next_start(row.repeats, ZoneInfo(row.zone), self.now) is not None

    def in_person(self, row):
        return row.mode in ("in_person", "hybrid") and self.meets(row)

    def far(self, at):
        return miles_to(self.point, self.rows[at])

    def start(self, at):
        row = self.rows[at]
        return next_start(row.repeats, ZoneInfo(row.zone), self.now)

    def asked_for(self, row):
        """By the day and the time it will be in London."""
        wanted = self.wanted
        here = next_start(row.repeats, ZoneInfo(row.zone), self.now).astimezone(ZoneInfo("Europe/London"))
        if wanted.days and here.isoweekday() not in wanted.days:
            return False
        at, after, before = here.time(), wanted.after, wanted.before
        if after and before and after > before:
            if before < at < after:
                return False
        elif (after and at < after) or (before and at > before):
            return False
        if wanted.mode == "in_person" and not self.in_person(row):
            return False
        if wanted.mode == "online" and row.mode == "in_person":
            return False
        return not wanted.programme or row.programme == wanted.programme

    def inside(self, row):
        return self.in_person(row) and miles_to(self.point, row) <= self.miles

    def usable(self, row):
        known = max(row.seen_at, row.confirmed_at) if row.confirmed_at else row.seen_at
        return self.meets(row) and open_to_all(row) and int((known + STALE_AFTER).timestamp()) >= self.now.timestamp()

    def counts(self):
        found = {}
        for row in self.rows:
            if self.inside(row) and self.asked_for(row):
                found.setdefault(row.programme, set()).add(row.meeting)
        return {slug: len(meetings) for slug, meetings in found.items()}

    def _best(self, wish, order):
        best = {}
        for at, row in enumerate(self.rows):
            if wish(row) and (row.programme not in best or order(at) < order(best[row.programme])):
                best[row.programme] = at
        return best

    def nearest(self):
        def step(row):
            """0 asked for and inside, 1 inside, 2 asked for, 3 anything."""
            return (0 if self.asked_for(row) else 1) + (0 if self.inside(row) else 2)

        return self._best(
            lambda row: self.in_person(row) and self.usable(row),
            lambda at: (step(self.rows[at]), self.far(at), self.start(at)),
        )

    def nearest_second(self):
        return self._best(
            lambda row: self.inside(row) and self.asked_for(row) and not open_to_all(row),
            lambda at: (self.far(at), self.start(at)),
        )

    def soonest(self):
        return self._best(
            lambda row: self.inside(row) and self.asked_for(row) and self.usable(row),
            lambda at: (self.start(at), self.far(at)),
        )

    def online(self):
        return self._best(
            lambda row: row.mode != "in_person" and self.usable(row),
            lambda at: (0 if self.asked_for(self.rows[at]) else 1, self.start(at)),
        )

    def same(self, one, other):
        """The same row, or one that stands in the same place at the same time."""
        here = one == other or abs(self.far(one) - self.far(other)) < 1e-3 or not self.in_person(self.rows[one])
        return here and self.start(one) == self.start(other)
