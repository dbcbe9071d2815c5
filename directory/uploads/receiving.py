"""How does a file come in from a browser? A chunk at a time to disk, as far as the most that is taken."""

from __future__ import annotations

from contextlib import suppress
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.importers.fetch import MEGABYTE
from directory.uploads import keeping

AT_MOST = 50 * MEGABYTE
TOO_LARGE = _("The file is over 50 MB: send one of at most 50 MB, or ask whoever runs this site to import it.")
NO_ROOM = _("The file could not be kept here: ask whoever runs this site for room on its disk.")


class ToDisk(FileUploadHandler):
    """Writes the one file that is asked for into our own folder; ``refused`` says why it did not."""

    def __init__(self, request=None):
        super().__init__(request)
        self.refused: Promise | str = ""
        self.kept: IO[bytes] | None = None  # None while what comes in is not what was asked for

    def new_file(self, field_name, *args, **kwargs):
        super().new_file(field_name, *args, **kwargs)
        self.kept = None
        if field_name != "file":
            return
        try:
            self.kept = NamedTemporaryFile(dir=keeping.folder(), prefix="arriving-")  # noqa: SIM115  # closed below
        except OSError:
            self._refuse(NO_ROOM)

    def receive_data_chunk(self, raw_data, start):
        if self.kept is None:
            return
        if start + len(raw_data) > AT_MOST:
            self._refuse(TOO_LARGE)
        try:
            self.kept.write(raw_data)
            self.kept.flush()  # here, where it can be said that there is no room
        except OSError:
            self._refuse(NO_ROOM)

    def file_complete(self, file_size):
        """What was asked for, open until the request ends."""
        if self.kept is None:
            return None
        self.kept.seek(0)
        return UploadedFile(self.kept, "list", size=file_size)

    def upload_interrupted(self):
        if self.kept is not None:
            with suppress(OSError):  # what there was no room for
                self.kept.close()

    def _refuse(self, why):
        self.refused = why
        self.upload_interrupted()
        raise SkipFile
