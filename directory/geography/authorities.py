"""The local authorities of the United Kingdom by their codes. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("authorities.csv")
FORMER_FILE = Path(__file__).with_name("former_authorities.csv")


@dataclass(frozen=True, slots=True)
class Authority:
    """Its ONS code, its name, and the county or area people say ("E08000035", "Leeds", "West Yorkshire")."""

    code: str
    name: str
    area: str


@lru_cache(maxsize=1)
def by_code() -> MappingProxyType[str, Authority]:
    """Every current one, of 2025. Source: Office for National Statistics; the areas are ours."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({row["code"]: Authority(row["code"], row["name"], row["area"]) for row in rows})


def today(code: str) -> str:
    """The authority of 2025 that took a former one's place ("E07000004" is "E06000060"); any other code as it is."""
    return _since().get(code, code)


@lru_cache(maxsize=1)
def _since() -> MappingProxyType[str, str]:
    """Former codes, of 2009 on, and what each became. Source: Office for National Statistics."""
    with FORMER_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({row["former"]: row["code"] for row in rows})
