"""manage.py import_meetings: take a list of meetings from a file."""

import datetime as dt
import gc
from argparse import ArgumentTypeError
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import slug_re
from django.db import DatabaseError
from django.utils import timezone

from directory import verification
from directory.importers import intake
from directory.importers.listed import ImportRefused, Rejection, Repair
from directory.importers.turn import turn
from directory.models import Source

QUIET_SECONDS = 2
INVENTED = "demonstration"  # what the short names of the demonstration's lists begin with
SHORT_NAME_AT_MOST = 60  # characters, as Source.slug


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
                read = intake.mapping_for(options["mapping"], options["format"])
                today = timezone.localdate(started_at)
                as_of = intake.check_day(as_of or intake.day_of(file, read) or today, today=today)
                run = self._take(
                    _source(source, read), file, read, options["format"], as_of, started_at=started_at, dry_run=dry_run
                )
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        except DatabaseError as error:  # full, read-only, away, not migrated
            raise CommandError(f"The database would not have it, and nothing was changed: {error}".strip()) from error
        finally:
            gc.unfreeze()
        self._report(run, dry_run=dry_run)

    def _take(self, source, file, read, format, as_of, **how):
        """Take the list, without reading its rows where it is the very one that was taken last."""
        reading = intake.reading(file, read, format=format)
        run = verification.take_again(source, reading, as_of=as_of, now=timezone.now(), **how)
        if run is None:
            listing = intake.listing(file, read, format=format, as_of=as_of, progress=self._say_if_slow)
            self._say_if_slow("meetings to compare and write", len(listing.meetings))
            run = verification.take_from(source, listing, now=timezone.now(), progress=self._say_if_slow, **how)
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
        for name, number in run.counts.items():
            self.stdout.write(f"  {COUNTED[name]}: {number:,}")
        rejected = [one for one in run.problems if one["kind"].upper() in Rejection.__members__]
        for one in rejected:
            says = f" ({one['says']})" if one["says"] else ""
            self.stdout.write(f"Row {one['row']} was not used{says}. {one['reason']}")
        repaired = Counter(one["reason"] for one in run.problems if one["kind"].upper() in Repair.__members__)
        for reason, number in sorted(repaired.items()):
            self.stdout.write(f"Put right, {reason}. Rows: {number:,}")


COUNTED = {
    "read": "Rows read",
    "added": "Meetings added",
    "changed": "Meetings changed",
    "unchanged": "Meetings unchanged",
    "missing": "Meetings we hold that it no longer lists, left as they are",
    "kept": "Meetings it tells otherwise than an editor, whose word stands",
    "rejected": "Rows not used, each explained below",
    "repaired": "Rows with something put right",
    "outside": "Meetings outside our area: kept, not listed",
    "when_stopped": "Meetings whose own words say they have stopped: kept, not listed",
    "when_flagged": "Meetings whose words on when they meet we cannot read: shown beside their times, to check",
    "when_read": "Meetings whose words on when they meet were read",
    "when_stands": "Meetings whose words say what happens on some weeks: their times stand",
}


def _short_name(text):
    """A source's short name, which is part of the name of a lock file too."""
    if len(text) > SHORT_NAME_AT_MOST or not slug_re.fullmatch(text):
        raise ArgumentTypeError("give it a short name of letters, digits and hyphens, such as uk-listing")
    if text.startswith(INVENTED):
        raise ArgumentTypeError(f"lists that begin with {INVENTED} are invented: give it another short name")
    return text


def _source(slug, read):
    """The source of this short name, new or known, as its mapping now tells of it."""
    source = Source.objects.filter(slug=slug).first() or Source(slug=slug)
    for name, told in asdict(read.source).items():
        setattr(source, name, told)
    return source
