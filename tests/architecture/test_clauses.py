"""Every clause of the parity rule is in code and in a test, by its number."""

import ast
import re

import pytest

from tests.architecture.reading import ROOT, modules, texts

RULE = (ROOT / "docs" / "parity.md").read_text(encoding="utf-8")
CLAUSES = [int(number) for number in re.findall(r"^\| (\d+) ", RULE, re.MULTILINE)]
# "clause 6", "clauses 2 and 11", "Clauses 1 to 4, and 9 to 11", "(parity, clause 8)".
CITED = re.compile(r"\bclauses? ((?:\d+(?:,? and |, | to )?)+)", re.IGNORECASE)


def cited(text):
    """Every number that ``text`` cites."""
    found = set()
    for numbers in CITED.findall(text):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", numbers):
            found.update(range(int(first), int(last or first) + 1))
    return found


def judged(tree):
    """The clauses that code tells a fault of: Fault(8, ...)."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return {call.args[0].value for call in calls if call.func.id == "Fault" and isinstance(call.args[0], ast.Constant)}


def named_for(clause):
    """Tests whose names say its number: test_6_…, test_3_4_9_…"""
    named = re.compile(rf"test_(?:\d+_)*{clause}_(?:\d+_)*[a-z]")
    trees = modules("tests/directory", tests=True).values()
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [function.name for function in functions if named.match(function.name)]


def test_the_rule_has_eleven_clauses():
    assert list(range(1, 12)) == CLAUSES


def test_citations_are_read():
    assert cited("Clauses 1 to 4, and 9 to 11. (parity, clause 8); clauses 2 and 6") == {1, 2, 3, 4, 6, 8, 9, 10, 11}
    assert cited("no clause at all, of 11") == set()


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_is_cited_where_it_is_kept(clause):
    """By the code that keeps it, and not only by the check of it."""
    kept = {path: text for path, text in texts().items() if path.parts[0] in {"directory", "templates", "mutualaid"}}
    code = [path for path in kept if path.suffix in {".py", ".html"} and "parity_check" not in path.parts]
    assert any(clause in cited(kept[path]) for path in code)


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_is_judged_by_the_check(clause):
    assert any(clause in judged(tree) for tree in modules("directory/parity_check").values())


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_has_tests_by_its_number(clause):
    assert len(named_for(clause)) >= 2, named_for(clause)
