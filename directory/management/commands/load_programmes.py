"""Make the catalogue in the database what its files say."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory import catalogue, verification


class Command(BaseCommand):
    help = (
        "Load directory/programmes/*.toml: a new file adds a programme, a changed one changes it, a missing one "
        "retires it and its return brings it back. Safe to repeat. If any file has a fault, nothing changes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--folder", type=Path, default=catalogue.FOLDER, help="where the files are, if elsewhere")

    def handle(self, *, dry_run, folder, **options):
        try:
            entries = catalogue.read(folder)
            differences = verification.set_catalogue(entries, now=timezone.now(), dry_run=dry_run)
        except catalogue.CatalogueRefused as error:
            raise CommandError(f"{error}\nNothing has changed.") from None
        for word in ("added", "changed", "retired"):
            for programme in getattr(differences, word):
                self.stdout.write(f"{word} {programme.slug}")
        counts = ("added", "changed", "unchanged", "retired")
        self.stdout.write(", ".join(f"{len(getattr(differences, word))} {word}" for word in counts))
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
