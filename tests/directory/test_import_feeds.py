"""The shared feeds through the mappings in docs/, row class by row class (docs/importing.md says the same)."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from directory.models import ImportRun, Meeting
from tests.conftest import NOW
from tests.factories import ProgrammeFactory

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

MAPPINGS = Path(__file__).parent.parent.parent / "docs" / "mappings"


@pytest.fixture(autouse=True)
def world(settings, tmp_path, whole_country, db):
    settings.VAR_DIR = tmp_path
    for slug in ("alcoholics-anonymous", "narcotics-anonymous"):
        ProgrammeFactory(slug=slug)


@pytest.fixture
def take(real_data):
    def take(format, file, mapping):
        paths = ["--file", str(real_data / "meetings" / file), "--mapping", str(MAPPINGS / mapping)]
        with time_machine.travel(NOW):
            call_command("import_meetings", "feed", "--format", format, *paths, stdout=StringIO())
        return ImportRun.objects.latest("pk")

    return take


@pytest.fixture
def take_twice(take):
    """Take a feed, and see that the second time changes nothing."""

    def take_twice(*feed):
        first = take(*feed)
        before = list(Meeting.objects.order_by("pk").values())
        again = take(*feed).counts
        assert (again["added"], again["changed"], again["missing"]) == (0, 0, 0)
        assert again["unchanged"] == first.counts["added"]
        assert list(Meeting.objects.order_by("pk").values()) == before
        return first

    return take_twice


def counted(run):
    kept = ("read", "added", "rejected", "repaired", "outside")
    return {name: run.counts[name] for name in kept}, dict(Counter(problem["kind"] for problem in run.problems))


def facts(field):
    return dict(Counter(Meeting.objects.values_list(field, flat=True)))


def check_nothing_private_is_public():
    """No number, address or passcode in anything a public page prints."""
    telling = re.compile(
        r"\b0\d{3} ?\d{3} ?\d{3,4}\b|\b\d{9,}\b|@\w+\.|pass ?code: |passwor[td]\b|pwd=|zoom\.us|meeting id",
        re.IGNORECASE,
    )
    public = Meeting.objects.values_list("name", "notes", "venue__name", "venue__address")
    assert [text for row in public for text in row if text and telling.search(text)] == []
    assert not Meeting.objects.filter(join_url__contains="pwd").exists()


UK_NA = ("meeting_guide", "meeting_guide/uk-na.json", "uk-na.toml")
AASEPIA = ("meeting_guide", "meeting_guide/aasepia.json", "aasepia.toml")
GREATER_NY = ("bmlt", "bmlt/greater-ny-GetSearchResults.json", "greater-ny.toml")
BERLIN = ("bmlt", "bmlt/berlin-GetSearchResults.json", "berlin.toml")


def test_narcotics_anonymous_in_the_uk_is_taken(take_twice):
    counts, kinds = counted(take_twice(*UK_NA))
    assert counts == {"read": 1315, "added": 1314, "rejected": 1, "repaired": 80, "outside": 1}
    assert kinds == {"nowhere": 1, "title": 27, "wording": 55, "nation": 1, "private": 1}
    assert facts("mode") == {"in_person": 1314}
    assert facts("openness") == {"open": 940, "closed": 348, "unknown": 26}
    assert facts("venue__nation") == {
        "england": 1152,
        "scotland": 107,
        "wales": 29,
        "northern_ireland": 25,
        "outside": 1,
    }
    check_nothing_private_is_public()


def test_a_feed_from_abroad_is_outside_our_area_in_person_and_kept_online(take_twice):
    counts, kinds = counted(take_twice(*AASEPIA))
    assert counts == {"read": 2038, "added": 1904, "rejected": 134, "repaired": 618, "outside": 1599}
    assert kinds == {"nowhere": 134, "duration": 5, "private": 608, "contradiction": 14}
    assert facts("mode") == {"in_person": 1305, "hybrid": 294, "online": 292, "phone": 13}
    assert facts("openness") == {"open": 1349, "closed": 512, "conflict": 14, "unknown": 29}
    assert facts("time_zone") == {"America/New_York": 1904}
    assert {meeting.mode for meeting in Meeting.objects.listed()} == {"online", "phone"}
    check_nothing_private_is_public()


def test_a_servers_unpublished_rows_are_refused_and_its_contradictions_kept(take_twice):
    counts, kinds = counted(take_twice(*GREATER_NY))
    assert counts == {"read": 1555, "added": 1513, "rejected": 42, "repaired": 5, "outside": 1513}
    assert kinds == {"unpublished": 42, "contradiction": 5}
    assert facts("openness") == {"open": 859, "closed": 324, "conflict": 5, "unknown": 325}
    assert not any("#@-@#" in notes for notes in facts("notes"))
    check_nothing_private_is_public()


def test_a_server_with_venue_types_and_german_formats_is_taken(take_twice):
    counts, kinds = counted(take_twice(*BERLIN))
    assert counts == {"read": 108, "added": 108, "rejected": 0, "repaired": 29, "outside": 85}
    assert kinds == {"private": 24, "markup": 5}
    assert facts("mode") == {"in_person": 85, "online": 23}
    assert facts("step_free") == {"unknown": 94, "yes": 14}
    assert Meeting.objects.listed().count() == 23
    check_nothing_private_is_public()
