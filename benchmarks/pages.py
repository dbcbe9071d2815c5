"""The options page through gunicorn, against its template fed canned data and against its bytes sent ready-made."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measure import Measured, compare

CELL = "m1-1"
ROUNDS = 150
TEMPLATE_BAR = 1.5
# Recorded once, then only lowered (docs/performance.md says when).
BYTES_BAR = 16.0
WARM_UP_SECONDS = 30


def measure() -> list[Measured]:
    with served() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def get(address: str) -> bytes:
            connection.request("GET", address, headers={"Host": "localhost"})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, f"{address}: {answer.status}"
            return body

        page, template, ready = f"/near/{CELL}/", f"/floor/template/{CELL}/", f"/floor/bytes/{CELL}/"
        assert len(get(page)) == len(get(template)), "the floor renders another page"
        return [
            compare(
                "options page over its template",
                lambda: get(page),
                lambda: get(template),
                bar=TEMPLATE_BAR,
                rounds=ROUNDS,
            ),
            compare("options page over its bytes", lambda: get(page), lambda: get(ready), bar=BYTES_BAR, rounds=ROUNDS),
        ]


@contextmanager
def served(ours: dict[str, str] | None = None) -> Iterator[int]:
    """gunicorn, one worker and one thread, on a free port of this machine, in an environment of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "mutualaid.wsgi", "--worker-class", "gthread", "--threads", "1"]
    environment = ours or os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket", "--keep-alive", "120"],
        env=environment,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def served_as_in_production() -> Iterator[tuple[int, int]]:
    """(port, the process that minds the workers) of gunicorn as deploy/ has it, its logs kept from the screen."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "mutualaid.wsgi"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--no-control-socket"], stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(port: int) -> None:
    until = time.monotonic() + WARM_UP_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("gunicorn did not start.")
