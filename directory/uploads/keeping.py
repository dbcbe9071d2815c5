"""Where does a file that an editor sent stand, and for how long?

In a folder that this user alone may read, under the key of its row: the name it had
elsewhere is part of no path. A day after it came, file and row are gone.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst

from directory.importers.listed import ImportRefused
from directory.models import Upload
from directory.uploads.locking import LETTING_GO, locked
from mutualaid.accounts.models import User

GONE = "The file is not here any more: send it again."


def folder() -> Path:
    """The folder, made where it is not there yet. Nobody but this user may look into it."""
    path = settings.VAR_DIR / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(upload: Upload) -> Path:
    return settings.VAR_DIR / "uploads" / str(upload.pk)


def keep(sent: UploadedFile, facts: dict[str, object], *, by: User, at: dt.datetime) -> Upload:
    """Keep the file that was ``sent``, with what was said of it."""
    upload = Upload(made_by=by, made_at=at, **facts)
    os.link(sent.file.name, path_of(upload))  # the name under which it arrived goes with the request
    upload.save()
    return upload


def match(upload: Upload, mapping: str) -> bool:
    """Read it by this mapping (TOML) from now on. False where somebody works on it, or it is taken.

    What it would do has to be looked at again.
    """
    matched = Upload.objects.filter(pk=upload.pk).in_state(Upload.State.MATCHING, Upload.State.LOOKED)
    if not matched.update(mapping=mapping, state=Upload.State.MATCHING, trouble=""):
        return False
    upload.mapping = mapping
    return True


def forget(upload: Upload) -> bool:
    """Forget the file and what was said of it. False where somebody works on it."""
    at_work = Upload.objects.is_worked_on(upload.pk)
    with locked(path_of(upload), patience=0 if at_work else LETTING_GO) as lock:
        if lock is None and path_of(upload).exists():
            return False
        drop_file(upload)
        upload.delete()
    return True


def forget_old(*, now: dt.datetime) -> None:
    """Forget whatever came over a day ago, and what a browser that went away left half-sent."""
    for upload in Upload.objects.out_of_date(now=now):
        forget(upload)
    for path in folder().iterdir():
        if _is_old(path):
            with locked(path) as lock:
                if lock is not None:
                    path.unlink(missing_ok=True)


def drop_file(upload: Upload) -> None:
    """Its file is not needed any more."""
    path_of(upload).unlink(missing_ok=True)


def sentence(upload: Upload, refused: ImportRefused) -> str:
    """What is wrong, as a sentence that does not tell where on this machine the file stands."""
    if not path_of(upload).exists():
        return GONE
    return capfirst(str(refused).replace(str(path_of(upload)), "the file"))


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - Upload.KEPT_FOR.total_seconds()
    except FileNotFoundError:
        return False
