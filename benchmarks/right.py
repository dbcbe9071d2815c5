"""Is the index right? Random places against every row of the database, worked out slowly by another formula."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np

from directory.classification import stands_for
from directory.following import Directory
from directory.freshness import STALE_AFTER, known_at
from directory.models import Meeting, Pattern
from directory.places import Point
from directory.recurrence import known_zone, next_start
from directory.search import DISTANCES
from directory.times import Times
from directory.wanted import Wanted

EARTH = 6371.009 / 1.609344
SOUTH, NORTH, WEST, EAST = 50.0, 58.5, -6.0, 1.5
HAIR = 1e-6  # miles: of a meeting so near the edge rounding decides


def check(directory: Directory, *, queries: int, seed: int, now: dt.datetime) -> int:
    """How many random queries were right: the nearest of every programme, and how many of each there are.

    Raises AssertionError at the first that is not.
    """
    chance, truth = random.Random(seed), _Truth(directory, now)
    for _number in range(queries):
        point = Point(chance.uniform(SOUTH, NORTH), chance.uniform(WEST, EAST))
        miles = chance.choice(DISTANCES)
        around = directory.index.around(point, miles=miles, wanted=Wanted(), now=now)
        far = truth.miles_from(point)
        if np.any(np.abs(far - miles) < HAIR):
            continue
        nearest, counts = around.nearest(), around.counts()
        for slug, rows in truth.rows.items():
            usable = rows[truth.usable[rows]]
            assert (slug in nearest) == bool(len(usable)), slug
            if len(usable):
                ours = around.miles(nearest[slug]) or 0.0
                assert abs(ours - far[usable].min()) < HAIR, (point, slug, ours, far[usable].min())
            inside = rows[far[rows] <= miles]
            assert counts.get(slug, 0) == len(inside), (point, miles, slug)
    return queries


class _Truth:
    """Every listed meeting that one can go to and that still meets, one entry each, by the ORM."""

    def __init__(self, directory: Directory, now: dt.datetime) -> None:
        programmes = {programme.pk: programme for programme in directory.programmes.values()}
        listed = Meeting.objects.listed().filter(mode__in=["in_person", "hybrid"])
        times = Times.of(listed)
        patterns: dict = {}
        for pattern in Pattern.objects.filter(meeting__in=listed).iterator():
            patterns.setdefault(pattern.meeting_id, []).append(pattern)
        lats, lons, usable, slugs = [], [], [], []
        for meeting in listed.select_related("venue").iterator(chunk_size=5_000):
            zone = known_zone(meeting.time_zone)
            repeats = (times.repeats(meeting, each) for each in patterns.get(meeting.pk, ()))
            if zone is None or not any(next_start(each, zone, now) for each in repeats):
                continue
            meeting.programme = programmes[meeting.programme_id]
            known = known_at(seen=meeting.seen_in_source_at, confirmed=meeting.confirmed_at)
            lets_in = set(meeting.restricted_to) <= meeting.programme.admits
            speaks = stands_for(meeting.kind, meeting.programme.kind)
            lats.append(meeting.venue.lat)
            lons.append(meeting.venue.lon)
            usable.append(lets_in and speaks and known + STALE_AFTER >= now)
            slugs.append(meeting.programme.slug)
        self.lat, self.lon = np.radians(lats), np.radians(lons)
        self.usable, each = np.array(usable), np.array(slugs)
        self.rows = {slug: np.flatnonzero(each == slug) for slug in sorted(set(slugs))}

    def miles_from(self, point: Point) -> np.ndarray:
        """By haversine."""
        lat, lon = np.radians(point.lat), np.radians(point.lon)
        half = np.sin((self.lat - lat) / 2) ** 2
        half += np.cos(lat) * np.cos(self.lat) * np.sin((self.lon - lon) / 2) ** 2
        return 2 * EARTH * np.arcsin(np.sqrt(half))
