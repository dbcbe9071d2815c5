"""List after list, with editors at work in between: what is held is what a slow and obvious walk says."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import verification
from directory.importers import cells, holding, spool
from directory.importers.listed import Facts, Identity, ListedMeeting, ListedVenue, Listing, When
from directory.models import Change, Meeting, Source
from directory.places import Point
from directory.verification import NotMerged, NotOtherwise, NotUndone
from directory.verification.plain import PATTERN
from mutualaid.accounts.models import User
from tests.factories import ProgrammeFactory
from tests.oracles import taking as oracle

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.date(2026, 6, 1)
TITLE_LAST = Identity(changeable=2)
KEPT = ("key", *oracle.SAID, "withdrawn_at", "held_at", "seen", "merged_into")
# Each but the last two is like the one before it: by case and spaces, by rounding, by a mark of quotation.
PLACES = [
    ("Hall", "1 Example Street", "M1 1AE", Point(53.48, -2.23)),
    ("HALL", "1  example street", "M1 1AE", Point(53.48, -2.23)),
    ("Church", "", "", Point(53.1, -2.1)),
    ("Church", "", "", Point(53.1, -2.1002)),
    ("Lamp’s", "2 Example Street", "M1 1AG", Point(53.481, -2.236)),
    ("Lamp's", "2 Example Street", "M1 1AG", Point(53.481, -2.236)),
]
FRIDAY = dict.fromkeys(PATTERN) | {"kind": "weekly", "weekday": 5, "starts_at": "18:00:00"}
rows = st.tuples(
    st.sampled_from(["", "s1", "s1", "s2"]),
    st.sampled_from(["Lamp", "lamp", "Lantern", "River", "Rivers", "Ri\u0301ver"]),
    st.none() | st.integers(0, len(PLACES) - 1),
    st.sampled_from(["", "Tea"]),
    st.sampled_from([2, 2, 3]),
)
lists = st.tuples(st.just("list"), st.lists(rows, max_size=6), st.integers(0, 1))


def venue(at):
    name, address, postcode, point = PLACES[at]
    key = cells.venue_key(name, address, postcode, point)
    return ListedVenue(key, name, address, postcode, point, "england", "given", "E08000003")


def listing(rows, day):
    """Each key once; the first of a venue’s meetings says where it is."""
    meetings, venues = {}, {}
    for number, (slot, title, at, notes, weekday) in enumerate(rows, 2):
        here = None if at is None else venue(at)
        facts = Facts(
            programme="open-door",
            name=title,
            mode="in_person" if here else "online",
            join_url="" if here else "https://meet.example.org/lamp",
            when=(When(weekday, dt.time(19, 30)),),
            venue=here.key if here else "",
            notes=notes,
        )
        key = f"open-door|{slot}|{title.casefold()}"
        where = venues.setdefault(here.key, here) if here and key not in meetings else here
        meetings.setdefault(key, ListedMeeting(number, key, facts, where))
    return Listing(as_of=day, digest="", read=len(rows), meetings=tuple(meetings.values()), identity=TITLE_LAST)


def edit(thing, facts, told):
    return verification.edit(thing, facts, **told, why="They rang.")


def elsewhere(meeting, number, told):
    """Put into a venue that an editor adds, which may be one that is listed."""
    name, address, postcode, point = PLACES[number % len(PLACES)]
    facts = {"name": name, "address": address, "postcode": postcode, "lat": point.lat, "lon": point.lon}
    facts |= {"nation": "england", "precision": "given", "authority": "E08000003"}
    added = verification.add_venue(facts, **told, why="They rang.")
    edit(meeting, {"venue": str(added.pk), "mode": "in_person", "join_url": ""}, told)


def undo_one(meeting, number, told):
    changes = list(Change.objects.order_by("revision", "pk"))
    if changes:
        verification.undo(changes[number % len(changes)], **told)


def merge(meeting, number, told):
    others = list(Meeting.objects.order_by("source_key"))
    verification.merge(meeting, others[number % len(others)], **told)


def close(meeting, number, told):
    if meeting.venue:
        first = told["at"].date()
        verification.close_venue(meeting.venue, first=first, last=None, reason="A flood", how="contact", **told)


def of(meeting):
    return Meeting.objects.filter(pk=meeting.pk)


EDITS = {
    "name": lambda one, number, told: edit(one, {"name": f"Own name {number % 3}"}, told),
    "notes": lambda one, number, told: edit(one, {"notes": f"Own notes {number % 3}"}, told),
    "times": lambda one, number, told: edit(one, {"patterns": [FRIDAY]}, told),
    "venue": lambda one, number, told: one.venue and edit(one.venue, {"name": ("Hall", "Barn")[number % 2]}, told),
    "elsewhere": elsewhere,
    "withdraw": lambda one, number, told: verification.withdraw(of(one), **told),
    "withdrawn by nobody": lambda one, number, told: verification.withdraw(of(one), at=told["at"]),
    "bring back": lambda one, number, told: verification.bring_back(of(one), **told, reason="It meets."),
    "hold": lambda one, number, told: verification.hold(of(one), **told, reason="Somebody asked."),
    "undo": undo_one,
    "merge": merge,
    "unmerge": lambda one, number, told: verification.unmerge(one, **told),
    "close": close,
}
edits = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 20), st.integers(0, 20))


def do(what, which, number, told):
    meetings = list(Meeting.objects.order_by("source_key"))
    if meetings:
        with suppress(NotMerged, NotOtherwise, NotUndone):
            EDITS[what](meetings[which % len(meetings)], number, told)


def take(listed, now):
    source = Source.objects.filter(slug="lamps").first() or Source(slug="lamps", name="Lamps", licence="own")
    before = {} if source._state.adding else oracle.held(source)
    wanted, added, counts = oracle.take(before, listed)
    run = verification.take_from(source, listed, now=now)
    assert {name: run.counts[name] for name in counts} == counts
    after, stands = oracle.held(source), oracle.words()
    said = {
        meeting.venue.key: oracle.place(meeting.venue, meeting.venue.point)
        for meeting in listed.meetings
        if meeting.venue
    }
    for key, one in wanted.items():
        assert {name: after[key][name] for name in KEPT} == {name: one[name] for name in KEPT}
        assert one["venue"] in ("another", after[key]["venue"])
        check_place(after[key], one, said, stands)
    new = [after[key] for key in after.keys() - wanted.keys()]
    assert told(new) == told(added)
    again = verification.take_from(Source.objects.get(slug="lamps"), listed, now=now, dry_run=True)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


def check_place(one, wanted, said, stands):
    """It is where it is to be, and its venue is put as the list puts it but where an editor’s word stands."""
    if one["place"] is None:
        assert wanted["place"] is None
        return
    key, _ = one["place"]
    assert key == wanted["place"][0]
    if one["venue"] not in stands:
        assert one["place"] == said.get(key, one["place"])


def told(meetings):
    names = (*oracle.SAID, "seen")
    return {one["key"]: ([one[name] for name in names], one["place"] and one["place"][0]) for one in meetings}


def walk(steps):
    ProgrammeFactory(slug="open-door")
    editor = User.objects.create_user("editor@example.org")
    day, now = FIRST_DAY, dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    for what, *more in steps:
        now += dt.timedelta(hours=7)
        if what != "list":
            do(what, *more, {"at": now, "by": editor})
            continue
        rows, days = more
        day += dt.timedelta(days=days)
        take(listing(rows, day), now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lists | lists | edits, min_size=2, max_size=9), st.sampled_from([1, 2, 2000]))
def test_list_after_list_what_is_held_is_what_a_slow_walk_says(steps, at_once):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(spool, "AT_ONCE", at_once)
        patch.setattr(holding, "AT_ONCE", 2)
        try:
            walk(steps)
        finally:
            transaction.set_rollback(True)


def test_of_two_venues_that_are_one_place_each_follows_its_own_word():
    lamp, river = ("s1", "Lamp", 2, "", 2), ("s2", "River", 2, "", 2)
    moved = [(*row[:2], 3, "Tea", 2) for row in (lamp, river)]
    walk([("list", [lamp, river], 0), ("elsewhere", 1, 2), ("list", moved, 1)])
