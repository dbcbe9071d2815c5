"""Real workers, as the site starts them: they outlive the request, hold their file, and can be killed at any moment."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from directory.models import ImportRun, Meeting, Upload
from directory.uploads import keeping, working
from tests.conftest import NOW
from tests.directory.importers.sheets import HEADER, MAPPING, geography, programmes, row, sheet
from tests.factories import UploadFactory
from tests.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 1500
SECONDS = 60


@pytest.fixture(autouse=True)
def world(settings, tmp_path, monkeypatch):
    """Workers that find this test’s database and folder."""
    settings.VAR_DIR = tmp_path
    settings.IMPORTS_BESIDE = True
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("MUTUALAID_VAR", str(tmp_path))
    geography()
    programmes()


class Workers:
    """The processes that are set going, as they are started. What they keep us waiting for says nothing of time."""

    def __init__(self):
        self.started, self.held_back = [], False

    def hold_back(self):
        """Whoever starts from now on stands still, alive and doing nothing, until ``go_on`` or ``kill``."""
        self.held_back = True

    def go_on(self):
        self.held_back = False
        self.started[-1].send_signal(signal.SIGCONT)

    def kill(self):
        """Kill the newest; was it in time? One that has ended, or is ending, is nobody's any more."""
        self.held_back = False
        self.started[-1].kill()
        return self.started[-1].wait(SECONDS) == -signal.SIGKILL

    def noted(self, *words, **how):
        worker = start(*words, **how)
        if self.held_back:
            worker.send_signal(signal.SIGSTOP)
        self.started.append(worker)
        return worker


start = subprocess.Popen


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    workers = Workers()
    monkeypatch.setattr(subprocess, "Popen", workers.noted)
    yield workers
    for worker in workers.started:
        worker.kill()


def upload():
    made = UploadFactory(slug="lamps", mapping=MAPPING, made_at=NOW)
    keeping.folder()
    rows = [row(Title=f"Lamp {n}", Time=f"{n % 24}:00", Venue=f"Hall {n}") for n in range(ROWS)]
    keeping.path_of(made).write_text(sheet(*rows), newline="")
    return made


def ended(made):
    """The upload, once its worker has let go of it."""
    until = time.monotonic() + SECONDS
    while working.goes_on(made):
        assert time.monotonic() < until
        time.sleep(0.05)
    return Upload.objects.get(pk=made.pk)


def test_it_works_on_beside_the_request_and_says_how_it_ended(editor, workers):
    made = upload()
    workers.hold_back()
    working.look(made, at=NOW)  # it waits for nobody: nothing is done yet
    assert working.goes_on(made)
    with pytest.raises(working.AtWork):
        working.look(made, at=NOW)
    assert not keeping.forget(made)
    workers.go_on()
    made = ended(made)
    assert (made.state, made.trouble, made.counts["added"]) == ("looked", "", ROWS)
    working.apply(made, by=editor, at=NOW)
    made = ended(made)
    assert made.state == "applied"
    assert (made.run.by, Meeting.objects.count()) == (editor, ROWS)


def test_it_finds_a_folder_that_is_named_from_where_the_site_runs(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUTUALAID_VAR", "var")
    settings.VAR_DIR = Path("var")
    made = upload()
    working.look(made, at=NOW)
    made = ended(made)
    assert (made.state, made.trouble) == ("looked", "")


def test_it_is_taken_however_soon_after_it_was_looked_at_somebody_says_so(editor):
    made = upload()
    working.look(made, at=NOW)
    while Upload.objects.get(pk=made.pk).state != "looked":
        time.sleep(0.01)  # it says how it ended before it ends
    working.apply(made, by=editor, at=NOW)
    assert ended(made).state == "applied"


def test_two_people_take_one_list_at_once_and_one_of_them_is_told_so(editor):
    both = [upload(), upload()]
    for made in both:
        working.look(made, at=NOW)
    both = [ended(made) for made in both]
    for made in both:
        working.apply(made, by=editor, at=NOW)
    both = [ended(made) for made in both]
    assert sorted(made.state for made in both) == ["applied", "looked"]
    (told,) = [made.trouble for made in both if made.state == "looked"]
    assert "under way" in told or "since you looked" in told or "while this one was reading" in told
    assert (Meeting.objects.count(), ImportRun.objects.count()) == (ROWS, 1)


def test_where_no_worker_can_be_started_that_is_said_and_it_can_be_run_again(client, editor, monkeypatch, time_machine):
    time_machine.move_to(NOW)
    client.force_login(editor)
    made = upload()
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "/nowhere/python")
        page = client.post(f"/editing/imports/{made.pk}/look/", follow=True)
    assert b"There is no room on this machine for the work just now" in page.content
    assert b"Run it again" in page.content
    working.look(made, at=NOW)
    assert ended(made).state == "looked"


def test_killed_at_any_moment_it_is_seen_to_be_and_can_be_run_again(editor, workers):
    made = upload()
    working.look(made, at=NOW)
    made = ended(made)
    interrupted = 0
    for seconds in (0, 0.8, 1.2, 1.6):
        if made.state == "applied":
            break
        working.apply(made, by=editor, at=NOW)
        time.sleep(seconds)
        interrupted += workers.kill()
        made = working.settled(ended(made))
        assert (Meeting.objects.count(), ImportRun.objects.count()) in [(0, 0), (ROWS, 1)]
        assert (made.state == "applied") == (ImportRun.objects.count() == 1)
    assert interrupted
    if made.state != "applied":
        assert made.state == "applying"
        working.apply(made, by=editor, at=NOW)
        made = working.settled(ended(made))
    assert made.state == "applied"
    assert (Meeting.objects.count(), ImportRun.objects.count()) == (ROWS, 1)


def test_one_killed_while_its_columns_are_found_can_be_run_again(client, editor, workers, time_machine):
    time_machine.move_to(NOW)
    client.force_login(editor)
    made = upload()
    address = f"/editing/imports/{made.pk}/"
    workers.hold_back()
    working.open_up(made, at=NOW)
    assert b"Finding out what columns the file has" in client.get(address).content
    assert workers.kill()
    ended(made)
    assert b"Nothing was changed. Run it again." in client.get(address).content
    client.post(f"{address}look/")
    made = ended(made)
    assert (made.state, made.glance["header"]) == ("matching", HEADER)


def test_the_page_of_one_that_was_killed_says_so_and_offers_to_run_it_again(client, editor, workers, time_machine):
    time_machine.move_to(NOW)
    client.force_login(editor)
    made = upload()
    address = f"/editing/imports/{made.pk}/"
    workers.hold_back()
    client.post(f"{address}look/")
    at_work = client.get(address)
    assert at_work["Refresh"] == "2"
    assert b"Looking at what the list would do" in at_work.content
    still = client.get(f"{address}?still=yes")
    assert "Refresh" not in still.headers
    assert workers.kill()
    ended(made)
    cut_off = client.get(address)
    assert "Refresh" not in cut_off.headers
    assert b"Nothing was changed. Run it again." in cut_off.content
    client.post(f"{address}look/")
    assert ended(made).state == "looked"
    assert b"Lamp 0" in client.get(address).content
