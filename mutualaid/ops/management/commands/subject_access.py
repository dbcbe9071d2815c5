"""manage.py subject_access FOLDER: everything held about one person, for them to read."""

import json
import zipfile
from pathlib import Path

from django.core.management.base import CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from mutualaid.audit import trail
from mutualaid.ops import archives, whom
from mutualaid.ops.acting import ActingCommand
from referrals import subject_access
from referrals.telling import in_words


class Command(ActingCommand):
    help = (
        "Write everything that is held about one person into one file in FOLDER, which only this user may read: a page "
        "in words, and the same for machines. The file’s name says nothing of them. Somebody who works with them has "
        "to read it before it is given."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        whom.add_arguments(parser)
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, service, reference_file, person, apply, **options):
        now = timezone.now()
        person = whom.found(service=service, reference_file=reference_file, person=person)
        with override("en"):
            found = subject_access.everything(person, now=now)
            self._tell(found)
            if not apply:
                return self.nothing_was_done()
            # First, so that no copy is made of which the trail does not know.
            trail.record("person.disclosed", actor=None, at=now, service=person.service_id, subjects=[person.pk])
            file = self._written(folder, found, now)
        self.say(f"Written: {file}. Somebody who works with them reads it before it is given; then delete it here.")
        return None

    def _tell(self, found):
        for section in found.sections:
            self.say(f"{section.title}: {len(section.records):,}")
        self.say(f"Who worked on it and who looked: {len(found.looks):,}")

    def _written(self, folder, found, now):
        to = folder / f"record-{now:%Y%m%d-%H%M%S-%f}.zip"
        sections = [
            {
                "title": each.title,
                "records": [[fact for fact in record if in_words(fact)] for record in each.records],
                "kept": each.kept,
            }
            for each in found.sections
        ]
        page = render_to_string("referrals/subject_access.html", {"everything": found, "sections": sections})
        try:
            with archives.workplace(folder) as place:
                made = place / "record"
                made.touch(mode=0o600)
                with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr("record.html", page)
                    archive.writestr("record.json", json.dumps(found.plain(), indent=1, ensure_ascii=False))
                archives.settle_in(made, to)
        except archives.NotWritten as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"It could not be written to {folder}: {error.strerror}.") from None
        return to
