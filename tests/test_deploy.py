"""What production is started with."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

CONFIG = Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"


@pytest.fixture
def served(tmp_path):
    """A site with an empty database behind gunicorn as configured, and where its logs go."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    environment = {**os.environ, "MUTUALAID_MODE": "test", "MUTUALAID_VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), "mutualaid.wsgi", "--bind", f"127.0.0.1:{port}"]
    with log.open("w") as written:
        server = subprocess.Popen(command, env=environment, stdout=written, stderr=written, cwd=CONFIG.parent.parent)
        try:
            yield f"http://localhost:{port}", log
        finally:
            server.terminate()
            server.wait(timeout=20)


def answered(address, **asked):
    until = time.monotonic() + 30
    while True:
        try:
            return urllib.request.urlopen(urllib.request.Request(address, **asked), timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < until, "gunicorn did not answer"
            time.sleep(0.1)


def test_the_access_log_says_which_page_and_nothing_of_who_asked_or_what_for(served):
    site, log = served
    telling = {
        "User-Agent": "tell-tale-agent",
        "Referer": "https://tell-tale.example.org/",
        "X-Forwarded-For": "192.0.2.77",
    }
    assert answered(f"{site}/health/live?who=tell-tale-query", headers=telling) == 200
    answered(f"{site}/about/privacy/?problem=tell-tale-query", headers=telling)
    answered(f"{site}/", headers=telling, data=b"place=M1+1AE", method="POST")
    time.sleep(0.5)
    lines = log.read_text()
    assert " /health/live " in lines
    assert " /about/privacy/ " in lines
    for secret in ("tell-tale", "192.0.2.77", "M1+1AE", "M1 1AE", "?"):
        assert secret not in re.sub(r"Listening at: \S+", "", lines), secret
    requests = [line for line in lines.splitlines() if re.search(r" (GET|POST) /", line)]
    assert requests
    assert not any("127.0.0.1" in line for line in requests)
