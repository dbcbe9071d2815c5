"""Importing against writing the same rows with nothing else to do, and the memory that a long list takes.

On a database of its own, without the demonstration: SQLite, whatever else the figures
are measured on. Seconds are the processor's: what others take of a busy machine is not
the import's.
"""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

from benchmarks.measure import Measured

COUNT, ROUNDS = 20_000, 3
FIRST_BAR, AGAIN_BAR = 3.0, 1 / 3
LONG, MEGABYTES = 250_000, 300.0
DAY, NEXT_DAY = "2026-08-05", "2026-08-06"
# A process that imports and then says, in kB, how much memory it held at most.
PEAK = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measure(folder: Path) -> list[Measured]:
    """All figures; ``folder`` is kept for the next time, but for what was imported."""
    ground, work = folder / "ground", folder / "work"
    for words in (["migrate", "--verbosity=0"], ["load_programmes"], ["load_geography"]):
        _run([sys.executable, "manage.py", *words], ground)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ground, work)
    try:
        print(f"Importing {COUNT:,} invented meetings, {ROUNDS} times over")
        taken = json.loads(_run([sys.executable, "-m", "benchmarks.imports"], work))
        print(f"Importing {LONG:,} rows, which takes minutes")
        said = _run([sys.executable, "-c", PEAK, *_importing("long", work, DAY)], work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    first = taken["first"]
    return [
        Measured(f"first import of {COUNT:,} over bulk_create", first, taken["floor"], FIRST_BAR),
        Measured("the same list again over the first", taken["again"], first, AGAIN_BAR),
        Measured("the same list of a new day over the first", taken["new_day"], first, AGAIN_BAR),
        Measured("a list of one row more over the first", taken["one_more"], first),
        Measured(f"memory of importing {LONG:,} rows, of 300 MB", int(said.split()[-1]) / 1024, MEGABYTES, 1.0),
    ]


def _run(words: list[str], folder: Path) -> str:
    """What a process says that has ``folder`` for its own; it says how far it is for itself."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"MUTUALAID_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "mutualaid.settings"}
    return subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _importing(name: str, folder: Path, day: str) -> list[str]:
    files = ["--file", str(folder / f"{name}.csv"), "--mapping", str(folder / "mapping.toml")]
    return ["import_meetings", "bench", "--format", "spreadsheet", *files, "--as-of", day]


def _rounds(folder: Path) -> dict[str, float]:
    """The median of each act, done turn and turn about."""
    from benchmarks import lists

    (folder / "mapping.toml").write_text(lists.MAPPING)
    lists.write(folder / "long.csv", count=LONG)
    lists.write(folder / "short.csv", count=COUNT)
    lists.write(folder / "one-more.csv", count=COUNT + 1)
    rounds = []
    for number in range(1, ROUNDS + 1):
        print(f"Round {number} of {ROUNDS}…", file=sys.stderr)
        rounds.append(_round(folder))
    _clear()
    return {act: statistics.median(one[act] for one in rounds) for act in rounds[0]}


def _round(folder: Path) -> dict[str, float]:
    from django.core.management import call_command

    def taking(name: str, day: str) -> float:
        words = _importing(name, folder, day)
        return _seconds(lambda: call_command(*words, stdout=io.StringIO(), stderr=io.StringIO()))

    _clear()
    taken = {
        "first": taking("short", DAY),
        "again": taking("short", DAY),
        "new_day": taking("short", NEXT_DAY),
        "one_more": taking("one-more", NEXT_DAY),
    }
    return taken | {"floor": _floor()}


def _floor() -> float:
    """Writing the very rows that are there, table by table, in one transaction."""
    from django.db import transaction

    rows = {model: list(model.objects.all()) for model in _models()}
    _clear()

    def write() -> None:
        with transaction.atomic():
            for model, some in rows.items():
                model.objects.bulk_create(some)

    gc.freeze()  # as the import does
    taken = _seconds(write)
    gc.unfreeze()
    return taken


def _models():
    from directory.models import Holding, ImportRun, Meeting, Pattern, Source, Spell, Venue

    return Source, ImportRun, Holding, Venue, Meeting, Pattern, Spell


def _clear() -> None:
    for model in reversed(_models()):
        model.objects.all().delete()


def _seconds(act: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    django.setup()
    print(json.dumps(_rounds(Path(os.environ["MUTUALAID_VAR"]))))
