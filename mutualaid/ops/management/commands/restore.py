"""manage.py restore FILE: an empty database becomes what a backup holds."""

import re
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from mutualaid.ops import archives, backups, copying
from mutualaid.ops.acting import ActingCommand
from mutualaid.ops.archives import NotABackup, NotWritten


class Command(ActingCommand):
    help = (
        "Make an empty database what the backup FILE holds, and compare the counts of every table and the trail "
        "with what they were. A database that is not empty is refused. A file that is not whole changes nothing."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--expect", default="", metavar="DIGEST", help="a digest that seal_trail printed and you kept elsewhere"
        )

    def handle(self, *, file, apply, expect, **options):
        if expect and not re.fullmatch(r"[0-9a-f]{64}", expect):
            raise CommandError("Give the digest as seal_trail prints it: 64 digits and letters from a to f.")
        try:
            copying.tools_ready("pg_restore")
            manifest = archives.read(file, progress=self.say_if_slow)
            backups.check(manifest)
            self._tell(manifest)
            if not apply:
                return self.nothing_was_done()
            backups.restore(
                file, manifest, expect=expect or manifest.trail, now=timezone.now(), progress=self.say_if_slow
            )
        except (NotABackup, NotWritten) as error:
            raise CommandError(str(error)) from None
        self.say("Restored: every count is as it was, and the trail is as it was sealed.")
        self.say("Now run manage.py migrate, start the site, and erase again whoever was erased after this backup.")
        return None

    def _tell(self, manifest):
        self.say(f"Made at {manifest.made_at} by version {manifest.version}, of {manifest.database}.")
        self.say(f"{len(manifest.counts):,} tables, {manifest.rows:,} rows.")
        missing = backups.keys_missing(manifest)
        for key in manifest.keys:
            held = "KEY_RING does not hold it: what it sealed will not open" if key in missing else "in KEY_RING"
            self.say(f"Needs key {key}: {held}.")
