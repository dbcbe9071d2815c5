import shutil
import subprocess

import pytest

from tests.architecture.reading import ROOT


@pytest.fixture
def set_up(tmp_path):
    """Run bin/setup in a folder of its own, with a Python that fails what ``lacks`` names."""
    (tmp_path / "bin").mkdir()
    for name in ("bin/setup", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)

    def run(*arguments, lacks="nothing"):
        python = tmp_path / "python"
        python.write_text(f'#!/bin/sh\ncase "$*" in *"{lacks}"*) exit 1 ;; esac\n')
        python.chmod(0o755)
        env = {"PATH": "/usr/bin:/bin", "PYTHON": str(python)}
        return subprocess.run([tmp_path / "bin/setup", *arguments], env=env, capture_output=True, text=True)

    return run


def test_an_old_python_is_refused_with_what_to_do(set_up):
    done = set_up(lacks="version_info")
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert "PYTHON=" in done.stderr


def test_a_python_without_venv_is_refused_with_what_to_do(set_up):
    done = set_up(lacks="ensurepip")
    assert done.returncode == 1
    assert "has no venv: install it" in done.stderr


def test_only_dev_may_be_added(set_up):
    done = set_up("--production")
    assert done.returncode == 2
    assert done.stderr == "Use bin/setup or bin/setup --dev.\n"
