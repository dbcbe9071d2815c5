"""A database to measure on: the catalogue, the whole geography, and invented meetings as many as a real listing's."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone

from mutualaid.ops import demo


def prepared(count: int) -> None:
    """Make it, or find it made: only the first time takes long."""
    call_command("migrate", verbosity=0)
    call_command("load_programmes")
    call_command("load_geography")
    print(f"Laying out {count:,} invented meetings")
    demo.load(now=timezone.now(), count=count)
