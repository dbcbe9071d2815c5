"""bin/bench: every benchmark, as ratios to floors measured in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

COUNT = 8296  # as many as the largest UK listing we know, one row a weekly slot


def main() -> int:
    asked = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as JSON")
    file = asked.parse_args().json
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualaid.settings")
    django.setup()
    figures = measure()
    for each in figures:
        bar = f"bar {each.bar:.3g}, {'holds' if each.holds else 'BROKEN'}" if each.bar else "watched"
        print(f"{each.name:<44} {each.ratio:6.2f} times its floor  ({bar})")
    if file:
        file.write_text(json.dumps([each.plain() for each in figures], indent=1) + "\n")
    return 0 if all(each.holds for each in figures) else 1


def measure():
    from django.conf import settings
    from django.utils import timezone

    from benchmarks import caseload, imports, index_query, pages, people, reports
    from benchmarks.ground import prepared
    from directory import following

    prepared(COUNT)
    now = timezone.now()
    figures = [*index_query.measure(following.directory().index, now=now), *pages.measure()]
    figures += caseload.measure(people.prepared())
    figures += reports.measure(settings.VAR_DIR / "reports")
    return [*figures, *imports.measure(settings.VAR_DIR / "imports")]


if __name__ == "__main__":
    sys.exit(main())
