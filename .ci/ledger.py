"""Was anything left out? A pytest plugin that writes down what was collected and what passed.

``pytest -p ledger`` appends to the file named by MUTUALAID_LEDGER; ``python .ci/ledger.py FILE``
then fails unless every test collected has passed in at least one run, on either database.
"""

import os
import sys
from pathlib import Path


def note(state, nodeid):
    with open(os.environ["MUTUALAID_LEDGER"], "a", encoding="utf-8") as ledger:
        ledger.write(f"{state}\t{nodeid.encode('unicode_escape').decode()}\n")


def pytest_collection_finish(session):
    if session.config.option.collectonly:
        for item in session.items:
            note("collected", item.nodeid)


def pytest_runtest_logreport(report):
    # Workers report to the process that started them; only that one writes.
    if "PYTEST_XDIST_WORKER" not in os.environ and report.when == "call" and report.passed:
        note("passed", report.nodeid)


def left_out(lines):
    """The tests that were collected and never passed."""
    seen = {"collected": set(), "passed": set()}
    for line in lines:
        state, _, nodeid = line.partition("\t")
        seen[state].add(nodeid)
    if not seen["collected"]:
        raise SystemExit("Nothing was collected: the ledger cannot say what was left out.")
    return sorted(seen["collected"] - seen["passed"])


if __name__ == "__main__":
    missing = left_out(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    for nodeid in missing:
        print(f"left out or failed: {nodeid}")
    sys.exit(bool(missing))
