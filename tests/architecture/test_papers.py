import os
import re
from collections import Counter

import pytest
from django.core.management import get_commands

from tests.architecture.reading import ROOT, committed, texts

DECISIONS = ROOT / "docs" / "decisions"
PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(?P<version>\S+)")
CITED = re.compile(r"docs/decisions/(\d{4}(?:-[a-z0-9-]+(?:\.md)?)?)")


def decisions():
    return {path.stem: path.read_text() for path in sorted(DECISIONS.glob("*.md"))}


def readme():
    return (ROOT / "README.md").read_text()


def test_each_decision_has_a_number_of_its_own_and_says_it():
    assert len(decisions()) >= 2
    numbers = Counter(name[:4] for name in decisions())
    assert not [number for number, times in numbers.items() if times > 1]
    for name, text in decisions().items():
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+", name), name
        assert text.startswith(f"# {name[:4]} "), f"{name}.md begins “# {name[:4]} ” and its title"


def test_each_decision_says_what_was_weighed_and_fits_a_page():
    for name, text in decisions().items():
        for heading in ("## Context", "## Options", "## Decision", "## Consequences"):
            assert heading in text, f"{name}: add {heading}"
        assert len(text.split()) <= 600, f"{name} is longer than a page"


def test_every_decision_cited_is_there():
    known = set(decisions()) | {name[:4] for name in decisions()}
    cited = {(str(path), name) for path, text in texts().items() for name in CITED.findall(text)}
    assert not {(path, name) for path, name in cited if name.removesuffix(".md") not in known}


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    pictures = {path.name for path in committed() if path.as_posix().startswith("docs/screenshots/")}
    papers = "".join(text for path, text in texts().items() if path.suffix == ".md")
    shown = set(re.findall(r"screenshots/([\w.-]+\.(?:png|jpg))", papers))
    assert pictures == shown


def test_the_readme_is_short_and_what_it_says_to_run_is_there():
    text = readme()
    assert len(text.splitlines()) < 150
    scripts = set(re.findall(r"(?<![\w/])((?:bin|\.ci)/[a-z]+)", text))
    assert {"bin/demo", "bin/test"} <= scripts
    for script in scripts:
        assert os.access(ROOT / script, os.X_OK), f"README names {script}, which cannot be run"
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in get_commands(), f"README names manage.py {command}, which is not there"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_link_between_our_papers_leads_somewhere(name):
    text = (ROOT / name).read_text()
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert not [link for link in links if link and not (ROOT / link).exists()]


def requirements(name):
    """{library: version} of a requirements file; each line must carry its reason."""
    found = {}
    for line in (ROOT / f"{name}.txt").read_text().splitlines():
        if not line or line.startswith(("#", "-r ")):
            continue
        requirement, _, reason = line.partition("#")
        pin = PINNED.fullmatch(requirement.strip())
        assert pin, f"{name}.txt: pin {line!r} exactly"
        assert reason.strip(), f"{name}.txt: say why {pin['name']} is needed"
        found[normal(pin["name"])] = pin["version"]
    return found


def locked(name):
    """{library: version} of a lock; each must carry its hashes."""
    found = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", "\n" + (ROOT / f"{name}.lock").read_text()):
        if pin := PINNED.match(block):
            assert "--hash=sha256:" in block, f"{name}.lock: {pin['name']} has no hash"
            found[normal(pin["name"])] = pin["version"]
    return found


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-node"])
def test_every_library_is_pinned_with_a_reason_and_locked(name):
    asked = requirements(name)
    assert asked
    assert asked.items() <= locked(name).items()


def test_the_two_locks_agree():
    assert locked("requirements").items() <= locked("requirements-dev").items()
