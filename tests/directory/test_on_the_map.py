import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from directory.every_meeting import Entry, Time
from directory.on_the_map import on_the_map
from directory.places import Point
from tests.conftest import NOW


def entry(programme, at, *, point=True, miles=1.0):
    time = Time(uuid.UUID(int=at), f"Meeting {at}", NOW + dt.timedelta(hours=1), "in_person", (), "", "fresh")
    here = Point(53.48, -2.23) if point else None
    return Entry(programme, f"Hall {at}", "", "", miles, (time,), hall=uuid.UUID(int=at), point=here)


many = st.lists(st.sampled_from("abcdef"), max_size=60).map(
    lambda slugs: [entry(slug, at) for at, slug in enumerate(slugs)]
)


@given(many, st.integers(1, 30))
def test_every_place_is_shown_or_counted_and_none_twice(entries, most):
    found = on_the_map(entries, most=most)
    shown = [place for those in found.places.values() for place in those]
    assert len(shown) == found.total == min(most, len(entries))
    assert len(shown) + found.left_out == found.found == len(entries)
    assert len({place.hall for place in shown}) == len(shown)


@given(many, st.integers(1, 30))
def test_no_programme_has_two_more_places_than_one_of_which_some_are_left_out(entries, most):
    found = on_the_map(entries, most=most)
    had = {slug: sum(each.programme == slug for each in entries) for slug in "abcdef"}
    shown = {slug: len(found.places.get(slug, ())) for slug in had}
    cut = [shown[slug] for slug in had if shown[slug] < had[slug]]
    assert not cut or max(shown.values()) <= min(cut) + 1


@given(many, st.integers(1, 30))
def test_a_programmes_places_are_its_first_and_stay_in_order(entries, most):
    for slug, places in on_the_map(entries, most=most).places.items():
        assert list(places) == [each for each in entries if each.programme == slug][: len(places)]


def test_what_is_nowhere_has_no_pin_and_is_not_left_out():
    found = on_the_map([entry("a", 1), entry("a", 2, point=False), entry("b", 3, miles=None)], most=9)
    assert (set(found.places), found.total, found.left_out) == ({"a"}, 1, 0)
