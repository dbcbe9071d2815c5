"""Finding help among 20,000 and 250,000 meetings: the index, the options page, an edit, a worker's memory, a browser.

Each number of meetings has a database of its own (``benchmarks/country.py``), kept for the next time. What is
measured inside a process has one to itself; pages come from one gunicorn for each number, all asked in turn.
"""

from __future__ import annotations

import http.client
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import process_time

import django

from benchmarks import apart
from benchmarks.measure import Measured, in_turn, paired, seconds
from benchmarks.pages import CELL, served

SIZES = (20_000, 250_000)
ROUNDS, QUERIES, EDITS = 60, 200, 30
# By the most meetings each is for: a page over its template, over its bytes; megabytes above an empty Django.
TEMPLATE_BARS, BYTES_BARS, MEMORY_BARS = (1.5, 2.0), (16.0, 24.0), (150, 350)
GROWTH_BAR = 1.5
LOAD_BAR, EDIT_BAR, QUERIES_BAR = 3.0, 0.010, 4  # seconds of the processor; seconds; statements
FLOORS = {"template": "/floor/template/{}/", "bytes": "/floor/bytes/{}/", "naive": "/floor/naive/{}/"}


def bar(bars: Sequence[float], size: int) -> float:
    """Of so many meetings: the first is for up to 20,000."""
    return bars[0] if size <= SIZES[0] else bars[1]


def measure(folder: Path, sizes: Sequence[int] = SIZES, *, browser: bool = True) -> Iterator[Measured]:
    """Everything, at every size, as it is found."""
    environments = {size: apart.environment(folder / f"{size}", f"finding_{size}") for size in sizes}
    for size, ours in environments.items():
        print(f"{size:,} meetings: the index, in a process of its own", flush=True)
        said = apart.run(["benchmarks.finding", str(size)], ours | {"OPENBLAS_NUM_THREADS": "1"})
        yield from (Measured(**figure) for figure in json.loads(said.splitlines()[-1]))
    with ExitStack() as servers:
        sites = {size: servers.enter_context(_site(ours)) for size, ours in environments.items()}
        for size, site in sites.items():
            yield _memory(size, site)
        print("The options page, its floors and a naive view, in turn", flush=True)
        yield from _pages(sites)
        if browser:
            from benchmarks import browser as chromium

            for size, site in sites.items():
                print(f"{size:,} meetings: in a browser", flush=True)
                yield from chromium.measure(
                    _number(size), site.address(f"/near/{CELL}/"), site.address("/floor/empty/")
                )


