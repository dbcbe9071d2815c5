import dataclasses
import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from directory.importers.listed import Facts, Identity, ListedMeeting, When
from directory.importers.reconcile import Known, reconcile
from tests.oracles import reconcile as oracle

TITLE_LAST = Identity(changeable=2)
HALF_PAST_SEVEN = When(2, dt.time(19, 30))


def facts(name, **more):
    return Facts(**({"programme": "p", "name": name, "mode": "in_person", "when": (HALF_PAST_SEVEN,)} | more))


def listed(slot, name, **more):
    return ListedMeeting(2, f"p|{slot}|{name}", facts(name, **more))


def known(slot, name, *, by_key_alone=False, returns=False, kept=(), **more):
    return Known(uuid.uuid4(), f"p|{slot}|{name}", facts(name, **more), by_key_alone, returns, frozenset(kept))


def test_the_same_meeting_is_unchanged():
    one = known("m1", "lamp")
    found = reconcile([listed("m1", "lamp")], [one], TITLE_LAST)
    assert (found.added, found.changed, found.unchanged, found.missing) == ((), (), (one,), ())


def test_a_fact_that_differs_is_a_change_in_that_field_alone():
    found = reconcile([listed("m1", "lamp", step_free="yes")], [known("m1", "lamp")], TITLE_LAST)
    assert [change.fields for change in found.changed] == [("step_free",)]


def test_a_new_title_in_the_same_slot_is_a_change_and_not_a_new_meeting():
    found = reconcile([listed("m1", "lantern")], [known("m1", "lamp")], TITLE_LAST)
    assert found.added == found.missing == ()
    assert [change.fields for change in found.changed] == [("name", "source_key")]


def test_two_new_titles_in_one_slot_go_to_the_titles_most_like_them():
    lamp, river = known("m1", "lamp"), known("m1", "river")
    found = reconcile([listed("m1", "rivers"), listed("m1", "the lamp")], [lamp, river], TITLE_LAST)
    assert {change.listed.facts.name: change.known for change in found.changed} == {"rivers": river, "the lamp": lamp}


def test_titles_equally_alike_go_by_venue():
    hall, church = known("m1", "aa", venue="hall"), known("m1", "bb", venue="church")
    found = reconcile([listed("m1", "zz", venue="church")], [hall, church], TITLE_LAST)
    assert [change.known for change in found.changed] == [church]
    assert found.missing == (hall,)


def test_a_slot_that_pins_nothing_down_pairs_nothing():
    found = reconcile([listed("", "lantern")], [known("", "lamp")], TITLE_LAST)
    assert (len(found.added), len(found.missing)) == (1, 1)


def test_a_slot_with_more_pairs_than_could_be_compared_pairs_nothing():
    found = reconcile(
        [listed("m1", f"lantern {number}") for number in range(101)],
        [known("m1", f"lamp {number}") for number in range(100)],
        TITLE_LAST,
    )
    assert (len(found.added), len(found.missing)) == (101, 100)


def test_a_withdrawn_meeting_comes_back_by_its_key_but_is_never_taken_for_another():
    gone = known("m1", "lamp", by_key_alone=True, returns=True)
    assert reconcile([listed("m1", "lamp")], [gone], TITLE_LAST).changed[0].fields == ("withdrawn_at",)
    assert len(reconcile([listed("m1", "lantern")], [gone], TITLE_LAST).added) == 1


def test_a_merged_meeting_is_found_by_its_key_alone():
    merged = known("m1", "lamp", by_key_alone=True)
    assert reconcile([listed("m1", "lamp")], [merged], TITLE_LAST).unchanged == (merged,)
    assert len(reconcile([listed("m1", "lantern")], [merged], TITLE_LAST).added) == 1


def test_where_an_editors_word_stands_the_listing_is_not_taken_and_is_told_apart():
    one = known("m1", "lamp", kept={"step_free"})
    found = reconcile([listed("m1", "lamp", step_free="yes")], [one], TITLE_LAST)
    assert (found.changed, found.unchanged) == ((), (one,))
    assert [change.fields for change in found.kept] == [("step_free",)]


def test_what_it_says_of_the_rest_is_taken():
    one = known("m1", "lamp", kept={"name"})
    found = reconcile([listed("m1", "lantern", step_free="yes")], [one], TITLE_LAST)
    assert [change.fields for change in found.changed] == [("step_free", "source_key")]
    assert [change.fields for change in found.kept] == [("name",)]


KEPT = ("name", "venue", "step_free", "withdrawn_at")
names = st.sampled_from(["lamp", "lantern", "the lamp", "river", "rivers", "oak"])
slots = st.sampled_from(["", "m1", "m2"])
more = st.fixed_dictionaries(
    {"venue": st.sampled_from(["hall", "church"]), "step_free": st.sampled_from(["yes", "unknown"])}
)


@st.composite
def sides(draw):
    """Both sides, each with every key once."""
    here = draw(st.dictionaries(st.tuples(slots, names), more, max_size=8))
    state = st.tuples(more, st.booleans(), st.booleans(), st.frozensets(st.sampled_from(KEPT)))
    there = draw(st.dictionaries(st.tuples(slots, names), state, max_size=8))
    return (
        [listed(slot, name, **facts) for (slot, name), facts in here.items()],
        [
            known(slot, name, by_key_alone=alone, returns=alone and returns, kept=kept, **facts)
            for (slot, name), (facts, alone, returns, kept) in there.items()
        ],
    )


@given(sides())
def test_it_agrees_with_the_slow_way(both):
    meetings, ones = both
    found = reconcile(meetings, ones, TITLE_LAST)
    added, changed, unchanged, missing, kept = oracle.reconcile(meetings, ones, TITLE_LAST)
    assert {change.listed.key: set(change.fields) for change in found.kept} == kept
    assert {meeting.key for meeting in found.added} == added
    assert {change.listed.key: set(change.fields) for change in found.changed} == changed
    assert {one.id for one in found.unchanged} == unchanged
    assert {one.id for one in found.missing} == missing


@given(sides())
def test_the_order_of_either_side_does_not_matter(both):
    meetings, ones = both
    one_way = reconcile(meetings, ones, TITLE_LAST)
    other = reconcile(meetings[::-1], ones[::-1], TITLE_LAST)
    assert {(c.listed.key, c.known.id) for c in one_way.changed} == {(c.listed.key, c.known.id) for c in other.changed}


def taken(change):
    """The facts as they are once ``change`` is taken."""
    said = {name: getattr(change.listed.facts, name) for name in change.fields if hasattr(change.listed.facts, name)}
    return dataclasses.replace(change.known.facts, **said)


@given(sides())
def test_once_taken_nothing_is_left_to_take(both):
    meetings, ones = both
    found = reconcile(meetings, ones, TITLE_LAST)
    after = [
        *(Known(uuid.uuid4(), meeting.key, meeting.facts) for meeting in found.added),
        *(
            dataclasses.replace(c.known, key=c.listed.key, facts=taken(c), returns="withdrawn_at" in c.known.kept)
            for c in found.changed
        ),
        *found.unchanged,
        *found.missing,
    ]
    again = reconcile(meetings, after, TITLE_LAST)
    assert (again.added, again.changed) == ((), ())
    assert len(again.unchanged) == len(meetings)
