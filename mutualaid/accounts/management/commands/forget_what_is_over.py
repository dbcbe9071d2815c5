"""What is over is thrown away, once an hour."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from mutualaid.accounts import retention


class Command(BaseCommand):
    help = (
        "Delete what signing in keeps and needs no more: sessions that are over, drafts older than twelve hours, how "
        "often somebody tried, and invitations that ended three months ago. Run it every hour. Safe to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *, dry_run, **options):
        for what, rows in retention.over(now=timezone.now()).items():
            counted = rows.count()
            if not dry_run:
                rows.delete()
            self.stdout.write(f"{what}: {counted}")
