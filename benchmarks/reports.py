"""Reports on a million referrals: what it costs to freeze a quarter of an area, and to read one.

On a database of its own, kept for the next time: SQLite in a folder under ``var/bench``, or on
PostgreSQL one beside the others, made as somebody who may. ``python -m benchmarks.reports --growth``
measures the same at every size on the way, and prints the table of docs/performance.md.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

from benchmarks import apart
from benchmarks.measure import Measured, compare

SIZES = (10_000, 100_000, 1_000_000)  # referrals
FREEZE_BAR, READ_BAR = 2.0, 1.5
AREAS, READS = 60, 64
COMPARED = 10  # areas that a page compares its services with


def measure(folder: Path) -> list[Measured]:
    """Both figures at the full size, in a process of their own."""
    said = apart.run(["benchmarks.reports"], apart.environment(folder, "reports"))
    return [Measured(**figure) for figure in json.loads(said.splitlines()[-1])]


def figures() -> list[Measured]:
    from benchmarks import histories
    from referrals.reports import periods

    quarter = periods.mature(histories.TODAY)[0]
    _the_same_numbers(quarter)
    return [_freezing(quarter), _reading(quarter)]


def _freezing(quarter) -> Measured:
    """Count, protect and keep one area after the other, each against the floor of another: neither is warm."""
    from benchmarks import histories
    from referrals.models import Frozen
    from referrals.reports import freezing

    Frozen.objects.filter(quarter=quarter.first).delete()
    codes = [f"E99{number:06}" for number in range(1, AREAS + 1)]
    ours, theirs = iter(codes), iter(codes[AREAS // 2 :] + codes[: AREAS // 2])
    return compare(
        "a quarter of an area frozen, over its floor SQL",
        lambda: freezing.freeze_area(next(ours), quarter, now=histories.NOW),
        lambda: _floor(next(theirs), quarter),
        bar=FREEZE_BAR,
        rounds=AREAS,
    )


def _floor(area: str, quarter) -> list:
    from django.db import connection

    from benchmarks import histories, report_floor

    with connection.cursor() as cursor:
        cursor.execute(report_floor.statement(), report_floor.values(area, quarter, histories.NOW))
        return cursor.fetchall()


def _the_same_numbers(quarter) -> None:
    """The floor counts what is counted, or it is none."""
    from benchmarks import histories, report_floor
    from referrals.reports import counting
    from referrals.reports.counting import Asked

    names = ("already_going", "left", *report_floor.CELLS)
    for number in (1, 5, 7, 8):
        area = f"E99{number:06}"
        counted = counting.count(Asked(quarter, histories.NOW, area=area))
        ours = sorted(
            [unit.service.hex, unit.setting, unit.phase, unit.kind, *map(cells.get, names)]
            for unit, cells in counted.items()
        )
        theirs = sorted([str(key).replace("-", ""), *rest] for key, *rest in _floor(area, quarter))
        assert ours == theirs, f"the floor of {area} counts otherwise"


def _reading(quarter) -> Measured:
    """One page of an area, trend and comparison in it, against its template fed what the view once worked out."""
    from django.conf import settings

    from benchmarks import floors, histories
    from benchmarks.caseload import deep, signed_in
    from mutualaid.accounts.models import User
    from referrals.models import Frozen
    from referrals.reports import freezing, periods

    floors.forget_reports()
    Frozen.objects.all().delete()
    for each in periods.mature(histories.TODAY):
        for area in (f"E99{number:06}" for number in range(1, COMPARED + 1)):
            freezing.freeze_area(area, each, now=histories.NOW)
        freezing._freeze_everywhere(each, since=histories.TODAY, now=histories.NOW)
    client = signed_in(User.objects.get(email=histories.COMMISSIONER))

    def get(address: str) -> bytes:
        answer = client.get(address, secure=settings.SECURE_SSL_REDIRECT)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.content

    page = f"/reports/E99000001/{quarter.slug}/now/"
    floor = f"/floor/report/E99000001/{quarter.slug}/now/"
    assert len(get(page)) == len(get(floor)), "the floor renders another page"
    return compare(
        "reading a report over its template",
        deep(lambda: get(page)),
        deep(lambda: get(floor)),
        bar=READ_BAR,
        rounds=READS,
    )


def growth() -> None:
    """The table: both figures, and how long each takes, as the database grows."""
    from benchmarks import histories

    print(
        "| referrals | freezing an area | its floor | ratio | reading a report | its floor | ratio |", file=sys.stderr
    )
    for size in SIZES:
        histories.prepared(size)
        cells = [f"{size:,}"]
        for each in figures():
            cells += [f"{1000 * each.median:.0f} ms", f"{1000 * each.floor:.0f} ms", f"{each.ratio:.2f}"]
        print(f"| {' | '.join(cells)} |", file=sys.stderr, flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from benchmarks import histories

    if "--growth" in sys.argv:
        growth()
        return
    histories.prepared(SIZES[-1])
    print(json.dumps([one.stored() for one in figures()]))


if __name__ == "__main__":
    main()
