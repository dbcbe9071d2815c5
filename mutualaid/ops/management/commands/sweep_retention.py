"""manage.py sweep_retention: what has been kept for as long as its rule says goes."""

from django.utils import timezone

from mutualaid.ops import freed
from mutualaid.ops.acting import ActingCommand
from referrals import erasure, sweeping
from referrals.models import Person


class Command(ActingCommand):
    help = (
        "Let go of everything that has been kept for as long as its rule says (docs/reference/retention.md), and of "
        "sign-ins that are over; offers of a year ago stand no more. Safe to stop and to repeat; run it every night."
    )

    def handle(self, *, apply, **options):
        now = timezone.now()
        if not apply:
            self._tell(sweeping.due(now=now), "to go")
            return self.nothing_was_done()
        gone = sweeping.sweep(now=now, progress=self.say_if_slow)
        self._tell(gone, "gone")
        if any(gone.values()):
            self.say(freed.give_back(model._meta.db_table for model in (*erasure.ORDER, Person)))
        return None

    def _tell(self, counts, done):
        for what, number in counts.items():
            self.say(f"{what}: {number:,} {'lapsed' if what == 'offers' and done == 'gone' else done}")
