"""Every shared feed in one database: none touches what another gave, and pages answer from all of them."""

from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from directory import following, parity
from directory.geography import loading
from directory.likenesses import questions
from directory.models import ImportRun, Meeting, Source
from directory.places import Place, Point
from directory.search import Search
from directory.wanted import Wanted
from tests.conftest import NOW

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

MAPPINGS = Path(__file__).parent.parent.parent / "docs" / "mappings"
# Short name: format, file, mapping, and what is taken of it when it is alone.
FEEDS = {
    "uk": ("spreadsheet", "uk-listing-2026-08-05.csv", "uk-listing.toml", 8222),
    "uk-unplaced": ("spreadsheet", "uk-listing-invalid-2026-08-05.csv", "uk-listing.toml", 1),
    "uk-may": ("spreadsheet", "uk-listing-2025-05-19.csv", "uk-listing-2025.toml", 8100),
    "uk-january": ("spreadsheet", "uk-listing-2025-01-21.csv", "uk-listing-2025.toml", 7826),
    "uk-na": ("meeting_guide", "meeting_guide/uk-na.json", "uk-na.toml", 1314),
    "aasepia": ("meeting_guide", "meeting_guide/aasepia.json", "aasepia.toml", 1904),
    "greater-ny": ("bmlt", "bmlt/greater-ny-GetSearchResults.json", "greater-ny.toml", 1513),
    "berlin": ("bmlt", "bmlt/berlin-GetSearchResults.json", "berlin.toml", 108),
}
MANCHESTER = Place("Manchester", "manchester", Point(53.4835, -2.2312), "point", "england")


def take(slug, real_data):
    format, file, mapping, _ = FEEDS[slug]
    paths = ["--file", str(real_data / "meetings" / file), "--mapping", str(MAPPINGS / mapping)]
    with time_machine.travel(NOW):
        call_command("import_meetings", slug, "--format", format, *paths, stdout=StringIO(), stderr=StringIO())
    return ImportRun.objects.latest("pk").counts


def test_every_feed_stands_beside_the_others_and_again_changes_nothing(real_data, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    loading.load(now=NOW)
    call_command("load_programmes", stdout=StringIO())
    for slug, (*_, taken) in FEEDS.items():
        assert take(slug, real_data)["added"] == taken, slug
    for slug, (*_, taken) in FEEDS.items():
        counts = take(slug, real_data)
        assert (counts["unchanged"], counts["added"], counts["changed"], counts["missing"]) == (taken, 0, 0, 0), slug
        assert Meeting.objects.filter(source__slug=slug).count() == taken

    listed = Meeting.objects.listed().count()
    assert (Meeting.objects.count(), listed) == (28_988, 20_945)
    answer = parity.options(Search(place=MANCHESTER), directory=following.directory(), now=NOW)
    around = following.directory().index.around(MANCHESTER.point, miles=5, wanted=Wanted(), now=NOW)
    assert len(set(answer.counts)) == len(answer.counts) >= 60
    assert sum(answer.counts.values()) == sum(around.counts().values()) > 250
    of_na = Source.objects.filter(slug__in=["uk", "uk-na"])
    assert len(questions(list(of_na))) > 1000
