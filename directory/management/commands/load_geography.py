"""Load postcodes, cells and settlements."""

from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from directory.geography import loading
from directory.geography.onspd import OnspdBroken

QUIET_SECONDS = 2


class Command(BaseCommand):
    help = "Load every UK postcode and settlement from the installed packages, and swap them in whole. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, help="Another folder of postcodes_*.msgpack.br files")
        parser.add_argument("--again", action="store_true", help="Load even what is already current")

    def handle(self, *, folder, again, **options):
        self.said_at = monotonic()
        try:
            loaded = loading.load(folder, now=timezone.now(), again=again, say=self._say_if_slow)
        except OnspdBroken as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:  # full, read-only, away, not migrated
            raise CommandError(f"The database would not have it, and what was there stays: {error}".strip()) from error
        edition = loaded.edition
        state = "Loaded" if loaded.is_new else "Already current"
        self.stdout.write(f"{state}: {edition.source}, {edition.postcodes:,} postcodes.")

    def _say_if_slow(self, words):
        """Progress, no oftener than every two seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.stdout.write(words)
            self.stdout.flush()
            self.said_at = monotonic()
