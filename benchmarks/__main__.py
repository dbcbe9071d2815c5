"""bin/bench: every benchmark, as ratios to floors measured in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

COUNT = 8296  # as many as the largest UK listing we know, one row a weekly slot
PARTS = ("finding", "pages", "caseload", "reports", "imports")


def main() -> int:
    asked = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as JSON")
    asked.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts alone")
    asked.add_argument("--sizes", type=int, nargs="+", metavar="N", help="finding help among so many meetings")
    asked.add_argument("--no-browser", action="store_true", help="without what a browser sees")
    said = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualaid.settings")
    django.setup()
    figures = []
    for part in (part for part in PARTS if part in said.only):
        print(f"== {part}", flush=True)
        for each in measure(part, said):
            show(each)
            figures.append(each)
    if said.json:
        said.json.write_text(json.dumps([each.plain() for each in figures], indent=1) + "\n")
    return 0 if all(each.holds for each in figures) else 1


def show(each) -> None:
    bar = f"bar {each.bar:.3g}, {'holds' if each.holds else 'BROKEN'}" if each.bar else "watched"
    between = f" between {each.between[0]:.2f} and {each.between[1]:.2f}" if each.between else ""
    print(f"{each.name:<68} {each.ratio:7.2f} times its floor{between}  ({bar})", flush=True)


def measure(part: str, said: argparse.Namespace):
    """The figures of one part."""
    from django.conf import settings

    from benchmarks import caseload, finding, imports, pages, people, reports
    from benchmarks.ground import prepared

    if part == "finding":
        sizes = said.sizes or finding.SIZES
        return finding.measure(settings.VAR_DIR / "finding", sizes, browser=not said.no_browser)
    if part == "reports":
        return reports.measure(settings.VAR_DIR / "reports")
    if part == "imports":
        return imports.measure(settings.VAR_DIR / "imports")
    prepared(COUNT)
    return pages.measure() if part == "pages" else caseload.measure(people.prepared())


if __name__ == "__main__":
    sys.exit(main())
