"""Load postcodes, cells and settlements."""

from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from directory.geography import code_point, loading, onspd, onspd_csv
from directory.geography.rows import PostcodesBroken

QUIET_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Load every UK postcode and settlement, from the installed packages unless told, and swap them in whole. "
        "Safe to repeat; a file that is broken leaves what was there."
    )

    def add_arguments(self, parser):
        files = parser.add_mutually_exclusive_group()
        files.add_argument("--folder", type=Path, help="Another folder of postcodes_*.msgpack.br files")
        files.add_argument(
            "--onspd", dest="onspd_path", type=Path, metavar="PATH", help="ONS Postcode Directory: .zip, .csv, folder"
        )
        files.add_argument(
            "--code-point",
            dest="code_point_path",
            type=Path,
            metavar="PATH",
            help="Code-Point Open: .zip or folder. Northern Ireland, which it lacks, comes from the installed package",
        )
        parser.add_argument(
            "--exclude-ni",
            action="store_true",
            help="Leave out the postcodes of Northern Ireland, whose positions have a licence of their own",
        )
        parser.add_argument("--again", action="store_true", help="Load even what is already current")

    def handle(self, *, again, **asked):
        self.said_at = monotonic()
        try:
            loaded = loading.load(self._source(**asked), now=timezone.now(), again=again, say=self._say_if_slow)
        except PostcodesBroken as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:  # full, read-only, away, not migrated
            raise CommandError(f"The database would not have it, and what was there stays: {error}".strip()) from error
        edition = loaded.edition
        state = "Loaded" if loaded.is_new else "Already current"
        self.stdout.write(f"{state}: {edition.source}, {edition.postcodes:,} postcodes.")

    @staticmethod
    def _source(*, folder, onspd_path, code_point_path, exclude_ni, **options):
        if onspd_path:
            source = onspd_csv.source(onspd_path)
        else:
            source = code_point.source(code_point_path) if code_point_path else onspd.source(folder)
        return source.without_northern_ireland() if exclude_ni else source

    def _say_if_slow(self, words):
        """Progress, no oftener than every two seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.stdout.write(words)
            self.stdout.flush()
            self.said_at = monotonic()
