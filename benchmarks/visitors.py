"""Two hundred visitors at once for a minute: no error, and memory that stays where it was.

    MUTUALAID_MODE=test MUTUALAID_VAR=var/bench python -m benchmarks.visitors [--visitors 200] [--seconds 60]

gunicorn as production starts it (deploy/gunicorn.conf.py), behind one proxy of ours that says where each visitor comes
from: an address each, so that a limit on one slows no other. They read, and ask what says something about them. Times
and pages a second are told and judge nothing: they say how busy the machine is. Ends with exit code 1 where a page
failed or a worker grew beyond the bound. Beside bin/bench, which needs a quiet machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import django

COUNT = 8296  # meetings, as in bin/bench
WARM_UP_SECONDS = 30
# What is remembered fills in the first half: places, phrases, what is told of a meeting's next start. Of what it holds
# at half time a worker may have so much more at the end, and of what the fullest held when warm so much more in all.
IN_THE_SECOND_HALF, IN_ALL = 1.05, 1.15
EVEN = 0.7  # a worker that holds less than this of what the other does has not read the directory
PATIENCE = 60  # seconds for one answer: two hundred wait in one queue
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One page asked for."""

    method: str
    where: str
    body: str = ""


@dataclass
class Told:
    """What visitors met with, all together."""

    took: list[float] = field(default_factory=list)  # seconds
    answers: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)


def visits(cells: list[str], programmes: list[str], meetings: list[str], dice: random.Random) -> Iterator[Visit]:
    """What a visitor does, one page after another, without end."""
    while True:
        cell = dice.choice(cells)
        yield Visit("GET", "/")
        yield Visit("POST", "/", urlencode({"place": cell.replace("-", " ")}))
        yield Visit("GET", f"/near/{cell}/")
        yield Visit("GET", f"/near/{cell}/?" + urlencode({"day": dice.choice(["mon", "sat"]), "miles": "10"}))
        asked = {"who": dice.choice(["me", "someone_close"]), "problem": dice.choice(["alcohol", "gambling"])}
        yield Visit("POST", f"/near/{cell}/", urlencode(asked))
        yield Visit("GET", f"/near/{cell}/meetings/?page={dice.randint(1, 3)}")
        yield Visit("GET", f"/programmes/{dice.choice(programmes)}/")
        yield Visit("GET", f"/meetings/{dice.choice(meetings)}/")
        yield Visit("GET", "/towns/?q=" + dice.choice(["le", "new", "aber"]))


def visitor(number: int, port: int, stop: threading.Event, ground: tuple[list[str], ...], told: Told) -> None:
    """One of them, from an address of its own (of those kept for examples), who reads no page before the next."""
    # As nginx hands them on: a connection for each page.
    headers = {"Host": "localhost", "X-Forwarded-For": f"2001:db8::{number:x}", "Connection": "close"}
    for visit in visits(*ground, random.Random(number)):
        if stop.is_set():
            break
        where, began = visit.where.split("?")[0], time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request(visit.method, visit.where, visit.body or None, headers | (FORM if visit.body else {}))
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            told.failures[f"{where}: {type(error).__name__}"] += 1
            continue
        finally:
            connection.close()
        told.took.append(time.perf_counter() - began)
        told.answers[answer.status] += 1
        if answer.status >= 400:
            told.failures[f"{visit.method} {where}: {answer.status}"] += 1


def crowd(count: int, seconds: float, port: int, ground: tuple[list[str], ...], told: Told) -> None:
    """So many of them at once, for so long."""
    stop = threading.Event()
    everybody = [threading.Thread(target=visitor, args=(at, port, stop, ground, told)) for at in range(count)]
    for each in everybody:
        each.start()
    time.sleep(seconds)
    stop.set()
    for each in everybody:
        each.join()


def memory(master: int) -> dict[int, int]:
    """{worker: bytes it holds in memory}."""
    workers = [int(word) for word in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    return {worker: _resident(worker) for worker in workers}


def _resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def warm(count: int, port: int, master: int, known: tuple[list[str], ...]) -> dict[int, int]:
    """Crowd after crowd until each worker has read the directory and met its most; what each then holds."""
    until = time.monotonic() + WARM_UP_SECONDS
    while time.monotonic() < until:
        crowd(count, 5, port, known, Told())
    held = memory(master)
    if min(held.values()) < max(held.values()) * EVEN:
        raise SystemExit("A worker was asked nothing while warming up: try again on a quieter machine.")
    return held


def ground() -> tuple[list[str], list[str], list[str]]:
    """Where to look from, and what to look at."""
    from directory.models import Cell, Meeting, Programme

    cells = Cell.objects.filter(edition__is_current=True).order_by("slug").values_list("slug", flat=True)
    return (
        list(cells)[::97],
        list(Programme.objects.current().order_by("slug").values_list("slug", flat=True)),
        [str(key) for key in Meeting.objects.listed().order_by("pk").values_list("pk", flat=True)[:500]],
    )


def grown(warm: dict[int, int], half: dict[int, int], end: dict[int, int]) -> list[str]:
    """Workers that hold more than they may, as sentences; says what each holds."""
    wrong = [] if set(warm) == set(half) == set(end) else ["a worker died, and another took its place"]
    for worker in sorted(set(warm) & set(half) & set(end)):
        first, then, last = (at[worker] for at in (warm, half, end))
        warmed, halfway, ended = (f"{held / 1e6:.0f} MB" for held in (first, then, last))
        print(f"Worker {worker}: {warmed} when warm, {halfway} at half time, {ended} at the end")
        if last > then * IN_THE_SECOND_HALF or last > max(warm.values()) * IN_ALL:
            wrong.append(f"worker {worker} grew from {first:,} over {then:,} to {last:,} bytes")
    return wrong


def say(told: Told, seconds: float) -> None:
    """How quick they were answered."""
    took = sorted(told.took)
    half, most = statistics.median(took) * 1000, took[int(len(took) * 0.95)] * 1000
    print(f"{len(took):,} pages in {seconds:.0f} s, {len(took) / seconds:.0f} a second")
    print(f"Half within {half:,.0f} ms, nineteen of twenty within {most:,.0f} ms")
    print("Answers:", ", ".join(f"{status} {times:,} times" for status, times in sorted(told.answers.items())))


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.visitors", description=__doc__)
    asked.add_argument("--visitors", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=60)
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualaid.settings")
    os.environ["TRUSTED_PROXIES"] = "1"
    django.setup()
    from benchmarks import pages
    from benchmarks.ground import prepared

    prepared(COUNT)
    known = ground()
    with pages.served_as_in_production() as (port, master):
        held = [warm(given.visitors, port, master, known)]
        told, began = Told(), time.monotonic()
        for _half in range(2):
            crowd(given.visitors, given.seconds / 2, port, known, told)
            held.append(memory(master))
        say(told, time.monotonic() - began)
    wrong = [f"{what}, {times} times" for what, times in told.failures.most_common(10)] + grown(*held)
    print("\n".join(wrong) if wrong else "No error, and memory stayed where it was.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
