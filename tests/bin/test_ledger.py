import subprocess
import sys

import pytest

from tests.architecture.reading import ROOT


@pytest.fixture
def judge(tmp_path):
    """What .ci/ledger.py makes of a ledger that says ``lines``."""

    def judged(*lines):
        ledger = tmp_path / "ledger"
        ledger.write_text("".join(f"{line}\n" for line in lines))
        return subprocess.run([sys.executable, ROOT / ".ci/ledger.py", ledger], capture_output=True, text=True)

    return judged


def test_everything_that_passed_somewhere_was_run(judge):
    assert judge("passed\ta", "passed\ta", "passed\tb[x\ty]", "collected\ta", "collected\tb[x\ty]").returncode == 0


def test_what_never_passed_is_named(judge):
    done = judge("passed\ta", "collected\ta", "collected\tb")
    assert done.returncode == 1
    assert done.stdout == "left out or failed: b\n"


def test_an_empty_collection_proves_nothing(judge):
    assert judge("passed\ta").returncode == 1
