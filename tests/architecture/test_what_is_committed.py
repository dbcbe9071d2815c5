import re

import pytest

from tests.architecture.reading import calls, committed, modules, texts

# Written in pieces, so that this file does not name what it forbids.
REGISTRIES = [
    "py" + "pi.org",
    "pythonhos" + "ted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "deb.deb" + "ian.org",
]
MACHINES = ["/wo" + "rk/", "/tm" + "p/w", "/ro" + "ot/", "/opt/" + "wheels"]
BESIDE_US = re.compile(r"\.\./" + "shared")
MAY_LOOK_BESIDE_US = ("tests/", ".ci/")


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_registry_is_named(host):
    assert not [str(path) for path, text in texts().items() if host in text]


@pytest.mark.parametrize("place", MACHINES)
def test_no_machine_of_ours_is_named(place):
    assert not [str(path) for path, text in texts().items() if place in text]


def test_only_tests_know_of_the_real_data_beside_us():
    named = [path.as_posix() for path, text in texts().items() if BESIDE_US.search(text)]
    assert not [path for path in named if not path.startswith(MAY_LOOK_BESIDE_US)]


def test_nothing_is_printed_but_by_commands():
    offenders = [
        f"{path}:{line}" for path, tree in modules().items() for line, called, _ in calls(tree) if called == ["print"]
    ]
    assert not offenders


def test_no_work_is_left_as_a_note():
    unfinished = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not [f"{path}" for path, text in texts().items() if unfinished.search(text) and path.suffix != ".lock"]


def test_the_guards_see_the_whole_tree():
    seen = {path.parts[0] for path in committed()}
    assert {"bin", ".ci", "directory", "mutualaid", "tests", "pyproject.toml", "requirements.txt"} <= seen
    assert not {".venv", "var", "node_modules", ".git"} & seen
