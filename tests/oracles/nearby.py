"""What the index should answer, found by going through every row with geopy's great circle."""

import datetime as dt
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
        """All that was asked is so; whom it is kept for is apart."""
        return self.fits(row) and self.known(row) == "yes"

    def may_be(self, row):
        return self.fits(row) and self.known(row) == "unknown"

    def kept(self, row):
        return not self.wanted.kept_for or any(each in row.kept_for for each in self.wanted.kept_for)

    def known(self, row):
        """no if anything asked for is no, else unknown if anything is, else yes."""
        said = {
            "first_visit": "yes" if row.openness == "open" else row.newcomers,
            "newcomers": row.newcomers,
            "step_free": row.step_free,
            "hearing_loop": row.hearing_loop,
            "children": row.children_welcome,
            "bsl": "yes" if "British Sign" in row.language or "BSL" in row.formats else "unknown",
        }
        answers = [said[fact] for fact in self.wanted.facts]
        if self.wanted.language:
            asked = self.wanted.language in row.language.lower()
            answers.append("unknown" if not row.language else "yes" if asked else "no")
        return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"

    def is_on(self, row):
        """Going back hour by hour through twelve: is there a start that has not ended?"""
        lasts = dt.timedelta(minutes=row.minutes or 60)
        for hours in range(14, -1, -1):
            start = next_start(row.repeats, ZoneInfo(row.zone), self.now - dt.timedelta(hours=hours))
            if start is not None and start <= self.now < start + lasts:
                return True
        return False

    def fits(self, row):
        """By the day and the time it will be in London, and all else that is known of every row."""
        wanted = self.wanted
        start = next_start(row.repeats, ZoneInfo(row.zone), self.now)
        here = start.astimezone(ZoneInfo("Europe/London")) if start else None
        if here is None:
            return False  # it meets no more, and is nobody's way in
        if wanted.days and here.isoweekday() not in wanted.days:
            return False
        at, after, before = here.time(), wanted.after, wanted.before
        if after and before and after > before:
            if before < at < after:
                return False
        elif (after and at < after) or (before and at > before):
            return False
        modes = {"in_person": {"in_person", "hybrid"}, "online": {"online", "hybrid", "phone"}}
        if wanted.mode and row.mode not in modes.get(wanted.mode, {wanted.mode}):
            return False
        if wanted.soon == "now":
            if not self.is_on(row):
                return False
        elif wanted.soon and start - self.now > dt.timedelta(hours=int(wanted.soon)):
            return False
        text = " ".join((row.name, row.group, row.venue_name, row.address, row.postcode)).lower().replace("é", "e")
        if not all(word in text for word in wanted.words.split()):
            return False
        return not wanted.programme or row.programme == wanted.programme

    def inside(self, row):
        return self.in_person(row) and miles_to(self.point, row) <= self.miles

    def usable(self, row):
        return self.meets(row) and open_to_all(row) and self.is_known(row)

    def is_known(self, row):
        """Not stale."""
        known = max(row.seen_at, row.confirmed_at) if row.confirmed_at else row.seen_at
        return int((known + STALE_AFTER).timestamp()) >= self.now.timestamp()

    def counts(self, wish=None):
        wish, found = wish or self.asked_for, {}
        for row in self.rows:
            if self.inside(row) and wish(row) and self.kept(row):
                found.setdefault(row.programme, set()).add(row.meeting)
        return {slug: len(meetings) for slug, meetings in found.items()}

    def _best(self, wish, order):
        best = {}
        for at, row in enumerate(self.rows):
            if wish(row) and (row.programme not in best or order(at) < order(best[row.programme])):
                best[row.programme] = at
        return best

    def rank(self, row):
        return 0 if self.asked_for(row) else 1 if self.may_be(row) else 2

    def nearest(self):
        """Inside the distance: asked for, may be, anything; then the same, however far."""
        return self._best(
            lambda row: self.in_person(row) and self.usable(row),
            lambda at: (
                not self.inside(self.rows[at]),
                self.rank(self.rows[at]),
                self.far(at),
                self.start(at),
            ),
        )

    def nearest_second(self):
        if not self.wanted.kept_for:
            return self._best(
                lambda row: self.inside(row) and self.asked_for(row) and not open_to_all(row),
                lambda at: (self.far(at), self.start(at)),
            )
        return self._best(
            lambda row: (
                self.kept(row)
                and not open_to_all(row)
                and self.is_known(row)
                and self.meets(row)
                and (self.inside(row) or row.mode != "in_person")
            ),
            lambda at: (
                not self.inside(self.rows[at]),
                self.rank(self.rows[at]),
                self.far(at),
                self.start(at),
            ),
        )

    def soonest(self):
        return self._best(
            lambda row: self.inside(row) and self.rank(row) < 2 and self.usable(row),
            lambda at: (self.rank(self.rows[at]), self.start(at), self.far(at)),
        )

    def online(self):
        return self._best(
            lambda row: row.mode != "in_person" and self.usable(row),
            lambda at: (self.rank(self.rows[at]), self.start(at)),
        )

    def same(self, one, other):
        """The same row, or one that stands in the same place at the same time."""
        here = one == other or abs(self.far(one) - self.far(other)) < 1e-3 or not self.in_person(self.rows[one])
        return here and self.start(one) == self.start(other)
