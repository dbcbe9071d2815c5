"""A small directory that is fair, and the means to make it unfair."""

import datetime as dt

import pytest

from directory import parity, parity_check
from directory.models import Holding
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory, stamp

FAMILIES = ("twelve_step", "twelve_step", "twelve_step", "tools", "tools", "secular", "faith", "women", "less")

honest = parity.options


@pytest.fixture(autouse=True)
def few_pages(monkeypatch):
    monkeypatch.setattr(parity_check, "ON_SURFACES", 1)


@pytest.fixture
def ground(small_geography, now, time_machine):
    """Nine groups in Manchester's middle and out in the country, and one beside, of each block."""
    time_machine.move_to(now, tick=False)
    phone = [{"kind": "phone", "value": "0808 157 0123", "checked_on": "2026-11-01"}]
    groups = [
        ProgrammeFactory(approach=family, problems=[] if at % 2 else ["alcohol", "drugs"])
        for at, family in enumerate(FAMILIES)
    ]
    by_phone = ProgrammeFactory(approach="medication", ways_in=phone)
    beside = [ProgrammeFactory(community=True), ProgrammeFactory(staff=True), ProgrammeFactory(family=True)]
    ProgrammeFactory(approach="tools", nations=["scotland"])
    ProgrammeFactory(approach="buddhist", charges_no_fee="no")
    Holding.objects.create(
        programme=groups[0], nation="england", source=SourceFactory(), extent="whole", as_of=dt.date(2026, 11, 1)
    )
    made = [MeetingFactory(programme=one, venue__lat=53.48 + at / 100) for at, one in enumerate([*groups, *beside])]
    # Nearer to Manchester's middle than their programmes' others: for some people only, and not seen for long.
    made += [
        MeetingFactory(programme=groups[3], restricted_to=["women"], venue__lat=53.4836),
        MeetingFactory(programme=groups[4], stale=True, venue__lat=53.4836),
        MeetingFactory(programme=groups[5], online=True, pattern__weekday=5),
        MeetingFactory(programme=groups[8], hybrid=True, pattern__weekday=6),
        MeetingFactory(programme=groups[6], run_by="service", venue__lat=53.4837),
    ]
    stamp(*made)
    return groups + beside + [by_phone]


@pytest.fixture
def plant(monkeypatch):
    """Answer with what ``change`` makes of an honest answer, wherever there are groups to change."""

    def planted(change):
        def unfair(search, **given):
            options = honest(search, **given)
            return change(options) if options.groups else options

        monkeypatch.setattr(parity, "options", unfair)

    return planted
