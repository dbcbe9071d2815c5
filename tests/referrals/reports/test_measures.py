"""Each definition by one person's story: what happened on which day, and in which figures they are then counted."""

import datetime as dt

import pytest

from directory.vocabulary import Approach
from referrals.models import Episode, InTreatment, Person
from referrals.reports import counting
from referrals.reports.counting import Asked
from referrals.reports.measures import (
    BY_KEY,
    CELLS,
    FAMILIES,
    IN_TREATMENT,
    MEASURES,
    MODES,
    NOT_KNOWN,
    RELATIONS,
    Phase,
    once,
)
from tests.referrals.factories import (
    EpisodeFactory,
    PersonFactory,
)
from tests.referrals.reports.somebody import (
    AFTER_MIDNIGHT,
    FIRST,
    KNOWN_BY,
    QUARTER,
    Somebody,
    on,
)
from tests.referrals.reports.stories_done import DONE
from tests.referrals.reports.stories_told import TOLD

pytestmark = pytest.mark.django_db
# What is looked at beside the cells of the measure itself.
BESIDE = {
    "already_going": {"introduced"},
    "left": {"introduced"},
    "informed": {"would_rather_not", "introduced"},
    "linked": set(MODES),
    "connected": {"once"},
    "still": {"once"},
    "qs11": {"alcohol", "alcohol_told"},
    "not_known": {"once", "planned"},
    "community": {"once"},
    "couldnt_reach": {"in_the_way"},
}

STORIES = DONE | TOLD
EACH = [
    pytest.param(key, tell, cells, id=f"{key}: {happened}")
    for key, stories in STORIES.items()
    for happened, tell, cells in stories
]


@pytest.mark.parametrize(("key", "tell", "cells"), EACH)
def test_who_is_counted(key, tell, cells):
    watched = {*BY_KEY[key].of} | BESIDE.get(key, set())
    assert tell().cells() & watched == cells


def test_every_measure_has_a_story_that_is_counted_and_one_that_is_not():
    assert set(STORIES) == {measure.key for measure in MEASURES} - {IN_TREATMENT}
    for key, stories in STORIES.items():
        of = set(BY_KEY[key].of)
        assert any(cells & of for _happened, _tell, cells in stories), key
        assert any(not cells >= of for _happened, _tell, cells in stories), key


@pytest.mark.parametrize(
    ("tell", "cells"),
    [
        (lambda it: it.leaves("completed", 30), {"introduced", "informed", "planned", "once_not_asked"}),
        (lambda it: it.leaves("transfer", 30).says("went", 31), {"introduced", "once"}),
        (lambda it: it.leaves("completed", 30).says("went", 141), {"once"}),
        (lambda it: it.leaves("completed", 30).says("went", 142), {"once_not_asked"}),
        (lambda it: it.leaves("completed", 30).says("went", 30), {"once_not_asked"}),
        (lambda it: it.leaves("custody", 30), set()),
        (lambda it: it.leaves("died", 30), set()),
        (lambda it: it, set()),
    ],
)
def test_the_clock_starts_again_on_the_day_after_they_leave_a_closed_place(tell, cells):
    told = tell(Somebody("prison").offered().plans_for(7)).cells(Phase.AFTER)
    assert told >= cells
    assert bool(told) == bool(cells)


def test_nobody_leaves_a_service_in_the_community_into_another_clock():
    assert not Somebody().offered().leaves("transfer", 30).cells(Phase.AFTER)


@pytest.mark.parametrize(("told", "known"), [(7, 7), (2, 2), (1, None), (0, None)])
def test_a_number_in_treatment_below_those_recorded_since_is_not_known(told, known):
    it = Somebody().offered()
    other = PersonFactory(service=it.person.service, episode=False)
    EpisodeFactory(
        person=other, introduced_on=FIRST, already_going=True, area="E00000001", started_on=FIRST - dt.timedelta(9)
    )
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000001")
    tell_in_treatment(it, people=told)
    assert in_treatment(it) == known


def test_a_number_for_one_area_says_nothing_of_a_service_that_works_for_two():
    it = Somebody().offered()
    tell_in_treatment(it, people=50)
    assert in_treatment(it) is None, "nobody has said who pays for them"
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000002")
    assert in_treatment(it) is None
    tell_in_treatment(it, people=20, area="E00000002")
    assert in_treatment(it) == 70
    assert in_treatment(it, area="E00000002") == 20


def test_a_number_told_after_we_looked_is_not_known_yet():
    it = Somebody().offered()
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000001")
    tell_in_treatment(it, people=50, said_at=KNOWN_BY)
    assert in_treatment(it) is None


def tell_in_treatment(it, *, people, area="E00000001", said_at=KNOWN_BY - dt.timedelta(days=9)):
    it_was = {"said_by": it.person.keyworker, "said_at": said_at, "quarter": QUARTER.first}
    InTreatment.objects.create(service=it.person.service, area=area, people=people, **it_was)


def in_treatment(it, **whose):
    [cells] = counting.count(Asked(QUARTER, KNOWN_BY, **whose or {"service": it.person.service_id})).values()
    return cells.get(IN_TREATMENT)


def test_families_are_counted_apart_from_clients():
    client = Somebody().offered()
    close = PersonFactory(service=client.person.service, kind="someone_close", episode=False)
    EpisodeFactory(person=close, introduced_on=FIRST, started_on=FIRST)
    counted = counting.count(Asked(QUARTER, KNOWN_BY, service=client.person.service_id))
    assert {unit.kind: cells["introduced"] for unit, cells in counted.items()} == {"client": 1, "someone_close": 1}


def test_a_keyworkers_figures_are_of_their_own_people():
    it = Somebody().offered()
    PersonFactory(service=it.person.service, episode__introduced_on=FIRST)
    asked = Asked(QUARTER, KNOWN_BY, service=it.person.service_id, worker=it.person.keyworker_id)
    assert [cells["introduced"] for cells in counting.count(asked).values()] == [1]
    assert counting.behind(asked, "informed", phase="here", kind="client") == [it.person.pk]


@pytest.mark.parametrize(("days", "is_counted"), [(111, False), (112, True)])
def test_nobody_is_counted_before_their_sixteen_weeks_are_over(days, is_counted):
    it = Somebody().offered()
    just_after_midnight = on(days - 1, AFTER_MIDNIGHT)  # of London, where it is the next day
    asked = Asked(QUARTER, just_after_midnight, service=it.person.service_id)
    assert bool(counting.count(asked)) == is_counted
    assert counting.not_yet(asked) == (not is_counted)


def test_every_cell_belongs_to_a_measure_or_stands_beside_one():
    of = {cell for measure in MEASURES for cell in measure.of}
    beside = {cell for cells in BESIDE.values() for cell in cells}
    assert {*CELLS, IN_TREATMENT} == of | beside
    assert {measure.among for measure in MEASURES} <= {*CELLS, IN_TREATMENT}
    assert len(BY_KEY) == len(MEASURES)


def test_every_relation_is_of_cells_that_are_counted():
    for relation in RELATIONS:
        parts = getattr(relation, "parts", None) or relation.by
        assert {*parts, relation.whole} <= set(CELLS)


def test_the_kinds_of_not_knowing_and_of_people_are_those_recorded():
    assert set(map(once, NOT_KNOWN)) <= set(CELLS)
    assert set(FAMILIES) == set(Approach.values)
    assert set(Person.Kind.values) == {"client", "someone_close"}
