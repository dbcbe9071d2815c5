"""manage.py seal_trail: from now on, a change to what is in the trail can be seen."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mutualaid.audit import chain


class Command(BaseCommand):
    help = (
        "Seal every event that is not sealed yet, and print the newest digest. Keep that somewhere else: "
        "verify_trail --expect compares. Safe to stop and to repeat; run it every few minutes."
    )

    def handle(self, **options):
        seals, events = 0, 0
        try:
            for made in chain.seal(now=timezone.now()):
                seals, events = seals + 1, events + made.count
        except chain.Busy:
            raise CommandError(
                "Somebody is writing to the trail at length: nothing was sealed. Run it again."
            ) from None
        self.stdout.write(
            f"Sealed {events:,} events under {seals:,} seals." if seals else "Everything is sealed already."
        )
        if newest := chain.newest_digest():
            self.stdout.write(f"Newest digest: {newest}")
