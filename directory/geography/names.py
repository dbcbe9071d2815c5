"""What settlements are called in Welsh, Scottish Gaelic and Irish. Pure.

``names.csv`` is our own list; each row says what it rests on. A settlement may have
several names in one language: all find it, and the first is shown.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from directory.places import LocalName

FILE = Path(__file__).with_name("names.csv")


@lru_cache(maxsize=1)
def by_slug() -> MappingProxyType[str, tuple[LocalName, ...]]:
    """Every name of every settlement that has any, by the settlement's slug."""
    names: dict[str, list[LocalName]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            names[row["slug"]].append(LocalName(row["language"], row["name"]))
    return MappingProxyType({slug: tuple(found) for slug, found in names.items()})


def of(slug: str) -> tuple[LocalName, ...]:
    """All the names of a settlement."""
    return by_slug().get(slug, ())


def shown(slug: str) -> tuple[LocalName, ...]:
    """One name in each language, to stand beside the English one."""
    first = {name.language: name for name in reversed(of(slug))}
    return tuple(name for name in of(slug) if first[name.language] == name)
