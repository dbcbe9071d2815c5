import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from mutualaid.ops import demo
from tests.architecture.reading import ROOT


@pytest.fixture
def start(tmp_path):
    """Start the demonstration in a folder of its own, up to serving."""

    def started():
        env = {"PATH": os.environ["PATH"], "MUTUALAID_MODE": "demo", "MUTUALAID_VAR": str(tmp_path)}
        command = [sys.executable, "-u", "manage.py", "demo", "--no-serve"]
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    return started


def kill_at(process, said):
    """Kill it as soon as it has said a line that begins with ``said``."""
    for line in process.stdout:
        if line.startswith(said):
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode


def held(folder, question):
    connection = sqlite3.connect(folder / "demo.sqlite3")
    try:
        return connection.execute(question).fetchone()[0]
    finally:
        connection.close()


def test_killed_in_the_middle_of_each_load_it_finishes_when_it_is_run_again(start, tmp_path):
    assert kill_at(start(), "Postcodes: ") == -signal.SIGKILL
    assert held(tmp_path, "SELECT count(*) FROM directory_geographyedition WHERE is_current") == 0
    assert kill_at(start(), "Loaded: ") == -signal.SIGKILL
    assert held(tmp_path, "SELECT count(*) FROM directory_meeting") in {0, demo.COUNT}

    again = start()
    said, _ = again.communicate()
    assert again.returncode == 0, said
    assert held(tmp_path, "SELECT count(*) FROM directory_geographyedition") == 1
    assert held(tmp_path, "SELECT count(*) FROM directory_meeting") == demo.COUNT
    assert held(tmp_path, "PRAGMA integrity_check") == "ok"
