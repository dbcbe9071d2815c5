"""manage.py import_meetings: take a list of meetings from a file."""

import datetime as dt
import gc
from argparse import ArgumentTypeError
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from directory import verification
from directory.importers import fetch, intake, records, telling
from directory.importers.listed import ImportRefused
from directory.importers.turn import turn

QUIET_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Take meetings from a spreadsheet or a feed. Everything is read and compared first and written in one go at "
        "the end: trouble of any kind changes nothing, and the same file taken twice changes nothing the second time. "
        "Meetings the file no longer lists are counted and left as they are. docs/importing.md tells more."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", type=_short_name, help="the source’s short name, made on its first import")
        parser.add_argument("--format", required=True, choices=intake.FORMATS)
        parser.add_argument("--file", required=True, type=Path, help="the list, or a folder a feed was fetched into")
        parser.add_argument("--mapping", required=True, type=Path, help="which column says what (TOML)")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day the list speaks of, as 2026-08-05")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, source, file, as_of, dry_run, **options):
        started_at = timezone.now()
        self.said_at = monotonic()
        gc.freeze()  # what is loaded by now stays: to look through it over and over costs a tenth of an import
        try:
            with turn(source, folder=settings.VAR_DIR / "locks"):
                text = fetch.small_text(options["mapping"])
                read = intake.mapping_of(text, options["format"])
                today = timezone.localdate(started_at)
                as_of = intake.check_day(as_of or intake.day_of(file, read) or today, today=today)
                how = records.How(format=options["format"], mapping=text)
                run = self._take(source, file, read, as_of=as_of, how=how, started_at=started_at, dry_run=dry_run)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        except DatabaseError as error:  # full, read-only, away, not migrated
            raise CommandError(f"The database would not have it, and nothing was changed: {error}".strip()) from error
        finally:
            gc.unfreeze()
        self._report(run, dry_run=dry_run)

    def _take(self, slug, file, read, *, as_of, how, **when):
        """Take the list, without reading its rows where it is the very one that was taken last."""
        source = records.source(slug, read.source)
        reading = intake.reading(file, read, format=how.format)
        run = verification.take_again(source, reading, as_of=as_of, now=timezone.now(), how=how, **when)
        if run is None:
            listing = intake.listing(file, read, format=how.format, as_of=as_of, progress=self._say_if_slow)
            self._say_if_slow("meetings to compare and write", len(listing.meetings))
            run = verification.take_from(
                source, listing, now=timezone.now(), progress=self._say_if_slow, how=how, **when
            )
        return run

    def _say_if_slow(self, what, number):
        """Progress, no oftener than every two seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.stderr.write(f"{number:,} {what}…")
            self.said_at = monotonic()

    def _report(self, run, *, dry_run):
        """Counts first, then every row that was not used, then what was put right, by kind."""
        would = " (nothing was changed: this was a dry run)" if dry_run else ""
        self.stdout.write(f"{run.source}, as of {run.as_of:%-d %B %Y}{would}")
        for label, number in telling.counted(run):
            self.stdout.write(f"  {label}: {number:,}")
        for one in telling.rejected(run):
            says = f" ({one['says']})" if one["says"] else ""
            self.stdout.write(f"Row {one['row']} was not used{says}. {one['reason']}")
        for reason, number in telling.put_right(run):
            self.stdout.write(f"Put right, {reason}. Rows: {number:,}")


def _short_name(text):
    try:
        return intake.check_short_name(text)
    except intake.NameRefused as refused:
        raise ArgumentTypeError(str(refused)) from None
