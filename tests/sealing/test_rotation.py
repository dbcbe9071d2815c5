import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.sealing import rotation, seals
from mutualaid.sealing.rotation import Counted, Kept, rotate
from tests.sealing.conftest import Note


@pytest.fixture
def older_notes(notes, settings):
    """Seven notes sealed before the newest key was made, one of them with nothing in it."""
    newer, older = settings.KEY_RING
    settings.KEY_RING = [older]
    made = [notes.objects.create(reference=f"AB{n}", secret=f"Words {n}") for n in range(6)]
    notes.objects.create()
    settings.KEY_RING = [newer, older]
    return {note.pk: (note.reference, note.secret) for note in made}


def read():
    return {note.pk: (note.reference, note.secret) for note in Note.objects.exclude(secret_sealed=None)}


def counted(apps, **how):
    (only,) = rotate(apps=apps, **how)
    return only.rows, only.renewed, only.stuck


def test_everything_is_sealed_anew_once(older_notes, note_apps, settings):
    assert counted(note_apps, dry_run=True) == (7, 6, 0)
    assert counted(note_apps) == (7, 6, 0)
    assert counted(note_apps) == (7, 0, 0)
    settings.KEY_RING = settings.KEY_RING[:1]
    assert read() == older_notes
    assert Note.objects.filter(reference_index__in=Note.reference.blinds("ab 3")).count() == 1


def test_a_dry_run_changes_nothing(older_notes, note_apps):
    before = list(Note.objects.order_by("pk").values_list())
    counted(note_apps, dry_run=True)
    assert list(Note.objects.order_by("pk").values_list()) == before


class Killed(Exception):
    pass


def killed_at(number):
    """Let so many statements through, and no more."""
    left = iter(range(number))

    def wrapper(execute, *asked):
        if next(left, None) is None:
            raise Killed
        return execute(*asked)

    return connection.execute_wrapper(wrapper)


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_killed_anywhere_all_can_be_read_and_the_next_time_finishes_it(
    older_notes, note_apps, monkeypatch, settings, batch
):
    monkeypatch.setattr(rotation, "BATCH", batch)
    both, cut = settings.KEY_RING, 0
    while counted(note_apps, dry_run=True)[1]:
        cut += 1
        settings.KEY_RING = both
        try:
            with killed_at(cut):
                counted(note_apps)
        except Killed:
            pass
        assert read() == older_notes
    assert cut > 3
    settings.KEY_RING = both[:1]
    assert read() == older_notes


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(done=st.sets(st.integers(0, 5)))
def test_whatever_part_was_done_before_the_rest_is_done(older_notes, note_apps, settings, done):
    both = settings.KEY_RING
    for at, note in enumerate(Note.objects.exclude(secret_sealed=None).order_by("pk")):
        text = note.reference, note.secret
        settings.KEY_RING = both if at in done else both[1:] + both[:1]
        note.reference, note.secret = text
        note.save()
    settings.KEY_RING = both
    assert read() == older_notes
    assert counted(note_apps) == (7, 6 - len(done), 0)
    settings.KEY_RING = both[:1]
    assert read() == older_notes
    settings.KEY_RING = both


def test_an_index_that_was_left_behind_is_made_again(older_notes, note_apps):
    counted(note_apps)
    Note.objects.filter(reference_index__in=Note.reference.blinds("AB3")).update(reference_index=b"old")
    assert counted(note_apps) == (7, 1, 0)
    assert Note.objects.filter(reference_index__in=Note.reference.blinds("AB3")).exists()


def test_what_does_not_open_is_counted_and_left(older_notes, note_apps):
    broken = min(older_notes)
    Note.objects.filter(pk=broken).update(secret_sealed=b"altered")
    assert counted(note_apps) == (7, 5, 1)
    assert bytes(Note.objects.get(pk=broken).secret_sealed) == b"altered"
    assert counted(note_apps) == (7, 0, 1)


def test_two_that_became_the_same_are_left_for_a_person(older_notes, note_apps):
    Note.objects.create(reference="AB3")
    assert counted(note_apps) == (8, 5, 1)
    assert sorted(text for text, _ in older_notes.values()) == [f"AB{n}" for n in range(6)]


def test_batches_cost_the_same_however_many_rows(older_notes, note_apps, django_assert_num_queries):
    counted(note_apps)
    with django_assert_num_queries(2):
        counted(note_apps)


def test_what_an_app_seals_in_its_own_way_joins_in(older_notes, note_apps):
    def renewed(row):
        held = bytes(row["secret_sealed"] or b"")
        if not held or seals.is_newest(held):
            return {}
        place = Note.secret.place(Note, row["pk"])
        return {"secret_sealed": seals.seal(seals.unseal(held, bound_to=place), bound_to=place)}

    config = SimpleNamespace(sealed_elsewhere=lambda: [Kept(Note, ("secret_sealed",), renewed)])
    apps = SimpleNamespace(get_models=lambda **how: [], get_app_configs=lambda: [config, SimpleNamespace()])
    assert list(rotate(apps=apps)) == [Counted("tests_note", 7, 6, 0)]
    assert list(rotate(apps=apps)) == [Counted("tests_note", 7, 0, 0)]
    assert read() == older_notes


def say(monkeypatch, apps, *asked):
    monkeypatch.setattr(rotation.rotate, "__kwdefaults__", {"dry_run": False, "apps": apps})
    said = io.StringIO()
    call_command("rotate_keys", *asked, stdout=said)
    return said.getvalue().splitlines()


def test_the_command_counts_by_table(older_notes, note_apps, monkeypatch):
    assert say(monkeypatch, note_apps, "--dry-run") == [
        "tests_note: 7 rows, 6 to be sealed anew",
        "Nothing was changed.",
    ]
    assert say(monkeypatch, note_apps)[0] == "tests_note: 7 rows, 6 sealed anew"
    assert say(monkeypatch, note_apps)[0] == "tests_note: 7 rows, 0 sealed anew"


def test_the_command_says_to_keep_every_key_where_something_does_not_open(older_notes, note_apps, monkeypatch):
    Note.objects.filter(pk=min(older_notes)).update(secret_sealed=b"altered")
    with pytest.raises(CommandError, match="Keep every key"):
        say(monkeypatch, note_apps)


@pytest.mark.django_db
def test_the_command_runs_over_whatever_is_installed():
    call_command("rotate_keys", "--dry-run", stdout=io.StringIO())
