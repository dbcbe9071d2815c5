"""Forty invented people, and enough of a directory for them to have been offered something."""

import pytest

from directory import geocoding
from mutualaid.ops import demo_people
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory


def lay_ground():
    CellFactory(population=500_000)
    for _ in range(16):
        MeetingFactory(programme=ProgrammeFactory())
    geocoding.forget()


@pytest.fixture
def forty(transactional_db, now):
    """Committed, so that other processes see them."""
    lay_ground()
    demo_people.load(now=now)
