"""manage.py backup FOLDER: everything in the database as one file, without the keys."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from mutualaid.ops import backups, copying
from mutualaid.ops.acting import ActingCommand
from mutualaid.ops.archives import NotWritten


class Command(ActingCommand):
    help = (
        "Copy the whole database into one file in FOLDER, which only this user may read: whole, or not there. "
        "People go on working meanwhile. KEY_RING and SECRET_KEY are never in it: keep them elsewhere. "
        "Safe to stop and to repeat."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, apply, **options):
        now = timezone.now()
        try:
            copying.tools_ready("pg_dump")
            if not apply:
                return self._tell(folder, now)
            file, manifest, digest = backups.back_up(folder, now=now, progress=self.say_if_slow)
        except NotWritten as error:
            raise CommandError(str(error)) from None
        self.say(f"Written: {file}, {file.stat().st_size:,} bytes")
        self.say(f"{len(manifest.counts):,} tables, {manifest.rows:,} rows, keys {', '.join(manifest.keys) or 'none'}")
        self.say(f"SHA-256 before its last 64 letters: {digest}")
        self.say(f"The trail’s newest digest: {manifest.trail or 'none, run seal_trail first'}")
        return None

    def _tell(self, folder, now):
        with connection.cursor() as cursor:
            manifest = backups.described(cursor, now=now)
        self.say(
            f"{len(manifest.counts):,} tables, {manifest.rows:,} rows would be copied into a new file in {folder}."
        )
        self.nothing_was_done()
