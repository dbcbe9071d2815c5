"""What is so of every caseload that is counted, however it came about."""

import datetime as dt
from collections import Counter, defaultdict

from referrals.reports import counting
from referrals.reports.counting import FLAGS, Asked
from referrals.reports.measures import CELLS, FAMILIES, IN_TREATMENT, talked, wanted
from tests.oracles import measures as oracle
from tests.referrals.reports.worlds import LATER, LATEST, QUARTERS

OF_FAMILIES = {cell for family in FAMILIES for cell in (talked(family), wanted(family))}


def moments(quarter):
    """When it is first whole, when all is known, and before: some are not counted yet, or told of too late."""
    whole = dt.datetime.combine(quarter.mature_on, dt.time(2), tzinfo=dt.UTC)
    return [whole - dt.timedelta(days=40), whole, LATEST, LATER]


def questions(world):
    """Every question that a report asks of this world."""
    for quarter in QUARTERS:
        for known_by in moments(quarter):
            yield from (Asked(quarter, known_by, area=area.pk) for area in world.areas)
            yield from (Asked(quarter, known_by, service=service.pk) for service in world.services)
        for service in world.services:
            yield Asked(quarter, LATER, service=service.pk, worker=world.workers[service.pk][0].pk)


def whose(asked):
    return {"area": asked.area, "service": asked.service, "worker": asked.worker}


def as_the_oracle_counts(world, people):
    """Every count of every question; and the world is awkward enough for each cell to have somebody, and not all."""
    seen, not_all = set(), set()
    for asked in questions(world):
        told = oracle.count(people, asked.quarter, asked.known_by, **whose(asked))
        assert counting.count(asked) == told, asked
        for unit, cells in told.items():
            seen |= {cell for cell, number in cells.items() if number}
            not_all |= {(unit.phase, cell) for cell, number in cells.items() if number < cells["introduced"]}
    nobody = {*CELLS, IN_TREATMENT} - OF_FAMILIES - seen
    everybody = {cell for cell in CELLS if cell != "introduced" and ("here", cell) not in not_all}
    assert (nobody, everybody) == (set(), set()), "the world is not awkward enough"
    assert len(seen & OF_FAMILIES) > len(FAMILIES)


def people_behind_are_the_oracles(world, people):
    """A statement for each count: of the quarter and the two services where most happens."""
    asked_of = [Asked(QUARTERS[2], LATER, service=service.pk) for service in world.services[1:3]]
    for asked in asked_of:
        told = oracle.behind(people, asked.quarter, LATER, service=asked.service)
        for phase, kind in {(phase, kind) for phase, kind, _cell in told}:
            for cell in FLAGS:
                found = counting.behind(asked, cell, phase=phase, kind=kind)
                assert sorted(found) == sorted(told[phase, kind, cell]), (asked, phase, kind, cell)
    assert counting.behind(asked_of[0], "informed", phase="here", kind="nobody") == []


def services_together_are_their_areas(world, people):
    """Whoever has no area is in no area's figures; all others are in one's, and in their service's."""
    for quarter in QUARTERS:
        by_service, by_area = defaultdict(Counter), defaultdict(Counter)
        for service in world.services:
            add(by_service, counting.count(Asked(quarter, LATER, service=service.pk)))
        for area in world.areas:
            add(by_area, counting.count(Asked(quarter, LATER, area=area.pk)))
        for story in oracle.stories(people, quarter, LATER):
            if not story.episode.area:
                by_area[story.unit].update(story.cells())
        assert by_service == by_area
        assert sum(map(len, by_service.values()))


def add(total, counted):
    for unit, cells in counted.items():
        total[unit].update({cell: number for cell, number in cells.items() if number and cell != IN_TREATMENT})
