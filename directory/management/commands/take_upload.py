"""manage.py take_upload: what the editors' site sets going for a list that somebody sent."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from directory.models import Upload
from directory.uploads import taking


class Command(BaseCommand):
    help = (
        "Look at what a list sent by an editor would do, or take it, whichever is asked of it there. The site starts "
        "this by itself; how it ended is said on its page."
    )

    def add_arguments(self, parser):
        parser.add_argument("upload", type=UUID)

    def handle(self, upload, **options):
        if not Upload.objects.is_worked_on(upload):
            raise CommandError("Nothing is asked of that upload: begin at /editing/imports/.")
        taking.work(upload)
