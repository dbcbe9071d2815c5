import ast

from tests.architecture.reading import ROOT, modules

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
# {path or path:function: why it may be longer}. Empty, and meant to stay so.
REASONS: dict[str, str] = {}


def lengths(path, tree):
    """(name, length, allowed) of a module and of each function in it."""
    yield path.as_posix(), len((ROOT / path).read_text().splitlines()), LONGEST_MODULE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.as_posix()}:{node.name}", node.end_lineno - node.lineno + 1, LONGEST_FUNCTION


def test_nothing_is_too_long_to_hold_in_mind():
    measured = [each for path, tree in modules(tests=True).items() for each in lengths(path, tree)]
    assert len(measured) > 100
    too_long = [f"{name}: {length} lines" for name, length, allowed in measured if length > allowed]
    assert not [line for line in too_long if line.split(": ")[0] not in REASONS], too_long


def test_every_reason_is_still_needed():
    names = {
        name
        for path, tree in modules(tests=True).items()
        for name, length, allowed in lengths(path, tree)
        if length > allowed
    }
    assert set(REASONS) <= names
