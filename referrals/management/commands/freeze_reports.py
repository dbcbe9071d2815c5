"""manage.py freeze_reports: figures that can be counted are protected and kept, for commissioners to read."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.pathway import day_of
from referrals.reports import freezing, periods


class Command(BaseCommand):
    help = (
        "Protect and freeze each quarter of which everybody introduced has had sixteen weeks, for every area; and "
        "with a new one the earlier quarters again, as now known. No exact count is kept or printed. Safe to stop, "
        "to repeat and to run twice at once; run it every night."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="freeze nothing; say which quarters would be")
        parser.add_argument("--quarter", metavar="2026-q2", help="freeze this one, whether or not it has been before")

    def handle(self, *, dry_run, quarter, **options):
        now = timezone.now()
        chosen = self._chosen(quarter, now) if quarter else None
        if dry_run:
            return self._say([chosen] if chosen else self._due(day_of(now)))
        wrong = []
        for done in freezing.freeze(chosen, now=now) if chosen else freezing.freeze_due(now=now):
            self.stdout.write(f"{done.quarter.slug} {done.area}: {'frozen' if done.frozen else 'NOT frozen'}")
            self.stdout.flush()
            wrong += [] if done.frozen else [f"{done.area} of {done.quarter.slug}"]
        if wrong:
            raise CommandError(
                f"Not frozen: {', '.join(wrong)}. The log has the kind of error. The rest is frozen; run it again."
            )
        return None

    def _chosen(self, slug, now):
        try:
            quarter = periods.period(slug)
        except periods.NoSuchPeriod:
            quarter = None
        if quarter not in periods.mature(day_of(now)):
            raise CommandError("Give one of the quarters that can be counted, like 2026-q2: there are eight.")
        return quarter

    def _due(self, today):
        """With a new quarter all of the menu."""
        return periods.mature(today)[::-1] if freezing.due(today=today) else freezing.behind(today=today)[0]

    def _say(self, quarters):
        self.stdout.write(f"To freeze: {', '.join(each.slug for each in quarters)}" if quarters else "Nothing is due.")
