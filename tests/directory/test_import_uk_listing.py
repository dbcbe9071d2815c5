"""The real listings through the mappings in docs/, counted row class by row class (docs/importing.md says the same)."""

import re
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings

from directory import verification
from directory.models import DirectoryRevision, Holding, ImportRun, Meeting, Venue
from directory.verification import taking
from tests.conftest import NOW
from tests.factories import ProgrammeFactory
from tests.geography_edition import taken_back

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

MAPPINGS = Path(__file__).parent.parent.parent / "docs" / "mappings"
FELLOWSHIPS = ("alcoholics-anonymous", "narcotics-anonymous", "cocaine-anonymous", "overeaters-anonymous")
LATEST = "uk-listing-2026-08-05.csv"


@pytest.fixture(scope="module", autouse=True)
def programmes(whole_country):
    for slug in FELLOWSHIPS:
        ProgrammeFactory(slug=slug)


@pytest.fixture(scope="module")
def take(real_data, tmp_path_factory):
    var = tmp_path_factory.mktemp("var")

    def take(file, mapping="uk-listing.toml"):
        paths = ["--file", str(real_data / "meetings" / file), "--mapping", str(MAPPINGS / mapping)]
        with time_machine.travel(NOW), override_settings(VAR_DIR=var):
            call_command("import_meetings", "uk", "--format", "spreadsheet", *paths, stdout=StringIO())
        return ImportRun.objects.latest("pk")

    return take


@dataclass
class Taken:
    """A run, and processor seconds: what others take of a busy machine is not the import's."""

    run: ImportRun
    seconds: float
    held: list[float]  # every time the write lock was held


@pytest.fixture(scope="class")
def latest(take, django_db_blocker):
    """The newest listing, taken once for the tests that begin with it."""
    held = []

    @contextmanager
    def timed():
        began = time.process_time()
        with verification.changing() as revision:
            yield revision
        held.append(time.process_time() - began)

    with taken_back(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking, "changing", timed)
        began = time.process_time()
        run = take(LATEST)
        yield Taken(run, time.process_time() - began, held)


def by_kind(run):
    return dict(Counter(problem["kind"] for problem in run.problems))


def facts(field):
    return dict(Counter(Meeting.objects.values_list(field, flat=True)))


def check_nothing_private_is_public():
    """No number, address or passcode in anything a public page prints."""
    telling = re.compile(
        r"\b0\d{3} ?\d{3} ?\d{3,4}\b|\b\d{9,}\b|@\w+\.|pass ?code: |password|pwd=|zoom\.us|meeting id", re.IGNORECASE
    )
    public = Meeting.objects.values_list("name", "notes", "venue__name", "venue__address")
    told = [text for row in public for text in row if text and telling.search(text)]
    assert told == []
    assert not Meeting.objects.filter(join_url__contains="pwd=").exists()


class TestTheNewest:
    def test_it_takes_under_twenty_seconds_and_holds_the_write_lock_under_five(self, latest):
        assert latest.seconds < 20
        assert len(latest.held) == 1
        assert latest.held[0] < 5

    def test_the_2026_listing_is_taken_row_class_by_row_class(self, latest):
        run = latest.run
        assert run.counts == {
            "read": 8296,
            "added": 8222,
            "changed": 0,
            "unchanged": 0,
            "missing": 0,
            "kept": 0,
            "rejected": 74,
            "repaired": 763,
            "outside": 1552,
            "when_stopped": 4,
            "when_flagged": 80,
            "when_read": 77,
            "when_stands": 384,
        }
        assert by_kind(run) == {
            "time": 58,
            "position": 16,
            "title": 184,
            "wording": 134,
            "address": 25,
            "duration": 5,
            "point": 1,
            "nation": 63,
            "markup": 15,
            "private": 372,
            "link": 6,
            "contradiction": 3,
        }
        assert all(problem["reason"] and problem["row"] > 1 for problem in run.problems)
        assert Meeting.objects.listed().count() == 8222 - 1552 - 4
        assert Venue.objects.count() == 6444
        assert Holding.objects.count() == len(FELLOWSHIPS[:3]) * 4
        assert facts("programme__slug") == {
            "alcoholics-anonymous": 5831,
            "narcotics-anonymous": 1419,
            "cocaine-anonymous": 972,
        }
        assert facts("mode") == {"in_person": 8172, "hybrid": 50}
        assert facts("openness") == {"unknown": 4479, "open": 3320, "closed": 423}
        assert "no" not in facts("step_free")
        assert facts("venue__nation") == {
            "england": 5279,
            "scotland": 851,
            "northern_ireland": 360,
            "wales": 180,
            "outside": 1552,
        }
        check_nothing_private_is_public()

    def test_the_same_listing_again_changes_nothing(self, latest, take):
        before = list(Meeting.objects.order_by("pk").values())
        run = take(LATEST)
        assert (run.counts["added"], run.counts["changed"], run.counts["unchanged"], run.counts["missing"]) == (
            0,
            0,
            8222,
            0,
        )
        assert list(Meeting.objects.order_by("pk").values()) == before
        assert DirectoryRevision.objects.get().number == 1


def test_the_rows_the_publisher_could_not_place_are_refused_each_with_a_reason(take):
    run = take("uk-listing-invalid-2026-08-05.csv")
    assert (run.counts["read"], run.counts["added"], run.counts["rejected"]) == (71, 1, 70)
    assert by_kind(run) == {"time": 58, "position": 12, "private": 1}


def test_three_listings_over_nineteen_months_are_taken_one_after_another(take):
    january = take("uk-listing-2025-01-21.csv", "uk-listing-2025.toml")
    may = take("uk-listing-2025-05-19.csv", "uk-listing-2025.toml")
    august = take(LATEST)
    assert [outcome(run) for run in (january, may, august)] == [
        (7826, 0, 0, 0, 3),
        (680, 782, 6638, 406, 2),
        (1649, 2424, 4149, 1933, 74),
    ]
    assert [tuple(run.counts[name] for name in ("read", "outside", "repaired")) for run in (january, may)] == [
        (7829, 1601, 804),
        (8102, 1680, 829),
    ]
    assert Meeting.objects.count() == 7826 + 680 + 1649


def outcome(run):
    return tuple(run.counts[name] for name in ("added", "changed", "unchanged", "missing", "rejected"))
