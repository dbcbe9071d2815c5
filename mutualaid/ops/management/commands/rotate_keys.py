"""Seal everything with the newest key."""

from django.core.management.base import BaseCommand, CommandError

from mutualaid.sealing import rotation


class Command(BaseCommand):
    help = (
        "Seal everything anew with the first key of KEY_RING. Safe to stop and to repeat. "
        "When it says that nothing is left, older keys can be taken out of KEY_RING."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say how many would be sealed anew, and change nothing"
        )

    def handle(self, *, dry_run, **options):
        stuck = 0
        for counted in rotation.rotate(dry_run=dry_run):
            done = "to be sealed anew" if dry_run else "sealed anew"
            self.stdout.write(f"{counted.table}: {counted.rows:,} rows, {counted.renewed:,} {done}")
            stuck += counted.stuck
        if stuck:
            raise CommandError(
                f"{stuck:,} could not be sealed anew: they do not open, or two now say the same. Keep every key."
            )
        self.stdout.write("Nothing else needs an older key." if not dry_run else "Nothing was changed.")
