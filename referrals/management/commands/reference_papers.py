"""The papers that are printed from the code."""

from django.core.management.base import BaseCommand, CommandError

from referrals import papers


class Command(BaseCommand):
    help = "Print docs/reference/measures.md, retention.md and stages.md from the code. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="write nothing; fail where one is out of date")

    def handle(self, *, dry_run, **options):
        stale = [name for name, text in papers.papers().items() if self._held(name) != text]
        if dry_run and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run manage.py reference_papers.")
        for name in stale:
            (papers.FOLDER / name).write_text(papers.papers()[name], encoding="utf-8")
        self.stdout.write(f"Papers printed: {len(stale)}")

    @staticmethod
    def _held(name):
        path = papers.FOLDER / name
        return path.read_text(encoding="utf-8") if path.exists() else ""
