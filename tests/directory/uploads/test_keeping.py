import fcntl
import os
import threading
import time

import pytest

from directory.importers.listed import ImportRefused
from directory.models import Upload
from directory.uploads import keeping
from directory.uploads.locking import is_held, locked
from tests.factories import UploadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def upload(now):
    made = UploadFactory(made_at=now, begun=True, state="looking")
    keeping.folder()
    keeping.path_of(made).write_text("Title\n")
    return made


def test_a_lock_is_held_by_one_and_gone_with_it(upload):
    path = keeping.path_of(upload)
    with locked(path) as lock:
        assert lock is not None
        assert is_held(path)
        with locked(path) as other:
            assert other is None
    assert not is_held(path)
    with locked(path) as lock:
        assert lock is not None


def test_a_lock_that_is_let_go_of_in_a_moment_is_waited_for(upload):
    path = keeping.path_of(upload)
    with path.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        threading.Timer(0.3, fcntl.flock, (file, fcntl.LOCK_UN)).start()
        with locked(path) as lock:
            assert lock is None
        with locked(path, patience=5) as lock:
            assert lock is not None


def test_a_file_that_is_not_there_is_held_by_nobody(tmp_path):
    assert not is_held(tmp_path / "nothing")
    with locked(tmp_path / "nothing") as lock:
        assert lock is None


def test_what_is_worked_on_is_not_forgotten(upload):
    with locked(keeping.path_of(upload)):
        assert not keeping.forget(upload)
        assert keeping.path_of(upload).exists()
    assert keeping.forget(upload)
    assert not Upload.objects.exists()


def test_what_is_a_day_old_is_forgotten_file_and_row(upload, now):
    keeping.forget_old(now=now + Upload.KEPT_FOR * 0.99)
    assert Upload.objects.exists()
    keeping.forget_old(now=now + Upload.KEPT_FOR)
    assert not Upload.objects.exists()
    assert not keeping.path_of(upload).exists()


def test_a_row_without_its_file_is_forgotten_too(upload, now):
    keeping.path_of(upload).unlink()
    keeping.forget_old(now=now + Upload.KEPT_FOR)
    assert not Upload.objects.exists()


def test_what_a_browser_left_half_sent_goes_after_a_day(now):
    left, arriving = keeping.folder() / "arriving-left", keeping.folder() / "arriving-now"
    for path in (left, arriving):
        path.write_text("half")
    yesterday = time.time() - Upload.KEPT_FOR.total_seconds() - 60
    os.utime(left, (yesterday, yesterday))
    keeping.forget_old(now=now)
    assert list(keeping.folder().iterdir()) == [arriving]


def test_what_is_matched_anew_has_to_be_looked_at_anew():
    looked, taken = UploadFactory(looked=True), UploadFactory(begun=True, state="looking")
    assert keeping.match(looked, "a = 1")
    assert not keeping.match(taken, "a = 1")
    looked.refresh_from_db()
    taken.refresh_from_db()
    assert (looked.state, looked.mapping) == ("matching", "a = 1")
    assert (taken.state, taken.mapping) == ("looking", "")


def test_a_sentence_does_not_tell_where_the_file_stands(upload):
    refused = ImportRefused(f"{keeping.path_of(upload)} is empty: nothing was taken from it.")
    assert keeping.sentence(upload, refused) == "The file is empty: nothing was taken from it."
    keeping.path_of(upload).unlink()
    assert keeping.sentence(upload, refused) == keeping.GONE
