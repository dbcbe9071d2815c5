"""manage.py meeting_template: a workbook to fill in with meetings."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.importers import template
from directory.models import Programme


class Command(BaseCommand):
    help = (
        "Make an Excel workbook to fill in with meetings, with every programme of the catalogue on offer. "
        "import_meetings takes it with --format spreadsheet and the mapping docs/mappings/template.toml."
    )

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, type=Path, help="where to write it, such as meetings.xlsx")

    def handle(self, out, **options):
        try:
            out.write_bytes(template.workbook(Programme.objects.offered()))
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}. Name another file.") from None
        self.stdout.write(f"{out}: fill in the sheet “{template.MEETINGS}”.")
