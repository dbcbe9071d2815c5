"""What has every command in common that copies, discloses or deletes? It says first, and does it only when told to."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand

QUIET_SECONDS = 2


class ActingCommand(BaseCommand):
    """Without ``--apply`` nothing is changed: the command says what it would do."""

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="do it; without this, only say what would be done")

    def execute(self, *args, **options):
        self.said_at = monotonic()
        return super().execute(*args, **options)

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()

    def say_if_slow(self, what, number):
        """Progress, no oftener than every two seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.stderr.write(f"{number:,} {what}…")
            self.said_at = monotonic()

    def nothing_was_done(self):
        self.say("Nothing was done. Run it again with --apply to do it.")


@contextmanager
def told_while_it_grows(path: Path, say) -> Iterator[None]:
    """Something else writes ``path``; every two seconds ``say(what, number)`` hears how much is there."""
    done = threading.Event()

    def tell():
        while not done.wait(QUIET_SECONDS):
            say("MB so far", _megabytes(path))

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _megabytes(path: Path) -> int:
    try:
        return os.stat(path).st_size // 1_000_000
    except OSError:
        return 0
