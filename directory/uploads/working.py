"""Who sets the work on a file going, and what if the worker is killed?

The work is a process of its own, so that no page waits for it and no restart of the
web server's threads ends it. It holds the file while it works.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading

from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from directory.importers.listed import ImportRefused
from directory.models import Upload
from directory.uploads import keeping
from directory.uploads.locking import LETTING_GO, is_held, locked
from mutualaid.accounts.models import User

State = Upload.State
# From which states each kind of work begins. Where it was cut off it begins again.
FROM = {
    State.OPENING: (State.MATCHING, State.OPENING),
    State.LOOKING: (State.MATCHING, State.LOOKED, State.LOOKING),
    State.APPLYING: (State.LOOKED, State.APPLYING),
}


class FileGone(ImportRefused):
    """The file is not here."""


class NoWorker(ImportRefused):
    """This machine cannot start another process."""


class AtWork(ImportRefused):
    """Somebody works on it already, or it has come further."""


def open_up(upload: Upload, *, at: dt.datetime) -> None:
    """Find out what columns it has. Raises FileGone, AtWork or NoWorker."""
    _start(upload, State.OPENING, at=at, by=None)


def look(upload: Upload, *, at: dt.datetime) -> None:
    """Find out what it would do. Raises FileGone, AtWork or NoWorker."""
    _start(upload, State.LOOKING, at=at, by=None)


def apply(upload: Upload, *, by: User, at: dt.datetime) -> None:
    """Take it, as it was looked at. Raises FileGone, AtWork or NoWorker."""
    _start(upload, State.APPLYING, at=at, by=by)


def goes_on(upload: Upload) -> bool:
    """Is its worker at it still?"""
    return is_held(keeping.path_of(upload))


def settled(upload: Upload) -> Upload:
    """``upload``, read after its worker let go of it, as it is: taken, where the worker was cut off only after that.

    A worker says how it ended before it lets go. What is worked on still was cut off, and nothing of it was taken.
    """
    run = upload.run_after_all()
    if run is not None:
        finish(upload, run)
    return upload


def finish(upload: Upload, run: Model) -> None:
    """It is taken, by ``run``: its file is not needed any more."""
    upload.state, upload.run = State.APPLIED, run
    Upload.objects.filter(pk=upload.pk).update(state=upload.state, run=run)
    keeping.drop_file(upload)


def _start(upload: Upload, state: Upload.State, *, at: dt.datetime, by: User | None) -> None:
    path = keeping.path_of(upload)
    at_work = Upload.objects.is_worked_on(upload.pk)
    with locked(path, patience=0 if at_work else LETTING_GO) as lock:
        if lock is None and not path.exists():
            raise FileGone(keeping.GONE)
        begins = Upload.objects.filter(pk=upload.pk).in_state(*FROM[state])
        begun = {"state": state, "trouble": "", "doing": "", "done": 0, "started_at": at, "applied_by": by}
        if lock is None or not begins.update(**begun):
            raise AtWork("Somebody is working on this list already: look again in a moment.")
        _set_to_work(upload, lock)


def _set_to_work(upload: Upload, lock: int) -> None:
    """A process of its own, which holds the file as long as it lives."""
    if not settings.IMPORTS_BESIDE:
        call_command("take_upload", str(upload.pk))
        return
    words = [sys.executable, str(settings.BASE_DIR / "manage.py"), "take_upload", str(upload.pk)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}  # what it logs goes where the site’s own does
    try:
        # From where the site itself runs: a folder or a database may be named as seen from there.
        worker = subprocess.Popen(words, pass_fds=[lock], start_new_session=True, **quiet)
    except OSError:
        raise NoWorker("There is no room on this machine for the work just now: try again in a while.") from None
    threading.Thread(target=worker.wait, daemon=True).start()  # so that none is left behind when it has ended
