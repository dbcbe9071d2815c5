import ast
import re

import pytest

from tests.architecture.reading import modules

PUBLIC_FACTS = {"Programme", "Holding", "Venue", "Group", "Meeting", "Pattern", "Source", "ImportRun"}
PUBLIC_FACTS |= {"Change", "Check", "Closure", "Likeness", "Move", "Spell", "Suggestion"}
GEOGRAPHY = {"Area", "GeographyEdition", "Sector", "Cell"}

# Who may write rows, and of which models.
WRITERS = {
    r"directory/verification/.*": PUBLIC_FACTS | {"DirectoryRevision"},
    r"directory/geography/.*": GEOGRAPHY,
    r"directory/uploads/.*": {"Upload"},
    r"mutualaid/accounts/.*": {"User", "SignedIn", "Invitation", "Draft"},
    r"referrals/pathway/.*": {"Meeting", "Programme"},  # as what is given to them: their rows are referrals’ own
    r"referrals/(erasure|sweeping)\.py": set(),
    r"referrals/staffing\.py": {"Area"},
    r"referrals/offering\.py": set(),
    r"referrals/reports/freezing\.py": set(),
    r"referrals/reports/in_treatment\.py": {"Area"},
    r"referrals/reports/files\.py": set(),  # a workbook, not a row
    r"mutualaid/ops/demo_history\.py": {"Area", "Cell"},  # the demonstration’s past
    r"mutualaid/audit/(trail|chain)\.py": set(),  # test_trail.py says which writes what
    r"mutualaid/sealing/rotation\.py": set(),  # whatever is sealed, by the keys alone
}
ALWAYS = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS |= {f"a{name}" for name in ALWAYS}


def writes(tree):
    """The lines that write rows, whatever they write them to.

    ``update`` writes rows when it is given columns by name; a dict's or a digest's is not.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        if name in ALWAYS or (name in {"update", "aupdate"} and node.keywords and not node.args):
            yield node.lineno, name


def models_named(tree):
    """The models of the directory that a module imports."""
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("directory.models")
        for alias in node.names
    }


def allowed(path):
    return next((models for pattern, models in WRITERS.items() if re.fullmatch(pattern, path.as_posix())), None)


def test_only_the_writers_write():
    offenders = [
        f"{path}:{line}: .{name}() belongs in directory/verification"
        for path, tree in modules().items()
        if allowed(path) is None
        for line, name in writes(tree)
    ]
    assert not offenders, offenders


def test_each_writer_writes_only_its_own():
    offenders = [
        f"{path} writes rows and imports {sorted(models_named(tree) - allowed(path))}"
        for path, tree in modules().items()
        if allowed(path) is not None and list(writes(tree)) and models_named(tree) - allowed(path)
    ]
    assert not offenders, offenders


def test_the_writers_are_there_to_be_held_to_it():
    writers = [path for path, tree in modules().items() if list(writes(tree))]
    assert any(path.as_posix().startswith("directory/verification") for path in writers)
    assert any(path.as_posix().startswith("directory/geography") for path in writers)


@pytest.mark.parametrize(
    "line",
    [
        "meeting.save()",
        "Meeting.objects.filter(pk=1).update(name='x')",
        "Meeting.objects.bulk_create(rows)",
        "programme.meetings.create(name='x')",
        "Source.objects.get_or_create(slug='x')",
        "meeting.delete()",
    ],
)
def test_the_guard_sees_a_write(line):
    assert list(writes(ast.parse(line)))


@pytest.mark.parametrize("line", ["digest.update(chunk)", "seen.update({1})", "Meeting.objects.filter(pk=1)"])
def test_the_guard_lets_reading_be(line):
    assert not list(writes(ast.parse(line)))
