"""A process of its own, with a database of its own that is kept for the next time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(folder: Path, name: str) -> dict[str, str]:
    """SQLite in this folder or, on PostgreSQL, the database of this name beside the others, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = os.environ | {"MUTUALAID_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    if url := ours.get("DATABASE_URL", ""):
        ours["DATABASE_URL"] = f"{url.removesuffix(f'_{name}')}_{name}"
        _make(ours["DATABASE_URL"].rpartition("/")[2])
    return ours


def run(words: list[str], ours: dict[str, str]) -> str:
    """What it says; how far it is it says for itself."""
    return subprocess.run(
        [sys.executable, "-m", *words], env=ours, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def _make(name: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