@dataclass(frozen=True, slots=True)
class Site:
    """A gunicorn with one worker, and a connection to it that stays open."""

    port: int
    connection: http.client.HTTPConnection

    def get(self, address: str) -> bytes:
        self.connection.request("GET", address, headers={"Host": "localhost"})
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{address}: {answer.status}"
        return body

    def address(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"


@contextmanager
def _site(ours: dict[str, str]) -> Iterator[Site]:
    with served(ours) as port:
        yield Site(port, http.client.HTTPConnection("127.0.0.1", port, timeout=60))


def _memory(size: int, site: Site) -> Measured:
    """What the worker holds once it has answered with the index, above what it held when it had answered without."""
    site.get("/health/live")
    empty = _held(site)
    for cell in (CELL, "ls1-4", "kirkwall", "leeds") * 5:
        site.get(f"/near/{cell}/")
    most = bar(MEMORY_BARS, size) * 1e6
    return Measured(f"worker memory, {_number(size)}: above an empty Django", _held(site) - empty, most, bar=1.0)


def _held(site: Site) -> int:
    """Bytes resident in the process that answers."""
    return int(site.get("/floor/memory/"))


def _pages(sites: dict[int, Site]) -> list[Measured]:
    acts: dict[str, Callable[[], bytes]] = {}
    for size, site in sites.items():
        pages = {"page": f"/near/{CELL}/", **{name: floor.format(CELL) for name, floor in FLOORS.items()}}
        for name, page in pages.items():
            acts[f"{name} {size}"] = lambda site=site, page=page: site.get(page)
        assert len(site.get(pages["page"])) == len(site.get(pages["template"])), "the floor renders another page"
    taken = in_turn(acts, rounds=ROUNDS)
    figures = []
    for size in sites:
        name, page = f"options page, {_number(size)}", taken[f"page {size}"]
        figures += [
            paired(f"{name}: over its template", page, taken[f"template {size}"], bar=bar(TEMPLATE_BARS, size)),
            paired(f"{name}: over its bytes", page, taken[f"bytes {size}"], bar=bar(BYTES_BARS, size)),
            Measured(f"{name}: p95 over p50", quantiles(page, n=20)[-1], median(page)),
            Measured(f"{name}: requests a second, of one worker", len(page) / sum(page), 1.0),
            paired(f"{name}: a naive view over it", taken[f"naive {size}"], page),
        ]
    least, most = min(sites), max(sites)
    if most > least:
        name = f"options page: {_number(most)} over {_number(least)}"
        figures.append(paired(name, taken[f"page {most}"], taken[f"page {least}"], bar=GROWTH_BAR))
        figures.append(
            paired(f"a naive view: {_number(most)} over {_number(least)}", *_two(taken, "naive", most, least))
        )
    return figures


def _two(taken: dict[str, list[float]], name: str, most: int, least: int) -> tuple[list[float], list[float]]:
    return taken[f"{name} {most}"], taken[f"{name} {least}"]


def _number(size: int) -> str:
    return f"{size:,}"


def inside(size: int) -> list[Measured]:
    """What a process finds that has the index to itself."""
    from django.utils import timezone

    from benchmarks import country, index_query, right
    from directory import following

    _progress(f"  laying down {size:,} meetings, if they are not there")
    country.prepared(size)
    name = _number(size)
    figures = [_load(name), _queries(name)]
    index, now = following.directory().index, timezone.now()
    figures += index_query.measure(index, now=now, size=name)
    figures += [_edit(name), _edit_and_moments(name)]
    _progress(f"  {QUERIES} random queries against every row, slowly")
    found = right.check(following.directory(), queries=QUERIES, seed=size, now=now)
    figures.append(Measured(f"index, {name}: random queries that were right, of {QUERIES}", found, QUERIES, bar=1.0))
    return figures


def _load(name: str) -> Measured:
    """Seconds of the processor: others share the machine."""
    from directory import following

    taken = []
    for _ in range(3):
        following.forget()
        began = process_time()
        following.directory()
        taken.append(process_time() - began)
    return Measured(f"index, {name}: read whole, in 3 seconds", median(taken), LOAD_BAR, bar=1.0)


def _queries(name: str) -> Measured:
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from directory.views import finding

    finding.options(RequestFactory().get(f"/near/{CELL}/"), CELL)
    with CaptureQueriesContext(connection) as asked:
        finding.options(RequestFactory().get(f"/near/{CELL}/"), CELL)
    return Measured(f"options page, {name}: statements, of 4", len(asked), QUERIES_BAR, bar=1.0)


def _edits(after: Callable[[], object]) -> list[float]:
    """How long ``after`` took, each time that somebody had changed a meeting."""
    from directory.models import Meeting
    from directory.verification.changing import changing

    keys = Meeting.objects.listed().order_by("source_key").values_list("pk", flat=True)[:EDITS]
    taken = []
    for number, key in enumerate(keys):
        with changing() as revision:
            Meeting.objects.these(key).update(name=f"Invented meeting changed {number}", revision=revision)
        taken.append(seconds(after))
    return taken


def _edit(name: str) -> Measured:
    from directory import following

    return Measured(
        f"index, {name}: an edit followed, in 10 ms", median(_edits(following.directory)), EDIT_BAR, bar=1.0
    )


def _edit_and_moments(name: str) -> Measured:
    """And with what the first page after it works out anew for all of them."""
    from django.utils import timezone

    from directory import following

    taken = _edits(lambda: following.directory().index.moments(timezone.now()))
    return Measured(f"index, {name}: and all next starts handed out anew, in 10 ms", median(taken), EDIT_BAR, bar=1.0)


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _progress(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    print(json.dumps([figure.stored() for figure in inside(int(sys.argv[1]))]))
