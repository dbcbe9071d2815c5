"""The check finds nothing in what is fair; how it walks, and what it tells beside."""

import datetime as dt
from dataclasses import fields

import pytest

from directory import catalogue
from directory.parity_check import walking, whole
from directory.parity_check.seen import SUITS
from directory.wanted import Wanted
from tests.directory.parity_check.walked import AND_WHERE_THEY_MEET, found, say
from tests.factories import CellFactory, MeetingFactory, PatternFactory, stamp

pytestmark = pytest.mark.django_db


def test_it_finds_nothing_in_what_is_fair(ground, now):
    told = found(now, places=30)
    assert not told.violations
    assert told.searches == len(told.fairness) * 2
    assert {(each.position, each.precedence) for each in told.fairness} == {(0, 0)}
    assert min(each.lists for each in told.fairness) >= 9
    assert all(told.surfaces.values())


def test_5_a_meeting_of_which_one_time_is_over_is_counted_by_the_other(ground, now):
    meeting = MeetingFactory(programme=ground[0], pattern__valid_to=dt.date(2026, 11, 1))
    PatternFactory(meeting=meeting, weekday=4)
    stamp(meeting)
    assert not found(now, AND_WHERE_THEY_MEET).violations


def test_it_looks_the_same_way_twice_and_a_longer_walk_goes_on_from_a_shorter(ground, now):
    short, long = ([place.cell for place, _ in walking.places(count)] for count in (10, 25))
    assert long[:10] == short
    assert len(set(long)) == 25
    nations = {place.nation for place, _ in walking.places(10)}
    assert nations == {"england", "scotland", "wales", "northern_ireland"}
    towns = [people for _, people in walking.places(25)]
    assert any(towns)
    assert not all(towns)


def test_it_goes_to_islands():
    for slug in ("ze1-0", "lerwick", "stornoway", "ryde", *(f"invented-{at}" for at in range(40))):
        CellFactory(slug=slug)
    cells = [place.cell for place, _ in walking.places(18)]
    assert len(walking.ISLANDS.intersection(cells)) == 3


def test_it_walks_no_further_than_there_are_places(ground, now):
    assert len(found(now, places=10_000).fairness) < 100


def test_every_question_it_knows_is_asked_as_often(ground):
    place = walking.places(1)[0][0]
    asked = [said for at in range(len(walking.ASKED)) for said, _ in walking.searches(place, at)]
    assert {asked.count(walking.in_words(each)) for each in walking.ASKED} == {walking.ASKED_AT_EACH}
    assert asked.count("nothing") == len(walking.ASKED)


def test_every_field_that_can_be_asked_has_a_rule_and_a_question():
    """Add a rule to SUITS and a question to ASKED for a field that is new."""
    of_wanted = {field.name for field in fields(Wanted)}
    assert {name for names in SUITS for name in names} == of_wanted
    assert of_wanted <= {name for asked in walking.ASKED for name in asked}


def test_it_holds_texts_to_the_length_that_files_are_held_to():
    assert set(whole.SEVEN) == set(catalogue.QUESTIONS)
    longest = {"summary": catalogue.LONGEST_SUMMARY, "who": catalogue.LONGEST_LINE, "goal": catalogue.LONGEST_LINE}
    assert longest | dict.fromkeys(catalogue.QUESTIONS, catalogue.LONGEST_ANSWER) == whole.LONGEST


def test_an_empty_directory_breaks_no_rule(small_geography, now):
    assert not found(now).violations


def test_a_family_with_nothing_near_is_counted_with_the_people_who_live_there(ground, now):
    told = {(gap.approach, gap.miles): gap for gap in found(now, places=30).gaps}
    near, far = told["secular", 5], told["secular", 25]
    assert 0 < far.places <= near.places < near.of_places
    assert far.people <= near.people <= near.of_people
    assert told["medication", 25].places == told["medication", 25].of_places  # by phone alone
    assert told["tools", 5].of_people > 0


def test_texts_that_are_out_of_the_ordinary_are_named_a_to_z(ground, now):
    for one in (ground[7], ground[2]):
        say(one, summary="A much longer summary than all others have. " * 5)
    letters, age = found(now).texts
    assert letters.outliers == tuple(sorted([ground[2].slug, ground[7].slug]))
    assert letters.least < letters.most
    assert letters.least <= letters.middle
    assert age.of == "reading age"
