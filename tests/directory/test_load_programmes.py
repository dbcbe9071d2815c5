import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from directory import catalogue, verification
from directory.models import DirectoryRevision, Meeting, Programme
from tests.directory.programme_files import keyed, write
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "one", keyed(1))
    write(tmp_path, "two", keyed(2))
    return tmp_path


def load(folder, *options):
    said = io.StringIO()
    call_command("load_programmes", "--folder", str(folder), *options, stdout=said)
    return said.getvalue().splitlines()


def revision():
    return DirectoryRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def test_loading_says_what_was_added_and_adds_it(folder):
    assert load(folder) == ["added one", "added two", "2 added, 0 changed, 0 unchanged, 0 retired"]
    one = Programme.objects.get(slug="one")
    assert (one.name, one.medicines_source, one.revision) == ("Invented Fellowship", "An invented leaflet", revision())


def test_loading_again_changes_nothing_and_leaves_the_revision(folder):
    load(folder)
    before = revision(), list(Programme.objects.order_by("slug").values())
    assert load(folder) == ["0 added, 0 changed, 2 unchanged, 0 retired"]
    assert (revision(), list(Programme.objects.order_by("slug").values())) == before


def test_a_changed_file_changes_its_programme_and_stamps_its_meetings_alone(folder):
    load(folder)
    of_one, of_two = (MeetingFactory(programme=Programme.objects.get(slug=slug)) for slug in ("one", "two"))
    write(folder, "one", keyed(1), ("Invented Fellowship", "A new name"))
    assert load(folder) == ["changed one", "0 added, 1 changed, 1 unchanged, 0 retired"]
    assert Programme.objects.get(slug="one").name == "A new name"
    assert Programme.objects.get(slug="one").revision == revision()
    assert Programme.objects.get(slug="two").revision < revision()
    assert Meeting.objects.get(pk=of_one.pk).revision == revision()
    assert Meeting.objects.get(pk=of_two.pk).revision < revision()


def test_a_changed_programme_keeps_its_public_key(folder):
    load(folder)
    before = Programme.objects.get(slug="one").pk
    write(folder, "one", keyed(1), ('goal = "abstinence"', 'goal = "own_choice"'))
    load(folder)
    assert Programme.objects.get(slug="one").pk == before


def test_a_missing_file_retires_its_programme_once_and_its_meetings_leave_the_list(folder):
    load(folder)
    meeting = MeetingFactory(programme=Programme.objects.get(slug="two"))
    (folder / "two.toml").unlink()
    assert load(folder) == ["retired two", "0 added, 0 changed, 1 unchanged, 1 retired"]
    assert Programme.objects.get(slug="two").retired_at is not None
    assert not Meeting.objects.listed().exists()
    assert Meeting.objects.get(pk=meeting.pk).revision == revision()
    assert load(folder) == ["0 added, 0 changed, 1 unchanged, 0 retired"]


def test_a_file_that_comes_back_brings_its_programme_back(folder):
    load(folder)
    kept = (folder / "two.toml").read_text()
    (folder / "two.toml").unlink()
    load(folder)
    (folder / "two.toml").write_text(kept)
    assert load(folder) == ["changed two", "0 added, 1 changed, 1 unchanged, 0 retired"]
    assert Programme.objects.get(slug="two").retired_at is None


def test_loading_leaves_a_pause_alone(folder, now):
    load(folder)
    Programme.objects.filter(slug="one").update(paused_at=now)
    write(folder, "one", keyed(1), ("Invented Fellowship", "A new name"))
    load(folder)
    assert Programme.objects.get(slug="one").paused_at == now


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    said = load(folder, "--dry-run")
    assert said[:3] == ["added one", "added two", "2 added, 0 changed, 0 unchanged, 0 retired"]
    assert not Programme.objects.exists()
    assert revision() == 0


def test_one_faulty_file_stops_them_all_with_a_sentence(folder):
    load(folder)
    before = revision()
    write(folder, "one", keyed(1), ("Invented Fellowship", "A new name"))
    write(folder, "two", keyed(2), ('cost = "donations"', 'cost = "dear"'))
    with pytest.raises(CommandError, match=r"two.toml: Make “cost” one of: .*\nNothing has changed.") as stopped:
        load(folder)
    assert stopped.value.returncode == 1
    assert Programme.objects.get(slug="one").name == "Invented Fellowship"
    assert revision() == before


def test_a_failure_while_writing_leaves_everything_as_it_was(folder, now):
    load(folder)
    before = revision()
    write(folder, "one", keyed(1), ("Invented Fellowship", "A new name"))
    one, two = catalogue.read(folder)
    impossible = catalogue.Entry("three", two.facts | {"rotation_key": "3" * 12, "approach": "no such approach"})
    with pytest.raises(IntegrityError):
        verification.set_catalogue([one, two, impossible], now=now)
    assert Programme.objects.get(slug="one").name == "Invented Fellowship"
    assert revision() == before


def test_the_catalogue_itself_loads():
    said = io.StringIO()
    call_command("load_programmes", stdout=said)
    assert Programme.objects.current().count() >= 20
