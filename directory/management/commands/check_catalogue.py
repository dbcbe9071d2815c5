"""What in the programmes' files wants looking at."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory import catalogue, catalogue_review


class Command(BaseCommand):
    help = (
        "Say what the programmes’ files do not know, which ways in nobody has checked lately, how far the texts "
        "differ in length and reading age, and which sources were read more than a year ago. Nothing is changed. "
        "Exit code 1 where a rule is broken and something must be mended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=catalogue.FOLDER, help="where the files are, if elsewhere")

    def handle(self, *, folder, **options):
        try:
            programmes = catalogue_review.from_files(folder)
        except catalogue.CatalogueRefused as error:
            raise CommandError(str(error)) from None
        found = catalogue_review.review(programmes, today=timezone.localdate())
        self.stdout.write("\n".join(in_words(found)))
        if found.to_mend:
            raise CommandError("\n".join(found.to_mend))


def in_words(found):
    """The whole review, a line for each thing."""
    yield f"{found.programmes} programmes"
    yield f"\n{len(found.unknown)} fields not known:"
    yield from (f"  {slug}: {', '.join(fields)}" for slug, fields in _by_programme(found.unknown).items())
    yield f"\n{len(found.ways_in)} ways in not checked within six months:"
    yield from (f"  {one.slug}: {one.what} {one.value}, {one.last or 'never'}" for one in found.ways_in)
    yield f"\n{len(found.sources)} sources read more than a year ago:"
    yield from (f"  {one.slug}: {one.value}, {one.last}" for one in found.sources)
    yield "\nHow far they differ:"
    yield from (
        f"  {spread.of}: {spread.least:.4g} ({spread.least_in}), in the middle {spread.middle:.4g}, "
        f"{spread.most:.4g} ({spread.most_in})"
        for spread in found.spreads
    )


def _by_programme(unknown):
    """{slug: its fields}, in the order they came."""
    fields = {}
    for one in unknown:
        fields.setdefault(one.slug, []).append(one.field)
    return fields
