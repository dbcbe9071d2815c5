"""What the guards read: our own files, without what is built, fetched or private."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("mutualaid", "directory", "referrals")
TEXT = {"", ".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".py", ".scss", ".svg", ".toml"}
TEXT |= {".txt", ".yaml", ".yml"}


def _ignored():
    """The names .gitignore keeps out, wherever they stand."""
    lines = (ROOT / ".gitignore").read_text().split()
    return {line.strip("/").split("/")[-1] for line in lines} | {".git"}


@cache
def committed():
    """Every file of ours, as paths from the root."""
    ignored, found, folders = _ignored(), [], [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            relative = path.relative_to(ROOT)
            if path.name in ignored or relative.as_posix() == "static/build" or path.suffix == ".pyc":
                continue
            (folders if path.is_dir() else found).append(path)
    return tuple(path.relative_to(ROOT) for path in found)


@cache
def texts():
    """Each text file of ours and what it says."""
    return {path: (ROOT / path).read_text(encoding="utf-8") for path in committed() if path.suffix in TEXT}


def modules(*inside, tests=False):
    """Our Python modules but migrations, as {path: syntax tree}; ``inside`` narrows to folders."""
    wanted = inside or (*PACKAGES, "manage.py", *(("tests",) if tests else ()))
    return {
        path: _tree(path)
        for path in committed()
        if path.suffix == ".py" and path.as_posix().startswith(wanted) and "migrations" not in path.parts
    }


@cache
def _tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def calls(tree):
    """Every call in a syntax tree, as (line, the dotted chain that is called, the call itself)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, chain(node.func), node


def chain(node):
    """``Meeting.objects.filter(...).update`` as ["Meeting", "objects", "filter", "update"]."""
    names = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    return [*([node.id] if isinstance(node, ast.Name) else ["…"]), *reversed(names)]
