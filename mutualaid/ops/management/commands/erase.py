"""manage.py erase: everything about one person goes for good."""

from django.core.management.base import CommandError
from django.utils import timezone

from mutualaid.ops import freed, whom
from mutualaid.ops.acting import ActingCommand
from referrals import erasure
from referrals.models import Person

WHY = ("asked", "mistake", "retention")


class Command(ActingCommand):
    help = (
        "Erase one person: their row and every record about them, or nothing. The trail keeps that a record was "
        "there, by ids alone. Run subject_access first where they may want a copy. Safe to stop and to repeat."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        whom.add_arguments(parser)
        parser.add_argument("--why", choices=WHY, default="asked", help="for the trail")

    def handle(self, *, service, reference_file, person, why, apply, **options):
        key = whom.found(service=service, reference_file=reference_file, person=person)
        if not apply:
            self._tell(erasure.counted(key))
            return self.nothing_was_done()
        try:
            gone = erasure.erase(key.pk, why=why, by=None, at=timezone.now())
        except erasure.NobodyThere:
            raise CommandError("Somebody else erased them at the same moment.") from None
        self._tell(gone)
        self.say(f"Erased: {key.pk}. Keep this line apart from the backups: one made before brings them back.")
        self.say(freed.give_back(model._meta.db_table for model in (*erasure.ORDER, Person)))
        return None

    def _tell(self, counts):
        for kind, number in counts.items():
            self.say(f"{kind}: {number:,}")
