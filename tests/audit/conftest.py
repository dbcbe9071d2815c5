"""A trail of a few invented events, and a way round what keeps it."""

import datetime as dt
import random
import uuid
from contextlib import contextmanager

import pytest
from django.db import connection

from mutualaid.audit import append_only, chain, trail
from tests.conftest import NOW

WHAT = ("person.seen", "people.listed", "referral.moved", "job.finished")


LONG = 10


def somebody(number):
    return uuid.UUID(int=number + 1)


def recorded(number):
    """The same event for the same number, but for its id."""
    chance = random.Random(number)
    return trail.record(
        chance.choice(WHAT),
        actor=chance.choice((None, somebody(1000), somebody(1001))),
        service=chance.choice((None, somebody(2000))),
        subjects=[somebody(chance.randrange(5)) for _ in range(chance.randrange(4))],
        facts={"stage": "engaging", "number": number},
        at=NOW + dt.timedelta(seconds=number, microseconds=chance.randrange(10**6)),
    )


@pytest.fixture
def events(db):
    return [recorded(number) for number in range(LONG)]


@contextmanager
def unguarded():
    """As somebody would who owns the database."""
    append_only.lift(connection)
    yield connection.cursor()
    append_only.put(connection)


@pytest.fixture
def short_runs(monkeypatch):
    """Three events to a seal, read two at a time: every edge is there to be met."""
    monkeypatch.setattr(chain, "RUN", 3)
    monkeypatch.setattr(chain, "BATCH", 2)


@pytest.fixture
def sealed(events, short_runs):
    return list(chain.seal(now=NOW))


def faults(**how):
    return list(chain.faults(chain.Read(), **how))


def run_of(seal):
    return f"Events {seal.first} to {seal.last} (seal {seal.number})"


def done(sql, *values):
    with unguarded() as cursor:
        cursor.execute(sql, values)
