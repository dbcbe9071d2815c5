"""A real process importing a real file, killed at many moments: the old or the new, never something between."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests.directory.importers.sheets import MAPPING, row, sheet
from tests.processes import database_url

ROWS = 1200
SET_UP = "from tests.directory.importers.sheets import geography, programmes; geography(); programmes()"
LOOK = """
import json
from directory.models import DirectoryRevision, ImportRun, Meeting, Pattern, Venue
print(json.dumps({
    "lengths": sorted(set(Pattern.objects.values_list("minutes", flat=True))),
    "meetings": Meeting.objects.count(), "patterns": Pattern.objects.count(), "venues": Venue.objects.count(),
    "revisions": sorted(set(Meeting.objects.values_list("revision", flat=True))),
    "revision": DirectoryRevision.objects.get().number, "runs": ImportRun.objects.count(),
}))
"""


class Workplace:
    """A database of its own for processes to work on, and the files they read."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "mapping.toml").write_text(MAPPING)
        self.env = os.environ | {"MUTUALAID_MODE": "test", "MUTUALAID_VAR": str(folder), "PYTHONPATH": "."}
        if connection.vendor == "postgresql":
            self.env["DATABASE_URL"] = database_url()
        else:
            self.env.pop("DATABASE_URL", None)
            self.manage("migrate", "--verbosity=0")
        self.shell(SET_UP)

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "manage.py", *words], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def manage(self, *words):
        process = self.start(*words)
        said = process.communicate()[0].decode()
        assert process.returncode == 0, said
        return said

    def shell(self, code):
        return self.manage("shell", "--verbosity=0", "--command", code)

    def state(self):
        return json.loads(self.shell(LOOK).splitlines()[-1])

    def importing(self, minutes):
        """The words that import a list in which every meeting lasts ``minutes``."""
        path = self.folder / "list.csv"
        length = str(minutes)
        rows = [row(Title=f"Lamp {n}", Time=f"{n % 24}:00", Venue=f"Hall {n}", Length=length) for n in range(ROWS)]
        path.write_text(sheet(*rows), newline="")
        mapping = str(self.folder / "mapping.toml")
        return "import_meetings", "lamps", "--format", "spreadsheet", "--file", str(path), "--mapping", mapping

    def wait_until_writing(self, process):
        """Until the write lock of the SQLite file is held, or the process has ended."""
        file = sqlite3.connect(self.folder / "test.sqlite3", timeout=0, isolation_level=None)
        while process.poll() is None:
            try:
                file.execute("BEGIN IMMEDIATE")
                file.execute("ROLLBACK")
            except sqlite3.OperationalError:
                break
            time.sleep(0.001)
        file.close()


@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path):
    place = Workplace(tmp_path)
    began = time.monotonic()
    place.manage(*place.importing(30))
    whole = time.monotonic() - began
    assert place.state()["lengths"] == [30]
    while_writing = [0.0, 0.03, 0.08] if connection.vendor == "sqlite" else []
    moments = [("from the start", whole * part) for part in (0.3, 0.7, 0.8, 0.9, 0.97)]
    moments += [("from the first write", seconds) for seconds in while_writing]
    last, interrupted = 30, 0
    for minutes, (since, seconds) in enumerate(moments, 31):
        process = place.start(*place.importing(minutes))
        if since == "from the first write":
            place.wait_until_writing(process)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = place.state()
        interrupted += process.returncode == -signal.SIGKILL
        assert found["lengths"] in ([last], [minutes]), f"killed {seconds:.2f} s {since}"
        assert found["meetings"] == found["patterns"] == found["venues"] == ROWS
        assert found["revisions"] == [found["revision"]]
        assert found["runs"] == found["revision"]
        last = found["lengths"][0]
    assert interrupted >= 3, "it was killed too late to prove anything"
    place.manage(*place.importing(90))
    assert place.state()["lengths"] == [90]
