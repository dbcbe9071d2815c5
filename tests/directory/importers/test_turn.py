import os
import signal
import subprocess
import sys

import pytest

from directory.importers.turn import NoTurn, UnderWay, turn

HOLD = """
import sys, time
from pathlib import Path
from directory.importers.turn import turn
with turn("lamp", folder=Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_turn_is_refused_while_the_first_lasts(tmp_path):
    with turn("lamp", folder=tmp_path):
        with pytest.raises(UnderWay, match="Another import of lamp is under way"), turn("lamp", folder=tmp_path):
            pass
        with turn("river", folder=tmp_path):
            pass
    with turn("lamp", folder=tmp_path):
        pass


def test_a_killed_process_holds_nothing(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UnderWay), turn("lamp", folder=tmp_path):
            pass
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    with turn("lamp", folder=tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "locks").write_text("a file where the folder should be")
    with pytest.raises(NoTurn, match="cannot be written"), turn("lamp", folder=tmp_path / "locks"):
        pass
