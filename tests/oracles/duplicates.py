"""Which two meetings may be one, the slow and obvious way: every two of them, looked at in turn."""

from itertools import combinations

from geopy.distance import great_circle

APART, NEAR, NAMESAKE = 60, 0.3, 6.0  # minutes, miles, miles


def may_be_one(a, b):
    return a.programme == b.programme and any(
        one.weekday == other.weekday and abs(minute(one) - minute(other)) <= APART for one in a.when for other in b.when
    ) and share_something(a, b)  # fmt: skip


def share_something(a, b):
    if (a.postcode and a.postcode == b.postcode) or (a.place and a.place == b.place) or set(a.joining) & set(b.joining):
        return True
    if not (a.point and b.point):
        return False
    miles = great_circle((a.point.lat, a.point.lon), (b.point.lat, b.point.lon)).miles
    return miles <= NEAR or (a.words == b.words and miles <= NAMESAKE)


def minute(when):
    return when.starts_at.hour * 60 + when.starts_at.minute


def candidates(meetings):
    return {frozenset((a.key, b.key)) for a, b in combinations(meetings, 2) if may_be_one(a, b)}
